// The words without which a text has nothing to do with coroutines.
//
// In: a text. Out: whether one of them stands in it, in code, comments or strings alike: who asks wants to leave out
// only what surely has none. Parses nothing.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace awaitlint {

/// Without one of these in any file there is no coroutine, no task and no awaiter: a task type has to name its promise
/// or specialise coroutine_traits, an awaiter its members.
inline constexpr std::array<std::string_view, 7> coroutine_words = {
    "co_await", "co_yield", "co_return", "coroutine_handle", "coroutine_traits", "promise_type", "await_ready"};

inline bool does_mention_coroutines(std::string_view text) {
    return std::any_of(coroutine_words.begin(), coroutine_words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace awaitlint
