// See cache_folder.h.
#include "engine/cache/cache_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/result_file.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

// The first line is what https://bford.info/cachedir/ wants, the second makes it ours.
constexpr std::string_view tag_name = "CACHEDIR.TAG";
constexpr std::string_view tag_text =
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder is a cache of awaitlint. It may be removed at any time.\n";
constexpr std::string_view lock_name = "prune.lock";
constexpr std::time_t prune_interval = 1200;
constexpr std::time_t temporary_lives = 3600;
constexpr std::uint64_t much_part = 20;  // of the limit
constexpr std::uint64_t block = 512;

struct CachedFile {
    fs::path path;
    std::uint64_t bytes = 0;  // on disk
    std::time_t last_used = 0;
};

std::string read_tag(const std::string& folder) {
    std::ifstream in(fs::path(folder) / tag_name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Files in the folders below it, one level deep.
std::vector<CachedFile> cached_files(const std::string& folder) {
    std::vector<CachedFile> files;
    std::error_code failure;
    for (fs::directory_iterator below(folder, failure), end; below != end; below.increment(failure)) {
        if (failure || !fs::is_directory(below->symlink_status(failure))) continue;
        for (fs::directory_iterator file(below->path(), failure); file != end; file.increment(failure)) {
            struct ::stat status;
            if (failure || ::lstat(file->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
            files.push_back({file->path(), static_cast<std::uint64_t>(status.st_blocks) * block, status.st_mtime});
        }
    }
    return files;
}

/// Its owner could put anything there, and so could others if they may write: all of it would be believed.
Result<bool> check_owner(const std::string& folder) {
    struct ::stat status;
    if (::stat(folder.c_str(), &status) != 0)
        return Error{fmt::format("the cache folder '{}' cannot be used: {}", folder, std::strerror(errno))};
    if (!S_ISDIR(status.st_mode)) return Error{fmt::format("the cache folder '{}' is no folder", folder)};
    if (status.st_uid != ::geteuid() && ::geteuid() != 0)
        return Error{
            fmt::format("the cache folder '{}' belongs to somebody else, who could put anything in it: name "
                        "another with --cache-dir",
                        folder)};
    if (status.st_mode & (S_IWGRP | S_IWOTH))
        return Error{
            fmt::format("others may write to the cache folder '{}': chmod go-w it, or name another with "
                        "--cache-dir",
                        folder)};
    return true;
}

Result<bool> make_folders(const fs::path& folder) {
    std::error_code failure;
    if (fs::exists(folder, failure)) return true;
    if (folder.has_parent_path() && folder.parent_path() != folder)
        if (auto made = make_folders(folder.parent_path()); !made) return made.error();
    if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return true;
    return Error{fmt::format("cannot make the cache folder '{}': {}", folder.string(), std::strerror(errno))};
}

}  // namespace

Result<bool> make_cache_folder(const std::string& folder) {
    if (auto made = make_folders(folder); !made) return made.error();
    if (auto checked = check_owner(folder); !checked) return checked.error();
    const std::string tag = read_tag(folder);
    if (tag == tag_text) return true;
    std::error_code failure;
    // A run that starts at the same moment may be at it: half a tag is none.
    if (tag.empty() && !fs::is_empty(folder, failure) && !fs::exists(fs::path(folder) / tag_name, failure))
        return Error{fmt::format("'{}' is not empty and no cache of awaitlint: name a new or an empty folder", folder)};
    if (!std::string_view(tag_text).starts_with(tag))
        return Error{fmt::format("'{}' is the cache of another program: name a new or an empty folder", folder)};
    if (write_result((fs::path(folder) / tag_name).string(), tag_text)) return true;
    return Error{fmt::format("the cache in '{}' cannot be written ({})", folder, std::strerror(errno))};
}

void prune_cache_folder(const std::string& folder, std::uint64_t most_bytes, std::uint64_t written) {
    const std::string lock_path = fmt::format("{}/{}", folder, lock_name);
    const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0) return;
    struct ::stat last;
    const std::time_t now = std::time(nullptr);
    // Its size says whether the folder was ever looked through, its time when.
    const bool is_recent = ::fstat(lock, &last) == 0 && last.st_size > 0 && last.st_mtime + prune_interval > now;
    if ((is_recent && written < most_bytes / much_part) || ::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return;
    }
    std::vector<CachedFile> files = cached_files(folder);
    std::uint64_t in_use = 0;
    for (const CachedFile& file : files) in_use += file.bytes;
    std::sort(files.begin(), files.end(),
              [](const CachedFile& a, const CachedFile& b) { return a.last_used < b.last_used; });
    const std::uint64_t wanted = in_use > most_bytes ? most_bytes / 5 * 4 : most_bytes;
    for (const CachedFile& file : files) {
        const bool is_left_behind = file.path.extension() == ".tmp" && file.last_used + temporary_lives < now;
        if (in_use <= wanted && !is_left_behind) continue;
        if (::unlink(file.path.c_str()) == 0) in_use -= file.bytes;
    }
    if (::ftruncate(lock, 0) == 0) static_cast<void>(::pwrite(lock, "1\n", 2, 0));
    ::close(lock);
}

Result<CacheSize> measure_cache(const std::string& folder) {
    CacheSize size;
    std::error_code failure;
    if (!fs::exists(folder, failure)) return size;
    if (read_tag(folder) != tag_text && !fs::is_empty(folder, failure))
        return Error{fmt::format("'{}' is no cache of awaitlint", folder)};
    for (const CachedFile& file : cached_files(folder)) {
        size.bytes += file.bytes;
        const std::string kind = file.path.extension().string();
        size.units += kind == ".facts";
        size.proofs += kind == ".proofs";
        ++size.files;
    }
    return size;
}

Result<CacheSize> clean_cache(const std::string& folder) {
    auto size = measure_cache(folder);
    if (!size) return size.error();
    for (const CachedFile& file : cached_files(folder))
        if (::unlink(file.path.c_str()) != 0 && errno != ENOENT)
            return Error{fmt::format("cannot remove '{}': {}", file.path.string(), std::strerror(errno))};
    std::error_code ignored;
    for (fs::directory_iterator below(folder, ignored), end; below != end; below.increment(ignored))
        if (!ignored && fs::is_directory(below->symlink_status(ignored))) ::rmdir(below->path().c_str());
    return size;
}

}  // namespace awaitlint
