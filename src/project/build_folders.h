// Build folders: what a build writes is not the user's, though it lies below the root and its units are in the
// database.
//
// In: the root, the database and its commands, what `include` says. Out: the build folders below the root that the
// commands have to do with. A folder in which sources are built in place is none. Looks at the file system only.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/unit.h"
#include "project/database.h"

namespace awaitlint {

/// CMake's or Meson's: it holds what they remember of a build, and not what they build from.
bool is_build_folder(const std::string& folder);

/// Relative to the root, sorted, outermost ones alone; less those that a glob of `include` names.
std::vector<std::string> find_build_folders(const UserFiles& files, const Database& database);

}  // namespace awaitlint
