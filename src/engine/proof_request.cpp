// See proof_request.h.
#include "engine/proof_request.h"

#include <algorithm>

namespace awaitlint {
namespace {

/// Where nothing can be tried, what is wrong stays wrong, beside whatever is tried elsewhere.
void add_hopeless(ProofRequest& request, const UnitFacts& facts) {
    for (const Value& value : facts.values) {
        const bool is_tried = std::any_of(request.candidates.begin(), request.candidates.end(),
                                          [&](const Candidate& candidate) { return candidate.span == value.span; });
        if (!is_tried)
            request.known_errors.insert(request.known_errors.end(), value.errors.begin(), value.errors.end());
    }
}

Span body_around(const UnitFacts& facts, const Span& span) {
    for (const Await& await : facts.awaits)
        if (await.span == span) return await.enclosing.body;
    for (const Value& value : facts.values)
        if (value.span == span && value.enclosing.body.length != 0) return value.enclosing.body;
    for (const Call& call : facts.calls)
        if (call.span == span) return call.enclosing.body;
    return {};
}

}  // namespace

ProofRequest proof_request(const UnitRequest& unit, const UnitFacts& facts, std::vector<Finding>& findings,
                           std::vector<Suggestion*>& asked) {
    ProofRequest request;
    request.unit = unit;
    request.unit.symbols.clear();
    request.unit.full_parse |= facts.was_fully_parsed;
    request.blanks = facts.blanks;
    request.known_errors = facts.errors;
    for (std::size_t site = 0; site < findings.size(); ++site) {
        Finding& finding = findings[site];
        for (Suggestion& suggestion : finding.suggestions) {
            if (!suggestion.why_not.empty() || suggestion.edits.empty()) continue;
            asked.push_back(&suggestion);
            request.candidates.push_back({static_cast<std::uint32_t>(site),
                                          {finding.span.file, finding.span.offset},
                                          finding.span,
                                          suggestion.edits,
                                          suggestion.target_usr,
                                          suggestion.kind == "await",
                                          body_around(facts, finding.span)});
        }
    }
    add_hopeless(request, facts);
    return request;
}

void take_proofs(const std::vector<Suggestion*>& asked, const std::vector<Proof>& proofs, const std::string& failure) {
    for (std::size_t i = 0; i < asked.size(); ++i) {
        asked[i]->proven = i < proofs.size() && proofs[i].proven;
        if (asked[i]->proven) continue;
        asked[i]->why_not = i < proofs.size() ? proofs[i].why_not : "the proof did not end: " + failure;
    }
}

}  // namespace awaitlint
