// The compilation database: from compile_commands.json (or `-- FLAGS`) to clean compile commands.
//
// In: a folder or file named by the user, or none. Out: one CompileCommand per distinct (file, directory, arguments),
// in the order of the file; directory and file are real paths where they exist. Response files are expanded, compiler
// launchers (ccache, distcc, sccache, icecc, env, `cmake -E env`) removed, a missing `@….modmap` dropped and told.
// Executes nothing, trusts nothing. Flags that Clang does not know are the front end's business, which has Clang's
// option table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/report.h"
#include "awaitlint/result.h"
#include "awaitlint/unit.h"

namespace awaitlint {

struct Database {
    std::string path;                      // of compile_commands.json, absolute; empty for `-- FLAGS`
    std::vector<CompileCommand> commands;  // never empty
    std::vector<LeftOut> left_out;         // in the order of the file, each file once
};

/// How the user gets a database; ends every error about one.
inline constexpr std::string_view how_to_make_a_database =
    "  make one with CMake: cmake -S . -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON\n"
    "  or with any other build: bear -- make";

/// Where a database is looked for, in order: `build_dir` if given (a folder, or the file itself), else `.`, `build*/`,
/// `cmake-build-*/` and `out/` below `start`; else the direct subfolders of those, and `out/build/*/`; else the same
/// for each parent folder. Several at one step (but links to one file) are an error that names them: a person who may
/// add a file to the project must not choose. Without any, the error lists what was looked at and says how to make one.
Result<std::string> find_database(const std::string& build_dir, const std::string& start);

struct FoundDatabase {
    std::string path;
    std::string base;  // the folder in or below which it was found; no build folder itself
};

/// The same without a `build_dir`: upward from `start`, then from `here`, the working directory, by which messages name
/// folders.
Result<FoundDatabase> search_database(const std::string& start, const std::string& here);

/// Reads and cleans a database. Errors name the file, the entry's index and what is wrong with it; a database
/// without a single C or C++ entry is an error too.
Result<Database> read_database(const std::string& path);

/// Commands for files given on the command line with `-- FLAGS`: `clang++ FLAGS -c FILE` in `directory`.
Result<Database> database_from_flags(const std::vector<std::string>& files, const std::vector<std::string>& flags,
                                     const std::string& directory);

}  // namespace awaitlint
