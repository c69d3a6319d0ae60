// The cache as its user sees it: where it lies, how large it may grow, what it holds.
//
// Sizes are in bytes. What is kept and when it still holds: docs/cache.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "awaitlint/remote_address.h"
#include "awaitlint/result.h"

namespace awaitlint {

/// Where results are kept from run to run.
struct CacheOptions {
    std::string folder;  // empty: no cache
    std::uint64_t most_bytes = std::uint64_t{4} << 30;
    bool verify = false;  // analyse all the same, and compare
    std::optional<RemoteAddress> remote;
};

struct CacheSize {
    std::uint64_t units = 0, proofs = 0, files = 0;
    std::uint64_t bytes = 0;  // on disk
};
/// What a cache holds; all zero if the folder does not exist.
Result<CacheSize> measure_cache(const std::string& folder);
/// Removes all that it holds and says what that was. Runs that use it go on.
Result<CacheSize> clean_cache(const std::string& folder);

}  // namespace awaitlint
