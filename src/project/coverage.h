// Coverage: which source files and headers of the project no unit has read.
//
// In: which files are the user's, and which of them some unit read. Out: the others, as far as their names say that
// they are C++, and whether their texts mention coroutines. A gate that says "clean" speaks of what was read alone;
// this is the rest. Follows no link to a folder, and looks into no build folder (CMake's, Meson's) and no repository's
// inside.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "awaitlint/report.h"
#include "awaitlint/unit.h"

namespace awaitlint {

/// True for the names that C++ headers have: `.h`, `.hpp`, `.ipp` and others.
bool is_header_name(const std::string& path);

/// The folders that the commands have searched for system headers (`-isystem` and its kin): real paths. What lies there
/// is not the user's.
std::set<std::string> system_folders(const std::vector<CompileCommand>& commands);

struct Looked {
    std::set<std::string> read;            // relative to the root
    std::set<std::string> system_folders;  // absolute
    std::vector<std::string> paths;        // absolute files and folders that are asked about; empty: all
};

/// Ordered by path.
std::vector<UnreadFile> find_unread_files(const UserFiles& files, const Looked& looked);

}  // namespace awaitlint
