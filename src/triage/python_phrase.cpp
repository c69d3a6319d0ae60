// See python_phrase.h.
#include "triage/python_phrase.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace awaitlint {
namespace {

constexpr std::size_t longest_name = 300;
constexpr std::size_t longest_head = 400;  // between the name of an error and the word that decides

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Where " can't be used in 'await' expression" starts. Sought from its rarest character on: every line is asked.
std::size_t end_of_await_error(std::string_view text) {
    constexpr std::string_view before = " can't be used in ", await = "'await' expression";
    for (std::size_t at = text.find(await); at != std::string_view::npos; at = text.find(await, at + 1))
        if (text.substr(0, at).ends_with(before)) return at - before.size();
    return std::string_view::npos;
}

Phrase not_awaitable(std::string_view type, std::size_t at) {
    Phrase phrase;
    phrase.reason = "not-awaitable";
    phrase.type = type.substr(0, longest_name);
    phrase.at = at;
    phrase.message = fmt::format(
        "'{}' is not awaitable: what returned it is synchronous, call it without await or await its async sibling",
        phrase.type);
    return phrase;
}

Phrase never_awaited(std::string message, std::size_t at) {
    Phrase phrase;
    phrase.reason = "never-awaited";
    phrase.message = std::move(message);
    phrase.at = at;
    return phrase;
}

/// object X can't be used in 'await' expression; 'X' object can't be awaited
std::optional<Phrase> awaited_wrongly(std::string_view text) {
    if (const std::size_t end = end_of_await_error(text); end != std::string_view::npos) {
        const std::size_t start = text.substr(0, end).rfind("object ");
        if (start == std::string_view::npos) return std::nullopt;
        return not_awaitable(text.substr(start + 7, end - start - 7), end);
    }
    if (const std::size_t at = text.find("' object can't be awaited"); at != std::string_view::npos) {
        const std::size_t start = text.substr(0, at).rfind('\'');
        if (start == std::string_view::npos) return std::nullopt;
        return not_awaitable(text.substr(start + 1, at - start - 1), at);
    }
    for (std::string_view wording : {"a coroutine was expected, got ", "A coroutine object is required, not "}) {
        const std::size_t at = text.find(wording);
        if (at != std::string_view::npos) return not_awaitable(text.substr(at + wording.size()), at);
    }
    return std::nullopt;
}

/// coroutine 'x' was never awaited
std::optional<Phrase> warned(std::string_view text) {
    const std::size_t last = text.find("' was never awaited");
    if (last == std::string_view::npos) return std::nullopt;
    const std::size_t start = text.substr(0, last).rfind("coroutine '");
    if (start == std::string_view::npos) return std::nullopt;
    const std::string name(text.substr(start + 11, std::min(last - start - 11, longest_name)));
    Phrase phrase = never_awaited(fmt::format("the coroutine '{}' was called and never awaited: write await {}(...)",
                                              name, name.substr(name.rfind('.') + 1)),
                                  start);
    phrase.type = name;
    phrase.is_warning = true;
    return phrase;
}

/// Errors that a coroutine object causes where its result was meant.
constexpr std::array<std::string_view, 4> uses = {"'coroutine' object is not ", "'coroutine' object has no attribute ",
                                                  "'coroutine' object does not support ",
                                                  "object of type 'coroutine' has no "};
/// The same, told from other texts by the error's name before them.
constexpr std::array<std::string_view, 10> other_uses = {
    "'coroutine' and '",     "and 'coroutine'",   "not 'coroutine'", "type 'coroutine'", "type coroutine is",
    "iterable coroutine ob", ", coroutine found", "got coroutine",   "not coroutine",    "<coroutine object "};

std::size_t start_of_use(std::string_view text) {
    for (std::string_view use : uses)
        if (const std::size_t at = text.find(use); at != std::string_view::npos) return at;
    for (std::string_view error : {"TypeError: ", "AttributeError: "}) {
        const std::size_t start = text.rfind(error);
        if (start == std::string_view::npos) continue;
        const std::string_view rest = text.substr(start, longest_head);
        for (std::string_view use : other_uses)
            if (const std::size_t at = rest.find(use); at != std::string_view::npos) return start + at;
    }
    return std::string_view::npos;
}

std::optional<Phrase> used_as_result(std::string_view text) {
    if (contains(text, "coroutine")) {
        if (const std::size_t at = start_of_use(text); at != std::string_view::npos)
            return never_awaited("a coroutine is used as if it were its result: write await before the call", at);
        if (const std::size_t at = text.find("An asyncio.Future, a coroutine or an awaitable is required");
            at != std::string_view::npos)
            return never_awaited(
                "asyncio was given something that cannot be awaited: what made it is synchronous, or was awaited "
                "before",
                at);
    }
    for (std::string_view future :
         {"'_asyncio.Future' object is not ", "'_asyncio.Task' object is not ",
          "'_asyncio.Future' object has no attribute ", "'_asyncio.Task' object has no attribute "})
        if (const std::size_t at = text.find(future); at != std::string_view::npos)
            return never_awaited("a task or future is used as if it were its result: write await before it", at);
    return std::nullopt;
}

}  // namespace

std::optional<Phrase> phrase_in(std::string_view text) {
    // Every line is asked, and most have none of these words.
    if (!contains(text, "await") && !contains(text, "coroutine") && !contains(text, "'_asyncio.")) return std::nullopt;
    if (auto phrase = awaited_wrongly(text)) return phrase;
    if (auto phrase = warned(text)) return phrase;
    return used_as_result(text);
}

bool mentions_await_error(std::string_view text) {
    constexpr std::size_t near = 24;
    constexpr std::string_view used = "be used in ";
    for (std::size_t at = text.find(used); at != std::string_view::npos; at = text.find(used, at + 1)) {
        const std::string_view rest = text.substr(at + used.size(), 2 * near);
        if (const std::size_t await = rest.find("await"); await < near && contains(rest.substr(await), "expression"))
            return true;
    }
    const std::size_t never = text.find(" was never awaited");
    const std::size_t from = never == std::string_view::npos ? 0 : never - std::min(never, longest_head);
    return (never != std::string_view::npos && contains(text.substr(from, never - from), "coroutine ")) ||
           contains(text, "object can't be awaited");
}

std::string unescaped(std::string_view text) {
    struct Escape {
        std::string_view from;
        char to;
    };
    constexpr std::array<Escape, 9> escapes = {{{"\\n", '\n'},
                                                {"\\t", '\t'},
                                                {"\\r", ' '},
                                                {"&#39;", '\''},
                                                {"&#x27;", '\''},
                                                {"&apos;", '\''},
                                                {"&#34;", '"'},
                                                {"&quot;", '"'},
                                                {"\\u0027", '\''}}};
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty()) {
        const auto escape = text[0] != '\\' && text[0] != '&'
                                ? escapes.end()
                                : std::find_if(escapes.begin(), escapes.end(),
                                               [&](const Escape& e) { return text.starts_with(e.from); });
        if (escape != escapes.end()) {
            plain += escape->to;
            text.remove_prefix(escape->from.size());
        } else {
            if (text[0] != '\\') plain += text[0];
            text.remove_prefix(1);
        }
    }
    return plain;
}

}  // namespace awaitlint
