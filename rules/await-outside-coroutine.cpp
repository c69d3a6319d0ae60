// await-outside-coroutine: co_await in a function that cannot be a coroutine.
//
// Flags an await whose function has no promise type (`int`, `void`, `auto`), is `main`, a constructor or the like, or
// that stands in no function at all. The repair is the synchronous call, since nothing can be awaited there. Says
// nothing of the operand's own faults: one finding per fault, and here the function is the fault.
#include <string>
#include <utility>

#include "awaitlint/rule.h"
#include "awaitlint/site.h"
#include "awaitlint/suggest.h"

namespace awaitlint {

extern const Rule await_outside_coroutine;

namespace {

std::string message_of(const Enclosing& enclosing) {
    if (enclosing.qualified_name.empty()) return "co_await outside a function: only a coroutine can await";
    const std::string subject = enclosing.is_lambda ? "a lambda" : "'" + enclosing.qualified_name + "'";
    return cannot_be_coroutine("co_await in " + subject + ", which", enclosing);
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Await& await : input.unit.awaits) {
        if (fault_of(await) != Fault::outside) continue;
        Finding finding = finding_at(await, await_outside_coroutine.info, input.config);
        finding.message = message_of(await.enclosing);
        finding.suggestions = suggestions_for(await, input.config);
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
