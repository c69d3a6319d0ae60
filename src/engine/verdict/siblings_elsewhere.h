// Suggestions that no single unit could make: the async sibling is declared in a header that the unit does not include,
// or in the asynchronous twin of a class.
//
// In: the findings of all units, what their headers declare, which files each unit has read. Out: one more suggestion
// of kind "async" where exactly one function can be meant; it has no edits, and says why nobody has tried it. Makes no
// finding, and changes nothing else of one. Parses nothing, so that shards that are merged say the same as one run.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/engine.h"
#include "awaitlint/finding.h"
#include "engine/verdict/make_report.h"
#include "engine/verdict/sibling_index.h"

namespace awaitlint {

void add_siblings_elsewhere(std::vector<Finding>& findings, const SiblingIndex& index, const RunOptions& options,
                            const std::vector<UnitResult>& units);

}  // namespace awaitlint
