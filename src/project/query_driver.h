// Query driver: asks compilers where their headers are, for users who allow it (`--query-driver GLOB`).
//
// In: clean compile commands and globs. A command whose compiler is an absolute path that a glob matches gets that
// compiler's own include folders, as -isystem behind its other flags, and its target. Each compiler is run once for
// each set of flags that its answer depends on: without a shell, on an empty file, for ten seconds at most. What fails
// is told in remarks. Runs nothing that no glob names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/result.h"
#include "awaitlint/unit.h"

namespace awaitlint {

/// `*` and `?` stay within a folder, `**` crosses folders. A path with `..` in it matches nothing.
bool is_allowed_compiler(const std::vector<std::string>& globs, const std::string& compiler);

/// What `COMPILER -E -v` prints of itself.
struct CompilerAnswer {
    std::vector<std::string> folders;  // in the order of the search
    std::string target;                // empty: it did not say
    bool has_folders = false;          // it printed a list of folders at all
};
CompilerAnswer read_answer(std::string_view printed);

/// An error for a glob that is not absolute.
Result<bool> query_drivers(std::vector<CompileCommand>& commands, const std::vector<std::string>& globs);

}  // namespace awaitlint
