// Where a run stands: the project's root, its configuration and its database, found from what was asked about.
//
// In: the options and the working directory. Out: absolute, real paths, or an error that says what to do. All of it
// follows from the PATHs (the deepest folder above all of them), then from the working directory; `--root` outranks
// both. So a run from any folder looks at the same project in the same way. Reads no code.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/result.h"
#include "cli/options.h"
#include "project/database.h"

namespace awaitlint {

struct Location {
    std::string here;                // the working directory
    std::string start;               // from where all is looked for upward
    std::string configuration;       // empty where there is none
    std::vector<std::string> paths;  // as asked for; empty: without PATHs
};

Result<Location> locate(const Options& options);

/// The database of the options, or the one that is found. `base`: where it was found, empty unless it was searched for.
struct LocatedDatabase {
    Database database;
    std::string base;
};
Result<LocatedDatabase> locate_database(const Options& options, const Location& location);

/// The nearest folder with a mark; without one, the folder in or below which the database was found, or the working
/// directory as far as all PATHs are below it.
std::string locate_root(const Options& options, const Location& location, const LocatedDatabase& database);

}  // namespace awaitlint
