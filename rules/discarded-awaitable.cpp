// discarded-awaitable: a task or another awaitable operation is made and dropped in the same breath.
//
// Flags the value of an expression statement, of an arm of `?:`, on the left of a comma, of an unbraced branch, the
// result of a co_await that is itself awaitable, a variable in a statement of its own (`event;`), and a lazy task that
// `(void)` or `std::ignore` drops: it never runs. Ignores what the library's idiom is to drop: operations in progress
// without [[nodiscard]], those that are cast to void on purpose, generators, handles, what is marked
// [[clang::annotate("awaitlint::may_discard")]], and whatever depends on a template parameter (maybe). A value that is
// kept in a variable is never-awaited-local's.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/value_site.h"

namespace awaitlint {

extern const Rule discarded_awaitable;

namespace {

std::string message_of(const Value& value, const Config& config) {
    const std::string_view by = explicit_drop(value);
    if (value.made == Maker::mention)
        return fmt::format("{}, named without co_await: this does nothing", origin_of(value));
    return by.empty() ? fmt::format("{}, dropped without co_await: {}", origin_of(value), loss_of(value, config))
                      : fmt::format("{}, which '{}' drops: {}", origin_of(value), by, loss_of(value, config));
}

/// Where a mark of [[nodiscard]] would let every compiler say so.
std::vector<Note> notes_of(const Value& value) {
    if (value.made == Maker::mention) return {};  // no attribute helps
    if (value.type.is_nodiscard || value.is_callee_nodiscard || !value.type.declared.is_known()) return {};
    return {{fmt::format("'{}' is declared here, without [[nodiscard]]", short_type(value.type)), value.type.declared}};
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Value& value : input.unit.values) {
        if (!value.is<fate::Discarded>() || !is_drop_a_mistake(value, input.config)) continue;
        Finding finding = finding_at(value, discarded_awaitable.info, input);
        finding.message = message_of(value, input.config);
        finding.notes = notes_of(value);
        finding.suggestions = suggestions_for(value, input);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule discarded_awaitable = {
    .info = {.id = "discarded-awaitable",
             .summary = "an awaitable is made and dropped without co_await",
             .severity = Severity::error,
             .reasons = {}},
    .check = check,
};

}  // namespace awaitlint
