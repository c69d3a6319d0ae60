// What a line of a Python program says of an await: the wordings of CPython 3.8 to 3.14 and of asyncio.
//
// In: a line, with its escapes resolved. Out: the mistake in plain words, or none. `mentions_await_error` is wider: it
// knows the words in forms that `phrase_in` does not take apart, so that nobody concludes that there was nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace awaitlint {

struct Phrase {
    std::string reason;       // "not-awaitable" or "never-awaited"
    std::string message;      // plain words
    std::string type;         // of what is awaited wrongly; the coroutine that is not awaited
    std::size_t at = 0;       // where it stands
    bool is_warning = false;  // Python's "was never awaited": its line has the place
};

std::optional<Phrase> phrase_in(std::string_view text);
bool mentions_await_error(std::string_view text);

/// Backslashes before quotes and HTML's quotes resolved, and `\\n` as line ends: what is left where a text was escaped
/// more often than its shape tells.
std::string unescaped(std::string_view text);

}  // namespace awaitlint
