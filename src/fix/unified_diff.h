// A change of one file as a patch in git's form: what `git apply` and `patch -p1` take.
//
// In: the file's name as the patch shall have it, its bytes and the edits. Out: the patch, empty if nothing changes.
// Bytes are kept as they are, whatever their encoding and line ends. Knows the edits, so it searches for nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/place.h"

namespace awaitlint {

/// `edits`: sorted, without overlap, inside the text.
std::string unified_diff(const std::string& name, std::string_view before, const std::vector<Edit>& edits);

}  // namespace awaitlint
