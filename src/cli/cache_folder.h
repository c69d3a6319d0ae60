// Where the cache lies: named by an option, by the environment, or in the user's folder for caches.
#pragma once

#include <cstdint>
#include <string>

#include "awaitlint/result.h"
#include "cli/options.h"

namespace awaitlint {

/// Absolute; empty if there is nowhere to put one.
std::string cache_folder(const Options& options);

/// The bytes that it may grow to: by option, by the environment, else by default. An error for what is no number.
Result<std::uint64_t> cache_limit(const Options& options);

}  // namespace awaitlint
