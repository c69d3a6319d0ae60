// A finding as an entry of a baseline: by what it is about, not by where it stands.
//
// In: a finding. Out: its file, rule, function and normalised code, each of bounded length and valid UTF-8. Code that
// was re-wrapped, re-spaced or commented makes the same entry. Looks at no file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/baseline.h"
#include "awaitlint/finding.h"

namespace awaitlint {

/// The tokens of the code, with a space where two of them would become one without. No comments.
std::string normalised_code(std::string_view code);

BaselineEntry entry_of(const Finding& finding);

/// Sorted; equal ones are one, with the sum of their counts and the reasons of all.
std::vector<BaselineEntry> in_order(std::vector<BaselineEntry> entries);

}  // namespace awaitlint
