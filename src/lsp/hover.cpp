// What was found at a place, its repairs, and the page of the rule. See shown.h.
#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/report.h"
#include "lsp/shown.h"
#include "report/escape.h"

namespace awaitlint::lsp {
namespace {

using nlohmann::json;

/// `escaped`: makes a text of the code's fit to stand there.
std::string proof_of(const Suggestion& suggestion, std::string (*escaped)(std::string_view)) {
    if (!suggestion.proven) return "not proven: " + escaped(suggestion.why_not);
    return suggestion.why_unsafe.empty() ? "proven" : "proven, unsafe: " + escaped(suggestion.why_unsafe);
}

std::string in_markdown(const Finding& finding) {
    std::string text = fmt::format("{}: {}\n", severity_name(finding.severity), markdown_text(finding.message));
    for (const Suggestion& suggestion : finding.suggestions) {
        text += fmt::format("\n- {}: {} ({})", suggestion.kind, markdown_code(suggestion.replacement),
                            proof_of(suggestion, markdown_text));
    }
    return text;
}

std::string in_plain_text(const Finding& finding) {
    std::string text = fmt::format("{}: {}\n", severity_name(finding.severity), finding.message);
    for (const Suggestion& suggestion : finding.suggestions)
        text += fmt::format("\n{}: {} ({})", suggestion.kind, suggestion.replacement,
                            proof_of(suggestion, [](std::string_view words) { return std::string(words); }));
    return printable_lines(text);
}

}  // namespace

json hover_for(const json& parameters, const Analysed& analysed, const Surroundings& surroundings) {
    const Client& client = surroundings.client;
    const std::map<std::string, std::string>& pages = surroundings.pages.texts;
    const Position at = position_from(parameters.at("position"));
    const TextLines lines(analysed.document.text, client.encoding);
    for (const Finding& finding : analysed.analysis.findings) {
        const Range range = lines.range_of(finding.span);
        if (at < range.start || range.end < at) continue;
        std::string text = client.shows_markdown ? in_markdown(finding) : in_plain_text(finding);
        if (const auto page = pages.find(finding.rule); page != pages.end()) text += "\n\n---\n\n" + page->second;
        return {{"contents", {{"kind", client.shows_markdown ? "markdown" : "plaintext"}, {"value", text}}},
                {"range", to_json_value(range)}};
    }
    return nullptr;
}

}  // namespace awaitlint::lsp
