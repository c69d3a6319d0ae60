// sync-call-in-coroutine: a synchronous function is called in a coroutine although its async sibling can be awaited
// there.
//
// Flags a call beside whose function stands one that is named as its async form, takes these very arguments, is
// awaitable in this coroutine and gives the same type; and only if the compiler accepts it in place of the call.
// Ignores places where a co_await is illegal (catch handlers, default arguments, static variables) or unwise (under a
// lock, after a question whether anything is to be waited for, in awaiters, in a macro's argument), the sibling's own
// implementation, functions that only ask or hand over (`try_x`, `cancel`) unless a library profile says that they
// block, code that prefers synchronous calls, and everything that is no coroutine, lambdas included.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/profile.h"
#include "awaitlint/rule.h"
#include "awaitlint/site.h"
#include "awaitlint/suggest.h"
#include "awaitlint/value_site.h"

namespace awaitlint {

extern const Rule sync_call_in_coroutine;

namespace {

/// They let something go, ask for something or hand it on. Nobody waits in them, whatever the async form waits for.
constexpr std::array<std::string_view, 14> immediate = {"cancel", "clear", "defer",   "detach",       "dispatch",
                                                        "notify", "post",  "release", "request_stop", "reset",
                                                        "signal", "spawn", "swap",    "unlock"};

bool is_immediate(const CallSite& call) {
    const std::string_view name = call.callee.name;
    // `event.set()`; `store.set(key, value)` may well wait.
    if (name == "set" && call.argument_count == 0) return true;
    if (name == "try" || name.starts_with("try_") || name.starts_with("notify_") || name.starts_with("unlock_"))
        return true;
    const bool is_camel_try = name.size() > 3 && name.starts_with("try") && name[3] >= 'A' && name[3] <= 'Z';
    return is_camel_try || std::find(immediate.begin(), immediate.end(), name) != immediate.end();
}

/// A function around the call is an async form of the callee itself, in whatever class.
bool is_own_implementation(const CallSite& call, const Enclosing& around, const Config& config) {
    std::string_view rest = around.qualified_name;
    while (!rest.empty()) {
        const std::size_t colons = rest.find("::");
        const std::string_view name = rest.substr(0, colons);
        const bool is_sibling = std::any_of(call.siblings.begin(), call.siblings.end(),
                                            [&](const Sibling& sibling) { return sibling.symbol.name == name; });
        if (is_sibling || is_marked_async(call.callee.name, name, config)) return true;
        rest = colons == std::string_view::npos ? std::string_view() : rest.substr(colons + 2);
    }
    return std::any_of(call.siblings.begin(), call.siblings.end(),
                       [](const Sibling& sibling) { return sibling.is_enclosing_function; });
}

bool is_meant(const Call& call, const RuleInput& input) {
    const bool is_told_to_block = is_blocking_wait(input.config, call.call.callee.qualified_name);
    return !call.site.why_no_await.empty() || !call.why_unwise.empty() ||
           (is_immediate(call.call) && !is_told_to_block) ||
           is_own_implementation(call.call, input.unit.around(call.site), input.config);
}

Finding finding_of(const Call& call, const Suggestion& best, const RuleInput& input) {
    const Symbol& callee = call.call.callee;
    Finding finding = finding_at(call.site, sync_call_in_coroutine.info, input);
    finding.callee = callee.qualified_name;
    finding.type = call.result_type;
    const std::size_t colons = best.target.rfind("::");
    const std::string name = colons == std::string::npos ? best.target : best.target.substr(colons + 2);
    const bool is_told_to_block = is_blocking_wait(input.config, callee.qualified_name);
    finding.message = fmt::format("'{}' {}: '{}' can be awaited here", callee.name,
                                  is_told_to_block ? "blocks its thread" : "is synchronous", name);
    finding.must_be_proven = true;
    return finding;
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    if (input.config.prefer == "sync") return findings;
    for (const Call& call : input.unit.calls) {
        if (is_meant(call, input)) continue;
        std::vector<Suggestion> suggestions = suggestions_for(call, input);
        if (suggestions.empty()) continue;
        Finding finding = finding_of(call, suggestions.front(), input);
        finding.suggestions = std::move(suggestions);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule sync_call_in_coroutine = {
    .info = {.id = "sync-call-in-coroutine",
             .summary = "a synchronous function is called although its async sibling can be awaited there",
             .severity = Severity::warning,
             .reasons = {},
             .needs = Need::calls},
    .check = check,
};

}  // namespace awaitlint
