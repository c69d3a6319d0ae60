// Repairs of a task that outlives what it refers to: await it at once, name what it refers to, or let the coroutine own
// it. See loan_site.h.
#include <algorithm>

#include <fmt/format.h>

#include "awaitlint/loan_site.h"
#include "suggest/new_edits.h"

namespace awaitlint {
namespace {

Suggestion at_once(const NextAwait& next) {
    Suggestion suggestion;
    suggestion.kind = "at_once";
    suggestion.title = "await it in the statement that makes it";
    suggestion.replacement = "co_await " + next.made;
    suggestion.edits = {replacing(next.keeping, ""), replacing(next.operand, next.made)};
    return suggestion;
}

Suggestion at_once(const AwaitedReturn& awaited) {
    Suggestion suggestion;
    suggestion.kind = "at_once";
    suggestion.title = "await it here, which makes this function a coroutine";
    suggestion.why_unsafe = awaited.why_unsafe;
    suggestion.replacement = "co_return co_await " + awaited.made;
    suggestion.edits = {replacing(awaited.keyword, "co_return co_await")};
    return suggestion;
}

Suggestion named(const Loan& loan, const OwnerBefore& naming) {
    const std::string declaration = fmt::format("{} {} = {};", naming.type, naming.name, loan.site.text);
    Suggestion suggestion;
    suggestion.kind = "name";
    suggestion.title = fmt::format("give it a name that lives as long as the task: '{}'", naming.name);
    suggestion.replacement = declaration;
    // Of a long one the text is an excerpt.
    if (loan.site.text.size() != loan.site.span.length) {
        suggestion.why_not = too_long_to_be_moved;
        return suggestion;
    }
    suggestion.edits = {line_in_front(naming.before, declaration),
                        replacing(loan.site.span, mention_of(naming.name, naming.wants_to_move))};
    return suggestion;
}

Suggestion owned(const Loan& loan, const ByValue& by_value) {
    const std::string parameter = loan.parameter.empty() ? "its parameter" : "'" + loan.parameter + "'";
    Suggestion suggestion;
    suggestion.kind = "value";
    suggestion.title = fmt::format("let '{}' take {} by value", loan.coroutine.name, parameter);
    suggestion.replacement = by_value.type + (loan.parameter.empty() ? "" : " " + loan.parameter);
    if (by_value.is_copied) suggestion.why_unsafe = "each call would copy its argument";
    for (const ValueType& type : by_value.types) suggestion.edits.push_back(replacing(type.written, type.value));
    std::sort(suggestion.edits.begin(), suggestion.edits.end());
    return suggestion;
}

}  // namespace

std::vector<Suggestion> suggestions_for(const Loan& loan, Escape escape) {
    std::vector<Suggestion> suggestions;
    if (escape == Escape::kept && loan.next_await) suggestions.push_back(at_once(*loan.next_await));
    if (escape == Escape::kept && loan.naming) suggestions.push_back(named(loan, *loan.naming));
    if (loan.by_value) suggestions.push_back(owned(loan, *loan.by_value));
    if (escape == Escape::returned && loan.awaited_return)
        suggestions.insert(loan.awaited_return->why_unsafe.empty() ? suggestions.begin() : suggestions.end(),
                           at_once(*loan.awaited_return));
    return suggestions;
}

}  // namespace awaitlint
