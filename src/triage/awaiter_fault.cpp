// See awaiter_fault.h. The wordings are those of g++ 12 and clang++ 14 to 22.
#include "triage/awaiter_fault.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace awaitlint {
namespace {

constexpr std::string_view operator_name = "operator co_await";

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return contains(text, part); });
}

/// The compiler points at the operand of a co_await, or behind it, and not at the co_await itself.
bool is_at_operand(const Snippet& snippet) {
    const auto await = nearest_await(snippet);
    if (!await || snippet.caret <= *await) return false;
    const std::string operand = operand_at(snippet.text, *await);
    const std::size_t start = snippet.text.find_first_not_of(' ', *await + std::string_view("co_await").size());
    return !operand.empty() && snippet.caret >= start && snippet.caret <= start + operand.size();
}

/// "priv" of "bool priv::await_ready()"
std::string class_in(std::string_view signature, std::string_view member) {
    const std::size_t end = signature.find(fmt::format("::{}", member));
    if (end == std::string_view::npos) return "";
    int depth = 0;
    std::size_t start = end;
    for (; start > 0; --start) {
        const char c = signature[start - 1];
        if (c == '>' || c == ')') ++depth;
        if (c == '<' || c == '(') --depth;
        if (c == ' ' && depth == 0) break;
    }
    return std::string(signature.substr(start, end - start));
}

AwaitFault incomplete(std::string type, std::string said) {
    return {About::await, "incomplete-awaiter", std::move(type), "", std::move(said)};
}

std::optional<AwaitFault> inaccessible(std::string_view message) {
    const std::string_view member = await_member_in(message);
    if (member.empty()) return std::nullopt;
    for (std::string_view access : {"private", "protected"}) {
        if (contains(message, fmt::format("is {} within this context", access)))
            return incomplete(class_in(quoted(message, 0), member), fmt::format("its '{}' is {}", member, access));
        if (contains(message, fmt::format("is a {} member of", access)))
            return incomplete(std::string(quoted(message, 1)), fmt::format("its '{}' is {}", member, access));
    }
    return std::nullopt;
}

std::optional<AwaitFault> not_const(std::string_view message, const Snippet& snippet, std::string_view member) {
    const bool is_gcc = contains(message, "argument discards qualifiers");
    if (!is_gcc && !contains(message, "but function is not marked const")) return std::nullopt;
    if (member.empty() && !is_at_operand(snippet)) return std::nullopt;
    const std::string type(quoted(message, is_gcc ? 0 : 2));
    if (type.starts_with("const ") || contains(type, " const"))
        return incomplete(type, member.empty() ? "it is const, and its members are not"
                                               : fmt::format("it is const, and its '{}' is not", member));
    if (member != operator_name) return std::nullopt;
    AwaitFault fault{About::await, "needs-move", type, "", ""};
    fault.where = "lvalue";  // the compiler has shown that it is not const
    return fault;
}

std::string_view parameters_of(std::string_view member) {
    return member == "await_suspend" ? "must take the handle of this coroutine, and nothing else"
                                     : "must take no argument";
}

std::optional<AwaitFault> wrong_parameters(std::string_view message, const Snippet& snippet, std::string_view noted) {
    const std::string_view call = quoted(message, 0);
    const bool is_no_match = contains_any(message, {"no matching function for call to", "no matching member function"});
    if (is_no_match && !await_member_in(call).empty()) {
        const std::string_view member = await_member_in(call);
        return incomplete(class_in(call, member), fmt::format("its '{}' {}", member, parameters_of(member)));
    }
    const bool is_count =
        contains_any(message, {"too few arguments to function call", "too many arguments to function call"});
    if (is_count && !noted.empty() && (is_at_operand(snippet) || !snippet.is_known()))
        return incomplete("", fmt::format("its '{}' {}", noted, parameters_of(noted)));
    const bool is_handle = contains(call, "coroutine_handle<") &&
                           contains_any(message, {"cannot convert", "no viable conversion from", "could not convert"});
    if (is_handle && (noted == "await_suspend" || is_at_operand(snippet)))
        return incomplete("", fmt::format("its 'await_suspend' {}", parameters_of("await_suspend")));
    return std::nullopt;
}

std::optional<AwaitFault> not_bool(std::string_view message, const Snippet& snippet, std::string_view noted) {
    const bool is_conversion =
        contains(message, "is not contextually convertible to 'bool'") ||
        (contains(message, "no viable conversion from") && contains(message, "to 'bool'")) ||
        (contains(message, "used where a") && contains(message, "was expected") && quoted(message, 1) == "bool") ||
        (contains(message, "used where a") && quoted(message, 2) == "bool");
    if (!is_conversion) return std::nullopt;
    // g++ may point at the end of the function: no other conversion happens there.
    const bool is_at_end = snippet.is_known() && snippet.text.find_first_not_of(" }\t") == std::string::npos;
    if (noted != "await_ready" && !is_at_operand(snippet) && !is_at_end) return std::nullopt;
    std::string_view type = quoted(message, 0);
    for (std::string_view key : {"struct ", "class "})
        if (type.starts_with(key)) type.remove_prefix(key.size());
    return incomplete("", fmt::format("its 'await_ready' returns '{}', which is no bool", type));
}

std::optional<AwaitFault> deleted(std::string_view message, std::string_view member) {
    if (!contains_any(message, {"use of deleted function", "attempt to use a deleted function", "call to deleted"}) ||
        member.empty())
        return std::nullopt;
    return incomplete(class_in(quoted(message, 0), member), fmt::format("its '{}' is deleted", member));
}

std::optional<AwaitFault> ambiguous(std::string_view message) {
    const bool is_ambiguous = contains(message, "operator 'co_await' is ambiguous") ||
                              (contains(message, "ambiguous overload for") && contains(message, operator_name));
    if (!is_ambiguous) return std::nullopt;
    const std::size_t type = message.find("operand type");
    AwaitFault fault{About::await, "ambiguous-operator", "", "", ""};
    if (type != std::string_view::npos) fault.type = quoted(message.substr(type), 0);
    return fault;
}

}  // namespace

std::string_view await_member_in(std::string_view text) {
    for (std::string_view member : {std::string_view("await_ready"), std::string_view("await_suspend"),
                                    std::string_view("await_resume"), operator_name})
        if (contains(text, member)) return member;
    return {};
}

std::optional<AwaitFault> defect_of_awaiter(std::string_view message, const Snippet& snippet, std::string_view noted) {
    const std::string_view named = await_member_in(message);
    const std::string_view member = named.empty() ? noted : named;
    if (auto fault = ambiguous(message)) return fault;
    if (auto fault = inaccessible(message)) return fault;
    if (auto fault = not_const(message, snippet, member)) return fault;
    if (auto fault = wrong_parameters(message, snippet, noted)) return fault;
    if (auto fault = not_bool(message, snippet, noted)) return fault;
    return deleted(message, member);
}

}  // namespace awaitlint
