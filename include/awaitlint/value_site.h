// What is wrong with one awaitable value, and what every rule that flags one says and offers alike.
//
// In: one Value and the configuration. Out: whether dropping it is a mistake, what is lost then, a finding with
// everything filled in but its message, and the repairs. Pure functions on facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"
#include "awaitlint/finding.h"
#include "awaitlint/rule.h"

namespace awaitlint {

/// True if nobody drops such a value on purpose, in this form: a lazy task in any form, an operation in progress only
/// where it is not marked. Never a generator, nor what its library or its source says may be dropped.
bool is_drop_a_mistake(const Value& value, const Config& config);

/// A profile knows better than the promise: what that starts with may be an awaiter of the library's own.
Start start_of(const AwaitableType& type, const Config& config);

/// "(void)", "std::ignore": what drops it and says that it is meant; empty where nothing says so.
std::string_view explicit_drop(const Value& value);

/// What does not happen when it is dropped, as a clause: "it never runs", "no lock is held".
std::string loss_of(const Value& value, const Config& config);

/// The type as it is quoted in a message: a long list of template arguments is left out.
std::string short_type(const AwaitableType& type);

/// "'load' returns 'task<int>'", or what is to be said where no named function does.
std::string origin_of(const Value& value);

Finding finding_at(const Value& value, const RuleInfo& rule, const RuleInput& input);

/// co_await in front of the value and calls of the callee's synchronous twins; what is known not to work last. In a
/// coroutine `config.prefer` orders them.
std::vector<Suggestion> suggestions_for(const Value& value, const RuleInput& input);

/// co_await of each async sibling whose result is the call's own.
std::vector<Suggestion> suggestions_for(const Call& call, const RuleInput& input);

}  // namespace awaitlint
