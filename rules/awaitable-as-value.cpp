// awaitable-as-value: code that does not compile because a task is used where its result was meant.
//
// Flags the task itself, in place of what the compiler says about conversions, operators, overloads and members that a
// task does not have: as an initialiser, an argument, an operand, a condition, the object of a member access, what a
// coroutine returns; or the initialiser of the variable that is used so. Ignores errors that do not name the task's
// type: they have another reason. What compiles is for the other rules.
#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/value_site.h"

namespace awaitlint {

extern const Rule awaitable_as_value;

namespace {

std::string message_of(const Value& value) {
    const std::string& result = value.type.result;
    const std::string meant =
        result.empty() || result == "void" ? "its result" : fmt::format("its result '{}'", result);
    const fate::Kept* kept = value.kept();
    const std::string origin =
        kept ? fmt::format("'{}' keeps '{}'", kept->variable, short_type(value.type)) : origin_of(value);
    return fmt::format("{}, used where {} was meant", origin, meant);
}

/// A template's body is rejected in many words.
void add_errors(Finding& finding, std::span<const CompileError> errors) {
    constexpr std::size_t most = 3;
    for (const CompileError& error : errors.first(std::min(errors.size(), most)))
        finding.notes.push_back({"the compiler says: " + error.message, error.place});
    if (errors.size() > most)
        finding.notes.push_back(
            {fmt::format("the compiler says {} more for the same reason", errors.size() - most), errors[most].place});
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Value& value : input.unit.values) {
        if (!value.is<fate::Misused>()) continue;
        Finding finding = finding_at(value, awaitable_as_value.info, input);
        finding.message = message_of(value);
        add_errors(finding, value.errors());
        finding.suggestions = suggestions_for(value, input);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule awaitable_as_value = {
    .info = {.id = "awaitable-as-value",
             .summary = "an awaitable is used where its result was meant, and does not compile",
             .severity = Severity::error,
             .reasons = {}},
    .check = check,
};

}  // namespace awaitlint
