// Rebuilds a command's flags from those that are allowed, with their values in bounds.
//
// In: what is written. Out: flags for Clang's driver, and a remark for each kind of thing that was left out or changed.
// Refuses commands that compile for a GPU: for these Clang's driver asks other programs what there is.
#pragma once

#include <string>
#include <vector>

#include "llvm/Support/Error.h"

namespace awaitlint {

class WrittenFlags;

struct RebuiltFlags {
    std::vector<std::string> flags;
    std::vector<std::string> remarks;
};

llvm::Expected<RebuiltFlags> rebuild_flags(const WrittenFlags& written);

}  // namespace awaitlint
