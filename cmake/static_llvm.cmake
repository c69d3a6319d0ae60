# Clang and LLVM as archives, in place of their shared libraries: for AWAITLINT_STATIC_LLVM.
#
# Out: AWAITLINT_LLVM_ARCHIVES, one group, as the archives refer to each other. A program that has them loads no library of 200 MB
# when it starts and needs neither of the two installed. It stays position-independent: what it reads is a stranger's.
set(archives)
foreach(name Frontend Driver Serialization Parse Sema Analysis AnalysisLifetimeSafety APINotes Edit Rewrite AST ASTMatchers Lex
    DependencyScanning Index Tooling ToolingInclusionsStdlib ToolingCore Options Basic Support)
  find_library(CLANG_ARCHIVE_${name} NAMES libclang${name}.a PATHS ${LLVM_LIBRARY_DIR} NO_DEFAULT_PATH REQUIRED)
  list(APPEND archives ${CLANG_ARCHIVE_${name}})
endforeach()
execute_process(COMMAND ${LLVM_TOOLS_BINARY_DIR}/llvm-config --link-static --libfiles
    bitreader frontendopenmp mcparser option profiledata support targetparser windowsdriver
  OUTPUT_VARIABLE llvm_archives OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(llvm_archives)
foreach(name z zstd)
  find_library(LLVM_NEEDS_${name} NAMES ${name})
  if(NOT LLVM_NEEDS_${name})
    message(FATAL_ERROR "AWAITLINT_STATIC_LLVM needs lib${name}, which LLVM's archives use: apt-get install zlib1g-dev libzstd-dev")
  endif()
  list(APPEND llvm_archives ${LLVM_NEEDS_${name}})
endforeach()
list(JOIN archives "," archives)
list(JOIN llvm_archives "," llvm_archives)
set(AWAITLINT_LLVM_ARCHIVES "$<LINK_GROUP:RESCAN,${archives},${llvm_archives}>")
