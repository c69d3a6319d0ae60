// What this program brings along of Clang: which version, and which builtin headers.
#include "llvm/Config/llvm-config.h"

#include "awaitlint/engine.h"
#include "frontend/read/flags.h"

namespace awaitlint {

std::string llvm_version() {
    return LLVM_VERSION_STRING;
}

Result<std::string> builtin_headers() {
    auto folder = find_resource_dir();
    if (!folder) return Error{llvm::toString(folder.takeError())};
    return *folder;
}

}  // namespace awaitlint
