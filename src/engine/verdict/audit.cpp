// See audit.h.
#include "engine/verdict/audit.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/site.h"
#include "awaitlint/suggest.h"

namespace awaitlint {
namespace {

bool is_in_family(const Use& use, const std::vector<std::string>& symbols, const Config& config) {
    return std::any_of(symbols.begin(), symbols.end(), [&](const std::string& symbol) {
        return use.callee.qualified_name == symbol || are_siblings(use.callee.qualified_name, symbol, config);
    });
}

using FindingsBySite = std::multimap<SiteId, const Finding*>;

/// What a rule has found at the use; null where none has found anything.
const Finding* finding_about(const Use& use, const FindingsBySite& findings) {
    // Several calls of one macro share its place.
    const auto is_about_it = [&](const auto& found) {
        return found.second->callee.empty() || found.second->callee == use.callee.qualified_name;
    };
    const auto first_at = [&](const SiteId& site) -> const Finding* {
        const auto [begin, end] = findings.equal_range(site);
        const auto found = std::find_if(begin, end, is_about_it);
        return found == end ? nullptr : found->second;
    };
    if (const Finding* own = first_at(use.site.span.site())) return own;
    for (const SiteId& site : use.also_at)
        if (const Finding* found = first_at(site)) return found;
    return nullptr;
}

void judge_finding(AuditRow& row, const Finding& finding) {
    row.verdict = "wrong";
    row.why = finding.message;
    if (finding.suggestions.empty()) return;
    const Suggestion& best = finding.suggestions.front();
    row.should_be = best.replacement;
    row.proven = best.proven;
    row.why_not = best.why_not;
}

/// What becomes of an awaitable result that nothing awaits here, and whether that hands it on to somebody.
std::pair<std::string, bool> told(const Fate& fate) {
    struct {
        std::pair<std::string, bool> operator()(const fate::Returned&) const { return {"returned on", true}; }
        std::pair<std::string, bool> operator()(const fate::Yielded&) const { return {"yielded on", true}; }
        std::pair<std::string, bool> operator()(const fate::Passed&) const { return {"passed on", true}; }
        std::pair<std::string, bool> operator()(const fate::Captured&) const { return {"captured", false}; }
        std::pair<std::string, bool> operator()(const fate::Stored&) const { return {"stored", false}; }
        std::pair<std::string, bool> operator()(const fate::Kept& kept) const {
            return {fmt::format("kept in '{}'", kept.variable), false};
        }
        std::pair<std::string, bool> operator()(const fate::Discarded&) const {
            return {"dropped, and no rule objects", false};
        }
        std::pair<std::string, bool> operator()(const fate::Accessed&) const { return {"used", false}; }
        std::pair<std::string, bool> operator()(const fate::Tested&) const { return {"tested", false}; }
        std::pair<std::string, bool> operator()(const fate::Converted& converted) const {
            return {fmt::format("converted to '{}'", converted.to), false};
        }
        std::pair<std::string, bool> operator()(const fate::Misused&) const { return {"used", false}; }
        std::pair<std::string, bool> operator()(const fate::Erased&) const { return {"used", false}; }
        std::pair<std::string, bool> operator()(const fate::Used&) const { return {"used", false}; }
    } tell;
    return std::visit(tell, fate);
}

void judge_unawaited(AuditRow& row, const Use& use) {
    const auto [what, is_handed_on] = told(use.fate);
    row.verdict = is_handed_on ? "right" : "maybe";
    row.why = fmt::format("its result is {}", what);
    if (is_handed_on)
        row.should_be = row.current;
    else
        row.why += ": see that something awaits it";
}

AuditRow row_of(const Use& use, const Enclosing& around, const Finding* finding) {
    AuditRow row;
    row.span = use.site.span;
    row.function = around.qualified_name;
    row.context = context_of(around);
    row.current = use.site.text;
    row.callee = use.callee.qualified_name;
    if (finding) {
        judge_finding(row, *finding);
    } else if (use.is_dependent || (use.is_awaited && !use.is_await_accepted && use.is_awaitable != Certainty::yes)) {
        row.verdict = "maybe";
        row.why = "a template parameter decides";
    } else if (!use.is_call) {
        row.verdict = "maybe";
        row.why = "it is named here, not called";
    } else if (use.is_awaited || use.is_awaitable == Certainty::no) {
        row.verdict = "right";
        row.why = use.is_awaited ? "the asynchronous call is awaited" : "the synchronous call is not awaited";
        row.should_be = row.current;
    } else {
        judge_unawaited(row, use);
    }
    return row;
}

}  // namespace

Audit audit(const std::vector<const UnitFacts*>& units, const std::vector<Finding>& findings,
            const std::vector<std::string>& symbols, const Config& config) {
    FindingsBySite by_site;
    for (const Finding& finding : findings) by_site.emplace(finding.span.site(), &finding);
    Audit audit;
    std::map<std::pair<SiteId, std::string>, AuditRow> rows;
    for (const UnitFacts* unit : units)
        for (const Use& use : unit->uses) {
            if (!is_in_family(use, symbols, config)) continue;
            const Finding* finding = finding_about(use, by_site);
            if (finding) audit.findings.insert(id_of(*finding));
            const auto [row, is_new] = rows.try_emplace({use.site.span.site(), use.callee.qualified_name});
            // Another unit may know more of what is around the use.
            if (is_new || (finding && row->second.verdict != "wrong"))
                row->second = row_of(use, unit->around(use.site), finding);
        }
    for (auto& [key, row] : rows) audit.rows.push_back(std::move(row));
    return audit;
}

}  // namespace awaitlint
