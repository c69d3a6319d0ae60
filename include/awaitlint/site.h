// What every rule says alike of the site that it flags, and what is wrong at one co_await.
//
// In: one fact and what the rule was given. Out: the fault of an await, if any, and findings with everything filled in
// but their message, notes and suggestions. Pure functions on facts; refuses to read text that the facts do not hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"
#include "awaitlint/finding.h"
#include "awaitlint/rule.h"

namespace awaitlint {

/// The one fault of an await. Rules word it, suggestions depend on it. An await has at most one: the first that
/// fits, in this order.
enum class Fault {
    outside,                // in a function that cannot be a coroutine
    not_called,             // a function or callable object that was meant to be called
    needs_move,             // awaitable as an rvalue only
    missing_operator,       // an operator co_await exists but is not visible here, or the type is meant to have one
    pass_through,           // no awaitable: this promise accepts any value
    not_in_this_coroutine,  // awaitable, but rejected here: by this promise's await_transform or its awaiter's needs
    incomplete_awaiter,     // some members of an awaiter are there, yet the protocol fails
    missing_token,          // an operation that needs a completion token to give something to await
    sync_call,              // the result of a synchronous function
    not_awaitable,          // none of these
};

/// None where the await is accepted, or depends on a template parameter.
std::optional<Fault> fault_of(const Await& await);

/// Finding::reason of a fault; empty for `outside`, which is a rule of its own.
std::string_view reason_name(Fault fault);

/// True if the operand itself has members of an awaiter, or an operator co_await. (All of them in a value that is no
/// awaitable belong to the awaiter that the promise's await_transform wraps around anything.)
bool is_part_of_awaiter(const Protocol& protocol);

/// True if nothing suggests that the operand is, or was meant to be, something to wait for: dropping the co_await
/// cannot drop a task.
bool is_operand_synchronous(const Await& await);

/// "'f' cannot be a coroutine: its return type 'int' has no promise type", with `subject` for "'f'" (or what ends in
/// it).
std::string cannot_be_coroutine(const std::string& subject, const Enclosing& enclosing);

/// Finding::context: "coroutine", "function" or "namespace".
std::string_view context_of(const Enclosing& enclosing);

/// The severity of a rule as configured. `off` is the engine's business.
Severity severity_in(const Config& config, const RuleInfo& rule);

/// Of anything that has a site: without a callee and a type.
Finding finding_at(const Site& site, const RuleInfo& rule, const RuleInput& input);

Finding finding_at(const Await& await, const RuleInfo& rule, const RuleInput& input);

}  // namespace awaitlint
