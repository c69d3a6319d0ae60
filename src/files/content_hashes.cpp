// See content_hashes.h.
#include "files/content_hashes.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <type_traits>

#include <sys/stat.h>

namespace awaitlint {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t day = 86'400 * second;
constexpr std::int64_t settling = 2 * second;  // the coarsest clock that a file system stamps with (FAT)
constexpr std::uint32_t days_kept = 30;

std::uint32_t today() {
    return static_cast<std::uint32_t>(file_clock_now() / day);
}

}  // namespace

FileStamp stamp_of(const struct ::stat& status) {
    const auto nanoseconds = [](const timespec& time) { return time.tv_sec * second + time.tv_nsec; };
    return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
            static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

std::optional<FileStamp> stamp_at(const std::string& path) {
    struct ::stat status;
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return stamp_of(status);
}

std::int64_t file_clock_now() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

bool is_settled(const FileStamp& stamp, std::int64_t looked_at) {
    return std::max(stamp.modified, stamp.changed) + settling < looked_at;
}

std::optional<Digest> ContentHashes::find(const FileStamp& stamp) {
    const auto found = known_.find({stamp.device, stamp.inode});
    if (found == known_.end() || found->second.stamp != stamp) return std::nullopt;
    static const std::uint32_t day_of_run = today();
    if (found->second.last_used != day_of_run) has_news_ = true;
    found->second.last_used = day_of_run;
    return found->second.digest;
}

void ContentHashes::remember(const FileStamp& stamp, const Digest& digest, std::int64_t looked_at) {
    if (!is_settled(stamp, looked_at)) return;
    known_[{stamp.device, stamp.inode}] = {stamp, digest, today()};
    has_news_ = true;
}

void ContentHashes::add_bytes(std::string_view bytes) {
    static_assert(std::is_trivially_copyable_v<Known>);
    if (bytes.size() % sizeof(Known) != 0) return;
    known_.reserve(known_.size() + bytes.size() / sizeof(Known));
    for (; !bytes.empty(); bytes.remove_prefix(sizeof(Known))) {
        Known known;
        std::memcpy(&known, bytes.data(), sizeof known);
        known_.try_emplace({known.stamp.device, known.stamp.inode}, known);
    }
}

std::string ContentHashes::to_bytes() const {
    std::string bytes;
    bytes.reserve(known_.size() * sizeof(Known));
    const std::uint32_t now = today();
    for (const auto& [id, known] : known_)
        if (known.last_used + days_kept >= now) bytes.append(reinterpret_cast<const char*>(&known), sizeof known);
    return bytes;
}

}  // namespace awaitlint
