// The key of a result in the cache: everything that it depends on and that is known before any file is read.
//
// In: a request. Out: a digest of it together with this build of the program and of LLVM, and the environment variables
// that Clang reads. What the answer depends on besides are files; those are recorded with it (files/files_read.h).
#pragma once

#include <string>

#include "awaitlint/unit.h"
#include "files/digest.h"
#include "files/file_states.h"

namespace awaitlint {

/// This program: the bytes of its executable, the builds of LLVM and Clang that it is linked with, their headers'
/// folder.
std::string identity_of_tool(FileStates& files);

class CacheKeys {
public:
    explicit CacheKeys(FileStates& files) : files_(files), tool_(identity_of_tool(files)) {}

    Digest of(const UnitRequest& request);
    Digest of(const ProofRequest& request);
    /// Of what a unit reads: less of its request matters.
    Digest of_reads(const UnitRequest& request);

    /// Of what all answers depend on besides files and the request itself: this build, the environment.
    Digest of_surroundings(const CompileCommand& command);

private:
    std::string surroundings(const CompileCommand& command);
    std::string common(const CompileCommand& command);

    FileStates& files_;
    std::string tool_;
};

}  // namespace awaitlint
