// The user's files as they were analysed: opened for `fix`, or refused with a reason.
//
// In: which files are the user's, and the digests of the bytes that the units read. Out: bytes with the file's real
// path and identity. Refuses a file whose bytes are others by now, that is not below the project root, that is no
// plain file, or that several units read with different bytes.
#pragma once

#include <map>
#include <string>

#include "awaitlint/unit.h"
#include "fix/plan.h"

namespace awaitlint {

class SourceFiles {
public:
    /// `digests`: of the files' bytes by their names relative to the root (Report::files).
    SourceFiles(UserFiles files, std::map<std::string, std::string> digests)
        : files_(std::move(files)), digests_(std::move(digests)) {}

    Result<SourceFile> open(const std::string& file) const;

private:
    UserFiles files_;
    std::map<std::string, std::string> digests_;
};

}  // namespace awaitlint
