// How many brackets a stretch of text leaves open. By tokens alone.
//
// In: bytes of C++. Out: a number per kind of bracket; those in comments and literals do not count. Knows nothing of
// angle brackets, and of macros only what is written.
#pragma once

#include <array>
#include <functional>
#include <string_view>
#include <vector>

#include "awaitlint/place.h"

namespace awaitlint {

/// Of `()`, `[]` and `{}`: opened minus closed.
using OpenBrackets = std::array<int, 3>;

OpenBrackets open_brackets(std::string_view text);

/// Whether edits, all together, leave as many brackets open as what they replace. `text_of`: the bytes of their file.
bool keep_brackets(const std::vector<Edit>& edits, const std::function<std::string_view(const Edit&)>& text_of);

}  // namespace awaitlint
