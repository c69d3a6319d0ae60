// The compilation database: from compile_commands.json (or `-- FLAGS`) to clean compile commands.
//
// In: a folder or file named by the user, or none. Out: one CompileCommand per distinct (file, arguments), in the
// order of the file, absolute paths. Response files are expanded, compiler launchers (ccache, distcc, sccache, icecc,
// env, `cmake -E env`) removed, a missing `@….modmap` dropped and told. Executes nothing, trusts nothing. Flags that
// Clang does not know are the front end's business, which has Clang's option table.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/result.h"
#include "awaitlint/unit.h"

namespace awaitlint {

struct Database {
    std::string path;  // of compile_commands.json; empty for `-- FLAGS`
    std::vector<CompileCommand> commands;
};

/// Where a database is looked for, in order: `build_dir` if given (a folder, or the file itself), else `.`, `build*/`,
/// `cmake-build-*/` and `out/` (and their direct subfolders) below `start`, then the same for each parent folder.
/// The error lists what was looked at and says how to make one.
Result<std::string> find_database(const std::string& build_dir, const std::string& start);

/// Reads and cleans a database. Errors name the file, the entry's index and what is wrong with it.
Result<Database> read_database(const std::string& path);

/// Commands for files given on the command line with `-- FLAGS`: `clang++ FLAGS -c FILE` in `directory`.
Result<Database> database_from_flags(const std::vector<std::string>& files, const std::vector<std::string>& flags,
                                     const std::string& directory);

}  // namespace awaitlint
