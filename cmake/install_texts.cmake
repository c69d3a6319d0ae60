# What shells and man(1) read of awaitlint, made by the program itself when it is installed, so that it says what help says.
#
# In: PROGRAM, the awaitlint that was built, and the folders below the prefix. Out: completions and pages in their places, and nothing
# else. Runs as part of `cmake --install`.
set(prefix "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")

# print_to(FILE ARGUMENT...)
function(print_to file)
  get_filename_component(folder ${prefix}/${file} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_FILE ${prefix}/${file} COMMAND_ERROR_IS_FATAL ANY)
  message(STATUS "Installing: ${prefix}/${file}")
endfunction()

print_to(${DATADIR}/bash-completion/completions/awaitlint completion bash)
print_to(${DATADIR}/zsh/site-functions/_awaitlint completion zsh)
print_to(${DATADIR}/fish/vendor_completions.d/awaitlint.fish completion fish)
print_to(${MANDIR}/man1/awaitlint.1 man)
file(READ ${prefix}/${MANDIR}/man1/awaitlint.1 page)
string(REGEX MATCHALL "awaitlint\\\\-[a-z]+\\\\fR\\(1\\)" mentions "${page}")
foreach(mention IN LISTS mentions)
  string(REGEX REPLACE "awaitlint\\\\-([a-z]+).*" "\\1" command "${mention}")
  print_to(${MANDIR}/man1/awaitlint-${command}.1 man ${command})
endforeach()
