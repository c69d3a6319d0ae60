// Which findings a baseline knows, and which of its entries nothing fits any more.
//
// In: a baseline, the findings of a run, and what the run can speak of. Out: each finding that is not suppressed marked
// `new` or `known`, with the reason that the entry gives, and what is left of the entries. An entry stands for as many
// findings as it counts and for no more: a second copy of a known mistake is new. Findings that fit an entry in all of
// file, rule, function and code come first, then those whose function has another name, then those that have come from
// another file. Pure.
#pragma once

#include <functional>
#include <vector>

#include "awaitlint/baseline.h"
#include "awaitlint/finding.h"

namespace awaitlint {

/// What a run knows of the place of an entry that no finding fits.
enum class Sight {
    looked_at,  // it was looked at: the finding is gone
    gone,       // the file is: its findings may be elsewhere, where nobody has looked
    hidden,     // nobody has looked: the finding may still be there
};
using SightOf = std::function<Sight(const BaselineEntry& entry)>;

BaselineOutcome match_baseline(const Baseline& baseline, std::vector<Finding>& findings, const SightOf& sight_of);

}  // namespace awaitlint
