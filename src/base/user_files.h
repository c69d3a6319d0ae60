// Questions about the globs of `include` and `exclude` beside the one that unit.h asks.
//
// In: globs as people write them, paths relative to the root. Looks at names only.
#pragma once

#include <string>

namespace awaitlint {

/// True if the glob speaks of this very folder (relative to the root), of one above it, or of something in it by its
/// name: `build/gen/**` and `build*` name `build`, `**/*.cpp` and `*.h` do not.
bool does_name_folder(const std::string& glob, const std::string& folder);

}  // namespace awaitlint
