// See proof_request.h.
#include "engine/verdict/proof_request.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>

namespace awaitlint {
namespace {

/// Where nothing can be tried, what is wrong stays wrong, beside whatever is tried elsewhere.
void add_hopeless(ProofRequest& request, const UnitFacts& facts) {
    std::set<SiteId> tried;
    for (const Candidate& candidate : request.candidates) tried.insert(candidate.span.site());
    const auto add = [&](const Site& site, std::span<const CompileError> errors) {
        if (!tried.count(site.span.site()))
            request.known_errors.insert(request.known_errors.end(), errors.begin(), errors.end());
    };
    for (const Await& await : facts.awaits) add(await.site, await.errors);
    for (const Value& value : facts.values) add(value.site, value.errors());
}

using Sites = std::map<SiteId, const Site*>;

/// What a repair may be about. An await knows better than a value.
Sites sites_of(const UnitFacts& facts) {
    Sites sites;
    const auto add = [&](const Site& site) { sites.try_emplace(site.span.site(), &site); };
    for (const Await& await : facts.awaits) add(await.site);
    for (const Value& value : facts.values)
        if (value.site.function != Site::no_function) add(value.site);
    for (const Call& call : facts.calls) add(call.site);
    for (const BlockingCall& call : facts.blocking_calls) add(call.site);
    for (const HeldLock& held : facts.held_locks) add(held.site);
    for (const Loan& loan : facts.loans) add(loan.site);
    return sites;
}

/// What is to be tried of one suggestion of a finding.
Candidate candidate_of(const Finding& finding, const Suggestion& suggestion, const Site* site, const UnitFacts& facts) {
    Candidate candidate;
    candidate.span = finding.span;
    candidate.edits = suggestion.edits;
    candidate.target_usr = suggestion.target_usr;
    candidate.adds_await = suggestion.kind == "await";
    if (site) candidate.body = facts.around(*site).body;
    // In the body of a macro, the keyword is not at the beginning of its finding.
    const bool is_elsewhere = site && site->is_in_macro() && site->keyword.length != 0;
    const Span& blanked = is_elsewhere ? site->keyword : finding.span;
    candidate.blank = {blanked.file, blanked.offset};
    return candidate;
}

/// By what findings are about.
std::map<SiteId, std::vector<CompileError>> errors_of_values(const UnitFacts& facts) {
    std::map<SiteId, std::vector<CompileError>> errors;
    for (const Value& value : facts.values)
        if (!value.errors().empty())
            errors.try_emplace(value.site.span.site(), value.errors().begin(), value.errors().end());
    return errors;
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
    const Sites sites = sites_of(facts);
    const std::map<SiteId, std::vector<CompileError>> errors = errors_of_values(facts);
    for (std::size_t i = 0; i < findings.size(); ++i) {
        Finding& finding = findings[i];
        const auto site = sites.find(finding.span.site());
        for (Suggestion& suggestion : finding.suggestions) {
            if (!suggestion.why_not.empty() || suggestion.edits.empty()) continue;
            asked.push_back(&suggestion);
            request.candidates.push_back(
                candidate_of(finding, suggestion, site == sites.end() ? nullptr : site->second, facts));
            request.candidates.back().site = static_cast<std::uint32_t>(i);
            if (const auto own = errors.find(finding.span.site()); own != errors.end())
                request.candidates.back().errors = own->second;
        }
    }
    add_hopeless(request, facts);
    return request;
}

bool is_proven(const Finding& finding) {
    return std::any_of(finding.suggestions.begin(), finding.suggestions.end(),
                       [](const Suggestion& suggestion) { return suggestion.proven; });
}

void take_proofs(const std::vector<Suggestion*>& asked, const std::vector<Proof>& proofs, const std::string& failure) {
    for (std::size_t i = 0; i < asked.size(); ++i) {
        asked[i]->proven = i < proofs.size() && proofs[i].proven;
        if (asked[i]->proven) continue;
        asked[i]->why_not = i < proofs.size() ? proofs[i].why_not : "the proof did not end: " + failure;
    }
}

void drop_misblamed(std::vector<Finding>& findings, const UnitFacts& facts) {
    const std::map<SiteId, std::vector<CompileError>> errors = errors_of_values(facts);
    std::set<CompileError> repaired;
    for (const Finding& finding : findings)
        if (const auto own = errors.find(finding.span.site()); own != errors.end() && is_proven(finding))
            repaired.insert(own->second.begin(), own->second.end());
    std::erase_if(findings, [&](const Finding& finding) {
        const auto own = errors.find(finding.span.site());
        return own != errors.end() && !is_proven(finding) &&
               std::all_of(own->second.begin(), own->second.end(),
                           [&](const CompileError& error) { return repaired.count(error) != 0; });
    });
}

void explain_ended(UnitFacts& facts, const std::vector<Proof>& proofs) {
    std::set<std::uint32_t> ended;  // the request knows the unit's errors first, in their order
    for (const Proof& proof : proofs) ended.insert(proof.ends.begin(), proof.ends.end());
    std::uint32_t number = 0;
    std::erase_if(facts.errors, [&](const CompileError&) { return ended.count(number++) != 0; });
}

void give_up_proofs(const std::vector<Suggestion*>& asked, const std::string& why) {
    for (Suggestion* suggestion : asked) suggestion->why_not = "the proof was " + why;
}

std::string why_unit_failed(const std::string& proof_failure) {
    return "when its repairs were tried: " + proof_failure;
}

}  // namespace awaitlint
