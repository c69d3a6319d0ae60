// The audit: every use of one function and of its siblings, right or wrong, and what each should be.
//
// In: the uses that the units recorded and the findings of the run. Out: one row per use, in source order. A use is
// wrong if and only if a rule has found something there, so that an audit and a check never contradict each other;
// maybe where a template parameter or a later line decides. Judges nothing that is a rule's to judge.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"
#include "awaitlint/report.h"

namespace awaitlint {

struct Audit {
    std::vector<AuditRow> rows;
    std::set<FindingId> findings;  // those that make some use wrong
};

Audit audit(const std::vector<const UnitFacts*>& units, const std::vector<Finding>& findings,
            const std::vector<std::string>& symbols, const Config& config);

}  // namespace awaitlint
