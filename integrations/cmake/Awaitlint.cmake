# awaitlint_check(TARGET [ARGUMENT...]): a target TARGET-awaitlint that checks the sources of TARGET, and the headers that they read.
#
# In: a target that compiles C++, and arguments of `awaitlint check`. Out: a target that fails where awaitlint does; `awaitlint-all`
# depends on every one of them. It compiles nothing, as code that does not compile is what awaitlint is for, but it comes after what
# the target itself depends on: generated headers. Copy this file into the project, or install awaitlint and include it from there:
#
#   include(cmake/Awaitlint.cmake)
#   awaitlint_check(app --fail-on error)
#
# To see findings where the compiler's warnings are, use the variable that CMake has for clang-tidy, which needs no module:
#
#   cmake -DCMAKE_CXX_CLANG_TIDY=awaitlint ...
function(awaitlint_check target)
  find_program(AWAITLINT_PROGRAM awaitlint REQUIRED DOC "awaitlint: finds async/await mistakes in C++20 coroutine code")
  get_target_property(aliased ${target} ALIASED_TARGET)
  if(aliased)
    set(target ${aliased})
  endif()
  get_target_property(folder ${target} SOURCE_DIR)
  get_target_property(listed ${target} SOURCES)
  set(sources)
  foreach(source IN LISTS listed)
    if(source MATCHES "\\$<" OR NOT source MATCHES "\\.(cc|cpp|cxx|c\\+\\+|C|cppm|ixx)$")
      continue()
    endif()
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${folder} NORMALIZE)
    list(APPEND sources ${source})
  endforeach()
  if(NOT sources)
    message(FATAL_ERROR "awaitlint_check: '${target}' has no C++ sources")
  endif()
  set_target_properties(${target} PROPERTIES EXPORT_COMPILE_COMMANDS ON)
  add_custom_target(${target}-awaitlint
    COMMAND ${AWAITLINT_PROGRAM} check -p ${CMAKE_BINARY_DIR} ${ARGN} ${sources}
    WORKING_DIRECTORY ${folder} COMMENT "awaitlint: ${target}" VERBATIM USES_TERMINAL)
  get_target_property(before ${target} MANUALLY_ADDED_DEPENDENCIES)
  if(before)
    add_dependencies(${target}-awaitlint ${before})
  endif()
  if(NOT TARGET awaitlint-all)
    add_custom_target(awaitlint-all)
  endif()
  add_dependencies(awaitlint-all ${target}-awaitlint)
endfunction()
