// The forms of repair and their order. See suggest.h.
#include "awaitlint/suggest.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/excerpt.h"
#include "awaitlint/site.h"
#include "suggest/await_edits.h"
#include "suggest/twins.h"

namespace awaitlint {
namespace {

Suggestion entitled(std::string kind, std::string title) {
    Suggestion suggestion;
    suggestion.kind = std::move(kind);
    suggestion.title = std::move(title);
    return suggestion;
}

void set_target(Suggestion& suggestion, const Symbol& symbol, const std::string& usr) {
    suggestion.target = symbol.qualified_name;
    suggestion.target_place = symbol.declared;
    suggestion.target_usr = usr;
}

std::string name_of(const Enclosing& enclosing) {
    if (enclosing.qualified_name.empty()) return "this place";
    return enclosing.is_lambda ? "this lambda" : "'" + enclosing.qualified_name + "'";
}

/// A coroutine without its last keyword is an ordinary function that runs off its end: keep it a coroutine.
void keep_coroutine(Suggestion& suggestion, const Enclosing& enclosing) {
    if (!enclosing.is_coroutine || enclosing.sound_keywords != 0 || enclosing.has_return_statement) return;
    if (!enclosing.promise_has_return_void) {
        suggestion.why_not =
            fmt::format("without this co_await {} is no longer a coroutine and runs off its end", name_of(enclosing));
        return;
    }
    if (const auto edit = end_with_co_return(enclosing)) {
        suggestion.edits.push_back(*edit);
        suggestion.title += " and end with co_return";
    } else {
        suggestion.why_not =
            fmt::format("{} needs a 'co_return;' at its end, which is written in a macro", name_of(enclosing));
    }
}

/// Why nothing would wait for what the operand is without its co_await; empty where nothing says that anything should.
std::string why_drop_loses(const Await& await) {
    const Protocol& protocol = await.protocol;
    if (is_part_of_awaiter(protocol) && protocol.rival_operators.empty())
        return fmt::format("'{}' is part of an awaiter: nothing would wait for it", await.operand_type);
    if (is_part_of_awaiter(protocol) || !protocol.meant_by.empty())
        return fmt::format("'{}' is there to be waited for, and nothing would wait for it", await.operand_type);
    const bool is_result_lost = await.is_statement || await.operand_type == "void";
    if (await.call && is_result_lost && is_async_name(await.call->callee.name))
        return fmt::format("'{}' is named as an asynchronous operation: nothing would wait for it",
                           await.call->callee.name);
    return "";
}

Suggestion without_co_await(const Await& await, Fault fault, const Enclosing& around) {
    Suggestion suggestion = entitled("sync", "drop co_await");
    if (await.call) {
        const Symbol& callee = await.call->callee;
        suggestion.title = fmt::format("call '{}' without co_await", callee.name);
        set_target(suggestion, callee, callee.usr);
    }
    suggestion.edits = {drop_keyword(await)};
    const bool is_spelled = !await.operand_text.empty() || !await.call;
    const std::string sketch = is_spelled ? await.operand_text : await.call->callee.name + "(...)";
    suggestion.replacement = text_after(await.site, suggestion.edits, sketch);
    if (fault != Fault::outside) keep_coroutine(suggestion, around);
    if (const std::string lost = why_drop_loses(await); !lost.empty()) suggestion.why_not = lost;
    return suggestion;
}

/// The await of a call with the twin in place of its callee, or a call of the twin where `keeps_co_await` is false.
Suggestion with_twin(const Await& await, const Twin& twin, bool keeps_co_await) {
    const Site& site = await.site;
    const CallSite& call = *await.call;
    const std::string& name = twin.sibling.symbol.name;
    Suggestion suggestion = keeps_co_await ? entitled("async", fmt::format("await '{}' instead", name))
                                           : entitled("sync", fmt::format("call '{}' without co_await", name));
    suggestion.why_not = twin.why_not;
    set_target(suggestion, twin.sibling.symbol, twin.usr);
    const std::string sketch = (keeps_co_await ? "co_await " : "") + twin.sibling.spelling + "(...)";
    const auto edits = call_sibling(call, twin.sibling);
    if (!edits) {
        suggestion.replacement =
            keeps_co_await ? text_with_name(site, call.callee.name, twin.sibling.spelling, sketch) : sketch;
        if (!site.is_in_macro()) {
            suggestion.why_not =
                fmt::format("this call does not spell the name '{}' that would change", call.callee.name);
        }
        return suggestion;
    }
    const std::string renamed = text_after(site, *edits, sketch);
    suggestion.edits = *edits;
    if (!keeps_co_await) suggestion.edits.insert(suggestion.edits.begin(), drop_keyword(await));
    suggestion.replacement = text_after(site, suggestion.edits, sketch);
    const bool is_same = site.text.size() > most_source_bytes
                             ? twin.sibling.extra_argument.empty() && twin.sibling.spelling == call.callee.name
                             : renamed == site.text;
    if (is_same) {
        suggestion.edits.clear();
        suggestion.why_not = fmt::format("'{}' has another signature: the call as written does not pick it",
                                         twin.sibling.symbol.qualified_name);
    }
    return suggestion;
}

std::vector<Suggestion> with_twins(const Await& await, const std::vector<Twin>& twins, bool keeps_co_await) {
    std::vector<Suggestion> suggestions;
    for (const Twin& twin : twins) suggestions.push_back(with_twin(await, twin, keeps_co_await));
    return suggestions;
}

Suggestion called(const Await& await) {
    Suggestion suggestion = entitled("call", "call it");
    suggestion.edits = call_operand(await);
    suggestion.replacement = text_after(await.site, suggestion.edits, "co_await " + await.operand_text + "()");
    return suggestion;
}

Suggestion moved(const Await& await) {
    const std::string expression = "std::move(" + await.operand_text + ")";
    Suggestion suggestion = entitled("move", "move it: " + expression);
    suggestion.edits = wrap_operand(await, "std::move(", ")");
    suggestion.replacement = text_after(await.site, suggestion.edits, "co_await " + expression);
    return suggestion;
}

Suggestion made_visible(const Await& await, const Enclosing& around) {
    const Protocol& protocol = await.protocol;
    Suggestion suggestion = entitled("using", fmt::format("make '{}' visible", protocol.hidden_operator));
    suggestion.replacement = await.site.text;
    suggestion.target = protocol.hidden_operator;
    suggestion.target_place = protocol.hidden_operator_place;
    const bool is_global = protocol.hidden_operator.find("::") == std::string::npos;
    const std::string declaration = fmt::format("using {}{};", is_global ? "::" : "", protocol.hidden_operator);
    if (around.body.length == 0 || await.site.is_in_macro()) {
        suggestion.why_not = fmt::format("add '{}' before this line by hand", declaration);
        return suggestion;
    }
    const std::string separator = around.body_indent.empty() ? " " : around.line_end + around.body_indent;
    suggestion.edits = {{around.body.file, around.body.offset + 1, 0, separator + declaration}};
    suggestion.title = fmt::format("make '{}' visible: {}", protocol.hidden_operator, declaration);
    return suggestion;
}

/// Who calls a twin in place of the await's operand.
Caller caller_of(const Await& await, const RuleInput& input) {
    return {input.unit.around(await.site), input.config, await.outcome == Outcome::pass_through};
}

std::vector<Suggestion> async_suggestions(const Await& await, const RuleInput& input) {
    if (!await.call) return {};
    return with_twins(await, async_twins(*await.call, caller_of(await, input)), true);
}

/// True if the call has a synchronous twin that shows it to be asynchronous, although its type does not.
bool is_call_marked_async(const CallSite& call, const Config& config) {
    return std::any_of(call.siblings.begin(), call.siblings.end(), [&](const Sibling& sibling) {
        return sibling.is_awaitable == Certainty::no &&
               is_marked_async(sibling.symbol.qualified_name, call.callee.qualified_name, config);
    });
}

/// What a coroutine needs and a lambda mostly lacks: a return type that is written.
std::vector<Suggestion> with_return_type(const Await& await, const Enclosing& enclosing) {
    std::vector<Suggestion> suggestions;
    if (enclosing.body.length == 0) return suggestions;
    for (const std::string& type : await.task_types) {
        Suggestion suggestion = entitled("type", fmt::format("give {} the return type '{}'", name_of(enclosing), type));
        suggestion.replacement = (enclosing.has_parameter_list ? "-> " : "() -> ") + type;
        suggestion.edits = {{enclosing.body.file, enclosing.body.offset, 0, suggestion.replacement + " "}};
        suggestions.push_back(std::move(suggestion));
    }
    return suggestions;
}

/// The way out where nothing synchronous can be called: the function becomes a coroutine, and its callers have to
/// know.
std::vector<Suggestion> with_written_type(const Await& await, const Enclosing& enclosing) {
    std::vector<Suggestion> suggestions;
    if (await.task_types.empty() && await.why_no_task_type.empty()) return suggestions;
    Suggestion suggestion = entitled("type", fmt::format("make {} a coroutine", name_of(enclosing)));
    suggestion.why_not = await.why_no_task_type;
    suggestion.why_unsafe = "whatever calls it has to await it";
    if (suggestion.why_not.empty()) {
        suggestion.title = fmt::format("give {} the return type '{}'", name_of(enclosing), await.task_types.front());
        suggestion.replacement = await.task_types.front();
        for (const Span& type : await.return_types)
            suggestion.edits.push_back({type.file, type.offset, type.length, await.task_types.front()});
        for (const Span& word : await.plain_returns)
            suggestion.edits.push_back({word.file, word.offset, word.length, "co_return"});
    }
    return {suggestion};
}

/// `co_await (c ? a() : b())`, in place of the c alone that it awaits as it stands.
std::optional<Suggestion> chosen_first(const Await& await) {
    if (await.operands.length == 0 || await.site.is_in_macro()) return std::nullopt;
    Suggestion suggestion = entitled("group", "await what is chosen");
    suggestion.replacement = "co_await (" + await.operands_text + ")";
    suggestion.edits = {{await.operands.file, await.operands.offset, 0, "("},
                        {await.operands.file, await.operands.end_offset(), 0, ")"}};
    return suggestion;
}

/// Another await of the same function has a way out, or a repair, of its own: which is meant for both nobody knows.
bool is_one_of_several(const Await& await, const RuleInput& input) {
    return std::any_of(input.unit.awaits.begin(), input.unit.awaits.end(), [&](const Await& other) {
        return other.site.span != await.site.span && other.site.function == await.site.function &&
               other.outcome == Outcome::outside;
    });
}

/// Outside a coroutine nothing can be awaited: what the asynchronous form would need is told, not tried.
std::vector<Suggestion> outside_suggestions(const Await& await, const RuleInput& input) {
    const Enclosing& around = input.unit.around(await.site);
    if (!await.task_types.empty() && await.return_types.empty()) return with_return_type(await, around);
    if (!is_operand_synchronous(await) || (await.call && is_call_marked_async(*await.call, input.config))) {
        std::vector<Suggestion> suggestions;
        if (await.call) suggestions = with_twins(await, sync_twins(*await.call, caller_of(await, input)), false);
        if (suggestions.empty() && !is_one_of_several(await, input)) return with_written_type(await, around);
        return suggestions;
    }
    std::vector<Suggestion> suggestions = {without_co_await(await, Fault::outside, around)};
    for (Suggestion& suggestion : async_suggestions(await, input)) {
        if (suggestion.why_not.empty()) suggestion.why_not = cannot_be_coroutine(name_of(around), around);
        suggestions.push_back(std::move(suggestion));
    }
    return suggestions;
}

std::vector<Suggestion> coroutine_suggestions(const Await& await, Fault fault, const RuleInput& input) {
    std::vector<Suggestion> suggestions = async_suggestions(await, input);
    if (fault == Fault::not_in_this_coroutine) return suggestions;
    if (auto chosen = chosen_first(await)) suggestions.insert(suggestions.begin(), std::move(*chosen));
    const auto place = input.config.prefer == "sync" ? suggestions.begin() : suggestions.end();
    suggestions.insert(place, without_co_await(await, fault, input.unit.around(await.site)));
    return suggestions;
}

/// The operation itself with the completion token: the only sibling that such an await has.
std::vector<Suggestion> with_token(const Await& await) {
    std::vector<Suggestion> suggestions;
    for (const Sibling& sibling : await.call->siblings) {
        Suggestion suggestion = with_twin(await, {sibling, sibling.symbol.usr, ""}, true);
        suggestion.title = fmt::format("give it the completion token '{}'", sibling.extra_argument);
        suggestions.push_back(std::move(suggestion));
    }
    return suggestions;
}

std::vector<Suggestion> unordered_suggestions(const Await& await, Fault fault, const RuleInput& input) {
    switch (fault) {
        case Fault::outside:
            return outside_suggestions(await, input);
        case Fault::not_called:
            if (!await.protocol.is_awaitable_when_called) return {};
            return {called(await)};
        case Fault::needs_move:
            return {moved(await)};
        case Fault::missing_operator:
            if (await.protocol.hidden_operator.empty()) return coroutine_suggestions(await, fault, input);
            return {made_visible(await, input.unit.around(await.site))};
        case Fault::missing_token:
            return with_token(await);
        case Fault::not_in_this_coroutine:
        case Fault::incomplete_awaiter:
        case Fault::pass_through:
        case Fault::sync_call:
        case Fault::not_awaitable:
            return coroutine_suggestions(await, fault, input);
    }
    return {};
}

std::vector<Suggestion> known_failures_last(std::vector<Suggestion> suggestions) {
    std::vector<Suggestion> hopeful, failing;
    for (Suggestion& suggestion : suggestions) {
        (suggestion.why_not.empty() ? hopeful : failing).push_back(std::move(suggestion));
    }
    std::move(failing.begin(), failing.end(), std::back_inserter(hopeful));
    return hopeful;
}

/// The body of a macro serves other places too: nothing there is edited for the sake of this one. The macro's argument
/// is this one's alone.
void leave_macro_alone(std::vector<Suggestion>& suggestions, const Site& site) {
    const std::string why_not = why_no_edit_in_macro(site);
    const Span& use = site.span;
    const auto is_in_argument = [&](const Edit& edit) {
        return edit.file == use.file && edit.offset > use.offset && edit.offset + edit.length < use.end_offset();
    };
    const bool is_keyword_here =
        site.keyword.file == use.file && site.keyword.offset >= use.offset && site.keyword.offset < use.end_offset();
    for (Suggestion& suggestion : suggestions) {
        const bool is_of_argument = suggestion.kind == "async" && !suggestion.edits.empty() &&
                                    !site.is_partly_in_macro && !is_keyword_here &&
                                    std::all_of(suggestion.edits.begin(), suggestion.edits.end(), is_in_argument);
        if (is_of_argument) continue;
        suggestion.edits.clear();
        if (suggestion.why_not.empty()) suggestion.why_not = why_not;
    }
}

}  // namespace

std::vector<Suggestion> suggestions_for(const Await& await, const RuleInput& input) {
    const std::optional<Fault> fault = fault_of(await);
    if (!fault) return {};
    std::vector<Suggestion> suggestions = unordered_suggestions(await, *fault, input);
    suggestions = known_failures_last(std::move(suggestions));
    if (await.site.is_in_macro()) leave_macro_alone(suggestions, await.site);
    for (Suggestion& suggestion : suggestions) std::sort(suggestion.edits.begin(), suggestion.edits.end());
    return suggestions;
}

std::optional<WantedSibling> wanted_sibling(const CallSite& call, const Site& site, const Enclosing& around) {
    if (call.parameters.empty()) return std::nullopt;
    WantedSibling wanted{call.callee.qualified_name, call.parameters, around.task_type};
    const bool is_spelled = !site.is_in_macro() && call.name.length != 0 && call.name.file == site.span.file &&
                            call.name.is_within(site.span) && site.text.size() == site.span.length;
    if (!is_spelled) return wanted;
    wanted.name_at = call.name.offset - site.span.offset;
    wanted.name_length = call.name.length;
    return wanted;
}

std::vector<Suggestion> suggestions_for(const MissingReturn& missing, const RuleInput& input) {
    const Enclosing& around = input.unit.around(missing.site);
    Suggestion plain = entitled("co_return", "end with co_return");
    const Span& keyword = missing.site.keyword;
    if (keyword.length == 0) {
        plain.replacement = "co_return;";
        if (!around.promise_has_return_void) {
            plain.why_not = "its coroutines return a value, and which one is not known";
        } else if (const auto edit = end_with_co_return(around)) {
            plain.edits = {*edit};
        } else {
            plain.why_not = "its end is written in a macro";
        }
        return {plain};
    }
    const std::string& text = missing.site.text;
    const std::string rest = text.substr(std::min<std::size_t>(keyword.length, text.size()));
    const auto replaced = [&](const std::string& by) {
        plain.replacement = by + rest;
        plain.edits = {{keyword.file, keyword.offset, keyword.length, by}};
        return plain;
    };
    if (missing.gives_awaitable) return {replaced("co_return co_await"), replaced("co_return")};
    return {replaced("co_return")};
}

}  // namespace awaitlint
