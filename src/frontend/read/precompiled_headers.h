// Precompiled headers: what a command reads in a form that only its own compiler knows, replaced by the source.
//
// In: the flags of a command, and a file system. Out: for each flag that names a precompiled header, the include that
// stands for it. Reads no precompiled header: it may have been made by somebody else than the user.
#pragma once

#include <string>

#include "llvm/Option/Arg.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace awaitlint {

class WrittenFlags;

/// MSVC's `/Yu` and `/Yc`, whose source the code or `/FI` includes.
bool names_included_header(const llvm::opt::Arg& arg);

/// The source that is included in place of an `-include-pch FILE`.
struct PrecompiledSource {
    bool is_included = false;  // another flag of the command includes it
    std::string path;          // else: this header is to be included; empty: it is not found
};
PrecompiledSource source_of_precompiled(const llvm::opt::Arg& arg, const WrittenFlags& written,
                                        llvm::vfs::FileSystem& files);

}  // namespace awaitlint
