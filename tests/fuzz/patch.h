// Applies a patch in git's form to a text, to the byte: a second opinion on src/fix/unified_diff.cpp.
//
// In: a text and the patch of this one file. Out: the new text; the old one where the direction is back. Requires that
// every line that the patch says is there is there, at the line number that it says.
#pragma once

#include <string>
#include <string_view>

namespace awaitlint::fuzz {

enum class Direction { forward, back };

std::string patched(std::string_view text, std::string_view patch, Direction direction);

}  // namespace awaitlint::fuzz
