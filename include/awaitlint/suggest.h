// Repairs: from one faulty co_await to the ordered list of what to write instead, shared by rules.
//
// In: one fact and what the rule was given. Out: suggestions, best first, with their edits. A suggestion is never
// marked proven here: the compiler decides that later. One with a `why_not` must not even be tried. Refuses to invent
// functions: every target comes from the facts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"
#include "awaitlint/finding.h"
#include "awaitlint/naming.h"
#include "awaitlint/rule.h"

namespace awaitlint {

/// Empty where the await has no fault. In a coroutine `config.prefer` orders "async" and "sync"; elsewhere the
/// synchronous call comes first. What is known not to work comes last.
std::vector<Suggestion> suggestions_for(const Await& await, const RuleInput& input);

/// co_return in place of a plain `return`, with a co_await where the operand is a task; or at the end of a function
/// that has none, where the promise takes no value.
std::vector<Suggestion> suggestions_for(const MissingReturn& missing, const RuleInput& input);

/// A guard that is taken behind what is waited for, or given back in front of it; a lock that coroutines await. All are
/// unsafe: what the lock is for is not written down.
std::vector<Suggestion> suggestions_for(const HeldLock& held, const RuleInput& input);

/// What to look for in other units: the call at the site is of a synchronous function, and no async sibling of it is
/// seen here. None where its parameters are not known.
std::optional<WantedSibling> wanted_sibling(const CallSite& call, const Site& site, const Enclosing& around);

/// How closely two functions pair up, one synchronous and one asynchronous, by their qualified names: explicit pairs
/// first (the configuration's and the profiles'), then `config.naming`, then what the coroutine's library (null: not
/// known) calls siblings, then the built-in relations, then equal names. Lower is closer; none: no pair.
/// Scopes are not compared: the caller has found both names in scopes that fit.
std::optional<std::size_t> pair_rank(std::string_view sync_name, std::string_view async_name, const Config& config,
                                     const LibraryProfile* library = nullptr);

/// True if an explicit pair, or the name itself (as any library names siblings) beside its synchronous twin's, says
/// that `async_name` is the asynchronous one of the two.
bool is_marked_async(std::string_view sync_name, std::string_view async_name, const Config& config);

/// True if the names of two classes say that the one is the other's asynchronous twin: `Mapper` and `CoroMapper`,
/// `sync_client` and `async_client`. Scopes are not compared.
bool are_twin_classes(std::string_view sync_name, std::string_view async_name, const Config& config);

/// True if the name alone says that the function is asynchronous: `LaunchUriAsync`, `async_read`.
bool is_async_name(std::string_view name);

/// True if either is the synchronous or asynchronous twin of the other, in any library. Scopes are not compared.
bool are_siblings(std::string_view a_name, std::string_view b_name, const Config& config);

/// Every pattern that makes the name of an async sibling: the configuration's, those of profiles, the built-in ones.
std::vector<std::string> async_namings(const Config& config);

}  // namespace awaitlint
