// The laws of fixtures: what a fixture says against what was found, one complaint per difference.
//
// In: the text of one file and the findings in it. Out: complaints with the fixture's line. Every expectation must be
// met by a finding of its own, and every finding be expected. Pure; refuses to run anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/finding.h"
#include "awaitlint/report.h"
#include "fixture_language.h"

namespace awaitlint::fixtures {

/// `is_unit`: the file is the fixture itself, and must say what it expects. `found` are the findings of this file.
std::vector<Complaint> check_file(std::string_view text, bool is_unit, const std::vector<Finding>& found);

/// A fixture compiles, apart from what its findings explain, unless it says `errors-ok`; then it must not.
std::vector<std::string> check_unit(const Settings& settings, const UnitReport& unit);

}  // namespace awaitlint::fixtures
