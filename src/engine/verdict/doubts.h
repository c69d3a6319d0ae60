// What cannot have been meant: names that nothing has, in the configuration and in comments.
//
// In: the options of a run and the facts of its units. Out: one line each for pairs of factories that no unit declares
// and for NOLINT comments with a name that is nearly a rule's. Nothing of it changes the report: it may be meant for
// somebody else, or for code that is not there yet.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/engine.h"
#include "engine/verdict/make_report.h"

namespace awaitlint {

std::vector<std::string> find_doubts(const RunOptions& options, const std::vector<UnitResult>& units);

}  // namespace awaitlint
