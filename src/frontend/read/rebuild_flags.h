// Rebuilds a command's flags from those that are allowed, with their values in bounds.
//
// In: what is written. Out: flags for Clang's driver, and a remark for each kind of thing that was left out or changed.
// Refuses commands that compile for a GPU: for these Clang's driver asks other programs what there is. A precompiled
// header is never read: its source stands for it, and where that is not found, the unit lacks it.
#pragma once

#include <string>
#include <vector>

#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace awaitlint {

class WrittenFlags;

struct RebuiltFlags {
    std::vector<std::string> flags;
    std::vector<std::string> remarks;
    std::string lacks;  // what keeps the unit from being understood as a whole; empty: nothing
};

/// `files`: where the sources of precompiled headers are looked for.
llvm::Expected<RebuiltFlags> rebuild_flags(const WrittenFlags& written, llvm::vfs::FileSystem& files);

}  // namespace awaitlint
