# Builds the HTML report's page from web/ with npm and Vite, in a copy: the source tree is only read.
#
# In: WEB and RULES (folders), NPM (empty: there is none), FOLDER (where to build), REQUIRED (ON: fail where it cannot be
# built). Out: FOLDER/page.css and FOLDER/page.js. What npm installs runs nothing (web/.npmrc). Without npm, or without a
# network for its first run, the style stays as it is and the script is empty: reports are then plain tables.
cmake_minimum_required(VERSION 3.25)
set(copy ${FOLDER}/web)

function(plain why)
  if(REQUIRED)
    message(FATAL_ERROR "the page of HTML reports cannot be built: ${why}")
  endif()
  if(NPM)
    message(WARNING "${why}\nHTML reports will be plain tables. Once it is mended: cmake -E rm ${FOLDER}/page.js, and build again")
  endif()
  configure_file(${WEB}/src/page.css ${FOLDER}/page.css COPYONLY)
  file(WRITE ${FOLDER}/page.js "")
endfunction()

# All that it prints is shown only if it fails.
function(npm result)
  execute_process(COMMAND ${NPM} ${ARGN} WORKING_DIRECTORY ${copy}
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(status EQUAL 0)
    set(${result} "" PARENT_SCOPE)
  else()
    string(JOIN " " command npm ${ARGN})
    set(${result} "'${command}' failed:\n${output}" PARENT_SCOPE)
  endif()
endfunction()

if(NOT NPM)
  plain("there is no npm")
  return()
endif()

# Files that are gone in the source must not stay in the copy; what npm has installed may.
file(GLOB old ${copy}/src ${copy}/test ${copy}/rules ${copy}/dist)
if(old)
  file(REMOVE_RECURSE ${old})
endif()
file(COPY ${WEB}/ DESTINATION ${copy} PATTERN node_modules EXCLUDE)
file(COPY ${RULES}/ DESTINATION ${copy}/rules)

file(SHA256 ${copy}/package-lock.json wanted)
set(installed)
if(EXISTS ${copy}/installed)
  file(READ ${copy}/installed installed)
endif()
if(NOT installed STREQUAL wanted)
  npm(trouble ci --prefer-offline --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=60000)
  if(trouble)
    plain("${trouble}")
    return()
  endif()
  file(WRITE ${copy}/installed ${wanted})
endif()

npm(trouble run --silent build)
if(trouble)
  plain("${trouble}")
  return()
endif()
foreach(name page.css page.js)
  configure_file(${copy}/dist/${name} ${FOLDER}/${name} COPYONLY)
  file(TOUCH ${FOLDER}/${name})
endforeach()
