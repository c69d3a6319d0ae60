// See siblings_elsewhere.h.
#include "engine/verdict/siblings_elsewhere.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/naming.h"
#include "engine/verdict/judge.h"

namespace awaitlint {
namespace {

using Relation = SiblingElsewhere::Relation;

/// Some unit that reads the one file reads the other, too.
bool are_read_together(const std::string& file, const std::string& header, const std::vector<UnitResult>& units) {
    return std::any_of(units.begin(), units.end(), [&](const UnitResult& unit) {
        const std::vector<std::string>& read = unit.facts.user_files;
        return std::binary_search(read.begin(), read.end(), file) &&
               std::binary_search(read.begin(), read.end(), header);
    });
}

/// What is flagged, with the sibling's name where the callee's is spelled; else a sketch of the call.
std::string replacement_of(const Finding& finding, const SiblingElsewhere& sibling) {
    const WantedSibling& wanted = *finding.wanted;
    const std::string& name = sibling.function.qualified_name;
    const bool is_in_scope = sibling.relation == Relation::named || sibling.relation == Relation::learnt;
    const bool is_spelled = wanted.name_length != 0 && wanted.name_at + wanted.name_length <= finding.current.size();
    if (!is_in_scope || !is_spelled)
        return fmt::format("co_await {}(...)", is_in_scope ? std::string(last_name(name)) : name);
    std::string text = finding.current;
    text.replace(wanted.name_at, wanted.name_length, last_name(name));
    return text.starts_with("co_await") ? text : "co_await " + text;
}

std::string why_not_tried(const SiblingElsewhere& sibling, bool is_included) {
    const std::string& header = sibling.function.declared.file;
    if (!is_included) return fmt::format("declared in '{}', not included here", header);
    if (sibling.relation == Relation::learnt)
        return fmt::format("named as in {} other pairs: \"naming\": [\"{}\"] in the configuration has it tried",
                           sibling.pairs, sibling.pattern);
    return fmt::format("of another class, in '{}'", header);
}

Suggestion suggestion_of(const Finding& finding, const SiblingElsewhere& sibling, bool is_included) {
    const AsyncFunction& function = sibling.function;
    Suggestion suggestion;
    suggestion.kind = "async";
    const bool is_in_scope = sibling.relation == Relation::named || sibling.relation == Relation::learnt;
    suggestion.title = fmt::format(
        "await '{}' instead", is_in_scope ? std::string(last_name(function.qualified_name)) : function.qualified_name);
    suggestion.replacement = replacement_of(finding, sibling);
    suggestion.why_not = why_not_tried(sibling, is_included);
    suggestion.target = function.qualified_name;
    suggestion.target_place = function.declared;
    return suggestion;
}

}  // namespace

void add_siblings_elsewhere(std::vector<Finding>& findings, const SiblingIndex& index, const RunOptions& options,
                            const std::vector<UnitResult>& units) {
    const auto is_wanting = [](const Finding& finding) { return finding.wanted.has_value(); };
    if (index.is_too_full() || std::none_of(findings.begin(), findings.end(), is_wanting)) return;
    const SiblingSearch search(index);
    for (Finding& finding : findings) {
        if (!finding.wanted) continue;
        const auto sibling = search.find(*finding.wanted, finding.function, config_of(options, finding.span.file));
        if (!sibling) continue;
        const bool is_included = are_read_together(finding.span.file, sibling->function.declared.file, units);
        // Its unit has looked at what stands beside the callee, and has not found it fit.
        const bool is_refused =
            is_included && (sibling->relation == Relation::named || sibling->relation == Relation::twin_scope);
        if (!is_refused) finding.suggestions.push_back(suggestion_of(finding, *sibling, is_included));
    }
}

}  // namespace awaitlint
