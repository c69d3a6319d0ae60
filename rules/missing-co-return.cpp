// missing-co-return: a function that returns a task does not say co_return where it ends.
//
// Flags a plain `return` in a coroutine, which compilers reject with every error that follows from it; and a function
// that returns a task, is no coroutine and returns nothing: undefined behaviour for its callers, and mostly what
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
    const Span& body = unit.around(missing.site).body;
    return std::any_of(unit.values.begin(), unit.values.end(), [&](const Value& value) {
        const fate::Kept* kept = value.kept();
        const bool is_doubtful = value.is<fate::Discarded>() || value.is<fate::Tested>() || value.is<fate::Misused>() ||
                                 (kept && kept->is_never_used);
        return is_doubtful && unit.around(value.site).body == body;
    });
}

std::string message_of(const MissingReturn& missing, bool is_plain, const Enclosing& around) {
    const std::string subject = around.is_lambda ? "this lambda" : fmt::format("'{}'", around.qualified_name);
    if (is_plain) return fmt::format("{} is a coroutine: it ends with co_return, not return", subject);
    return fmt::format("{} returns '{}', is no coroutine and returns nothing: co_return is missing", subject,
                       short_type(missing.type));
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const MissingReturn& missing : input.unit.missing_returns) {
        const bool is_plain = missing.site.keyword.length != 0;
        if (!is_plain && is_value_lost_within(missing, input.unit)) continue;
        Finding finding = finding_at(missing.site, missing_co_return.info, input);
        finding.reason = is_plain ? "plain-return" : "no-return";
        finding.type = missing.type.full_name.empty() ? missing.type.name : missing.type.full_name;
        finding.message = message_of(missing, is_plain, input.unit.around(missing.site));
        finding.suggestions = suggestions_for(missing, input);
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
