// The key of a result in the cache: everything that it depends on and that is known before any file is read.
//
// In: a request. Out: a digest of it together with this build of the program and of LLVM, and the environment variables
// that Clang reads. What the answer depends on besides are files; those are recorded with it (files/files_read.h).
#pragma once

#include <string>
#include <string_view>

#include "awaitlint/unit.h"
#include "files/digest.h"
#include "files/file_states.h"

namespace awaitlint {

/// This program: the bytes of its executable, the builds of LLVM and Clang that it is linked with, their headers'
/// folder.
std::string identity_of_tool(FileStates& files);

class CacheKeys {
public:
    /// `root`: of the project, absolute. Keys are the same wherever it lies.
    CacheKeys(FileStates& files, std::string root);

    /// Of what is asked of many units alike, so that it is computed once: a request without its command and its root,
    /// and without what makes an answer come faster and no different.
    static Digest of_question(const UnitRequest& every);
    /// Of a question about one unit. `kind` tells questions of different forms apart.
    Digest of(std::string_view kind, const CompileCommand& command, const Digest& question);
    Digest of(const ProofRequest& request);

    /// Of what all answers depend on besides files and the request itself: this build, the environment.
    const Digest& of_surroundings(const CompileCommand& command) const;

private:
    std::string common(const CompileCommand& command);

    FileStates& files_;
    const std::string root_;
    Digest surroundings_;            // this build, the environment
    Digest surroundings_with_path_;  // for commands that may search PATH
};

}  // namespace awaitlint
