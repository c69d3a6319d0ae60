// Invocation: from a compile command to what one run of Clang over the unit needs, with every output turned off.
//
// In: a clean compile command and the file system that Clang will see. Out: cc1's options and a remark for each thing
// dropped on the way. Shared by everything that lets Clang read a unit: parsing, scanning, building preambles. Writes
// nothing and runs nothing that a compile command names.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "awaitlint/unit.h"

namespace awaitlint {

struct Invocation {
    std::shared_ptr<clang::CompilerInvocation> options;
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;  // with what the command lays over them (-ivfsoverlay)
    std::vector<std::string> remarks;
};

/// `with_warnings` turns on the warnings that a proof looks at. Enters the command's working directory in `files`.
llvm::Expected<Invocation> make_invocation(const CompileCommand& command, bool with_warnings,
                                           const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files);

/// What follows an error that kept Clang from even starting on a unit.
llvm::Error cannot_use_command(const std::string& why);

}  // namespace awaitlint
