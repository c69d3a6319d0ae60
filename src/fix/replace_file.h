// Replacing a file's bytes so that at every moment there is the old file or the new one, and nothing in between.
//
// In: a real path, the bytes that must be there now, and the new ones. The new file is written beside the old one,
// with its mode, owner, access lists and other attributes, and reaches the disk before the two change places; what was
// written to the old one up to that moment is seen then, and put back.
// Refuses a file that has other bytes, that is read-only or has further hard links (which would be split from it),
// and one whose owner or attributes cannot be kept.
#pragma once

#include <string>
#include <string_view>

#include "awaitlint/result.h"
#include "fix/open_file.h"

namespace awaitlint {

/// A new version that is complete and on disk, beside the old one. Goes away when it is not put in place.
class StagedFile {
public:
    static Result<StagedFile> stage(const std::string& path, std::string_view before, std::string_view after);
    ~StagedFile();
    StagedFile(StagedFile&& other) noexcept;
    StagedFile& operator=(StagedFile&&) = delete;

    /// An error if the old file is not as it was when this one was made.
    Result<bool> put_in_place();

private:
    StagedFile(std::string path, std::string beside) : path_(std::move(path)), beside_(std::move(beside)) {}
    Result<bool> look_at_old();

    std::string path_;
    std::string beside_;  // empty: it has gone into place
    OpenedFile old_;
};

/// While this lives, signals that would end the program wait, and a write over a limit of size is a mere failure.
class UninterruptedWriting {
public:
    UninterruptedWriting();
    ~UninterruptedWriting();
    UninterruptedWriting(const UninterruptedWriting&) = delete;
    UninterruptedWriting& operator=(const UninterruptedWriting&) = delete;

private:
    sigset_t before_;
};

}  // namespace awaitlint
