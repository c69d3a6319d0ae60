// blocking-wait-in-coroutine: a call in a coroutine blocks the thread that runs it.
//
// Flags calls of functions that a library profile lists as `blocking`: sleeping, joining, waiting for futures,
// condition variables and semaphores, running a task to its end. All other coroutines of that thread stop, too, and
// where one of them is what is waited for, all stop for good. Ignores calls that the same object has just said to be
// ready, code that has gone to a thread which may block, generators, functions in coroutines that are none themselves,
// and calls whose async sibling sync-call-in-coroutine speaks of.
#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/profile.h"
#include "awaitlint/rule.h"
#include "awaitlint/site.h"
#include "awaitlint/suggest.h"

namespace awaitlint {

extern const Rule blocking_wait_in_coroutine;

namespace {

/// The other rule names what to await in its place, where that is proven. The finding that is proven stands for both.
bool has_sibling(const BlockingCall& blocking, const UnitFacts& unit) {
    return std::any_of(unit.calls.begin(), unit.calls.end(), [&](const Call& call) {
        return call.site.span.site() == blocking.site.span.site() && call.site.why_no_await.empty() &&
               call.why_unwise.empty();
    });
}

Suggestion awaited(const BlockingCall& blocking) {
    const Site& site = blocking.site;
    Suggestion suggestion;
    suggestion.kind = "await";
    suggestion.title = "await it in place of blocking";
    suggestion.replacement = "co_await " + blocking.awaitable_text;
    if (blocking.needs_parentheses) suggestion.replacement = "(" + suggestion.replacement + ")";
    suggestion.why_not = site.why_no_await;
    if (suggestion.why_not.empty() && site.is_in_macro()) suggestion.why_not = "it is made by a macro";
    if (suggestion.why_not.empty())
        suggestion.edits = {{site.span.file, site.span.offset, site.span.length, suggestion.replacement}};
    return suggestion;
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const BlockingCall& blocking : input.unit.blocking_calls) {
        const Symbol& callee = blocking.call.callee;
        const bool is_listed = is_blocking_wait(input.config, callee.qualified_name);
        if (!is_listed || !blocking.why_harmless.empty()) continue;
        Finding finding = finding_at(blocking.site, blocking_wait_in_coroutine.info, input);
        finding.callee = callee.qualified_name;
        finding.type = callee.return_type;
        finding.message = fmt::format("'{}' blocks the thread that runs this coroutine", callee.qualified_name);
        if (!blocking.awaitable_text.empty())
            finding.suggestions.push_back(awaited(blocking));
        else if (blocking.site.why_no_await.empty() && !has_sibling(blocking, input.unit))
            finding.wanted = wanted_sibling(blocking.call, blocking.site, input.unit.around(blocking.site));
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule blocking_wait_in_coroutine = {
    .info = {.id = "blocking-wait-in-coroutine",
             .summary = "a call in a coroutine blocks the thread that runs it",
             .severity = Severity::warning,
             .reasons = {},
             .needs = Need::blocking_calls},
    .check = check,
};

}  // namespace awaitlint
