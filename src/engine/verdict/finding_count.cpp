// See finding_count.h.
#include "engine/verdict/finding_count.h"

#include "engine/verdict/proof_request.h"
#include "engine/verdict/suppress.h"

namespace awaitlint {

void FindingCount::add(const RunOptions& options, const std::set<std::string>& active, const UnitResult& unit) {
    std::vector<Finding> findings;
    for (const Finding& finding : unit.findings) {
        if ((finding.must_be_proven && !is_proven(finding)) || !is_wanted(options, finding.span.file)) continue;
        // Suppressing looks at no more than these.
        Finding place;
        place.rule = finding.rule;
        place.span = finding.span;
        findings.push_back(std::move(place));
    }
    suppress(findings, unit.facts.suppressions, active);
    for (const Finding& finding : findings)
        if (!finding.suppressed)
            places_.emplace(finding.span.file, finding.span.offset, finding.span.length, finding.rule);
}

}  // namespace awaitlint
