// `awaitlint cache stat|clean`, and where the cache lies.
//
// Exit status: 0, or 2 if the folder is no cache or cannot be emptied. Removes nothing but what a cache of awaitlint
// holds.
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "awaitlint/printable.h"
#include "cli/cache_folder.h"
#include "cli/commands.h"
#include "cli/output.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::string megabytes(std::uint64_t bytes) {
    return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / static_cast<double>(mebibyte));
}

int stat(const std::string& folder, std::uint64_t limit) {
    const auto size = measure_cache(folder);
    if (!size) {
        say_error(size.error().message);
        return exit_not_started;
    }
    print(printable_lines(fmt::format("folder  {}\nunits   {}\nproofs  {}\nfiles   {}\nsize    {} of {}\n",
                                      printable(folder), size->units, size->proofs, size->files, megabytes(size->bytes),
                                      megabytes(limit))));
    return printed(exit_clean);
}

int clean(const std::string& folder) {
    const auto size = clean_cache(folder);
    if (!size) {
        say_error(size.error().message);
        return exit_not_started;
    }
    print(printable_lines(
        fmt::format("removed {} files, {}, from {}\n", size->files, megabytes(size->bytes), printable(folder))));
    return printed(exit_clean);
}

}  // namespace

std::string cache_folder(const Options& options) {
    const auto absolute = [](const std::string& path) { return fs::absolute(path).lexically_normal().string(); };
    if (!options.cache_dir.empty()) return absolute(options.cache_dir);
    if (const std::string named = variable("AWAITLINT_CACHE_DIR"); !named.empty()) return absolute(named);
    // The specification of these folders has relative ones ignored.
    if (const std::string caches = variable("XDG_CACHE_HOME"); caches.starts_with('/')) return caches + "/awaitlint";
    if (const std::string home = variable("HOME"); home.starts_with('/')) return home + "/.cache/awaitlint";
    return "";
}

Result<std::uint64_t> cache_limit(const Options& options) {
    if (options.cache_limit) return options.cache_limit * mebibyte;
    const std::string named = variable("AWAITLINT_CACHE_LIMIT");
    if (named.empty()) return CacheOptions().most_bytes;
    char* end = nullptr;
    const unsigned long long limit = std::strtoull(named.c_str(), &end, 10);
    if (*end || named[0] == '-' || !limit || limit > UINT64_MAX / mebibyte)
        return Error{fmt::format("AWAITLINT_CACHE_LIMIT is a number of MiB, not '{}'", named)};
    return limit * mebibyte;
}

Result<std::optional<RemoteAddress>> remote_cache() {
    const std::string named = variable("AWAITLINT_REMOTE_CACHE");
    if (named.empty()) return std::optional<RemoteAddress>();
    auto address = remote_address_of(named, variable("AWAITLINT_REMOTE_CACHE_TOKEN"));
    if (!address) return address.error();
    return std::optional<RemoteAddress>(std::move(*address));
}

int cache_command(const Options& options) {
    const std::string folder = cache_folder(options);
    if (folder.empty()) {
        say_error("there is no cache: none of --cache-dir, AWAITLINT_CACHE_DIR, XDG_CACHE_HOME and HOME is set");
        return exit_not_started;
    }
    const auto limit = cache_limit(options);
    if (!limit) {
        say_error(limit.error().message);
        return exit_not_started;
    }
    return options.cache_action == "clean" ? clean(folder) : stat(folder, *limit);
}

}  // namespace awaitlint
