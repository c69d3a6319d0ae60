// never-awaited-local: an awaitable is kept in a local variable that nobody looks at again.
//
// Flags the variable that looks like a guard and is none: `auto lock = mutex.lock_async();` keeps the operation that
// would take the lock. [[nodiscard]] is content with it, and so are the compilers. Also `auto&&`, [[maybe_unused]], a
// structured binding, a member of a local aggregate, a variable that is only assigned to or cast to void. Any other
// mention counts as a use, on whatever path. Ignores what may be dropped (see discarded-awaitable), and an operation in
// progress that is set aside on purpose, by [[maybe_unused]] or the name `_`, unless its result is a guard.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/value_site.h"

namespace awaitlint {

extern const Rule never_awaited_local;

namespace {

std::string message_of(const Value& value, const std::string& variable, const Config& config) {
    return fmt::format("'{}' keeps '{}' and is never awaited: {}", variable, short_type(value.type),
                       loss_of(value, config));
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Value& value : input.unit.values) {
        const auto* kept = std::get_if<fate::Kept>(&value.fate);
        if (!kept || !kept->is_never_used) continue;
        if (!is_drop_a_mistake(value, input.config)) continue;
        Finding finding = finding_at(value, never_awaited_local.info, input);
        finding.message = message_of(value, kept->variable, input.config);
        finding.suggestions = suggestions_for(value, input);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule never_awaited_local = {
    .info = {.id = "never-awaited-local",
             .summary = "an awaitable is kept in a local variable that is never awaited",
             .severity = Severity::error,
             .reasons = {}},
    .check = check,
};

}  // namespace awaitlint
