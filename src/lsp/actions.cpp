// Proven repairs as code actions: those of the findings at a place, and all that fit together. See shown.h.
#include <algorithm>

#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/report.h"
#include "fix/plan.h"
#include "lsp/diagnostics.h"
#include "lsp/shown.h"

namespace awaitlint::lsp {
namespace {

using nlohmann::json;

constexpr const char* of_one = "quickfix";
constexpr const char* of_all = "source.fixAll.awaitlint";

/// Kinds are names in parts: who asks for `source` gets `source.fixAll`, too.
bool is_wanted(const json& context, std::string_view kind) {
    if (!context.contains("only")) return true;
    return std::any_of(context["only"].begin(), context["only"].end(), [&](const json& only) {
        const std::string& name = only.get_ref<const std::string&>();
        return name.empty() || kind == name || kind.starts_with(name + ".");
    });
}

bool touch(const Range& a, const Range& b) {
    return a.start <= b.end && b.start <= a.end;
}

bool is_offered(const Suggestion& suggestion, const Document& document) {
    return suggestion.proven && !suggestion.edits.empty() &&
           std::all_of(suggestion.edits.begin(), suggestion.edits.end(),
                       [&](const Edit& edit) { return edit.file == document.path; });
}

json edit_of(const std::vector<Edit>& edits, const Document& document, const Client& client) {
    const TextLines lines(document.text, client.encoding);
    json changes = json::array();
    for (const Edit& edit : edits)
        changes.push_back({{"range", to_json_value(lines.range_of(edit))}, {"newText", edit.text}});
    if (!client.takes_versioned_edits) return {{"changes", {{document.uri, std::move(changes)}}}};
    const json change = {{"textDocument", {{"uri", document.uri}, {"version", document.version}}},
                         {"edits", std::move(changes)}};
    return {{"documentChanges", json::array({change})}};
}

/// What `awaitlint fix` would do to this document.
std::vector<Edit> edits_of_all(const Analysed& analysed) {
    const OpenFile open = [&](const std::string& file) -> Result<SourceFile> {
        if (file != analysed.document.path) return Error{"it is another file"};
        return SourceFile{file, file, analysed.document.text};
    };
    const RepairPlan plan = plan_repairs(choose_repairs(analysed.analysis.findings).repairs, open);
    return plan.changes.empty() ? std::vector<Edit>() : plan.changes.front().edits;
}

}  // namespace

json actions_for(const json& parameters, const Analysed& analysed, const Surroundings& surroundings) {
    const Client& client = surroundings.client;
    const json context = parameters.value("context", json::object());
    const Range asked = range_from(parameters.at("range"));
    const Document& document = analysed.document;
    json actions = json::array();
    if (!client.takes_actions) return actions;
    const TextLines lines(document.text, client.encoding);
    Diagnostics diagnostics(analysed, surroundings);
    for (const Finding& finding : analysed.analysis.findings) {
        if (!is_wanted(context, of_one) || !touch(lines.range_of(finding.span), asked)) continue;
        bool is_preferred = true;
        for (const Suggestion& suggestion : finding.suggestions) {
            if (!is_offered(suggestion, document)) continue;
            const bool is_safe = suggestion.why_unsafe.empty();
            const std::string unsafe = is_safe ? "" : fmt::format(" (unsafe: {})", suggestion.why_unsafe);
            actions.push_back({{"title", printable(suggestion.title + unsafe)},
                               {"kind", of_one},
                               {"diagnostics", json::array({diagnostics.of(finding)})},
                               {"isPreferred", is_preferred && is_safe},
                               {"edit", edit_of(suggestion.edits, document, client)}});
            is_preferred = false;
        }
    }
    const std::vector<Edit> all = is_wanted(context, of_all) ? edits_of_all(analysed) : std::vector<Edit>();
    if (!all.empty())
        actions.push_back({{"title", "apply all proven repairs in this file"},
                           {"kind", of_all},
                           {"edit", edit_of(all, document, client)}});
    return actions;
}

}  // namespace awaitlint::lsp
