// Classifies one await, and fills in what findings always say. See site.h.
#include "awaitlint/site.h"

namespace awaitlint {
namespace {

/// The operand has no await protocol of its own, and calling it gives an awaitable (or it names a function).
bool is_uncalled(const Protocol& protocol) {
    if (protocol.names_function) return true;
    return protocol.is_callable_without_arguments && protocol.is_awaitable_when_called &&
           !protocol.operand_is_awaitable_itself && !is_part_of_awaiter(protocol);
}

}  // namespace

bool is_part_of_awaiter(const Protocol& protocol) {
    return !protocol.awaiter_members.empty() || protocol.has_own_operator;
}

std::optional<Fault> fault_of(const Await& await) {
    const Protocol& protocol = await.protocol;
    if (await.outcome == Outcome::accepted || await.outcome == Outcome::dependent) return std::nullopt;
    if (await.outcome == Outcome::outside) return Fault::outside;
    if (await.is_token_missing) return Fault::missing_token;
    if (is_uncalled(protocol)) return Fault::not_called;
    if (protocol.is_awaitable_as_rvalue) return Fault::needs_move;
    if (!protocol.hidden_operator.empty()) return Fault::missing_operator;
    if (await.outcome == Outcome::pass_through) return Fault::pass_through;
    // Mostly the promise's await_transform; else an await_suspend that wants the handle of another promise.
    if (protocol.operand_is_awaitable_itself) return Fault::not_in_this_coroutine;
    if (is_part_of_awaiter(protocol)) return Fault::incomplete_awaiter;
    if (!protocol.meant_by.empty()) return Fault::missing_operator;
    return await.call ? Fault::sync_call : Fault::not_awaitable;
}

std::string_view reason_name(Fault fault) {
    switch (fault) {
        case Fault::outside:
            return "";
        case Fault::not_called:
            return "not-called";
        case Fault::needs_move:
            return "needs-move";
        case Fault::missing_operator:
            return "missing-operator";
        case Fault::not_in_this_coroutine:
            return "not-in-this-coroutine";
        case Fault::incomplete_awaiter:
            return "incomplete-awaiter";
        case Fault::pass_through:
            return "pass-through";
        case Fault::missing_token:
            return "missing-token";
        case Fault::sync_call:
            return "sync-call";
        case Fault::not_awaitable:
            return "not-awaitable";
    }
    return "";
}

bool is_operand_synchronous(const Await& await) {
    const Protocol& protocol = await.protocol;
    return !protocol.operand_is_awaitable_itself && !protocol.is_awaitable_as_rvalue &&
           protocol.hidden_operator.empty() && protocol.meant_by.empty() && !is_part_of_awaiter(protocol) &&
           !is_uncalled(protocol);
}

std::string cannot_be_coroutine(const std::string& subject, const Enclosing& enclosing) {
    const std::string verdict = " cannot be a coroutine";
    std::string why = enclosing.why_not_coroutine;
    // "a constructor cannot be a coroutine" says the verdict already.
    if (why.ends_with(verdict)) {
        why.resize(why.size() - verdict.size());
        why = subject.find(why) == std::string::npos ? "it is " + why : "";
    }
    return subject + verdict + (why.empty() ? "" : ": " + why);
}

std::string_view context_of(const Enclosing& enclosing) {
    if (enclosing.qualified_name.empty()) return "namespace";
    return enclosing.is_coroutine && enclosing.can_be_coroutine ? "coroutine" : "function";
}

Severity severity_in(const Config& config, const RuleInfo& rule) {
    const auto found = config.rules.find(std::string(rule.id));
    return found == config.rules.end() ? rule.severity : found->second;
}

Finding finding_at(const Site& site, const RuleInfo& rule, const RuleInput& input) {
    const Enclosing& around = input.unit.around(site);
    Finding finding;
    finding.rule = rule.id;
    finding.severity = severity_in(input.config, rule);
    finding.span = site.span;
    finding.function = around.qualified_name;
    finding.context = context_of(around);
    finding.current = site.text;
    return finding;
}

Finding finding_at(const Await& await, const RuleInfo& rule, const RuleInput& input) {
    Finding finding = finding_at(await.site, rule, input);
    if (await.call) finding.callee = await.call->callee.qualified_name;
    finding.type = await.operand_type_full.empty() ? await.operand_type : await.operand_type_full;
    return finding;
}

}  // namespace awaitlint
