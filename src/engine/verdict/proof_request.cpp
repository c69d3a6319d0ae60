// See proof_request.h.
#include "engine/verdict/proof_request.h"

#include <map>
#include <set>
#include <tuple>

namespace awaitlint {
namespace {

using Stretch = std::tuple<std::string_view, std::uint32_t, std::uint32_t>;

Stretch stretch_of(const Span& span) {
    return {span.file, span.offset, span.length};
}

/// Where nothing can be tried, what is wrong stays wrong, beside whatever is tried elsewhere.
void add_hopeless(ProofRequest& request, const UnitFacts& facts) {
    std::set<Stretch> tried;
    for (const Candidate& candidate : request.candidates) tried.insert(stretch_of(candidate.span));
    for (const Await& await : facts.awaits)
        if (!tried.count(stretch_of(await.span)))
            request.known_errors.insert(request.known_errors.end(), await.errors.begin(), await.errors.end());
    for (const Value& value : facts.values)
        if (!tried.count(stretch_of(value.span)))
            request.known_errors.insert(request.known_errors.end(), value.errors.begin(), value.errors.end());
}

/// The bodies of the functions around everything that a finding may be about. An await knows better than a value.
std::map<Stretch, Span> bodies_around(const UnitFacts& facts) {
    std::map<Stretch, Span> bodies;
    for (const Await& await : facts.awaits) bodies.try_emplace(stretch_of(await.span), await.enclosing.body);
    for (const Value& value : facts.values)
        if (value.enclosing.body.length != 0) bodies.try_emplace(stretch_of(value.span), value.enclosing.body);
    for (const Call& call : facts.calls) bodies.try_emplace(stretch_of(call.span), call.enclosing.body);
    return bodies;
}

/// Where the keyword of an await stands that is not at the beginning of its finding: in the body of a macro.
std::map<Stretch, Blank> keywords_in_macros(const UnitFacts& facts) {
    std::map<Stretch, Blank> keywords;
    for (const Await& await : facts.awaits)
        if (!await.macro.empty())
            keywords.try_emplace(stretch_of(await.span), Blank{await.keyword.file, await.keyword.offset});
    return keywords;
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
    const std::map<Stretch, Span> bodies = bodies_around(facts);
    const std::map<Stretch, Blank> keywords = keywords_in_macros(facts);
    for (std::size_t site = 0; site < findings.size(); ++site) {
        Finding& finding = findings[site];
        const auto body = bodies.find(stretch_of(finding.span));
        const auto keyword = keywords.find(stretch_of(finding.span));
        for (Suggestion& suggestion : finding.suggestions) {
            if (!suggestion.why_not.empty() || suggestion.edits.empty()) continue;
            asked.push_back(&suggestion);
            request.candidates.push_back(
                {static_cast<std::uint32_t>(site),
                 keyword != keywords.end() ? keyword->second : Blank{finding.span.file, finding.span.offset},
                 finding.span, suggestion.edits, suggestion.target_usr, suggestion.kind == "await",
                 body == bodies.end() ? Span() : body->second});
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
