// spent-awaitable: a task is awaited of which nothing is left.
//
// Flags a co_await of a local variable that was awaited or moved from in a statement before, on every way to it. A task
// gives its result once: awaiting it again resumes a coroutine that has finished, or waits for nothing that will ever
// come. Ignores whatever can be copied (shared tasks), what says that it is ready, a variable that anything else is
// done with, and every way that depends on a condition: there the front end says nothing.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/site.h"
#include "awaitlint/value_site.h"

namespace awaitlint {

extern const Rule spent_awaitable;

namespace {

constexpr std::array<std::string_view, 2> reasons = {"awaited", "moved"};

std::string message_of(const Spent& spent) {
    const std::string before = spent.before.is_known() ? fmt::format(" in line {}", spent.before.line) : "";
    if (spent.is_moved)
        return fmt::format("'{}' was moved from{}: nothing is left of its '{}' to be awaited", spent.variable, before,
                           short_type(spent.type));
    return fmt::format("'{}' was awaited before{}: its '{}' gives its result once", spent.variable, before,
                       short_type(spent.type));
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Spent& spent : input.unit.spent) {
        Finding finding = finding_at(spent.site, spent_awaitable.info, input);
        finding.reason = spent.is_moved ? "moved" : "awaited";
        finding.type = spent.type.full_name.empty() ? spent.type.name : spent.type.full_name;
        finding.message = message_of(spent);
        finding.notes = {{spent.is_moved ? "it is moved from here" : "it is awaited here", spent.before}};
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule spent_awaitable = {
    .info = {.id = "spent-awaitable",
             .summary = "a task is awaited that was awaited or moved from before",
             .severity = Severity::error,
             .reasons = reasons},
    .check = check,
};

}  // namespace awaitlint
