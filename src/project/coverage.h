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

#include "awaitlint/unit.h"

namespace awaitlint {

struct UnreadFile {
    std::string file;  // relative to the root
    bool is_header = false;
    bool mentions_coroutines = false;  // also where the file cannot be read: nobody knows that it does not
    friend bool operator==(const UnreadFile& a, const UnreadFile& b) = default;
};

/// True for the names that C++ headers have: `.h`, `.hpp`, `.ipp` and others.
bool is_header_name(const std::string& path);

/// Ordered by path. `read`: relative to the root. `paths`: absolute files and folders that are looked at; empty: all.
std::vector<UnreadFile> find_unread_files(const UserFiles& files, const std::set<std::string>& read,
                                          const std::vector<std::string>& paths);

}  // namespace awaitlint
