// Where the cache lies: named by an option, by the environment, or in the user's folder for caches. And the server that
// shares it, which only the environment names: no configuration that comes with the code does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "awaitlint/remote_address.h"
#include "awaitlint/result.h"
#include "cli/options.h"

namespace awaitlint {

/// Absolute; empty if there is nowhere to put one.
std::string cache_folder(const Options& options);

/// The bytes that it may grow to: by option, by the environment, else by default. An error for what is no number.
Result<std::uint64_t> cache_limit(const Options& options);

/// By AWAITLINT_REMOTE_CACHE; nothing if there is none.
Result<std::optional<RemoteAddress>> remote_cache();

}  // namespace awaitlint
