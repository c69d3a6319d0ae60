// The cache's folder as a whole: making it, saying what is in it, emptying it, keeping it within its bounds.
//
// A folder is a cache if it holds the tag that this program wrote there (CACHEDIR.TAG, which backup programs know
// too). Nothing is ever written to or removed from a folder that is not empty and has no such tag.
#pragma once

#include <cstdint>
#include <string>

#include "awaitlint/engine.h"
#include "awaitlint/result.h"

namespace awaitlint {

/// Makes the folder, if need be, and its tag. True if it was there. An error says why it cannot be a cache.
Result<bool> make_cache_folder(const std::string& folder);

/// Removes what was not used for the longest time until four fifths of `most_bytes` are in use. Looks only every now
/// and then, or when `written` is much. Files that were being written by a run that was killed go too.
void prune_cache_folder(const std::string& folder, std::uint64_t most_bytes, std::uint64_t written);

}  // namespace awaitlint
