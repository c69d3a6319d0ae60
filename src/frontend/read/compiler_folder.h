// The compiler's folder: where Clang's driver looks for the headers of the toolchain that a command's compiler is from,
// without being able to find a program there.
//
// The driver looks for both beside argv[0]. It is given the path below a place where no file can be, and a file system
// in which the headers are there all the same: for headers the driver asks that file system, while programs are looked
// for and run by way of the real one. In: argv[0], a file system. Out: the other name, the other file system, and real
// paths again in what the driver answers.
#pragma once

#include <string>

#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace awaitlint {

/// The driver's argv[0] for a compiler (absolute, or a bare name): keeps what the name says of mode and target.
std::string driver_name(const std::string& compiler, const std::string& directory);

/// Shows what is in `files` also below the place that `driver_name` puts the compiler into.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> with_compiler_folder(
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files);

/// Folders as they are on disk.
void use_real_folders(clang::CompilerInvocation& invocation);

}  // namespace awaitlint
