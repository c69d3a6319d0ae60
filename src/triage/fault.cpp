// See fault.h. The wordings are those of g++ 12, clang++ 14 to 22, and MSVC's documentation; fixtures/triage holds
// them.
#include "triage/fault.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "triage/awaiter_fault.h"

namespace awaitlint {
namespace {

constexpr std::string_view keyword = "co_await";
constexpr std::size_t longest_type = 300;

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_token_at(std::string_view text, std::size_t at, std::string_view word) {
    if (at > text.size() || text.substr(at, word.size()) != word) return false;
    const bool starts = at == 0 || !is_word(text[at - 1]);
    return starts && (at + word.size() >= text.size() || !is_word(text[at + word.size()]));
}

bool is_await_member(std::string_view name) {
    return name == "await_ready" || name == "await_suspend" || name == "await_resume";
}

std::string shortened(std::string_view text) {
    if (text.size() <= longest_type) return std::string(text);
    std::size_t end = longest_type;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "...";
}

std::string plain_quotes(std::string_view text) {
    std::string plain(text);
    for (std::string_view quote : {"\xe2\x80\x98", "\xe2\x80\x99"})
        for (std::size_t at = plain.find(quote); at != std::string::npos; at = plain.find(quote, at))
            plain.replace(at, quote.size(), "'");
    return plain;
}

/// The type as people write it: without the class key, and what it stands for where it is a computed one.
std::string type_text(std::string_view message, std::string_view type) {
    const bool is_computed = type.starts_with("typename ") || contains(type, "::type");
    if (is_computed) {
        const std::string_view rest =
            message.substr(static_cast<std::size_t>(type.data() - message.data()) + type.size());
        if (const std::size_t aka = rest.find("aka "); aka < 10)
            if (const std::string_view meant = quoted(rest.substr(aka), 0); !meant.empty()) type = meant;
    }
    for (std::string_view key : {"class ", "struct ", "union ", "enum "})
        if (type.starts_with(key)) type.remove_prefix(key.size());
    return shortened(type);
}

AwaitFault about(std::string reason, std::string type = "") {
    return {About::await, std::move(reason), std::move(type), "", ""};
}

/// A function type: "task<int>()", "int (int)"
bool is_function_type(std::string_view type) {
    return type.ends_with(')') || type.ends_with(") const") || type.ends_with(") noexcept");
}

AwaitFault not_awaitable(std::string_view message, std::string_view type) {
    std::string text = type_text(message, type);
    if (is_function_type(text) && !contains(text, "(*)") && !text.starts_with('('))
        return about("not-called", std::move(text));
    return about("not-awaitable", std::move(text));
}

/// Clang: no member named 'await_ready' in 'X'. GCC also: 'class X' has no member named 'await_ready'.
/// MSVC: 'await_ready': is not a member of 'X'; left of '.await_ready' must have class/struct/union.
std::optional<AwaitFault> missing_member(std::string_view message) {
    const std::string_view first = quoted(message, 0), second = quoted(message, 1);
    std::string_view member, type;
    if (contains(message, "has no member named"))
        type = first, member = second;
    else if (contains(message, "no member named") || contains(message, "is not a member of") ||
             contains(message, "no callable"))
        member = first, type = second;
    else if (contains(message, "must have class/struct/union") && first.starts_with('.'))
        member = first.substr(1);
    if (!is_await_member(member)) return std::nullopt;
    if (member == "await_ready" || contains(message, "no callable") || type.empty())
        return not_awaitable(message, type);
    AwaitFault fault = about("incomplete-awaiter", type_text(message, type));
    fault.where = member;
    return fault;
}

/// GCC names the argument's type in the call; MSVC behind "from"; Clang in the notes below.
std::string type_of_argument(std::string_view message) {
    const std::size_t call = message.find("await_transform(");
    if (call != std::string_view::npos) {
        const std::size_t start = call + std::string_view("await_transform(").size();
        int depth = 1;
        for (std::size_t at = start; at < message.size(); ++at) {
            if (message[at] == '(') ++depth;
            if (message[at] == ')' && --depth == 0) return type_text(message, message.substr(start, at - start));
        }
    }
    if (const std::size_t from = message.find(" from '"); from != std::string_view::npos)
        return type_text(message, quoted(message.substr(from), 0));
    return "";
}

std::optional<AwaitFault> rejected_by_promise(std::string_view message) {
    if (!contains(message, "await_transform")) return std::nullopt;
    constexpr std::array<std::string_view, 8> wordings = {
        "no matching", "cannot convert argument", "no overloaded function", "deleted", "is ambiguous",
        "no viable",   "could not convert",       "ambiguous call"};
    const bool is_rejected = std::any_of(wordings.begin(), wordings.end(),
                                         [&](std::string_view wording) { return contains(message, wording); });
    if (!is_rejected) return std::nullopt;
    return about("not-in-this-coroutine", contains(message, "matching overloaded") ? "" : type_of_argument(message));
}

/// Which keyword a coroutine's error is marked at: co_return and co_yield are nobody's await.
bool is_marked_at_other_keyword(const Snippet& snippet) {
    if (!snippet.is_known() || await_of(snippet)) return false;
    return is_token_at(snippet.text, snippet.caret, "co_return") ||
           is_token_at(snippet.text, snippet.caret, "co_yield");
}

std::optional<AwaitFault> outside_coroutine(std::string_view message, const Snippet& snippet) {
    if (const std::string_view first = quoted(message, 0); first == keyword && contains(message, "cannot be used ")) {
        AwaitFault fault = about("misplaced-await");
        fault.where = plain_quotes(message.substr(message.find("cannot be used ") + 15));
        return fault;
    }
    if (contains(message, "await expressions are not permitted in handlers")) {
        AwaitFault fault = about("misplaced-await");
        fault.where = "in the handler of a try block";
        return fault;
    }
    if (is_marked_at_other_keyword(snippet)) return std::nullopt;
    if (contains(message, "unable to find the promise type for this coroutine")) return about("not-a-coroutine");
    const bool has_no_promise = contains(message, "promise_type") && contains(message, "coroutine_traits<") &&
                                (contains(message, "no member named") || contains(message, "is not a member of"));
    if (has_no_promise) {
        const std::size_t open = message.find("coroutine_traits<") + 17;
        int depth = 0;
        std::size_t end = open;
        for (; end < message.size(); ++end) {
            const char c = message[end];
            if (c == '<' || c == '(') ++depth;
            if ((c == ',' || c == '>') && depth == 0) break;
            if (c == '>' || c == ')') --depth;
        }
        return about("not-a-coroutine", shortened(message.substr(open, end - open)));
    }
    const bool lacks_header = contains(message, "coroutine_traits") &&
                              (contains(message, "coroutines require a traits template") ||
                               contains(message, "type was not found") || contains(message, "cannot find 'std::"));
    return lacks_header ? std::optional(about("missing-header")) : std::nullopt;
}

std::optional<AwaitFault> bad_suspend(std::string_view message) {
    const bool is_bad = contains(message, "await_suspend") &&
                        (contains(message, "must return") || contains(message, "is required to be"));
    if (!is_bad) return std::nullopt;
    AwaitFault fault = about("incomplete-awaiter");
    fault.said = "its 'await_suspend' must return void, bool or a coroutine handle";
    return fault;
}

std::optional<AwaitFault> asserted_by_library(const CompilerLine& error) {
    const std::string_view message = error.text;
    const bool is_assertion = error.code == "C2338" || contains(message, "static assertion failed") ||
                              contains(message, "static_assert failed") || contains(message, "static_assert(");
    if (!is_assertion || (!contains(message, "wait") || !(contains(message, "await") || contains(message, "Await"))))
        return std::nullopt;
    AwaitFault fault = about("not-awaitable");
    const std::size_t colon = message.find(": ");
    fault.said = shortened(error.code.empty() && colon != std::string_view::npos ? message.substr(colon + 2) : message);
    return fault;
}

// Wordings that other mistakes have too.

bool is_at_member_access(const Snippet& snippet) {
    const std::string_view at = std::string_view(snippet.text).substr(std::min(snippet.caret, snippet.text.size()));
    return at.starts_with('.') || at.starts_with("->");
}

std::optional<AwaitFault> by_marks(std::string_view message, const Snippet& snippet) {
    const auto decide = [&](bool is_await, AwaitFault fault) {
        fault.about = !snippet.is_known() ? About::unclear : is_await ? About::await : About::other;
        return fault;
    };
    if (contains(message, "member reference base type"))
        return decide(!is_at_member_access(snippet), not_awaitable(message, quoted(message, 0)));
    const bool is_await = await_of(snippet).has_value();
    if (contains(message, "base of member reference is a") ||
        contains(message, "reference to overloaded function could not be resolved"))
        return decide(is_await, about("not-called"));
    if (contains(message, "invalid use of void expression")) return decide(is_await, about("not-awaitable", "void"));
    const bool is_copied = contains(message, "call to deleted constructor") ||
                           contains(message, "call to implicitly-deleted copy constructor") ||
                           (contains(message, "use of deleted function") && contains(message, "(const "));
    if (is_copied && is_await) return about("needs-move", type_text(message, quoted(message, 0)));
    return std::nullopt;
}

/// "get_manager" of "get_manager(context)"; empty for anything but a call by name.
std::string callee_of(std::string_view operand, std::string_view type) {
    if (!operand.ends_with(')')) return "";
    int depth = 0;
    std::size_t open = operand.size();
    while (open > 0) {
        --open;
        if (operand[open] == ')') ++depth;
        if (operand[open] == '(' && --depth == 0) break;
    }
    const std::string_view name = operand.substr(0, open);
    const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return is_word(c) || c == ':' || c == '.' || c == '-' || c == '>';
    });
    if (!is_name || name == "std::move" || name == "std::forward") return "";
    // T(...) is no call.
    const std::string_view plain_type = type.substr(0, type.find('<'));
    const std::string_view last = name.substr(name.rfind(':') == std::string_view::npos ? 0 : name.rfind(':') + 1);
    if (plain_type.ends_with(last)) return "";
    return std::string(name);
}

/// No promise is to blame where nothing could ever be awaited.
bool is_never_awaitable(std::string_view type) {
    constexpr std::array<std::string_view, 12> fundamental = {"void",   "bool",         "char",   "short",
                                                              "int",    "unsigned int", "long",   "float",
                                                              "double", "long double",  "size_t", "std::nullptr_t"};
    return type.ends_with('*') || std::find(fundamental.begin(), fundamental.end(), type) != fundamental.end();
}

std::string not_awaitable_words(const AwaitFault& fault, std::string_view operand) {
    const std::string callee = callee_of(operand, fault.type);
    if (!fault.said.empty()) return fmt::format("this cannot be awaited; the library says: {}", fault.said);
    if (fault.type.empty())
        return callee.empty() ? "this cannot be awaited" : fmt::format("the result of '{}' cannot be awaited", callee);
    if (callee.empty()) return fmt::format("'{}' cannot be awaited", fault.type);
    return fmt::format("'{}' is synchronous: '{}' cannot be awaited", callee, fault.type);
}

std::string not_a_coroutine_words(const AwaitFault& fault, std::string_view function) {
    const std::string_view name = quoted(function, 0);
    const std::string in = name.empty() ? "a function that" : fmt::format("'{}', which", name);
    const std::string type = fault.type.empty() ? "" : fmt::format(" '{}'", fault.type);
    return fmt::format("co_await in {} cannot be a coroutine: its return type{} has no promise type", in, type);
}

std::string incomplete_words(const AwaitFault& fault) {
    const std::string type = fault.type.empty() ? "this" : fmt::format("'{}'", fault.type);
    return fault.said.empty() ? fmt::format("{} is not awaitable: it has no '{}'", type, fault.where)
                              : fmt::format("{} is not awaitable: {}", type, fault.said);
}

/// A variable can be moved from, unless it is const, which a log does not show. What is computed cannot.
std::string needs_move_words(const AwaitFault& fault, std::string_view operand) {
    const bool is_variable = !operand.empty() && std::all_of(operand.begin(), operand.end(), [](char c) {
        return is_word(c) || c == ':' || c == '.' || c == '-' || c == '>';
    });
    if (!is_variable) return "this can be awaited only as a temporary, and would be copied here";
    return fmt::format("this can be awaited only as a temporary: write co_await std::move({}){}", operand,
                       fault.where == "lvalue" ? "" : ", if it is not const");
}

}  // namespace

void mark(Snippet& snippet, std::string_view marks) {
    const std::size_t caret = marks.find('^');
    if (caret == std::string_view::npos) return;
    std::size_t first = caret;
    while (first > 0 && marks[first - 1] == '~') --first;
    snippet.has_marks = true;
    snippet.first = first;
    snippet.caret = caret;
}

std::optional<std::size_t> await_of(const Snippet& snippet) {
    const std::string_view text = snippet.text;
    for (std::size_t start : {snippet.first, snippet.caret}) {
        if (start < text.size() && is_token_at(text, start, keyword)) return start;
        std::size_t end = std::min(start, text.size());
        while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '(' || text[end - 1] == '\t')) --end;
        if (end >= keyword.size() && is_token_at(text, end - keyword.size(), keyword)) return end - keyword.size();
    }
    return std::nullopt;
}

std::optional<std::size_t> nearest_await(const Snippet& snippet) {
    if (const auto exact = await_of(snippet)) return exact;
    const std::string_view text = snippet.text;
    std::optional<std::size_t> found;
    std::size_t count = 0;
    for (std::size_t at = text.find(keyword); at != std::string_view::npos; at = text.find(keyword, at + 1)) {
        if (!is_token_at(text, at, keyword)) continue;
        ++count;
        if (at <= snippet.caret || count == 1) found = at;
    }
    if (found && *found > snippet.caret && count > 1) return std::nullopt;
    return found;
}

std::string operand_at(std::string_view text, std::size_t await) {
    std::size_t at = await + keyword.size();
    while (at < text.size() && text[at] == ' ') ++at;
    const std::size_t start = at;
    std::string open;
    for (; at < text.size() && at - start < longest_type; ++at) {
        const char c = text[at];
        if (c == '"' || c == '\'') {
            const std::size_t end = text.find(c, at + 1);
            if (end == std::string_view::npos) return "";
            at = end;
        } else if (c == '(' || c == '[' || c == '{') {
            open += c;
        } else if (c == ')' || c == ']' || c == '}') {
            if (open.empty()) break;
            open.pop_back();
        } else if (open.empty() && !is_word(c) && std::string_view(":.->*&").find(c) == std::string_view::npos) {
            break;
        }
    }
    // Of a template or a cast the end is not known.
    if (!open.empty() || (at < text.size() && text[at] == '<')) return "";
    return std::string(text.substr(start, at - start));
}

AwaitFault judge(const CompilerLine& error, const Snippet& snippet, std::string_view noted) {
    const std::string_view message = error.text;
    if (auto fault = defect_of_awaiter(message, snippet, noted)) return *fault;
    if (contains(message, "awaitable type") && contains(message, "is not a structure"))
        return not_awaitable(message, quoted(message, 0));
    if (auto fault = missing_member(message)) return *fault;
    if (auto fault = rejected_by_promise(message)) return *fault;
    if (auto fault = outside_coroutine(message, snippet)) return *fault;
    if (auto fault = bad_suspend(message)) return *fault;
    if (auto fault = asserted_by_library(error)) return *fault;
    if (auto fault = by_marks(message, snippet)) return *fault;
    return {};
}

void add_type(AwaitFault& fault, const std::string& type) {
    if (fault.type.empty()) fault.type = type;
    if (fault.reason == "not-in-this-coroutine" && is_never_awaitable(fault.type)) fault.reason = "not-awaitable";
}

std::string in_words(const AwaitFault& fault, std::string_view operand, std::string_view function) {
    if (fault.reason == "not-called")
        return operand.empty() ? "a function is awaited without being called"
                               : fmt::format("'{0}' is awaited without being called: write {0}()", operand);
    if (fault.reason == "not-in-this-coroutine") {
        const std::string type = fault.type.empty() ? "this" : fmt::format("'{}'", fault.type);
        const std::string callee = callee_of(operand, fault.type);
        return fmt::format("{} cannot be awaited in this coroutine: its promise does not accept it{}", type,
                           callee.empty() ? "" : fmt::format(" (the result of '{}')", callee));
    }
    if (fault.reason == "incomplete-awaiter") return incomplete_words(fault);
    if (fault.reason == "ambiguous-operator")
        return fmt::format("{} cannot be awaited: several 'operator co_await' fit it equally well",
                           fault.type.empty() ? "this" : fmt::format("'{}'", fault.type));
    if (fault.reason == "needs-move") return needs_move_words(fault, operand);
    if (fault.reason == "misplaced-await") return fmt::format("co_await cannot stand {}", fault.where);
    if (fault.reason == "not-a-coroutine") return not_a_coroutine_words(fault, function);
    if (fault.reason == "missing-header") return "<coroutine> is not included, so that nothing can be awaited";
    return not_awaitable_words(fault, operand);
}

}  // namespace awaitlint
