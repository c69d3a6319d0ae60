// The list of every rule, sorted by id. A new rule is one line in each of the two lists.
//
// Explicit on purpose: objects that register themselves are dropped by linkers and come in no fixed order. A test
// compares this list with rules/, docs/rules/ and what the rules say of themselves.
#include <algorithm>
#include <array>

#include "awaitlint/rule.h"

namespace awaitlint {

extern const Rule await_on_non_awaitable;
extern const Rule await_outside_coroutine;
extern const Rule awaitable_as_condition;
extern const Rule awaitable_as_value;
extern const Rule blocking_wait_in_coroutine;
extern const Rule dangling_coroutine_argument;
extern const Rule dangling_lambda_capture;
extern const Rule discarded_awaitable;
extern const Rule erased_awaitable;
extern const Rule lock_held_across_await;
extern const Rule missing_co_return;
extern const Rule never_awaited_local;
extern const Rule spent_awaitable;
extern const Rule sync_call_in_coroutine;
extern const Rule unused_suppression;
extern const Rule use_after_suspend;

namespace {

constexpr std::array rules = {
    &await_on_non_awaitable,  &await_outside_coroutine,    &awaitable_as_condition,
    &awaitable_as_value,      &blocking_wait_in_coroutine, &dangling_coroutine_argument,
    &dangling_lambda_capture, &discarded_awaitable,        &erased_awaitable,
    &lock_held_across_await,  &missing_co_return,          &never_awaited_local,
    &spent_awaitable,         &sync_call_in_coroutine,     &unused_suppression,
    &use_after_suspend,
};

}  // namespace

std::span<const Rule* const> all_rules() {
    return rules;
}

const Rule* find_rule(std::string_view id) {
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule* rule) { return rule->info.id == id; });
    return found == rules.end() ? nullptr : *found;
}

}  // namespace awaitlint
