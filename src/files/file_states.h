// The file system as it is now, each path looked at once: does it still look as a record says?
//
// In: paths and what was seen there (files_read.h). Out: yes or no. What was looked at once stays as it was seen for
// the life of this value (one run). Contents are read only where their stamp is not known.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "files/content_hashes.h"
#include "files/files_read.h"

namespace llvm {
class MemoryBuffer;
}

namespace awaitlint {

class FileStates {
public:
    explicit FileStates(ContentHashes& hashes) : hashes_(hashes), started_(file_clock_now()) {}

    bool is_as_seen(const std::string& path, const PathSeen& seen);

    /// The digest of a file's bytes or of a folder's names; nothing if it cannot be read or is neither.
    std::optional<Digest> content_of(const std::string& path);

    /// Where links lead; empty if nothing is there.
    const std::string& real_path_of(const std::string& path);

private:
    struct State {
        PathKind kind = PathKind::absent;
        bool is_link = false;
        FileStamp stamp;
        bool is_content_known = false;
        std::optional<Digest> content;
        std::optional<std::string> real;
    };
    State& state_of(const std::string& path);
    const std::optional<Digest>& content(const std::string& path, State& state);

    ContentHashes& hashes_;
    std::int64_t started_;
    std::unordered_map<std::string, State> states_;
};

/// A file's bytes as they are on disk now; null if it cannot be read. Waits where a pipe is.
std::unique_ptr<llvm::MemoryBuffer> buffer_of_file(const std::string& path);

/// The digest of a file's bytes as they are on disk now.
std::optional<Digest> digest_of_file(const std::string& path);

/// The digest of the names and kinds of what is in a folder.
std::optional<Digest> digest_of_listing(const std::string& path);

}  // namespace awaitlint
