// NOLINT comments: from the text of one comment to the suppressions in it.
//
// In: a comment as written (with its slashes) and where it starts. Out: one value per NOLINT, NOLINTNEXTLINE,
// NOLINTBEGIN or NOLINTEND with rule names in parentheses, and the reason that stands behind them in the same line. Of
// several in one line, one without a reason of its own has that of the next. A bare NOLINT names no rule and is left to
// its owners.
#pragma once

#include <string_view>
#include <vector>

#include "awaitlint/facts.h"

namespace awaitlint {

std::vector<Suppression> suppressions_in_comment(std::string_view comment, const Place& start);

}  // namespace awaitlint
