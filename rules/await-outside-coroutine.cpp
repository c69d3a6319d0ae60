// await-outside-coroutine: co_await in a function that cannot be a coroutine.
//
// Flags an await whose function has no promise type (`int`, `void`, `auto`), is `main`, a constructor or the like, or
// that stands in no function at all; and one where a coroutine allows none: in a catch handler, a default argument, the
// initialiser of a static variable, an operand that is not evaluated. The repair is the synchronous call, since nothing
// can be awaited there, or, where there is none, the return type that would make it a coroutine. Says nothing of the
// operand's own faults: one finding per fault, and here the function is the fault.
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/site.h"
#include "awaitlint/suggest.h"

namespace awaitlint {

extern const Rule await_outside_coroutine;

namespace {

/// What to write instead of an await at a place that allows none.
std::string_view way_out(std::string_view why_not_here) {
    if (why_not_here.ends_with("catch handler")) return "note the failure there and await behind the handler";
    if (why_not_here.ends_with("default argument")) return "await in the body";
    if (why_not_here.ends_with("static variable")) return "await into a variable that is not static";
    return "name the type or the value instead";
}

std::string message_of(const Site& site, const Enclosing& enclosing) {
    const std::string& why_not_here = site.why_no_await;
    if (!why_not_here.empty()) return fmt::format("{}: {}", why_not_here, way_out(why_not_here));
    if (enclosing.qualified_name.empty()) return "co_await outside a function: only a coroutine can await";
    const std::string subject = enclosing.is_lambda ? "a lambda" : "'" + enclosing.qualified_name + "'";
    return cannot_be_coroutine("co_await in " + subject + ", which", enclosing);
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    // What the type that a lambda lacks repairs is one fault, told at the first of its awaits.
    std::set<SiteId> typed;
    for (const Await& await : input.unit.awaits) {
        if (fault_of(await) != Fault::outside) continue;
        const Enclosing& around = input.unit.around(await.site);
        const bool is_deduced = !await.task_types.empty() && await.return_types.empty();
        if (is_deduced && !typed.insert(around.body.site()).second) continue;
        Finding finding = finding_at(await, await_outside_coroutine.info, input);
        finding.message = message_of(await.site, around);
        finding.suggestions = suggestions_for(await, input);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule await_outside_coroutine = {
    .info = {.id = "await-outside-coroutine",
             .summary = "co_await stands in a function that cannot be a coroutine",
             .severity = Severity::error,
             .reasons = {}},
    .check = check,
};

}  // namespace awaitlint
