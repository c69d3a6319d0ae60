// awaitable-as-condition: a task is tested in place of what it will give.
//
// Flags `if`, `while`, `!`, `&&`, `?:` and every other place that converts a freshly made awaitable to bool without
// being asked: its operator bool says whether there is a task at all, which is always so. Ignores explicit casts, and a
// variable (`if (pending)`), where the question makes sense. What does not compile is awaitable-as-value's.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/value_site.h"

namespace awaitlint {

extern const Rule awaitable_as_condition;

namespace {

std::string message_of(const Value& value, const std::string& by) {
    return fmt::format("{}, which {} before it is awaited: it says that there is a task, not what the task says",
                       origin_of(value), by.empty() ? "is taken for 'bool'" : fmt::format("'{}' tests", by));
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Value& value : input.unit.values) {
        const auto* tested = std::get_if<fate::Tested>(&value.fate);
        if (!tested || value.type.is_generator || value.made == Maker::constructor) continue;
        Finding finding = finding_at(value, awaitable_as_condition.info, input);
        finding.message = message_of(value, tested->by);
        finding.suggestions = suggestions_for(value, input);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule awaitable_as_condition = {
    .info = {.id = "awaitable-as-condition",
             .summary = "an awaitable is tested where its result was meant",
             .severity = Severity::error,
             .reasons = {}},
    .check = check,
};

}  // namespace awaitlint
