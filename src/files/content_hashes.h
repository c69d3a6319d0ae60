// A memory of files' digests by what `stat` says of them, so that a file that did not change is not read again.
//
// In: a stamp (device, inode, size, modification and status change times) and the digest of the bytes that were read
// under it. Refuses stamps whose times are younger than two seconds before the file was looked at: such a file can
// change again without its stamp changing (git calls it racily clean). Remembers across runs, as bytes that the caller
// keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "files/digest.h"

struct stat;

namespace awaitlint {

struct FileStamp {
    std::uint64_t device = 0, inode = 0, size = 0;
    std::int64_t modified = 0, changed = 0;  // nanoseconds
    friend bool operator==(const FileStamp& a, const FileStamp& b) = default;
};

FileStamp stamp_of(const struct ::stat& status);

/// Of the regular file that is there now, links followed; nothing if there is none.
std::optional<FileStamp> stamp_at(const std::string& path);

/// Nanoseconds by the clock that files are stamped with.
std::int64_t file_clock_now();

/// True if a change after `looked_at` cannot leave this stamp as it is.
bool is_settled(const FileStamp& stamp, std::int64_t looked_at);

class ContentHashes {
public:
    std::optional<Digest> find(const FileStamp& stamp);
    void remember(const FileStamp& stamp, const Digest& digest, std::int64_t looked_at);

    /// Adds what `to_bytes` of another run gave. Damaged bytes add nothing.
    void add_bytes(std::string_view bytes);
    /// All of it, without what was not asked for in a month.
    std::string to_bytes() const;
    bool has_news() const { return has_news_; }

private:
    struct Known {
        FileStamp stamp;
        Digest digest;
        std::uint32_t last_used = 0;  // day
    };
    struct FileIdHash {
        std::size_t operator()(const std::pair<std::uint64_t, std::uint64_t>& id) const {
            return (id.second + id.first * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
        }
    };
    std::unordered_map<std::pair<std::uint64_t, std::uint64_t>, Known, FileIdHash> known_;  // by device and inode
    bool has_news_ = false;
};

}  // namespace awaitlint
