// missing-co-return: a function that returns a task does not say co_return where it ends.
//
// Flags a plain `return` in a coroutine, which compilers reject with every error that follows from it; and a function
// that returns a task, is no coroutine and returns nothing: undefined behaviour for whoever calls it, and mostly what
// is left of a `void` that became a task. Ignores a function with a dropped task in it, whose co_await is what is
// missing (discarded-awaitable and its like), and every function that may end in another way.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/site.h"
#include "awaitlint/suggest.h"
#include "awaitlint/value_site.h"

namespace awaitlint {

extern const Rule missing_co_return;

namespace {

constexpr std::array<std::string_view, 2> reasons = {"no-return", "plain-return"};

/// A co_await that is missing there makes it a coroutine.
bool is_value_lost_within(const MissingReturn& missing, const UnitFacts& unit) {
    return std::any_of(unit.values.begin(), unit.values.end(), [&](const Value& value) {
        const bool is_doubtful = value.fate == Fate::discarded || value.fate == Fate::condition ||
                                 value.fate == Fate::misused || value.is_never_used;
        return is_doubtful && value.enclosing.body == missing.enclosing.body;
    });
}

std::string subject_of(const MissingReturn& missing) {
    return missing.enclosing.is_lambda ? "this lambda" : fmt::format("'{}'", missing.enclosing.qualified_name);
}

std::string message_of(const MissingReturn& missing, bool is_plain) {
    if (is_plain) return fmt::format("{} is a coroutine: it ends with co_return, not return", subject_of(missing));
    return fmt::format("{} returns '{}', is no coroutine and returns nothing: co_return is missing",
                       subject_of(missing), short_type(missing.type));
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const MissingReturn& missing : input.unit.missing_returns) {
        const bool is_plain = missing.keyword.length != 0;
        if (!is_plain && is_value_lost_within(missing, input.unit)) continue;
        Finding finding;
        finding.rule = missing_co_return.info.id;
        finding.reason = is_plain ? "plain-return" : "no-return";
        finding.severity = severity_in(input.config, missing_co_return.info);
        finding.span = missing.span;
        finding.function = missing.enclosing.qualified_name;
        finding.context = context_of(missing.enclosing);
        finding.current = missing.text;
        finding.type = missing.type.full_name.empty() ? missing.type.name : missing.type.full_name;
        finding.message = message_of(missing, is_plain);
        finding.suggestions = suggestions_for(missing);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule missing_co_return = {
    .info = {.id = "missing-co-return",
             .summary = "a function that returns a task lacks the co_return that makes it one",
             .severity = Severity::error,
             .reasons = reasons},
    .check = check,
};

}  // namespace awaitlint
