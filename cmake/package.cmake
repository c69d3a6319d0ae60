# The Debian package: `cpack -G DEB` in the build folder, or `./dev package`.
#
# In: what install() names. Out: awaitlint_VERSION_ARCHITECTURE.deb, with the shared libraries that the program was linked with as
# dependencies, as dpkg-shlibdeps finds them. Times in it are SOURCE_DATE_EPOCH's, where that is set.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME awaitlint)
set(CPACK_PACKAGE_VENDOR "awaitlint")
set(CPACK_PACKAGE_CONTACT "the awaitlint maintainers <maintainers@awaitlint.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "finds, proves and repairs async/await mistakes in C++20 coroutine code")
set(CPACK_PACKAGE_DESCRIPTION "A static analyser on Clang: it lists each co_await of what cannot be awaited, and each task that is
dropped, says which function to call instead, proves the repair by compiling it, applies it, and gates CI.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Clang's builtin headers (stddef.h and the like), which no library asks for. Of the very version: they belong together.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libclang-common-22-dev")
# What code is analysed with, usually: the C++ standard library's headers.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libstdc++-12-dev | libstdc++-dev")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cmake, git")
include(CPack)
