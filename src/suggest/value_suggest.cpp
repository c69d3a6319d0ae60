// Repairs of an awaitable value that nobody awaits: add co_await, or call the synchronous twin. See value_site.h.
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/site.h"
#include "awaitlint/value_site.h"
#include "suggest/await_edits.h"
#include "suggest/new_edits.h"
#include "suggest/twins.h"

namespace awaitlint {
namespace {

std::string name_of(const Enclosing& enclosing) {
    return enclosing.is_lambda ? "this lambda" : "'" + enclosing.qualified_name + "'";
}

/// Why no co_await can be written here; empty where one can.
std::string why_not_await(const Value& value, const Enclosing& enclosing) {
    if (enclosing.qualified_name.empty()) return "only a coroutine can await, and no function is around this";
    if (!enclosing.can_be_coroutine) return cannot_be_coroutine(name_of(enclosing), enclosing);
    if (!value.site.why_no_await.empty()) return value.site.why_no_await;
    if (value.is_awaitable == Certainty::no)
        return fmt::format("'{}' is not awaitable in a coroutine that returns '{}'", value.type.name,
                           enclosing.return_type);
    if (!enclosing.is_coroutine && (enclosing.has_return_statement || !enclosing.promise_has_return_void))
        return fmt::format("{} is not a coroutine: each 'return' in it would have to become 'co_return'",
                           name_of(enclosing));
    return "";
}

Edit insertion(const Span& at, std::uint32_t offset, std::string text) {
    return {at.file, offset, 0, std::move(text)};
}

Edit removal(const Span& span) {
    return {span.file, span.offset, span.length, ""};
}

/// What keeps or drops the value goes where nothing is left to be kept or dropped, or where its type changes.
void adapt_surroundings(const Value& value, Suggestion& suggestion) {
    const bool is_void = value.type.result == "void";
    const auto* discarded = std::get_if<fate::Discarded>(&value.fate);
    if (discarded && discarded->in_front.length != 0 && is_void)
        suggestion.edits.push_back(removal(discarded->in_front));
    const fate::Kept* kept = value.kept();
    if (!kept) return;
    if (is_void && kept->declaration.length == 0) {
        suggestion.why_not = fmt::format("its result is 'void': '{}' can keep nothing", kept->variable);
    } else if (is_void) {
        suggestion.edits.push_back(removal(kept->declaration));
    } else if (kept->type.length != 0) {
        suggestion.edits.push_back({kept->type.file, kept->type.offset, kept->type.length, "auto"});
    }
}

/// `co_await (a() || b())`: both run at the same time, as the operator of their library has it. Or
/// `(co_await box.name()).size()`: the member is the result's, and there is nothing else to await.
std::optional<Suggestion> regrouped(const Value& value, const Enclosing& around) {
    const Site& site = value.site;
    if (value.operands.length == 0 || site.is_in_macro()) return std::nullopt;
    const bool is_accessed = site.keyword.length != 0;
    Suggestion suggestion;
    suggestion.kind = "group";
    suggestion.title = is_accessed ? "await it before its member is used" : "await both operands together";
    suggestion.why_not = why_not_await(value, around);
    const std::uint32_t begin = is_accessed ? site.keyword.offset : value.operands.offset;
    const std::uint32_t end = is_accessed ? site.span.end_offset() : value.operands.end_offset();
    suggestion.replacement = "co_await (" + value.operands_text + ")";
    if (is_accessed && end - begin <= value.operands_text.size())
        suggestion.replacement =
            "(" + value.operands_text.substr(0, end - begin) + ")" + value.operands_text.substr(end - begin);
    if (suggestion.why_not.empty())
        suggestion.edits = {insertion(value.operands, begin, "("), insertion(value.operands, end, ")")};
    return suggestion;
}

/// What an await would change of what runs at the same time, where a value is dropped; empty where its result was meant
/// or where nothing runs beside it anyway.
std::string why_await_is_unsafe(const Value& value, const Config& config) {
    const bool is_dropped = value.is<fate::Discarded>() || value.is<fate::Kept>();
    if (!is_dropped || value.made == Maker::mention || value.made == Maker::binding) return "";
    if (start_of(value.type, config) == Start::eager) return "it runs already, and what follows would wait for it";
    return value.is_in_loop && value.type.is_task ? "each pass of the loop would wait for it" : "";
}

Suggestion awaited(const Value& value, const Enclosing& around, const Config& config) {
    const Span& span = value.site.span;
    Suggestion suggestion;
    suggestion.kind = "await";
    suggestion.title = "add co_await";
    const auto* misused = std::get_if<fate::Misused>(&value.fate);
    const bool is_accessed = misused && misused->way == fate::Misused::Way::member_access;
    const std::string before = is_accessed ? "(co_await " : value.needs_parentheses ? "co_await (" : "co_await ";
    const std::string after = is_accessed || value.needs_parentheses ? ")" : "";
    suggestion.replacement = before + value.site.text + after;
    suggestion.why_not = why_not_await(value, around);
    suggestion.why_unsafe = why_await_is_unsafe(value, config);
    const bool is_in_front_of_macro = value.site.begins_macro && after.empty();
    if (suggestion.why_not.empty() && !is_in_front_of_macro) suggestion.why_not = why_no_edit_in_macro(value.site);
    if (suggestion.why_not.empty() && value.made == Maker::binding)
        suggestion.why_not = "it is unpacked here: await it in a statement of its own";
    if (!suggestion.why_not.empty()) return suggestion;
    suggestion.edits = {insertion(span, span.offset, before)};
    if (!after.empty()) suggestion.edits.push_back(insertion(span, span.end_offset(), after));
    adapt_surroundings(value, suggestion);
    // The name of a lambda holds its place, which the edit moves.
    if (value.call && !value.call->callee.name.starts_with("operator")) suggestion.target_usr = value.call->callee.usr;
    return suggestion;
}

/// The library's namespace as the code here names it: what the type's own namespace is called, less what that has on
/// top.
std::string namespace_of(const LibraryProfile& library, const Value& value) {
    const std::string whole = profile_name(value.type.template_name);
    for (const std::string& space : library.namespaces) {
        if (!whole.starts_with(space + "::")) continue;
        const std::string below = whole.substr(space.size(), whole.rfind("::") - space.size());
        const std::string& here = value.type_namespace;
        return here.size() > below.size() && here.ends_with(below) ? here.substr(0, here.size() - below.size()) : space;
    }
    return "";
}

/// The other way to read a task that a loop drops: it was to run by itself.
std::vector<Suggestion> spawned(const Value& value, const Enclosing& around, const Config& config) {
    std::vector<Suggestion> suggestions;
    const LibraryProfile* library = find_library_of_type(config, value.type.template_name);
    const auto* discarded = std::get_if<fate::Discarded>(&value.fate);
    const bool is_statement =
        discarded && discarded->form == fate::Discarded::Form::statement && !value.site.is_in_macro();
    if (!library || !is_statement || why_await_is_unsafe(value, config).empty() ||
        start_of(value.type, config) == Start::eager)
        return suggestions;
    for (const std::string& form : library->spawners) {
        const std::string here = filled(form, namespace_hole, namespace_of(*library, value));
        const bool awaits = here.find("co_await") != std::string::npos;
        if (awaits && !why_not_await(value, around).empty()) continue;
        const std::size_t task = here.find(task_hole);
        Suggestion suggestion;
        suggestion.kind = "spawn";
        suggestion.title = "let it run by itself";
        suggestion.replacement = filled(here, task_hole, value.site.text);
        suggestion.why_unsafe = "it would run beside what follows, and nothing would wait for it";
        const Span& span = value.site.span;
        suggestion.edits = {insertion(span, span.offset, here.substr(0, task)),
                            insertion(span, span.end_offset(), here.substr(task + task_hole.size()))};
        std::erase_if(suggestion.edits, [](const Edit& edit) { return edit.text.empty(); });
        if (value.call && !value.call->callee.name.starts_with("operator"))
            suggestion.target_usr = value.call->callee.usr;
        suggestions.push_back(std::move(suggestion));
    }
    return suggestions;
}

void set_target(Suggestion& suggestion, const Twin& twin) {
    suggestion.target = twin.sibling.symbol.qualified_name;
    suggestion.target_place = twin.sibling.symbol.declared;
    suggestion.target_usr = twin.usr;
}

std::vector<Suggestion> synchronous(const Value& value, const Caller& caller) {
    std::vector<Suggestion> suggestions;
    if (!value.call || value.site.is_in_macro()) return suggestions;
    for (const Twin& twin : sync_twins(*value.call, caller)) {
        const auto edits = call_sibling(*value.call, twin.sibling);
        if (!edits) continue;
        Suggestion suggestion;
        suggestion.kind = "sync";
        suggestion.title = fmt::format("call '{}'", twin.sibling.symbol.name);
        suggestion.replacement = text_after(value.site, *edits, twin.sibling.spelling + "(...)");
        // An overload of the same name needs other arguments, and nobody here knows which.
        if (suggestion.replacement == value.site.text) continue;
        suggestion.edits = *edits;
        suggestion.why_not = twin.why_not;
        set_target(suggestion, twin);
        suggestions.push_back(std::move(suggestion));
    }
    return suggestions;
}

/// Another result is another function's: nothing to be put in this one's place. Nor may an error code go that the code
/// behind the call asks for.
CallSite with_fitting_siblings(const Call& call) {
    CallSite fitting = call.call;
    std::erase_if(fitting.siblings, [&](const Sibling& sibling) {
        return sibling.awaited_type != call.result_type || sibling.replaces_last_argument;
    });
    return fitting;
}

}  // namespace

std::vector<Suggestion> suggestions_for(const Call& call, const RuleInput& input) {
    std::vector<Suggestion> suggestions;
    if (call.site.is_in_macro()) return suggestions;
    const Span& span = call.site.span;
    const CallSite fitting = with_fitting_siblings(call);
    for (const Twin& twin : async_twins(fitting, {input.unit.around(call.site), input.config})) {
        auto edits = call_sibling(fitting, twin.sibling);
        if (!edits || !twin.why_not.empty()) continue;
        edits->push_back(insertion(span, span.offset, call.needs_parentheses ? "(co_await " : "co_await "));
        if (call.needs_parentheses) edits->push_back(insertion(span, span.end_offset(), ")"));
        std::sort(edits->begin(), edits->end());
        Suggestion suggestion;
        suggestion.kind = "async";
        suggestion.title = fmt::format("await '{}' instead", twin.sibling.symbol.name);
        suggestion.replacement = text_after(call.site, *edits, "co_await " + twin.sibling.spelling + "(...)");
        suggestion.edits = std::move(*edits);
        set_target(suggestion, twin);
        suggestions.push_back(std::move(suggestion));
    }
    return suggestions;
}

std::vector<Suggestion> suggestions_for(const Value& value, const RuleInput& input) {
    const Enclosing& around = input.unit.around(value.site);
    const std::string& prefer = input.config.prefer;
    std::vector<Suggestion> suggestions, failing;
    const auto add = [&](Suggestion suggestion) {
        std::sort(suggestion.edits.begin(), suggestion.edits.end());
        (suggestion.why_not.empty() ? suggestions : failing).push_back(std::move(suggestion));
    };
    if (auto grouped = regrouped(value, around)) add(std::move(*grouped));
    const bool is_regrouped = value.site.keyword.length != 0 && value.operands.length != 0;
    if (prefer != "sync" && !is_regrouped) add(awaited(value, around, input.config));
    for (Suggestion& suggestion : spawned(value, around, input.config)) add(std::move(suggestion));
    for (Suggestion& suggestion : synchronous(value, {around, input.config})) add(std::move(suggestion));
    if (prefer == "sync" && !is_regrouped) add(awaited(value, around, input.config));
    std::move(failing.begin(), failing.end(), std::back_inserter(suggestions));
    return suggestions;
}

}  // namespace awaitlint
