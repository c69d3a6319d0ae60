// The lines that a change touches: what differs on disk from the merge base of a revision and HEAD.
//
// In: the user's files and a revision. Out: for each file of the repository that differs its new and changed lines:
// committed, staged, unstaged and untracked alike, as only what lies on disk counts; or an error that says what to do.
// Files are compared by their bytes, not by what git converts them to, so that no filter of a repository is run. Files
// that were renamed are compared with what they were; lines that were only taken away touch nothing.
#pragma once

#include <string>

#include "awaitlint/changed_lines.h"
#include "awaitlint/result.h"
#include "awaitlint/unit.h"

namespace awaitlint {

Result<ChangedLines> find_changed_lines(const UserFiles& files, const std::string& revision);

/// The lines behind each `+++` of a patch without context, by the name of the file. For find_changed_lines.
std::map<std::string, std::vector<LineRange>> lines_in_patch(std::string_view patch);

}  // namespace awaitlint
