// See audit.h.
#include "engine/verdict/audit.h"

#include <algorithm>
#include <map>

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

const Finding* finding_at(const std::vector<Finding>& findings, const Use& use) {
    for (const Finding& finding : findings) {
        const bool covers = use.site.span.is_within(finding.span);
        if (covers && use.is_awaited && finding.callee == use.callee.qualified_name) return &finding;
    }
    return nullptr;
}

/// What the callable gives is dropped by what takes it: the function itself, or a lambda that returns this very call.
const Finding* erasure_of(const std::vector<Finding>& findings, const Use& use, const Enclosing& around) {
    for (const Finding& finding : findings) {
        const bool covers = use.site.span.is_within(finding.span);
        const bool is_given =
            use.is_call ? use.result == "returned" && around.is_lambda : finding.callee == use.callee.qualified_name;
        if (covers && is_given && finding.rule == "erased-awaitable") return &finding;
    }
    return nullptr;
}

void judge_finding(AuditRow& row, const Finding& finding) {
    row.verdict = "wrong";
    row.why = finding.message;
    if (finding.suggestions.empty()) return;
    row.should_be = finding.suggestions.front().replacement;
    row.proven = finding.suggestions.front().proven;
}

/// An awaitable result that nothing awaits here: a task is lazy or eager, kept or lost, and that decides.
void judge_unawaited(AuditRow& row, const Use& use, const Enclosing& around) {
    if (use.result == "dropped") {
        row.verdict = "wrong";
        row.why = fmt::format("the result of '{}' is dropped: nothing waits for it", use.callee.name);
        if (context_of(around) == "coroutine") row.should_be = "co_await " + use.site.text;
        return;
    }
    const bool is_handed_on = use.result == "passed" || use.result == "returned";
    row.verdict = is_handed_on ? "right" : "maybe";
    row.why = is_handed_on ? fmt::format("its result is {} on", use.result)
                           : fmt::format("its result is {}: see that something awaits it", use.result);
    if (is_handed_on) row.should_be = row.current;
}

AuditRow row_of(const Use& use, const Enclosing& around, const std::vector<Finding>& findings) {
    AuditRow row;
    row.span = use.site.span;
    row.function = around.qualified_name;
    row.context = context_of(around);
    row.current = use.site.text;
    row.callee = use.callee.qualified_name;
    if (const Finding* finding = finding_at(findings, use)) {
        judge_finding(row, *finding);
    } else if (const Finding* erased = erasure_of(findings, use, around)) {
        judge_finding(row, *erased);
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
        judge_unawaited(row, use, around);
    }
    return row;
}

}  // namespace

std::vector<AuditRow> audit_rows(const std::vector<const UnitFacts*>& units, const std::vector<Finding>& findings,
                                 const std::vector<std::string>& symbols, const Config& config) {
    std::map<std::pair<SiteId, std::string>, AuditRow> rows;
    for (const UnitFacts* unit : units)
        for (const Use& use : unit->uses)
            if (is_in_family(use, symbols, config))
                rows.try_emplace({use.site.span.site(), use.callee.qualified_name},
                                 row_of(use, unit->around(use.site), findings));
    std::vector<AuditRow> ordered;
    for (auto& [key, row] : rows) ordered.push_back(std::move(row));
    return ordered;
}

}  // namespace awaitlint
