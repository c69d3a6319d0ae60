// await-on-non-awaitable: co_await on a value that cannot be awaited in this coroutine.
//
// Flags an await that the compiler rejects, and one that compiles only because the promise accepts any value at all:
// nothing is waited for there. Says which function was meant. Ignores what depends on a template parameter (maybe),
// what is awaitable by design (results that propagate errors, durations, ready awaiters: the front end accepts them),
// and co_await outside a coroutine, which is await-outside-coroutine's.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/site.h"
#include "awaitlint/suggest.h"

namespace awaitlint {

extern const Rule await_on_non_awaitable;

namespace {

constexpr std::array<std::string_view, 9> reasons = {
    "sync-call",          "not-called",    "needs-move",   "not-in-this-coroutine", "missing-operator",
    "incomplete-awaiter", "missing-token", "pass-through", "not-awaitable"};

/// The operand as it is quoted in a message: one short line, or nothing.
std::string quoted_operand(const Await& await) {
    constexpr std::size_t longest = 60;
    const std::string& text = await.operand_text;
    if (text.empty() || text.size() > longest || text.find('\n') != std::string::npos) return "the operand";
    return "'" + text + "'";
}

std::string quoted_type(const Await& await) {
    return await.operand_type.empty() ? "its operand" : "'" + await.operand_type + "'";
}

/// The declared type itself: "Manager" of "const Manager &".
std::string_view bare_type(std::string_view type) {
    if (type.starts_with("const ")) type.remove_prefix(6);
    const std::size_t last = type.find_last_not_of(" &");
    return last == std::string_view::npos ? type : type.substr(0, last + 1);
}

std::string kind_of_coroutine(const Enclosing& enclosing) {
    if (enclosing.return_type.empty()) return "this coroutine";
    return fmt::format("a coroutine that returns '{}'", enclosing.return_type);
}

/// "'await_suspend' and 'await_resume'": the members of an awaiter that are not there.
std::string missing_members(const Protocol& protocol) {
    std::vector<std::string> missing;
    for (const char* member : {"await_ready", "await_suspend", "await_resume"}) {
        const auto& present = protocol.awaiter_members;
        if (std::find(present.begin(), present.end(), member) == present.end()) {
            missing.push_back(fmt::format("'{}'", member));
        }
    }
    return fmt::format("{}", fmt::join(missing, " and "));
}

std::string incomplete_message(const Await& await) {
    // Of a class that only has the operator there is no awaiter to speak of.
    const std::string missing = await.protocol.awaiter_members.empty() ? "" : missing_members(await.protocol);
    const std::string& failure = await.protocol.failure;
    if (!missing.empty()) return fmt::format("{} is not awaitable: its awaiter lacks {}", quoted_type(await), missing);
    if (!failure.empty()) return fmt::format("{} is not awaitable here: {}", quoted_type(await), failure);
    return fmt::format("{} is not awaitable here: its awaiter does not fit this coroutine", quoted_type(await));
}

std::string sync_call_message(const Await& await) {
    const std::string& callee = await.call->callee.name;
    if (is_async_name(callee))
        return fmt::format("'{}' gives nothing to await: {} cannot be awaited", callee, quoted_type(await));
    if (await.operand_type == "void") {
        return fmt::format("'{}' is synchronous: it returns 'void', which cannot be awaited", callee);
    }
    return fmt::format("'{}' is synchronous: {} cannot be awaited", callee, quoted_type(await));
}

/// A type that is there to be waited for, and nobody here knows how.
std::string missing_operator_message(const Await& await) {
    const Protocol& protocol = await.protocol;
    if (!protocol.hidden_operator.empty())
        return fmt::format("{} cannot be awaited here: '{}' is not visible", quoted_type(await),
                           protocol.hidden_operator);
    return fmt::format("{} cannot be awaited here: no 'operator co_await' for it is visible, although {}",
                       quoted_type(await), protocol.meant_by);
}

std::string pass_through_message(const Await& await) {
    std::string verdict =
        fmt::format("{} is not awaitable, this coroutine's promise lets any value through", quoted_type(await));
    if (!await.call || !await.protocol.meant_by.empty() || is_async_name(await.call->callee.name)) return verdict;
    return fmt::format("'{}' is synchronous: {}", await.call->callee.name, verdict);
}

std::string message_of(const Await& await, Fault fault, const Enclosing& around) {
    const Protocol& protocol = await.protocol;
    const std::string type = quoted_type(await);
    switch (fault) {
        case Fault::not_called:
            return quoted_operand(await) + (protocol.is_awaitable_when_called
                                                ? " is not called: only the result of calling it is awaitable"
                                                : " is not called: a function cannot be awaited");
        case Fault::needs_move:
            return fmt::format("{} is awaitable only as an rvalue: {} must be moved", type, quoted_operand(await));
        case Fault::missing_operator:
            return missing_operator_message(await);
        case Fault::missing_token:
            return fmt::format("'{}' needs a completion token to give something to await", await.call->callee.name);
        case Fault::not_in_this_coroutine:
            return fmt::format("{} is awaitable, but not in {}", type, kind_of_coroutine(around));
        case Fault::incomplete_awaiter:
            return incomplete_message(await);
        case Fault::pass_through:
            return pass_through_message(await);
        case Fault::sync_call:
            return sync_call_message(await);
        case Fault::not_awaitable:
            return fmt::format("{} cannot be awaited: it is a value, not an awaitable", type);
        case Fault::outside:
            break;
    }
    return {};
}

/// Where the type is declared and which step of the protocol it fails: one note, since both speak of one place.
std::vector<Note> notes_of(const Await& await, Fault fault) {
    const Protocol& protocol = await.protocol;
    std::vector<Note> notes;
    if (fault == Fault::missing_operator && protocol.hidden_operator_place.is_known()) {
        notes.push_back(
            {fmt::format("'{}' is declared here", protocol.hidden_operator), protocol.hidden_operator_place});
    }
    if (await.type_declared.is_known()) {
        const std::string type = fmt::format("'{}'", bare_type(await.operand_type));
        std::string failure = protocol.failure;
        if (failure.starts_with(type + " ")) failure.replace(0, type.size(), "it");
        if (!failure.empty()) failure.insert(0, ": ");
        notes.push_back({type + " is declared here" + failure, await.type_declared});
    } else if (!protocol.failure.empty()) {
        notes.push_back({protocol.failure, {}});
    }
    return notes;
}

/// A synchronous call, and no asynchronous function is in sight: one that is declared elsewhere may have been meant.
bool may_be_meant_for_another(const Await& await, Fault fault, const std::vector<Suggestion>& suggestions) {
    if (!await.call || !is_operand_synchronous(await)) return false;
    if (fault != Fault::sync_call && fault != Fault::pass_through) return false;
    return std::none_of(suggestions.begin(), suggestions.end(),
                        [](const Suggestion& suggestion) { return suggestion.kind == "async"; });
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Await& await : input.unit.awaits) {
        const std::optional<Fault> fault = fault_of(await);
        if (!fault || *fault == Fault::outside) continue;
        Finding finding = finding_at(await, await_on_non_awaitable.info, input);
        finding.reason = reason_name(*fault);
        finding.message = message_of(await, *fault, input.unit.around(await.site));
        finding.notes = notes_of(await, *fault);
        finding.suggestions = suggestions_for(await, input);
        if (may_be_meant_for_another(await, *fault, finding.suggestions))
            finding.wanted = wanted_sibling(*await.call, await.site, input.unit.around(await.site));
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace

constinit const Rule await_on_non_awaitable = {
    .info = {.id = "await-on-non-awaitable",
             .summary = "co_await is applied to a value that is not awaitable in this coroutine",
             .severity = Severity::error,
             .reasons = reasons},
    .check = check,
};

}  // namespace awaitlint
