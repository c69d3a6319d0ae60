// Findings as diagnostics, and what may have been overlooked as one of a lower severity. See shown.h.
#include "lsp/diagnostics.h"

#include <map>
#include <optional>

#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/report.h"
#include "lsp/shown.h"
#include "lsp/uris.h"
#include "project/text_file.h"
#include "report/escape.h"

namespace awaitlint::lsp {
namespace {

using nlohmann::json;

constexpr std::uintmax_t most_file_bytes = std::uintmax_t{64} << 20;
constexpr int information = 3, hint = 4;  // severities
constexpr int unnecessary = 1;            // a tag

/// What a baseline knows is there to be repaired, and in nobody's way.
int severity_of(const Finding& finding) {
    if (finding.baseline_state == BaselineState::known) return hint;
    return finding.severity == Severity::error ? 1 : finding.severity == Severity::warning ? 2 : information;
}

}  // namespace

json Diagnostics::of(const Finding& finding) {
    json diagnostic = {{"range", to_json_value(lines_.range_of(finding.span))},
                       {"severity", severity_of(finding)},
                       {"code", finding.rule},
                       {"source", "awaitlint"},
                       {"message", printable_lines(finding.message)}};
    const auto page = around_.pages.uris.find(finding.rule);
    if (around_.client.shows_links && page != around_.pages.uris.end())
        diagnostic["codeDescription"] = {{"href", page->second}};
    if (finding.rule == "unused-suppression") diagnostic["tags"] = json::array({unnecessary});
    add_related(diagnostic, related_to(finding));
    return diagnostic;
}

json Diagnostics::of_obstacle(const Note& obstacle) {
    const bool is_here = obstacle.place.file == analysed_.document.path;
    const Position at = is_here ? lines_.position_of(obstacle.place.line, obstacle.place.column) : Position();
    json diagnostic = {{"range", to_json_value({at, at})},
                       {"severity", information},
                       {"code", "incomplete"},
                       {"source", "awaitlint"},
                       {"message", printable_lines(obstacle.message)}};
    if (!is_here) add_related(diagnostic, {obstacle});
    return diagnostic;
}

std::vector<Note> Diagnostics::related_to(const Finding& finding) {
    std::vector<Note> related = finding.notes;
    for (const Suggestion& suggestion : finding.suggestions)
        if (suggestion.target_place.is_known())
            related.push_back({fmt::format("'{}' is declared here", suggestion.target), suggestion.target_place});
    return related;
}

void Diagnostics::add_related(json& diagnostic, const std::vector<Note>& notes) {
    json related = json::array();
    for (const Note& note : notes) {
        if (!note.place.is_known()) continue;
        const Position at = position_of(note.place);
        const Document* open = around_.documents.at_path(note.place.file);
        related.push_back(
            {{"location", {{"uri", open ? open->uri : uri_of(note.place.file)}, {"range", to_json_value({at, at})}}},
             {"message", printable_lines(note.message)}});
    }
    if (around_.client.shows_related_places && !related.empty()) diagnostic["relatedInformation"] = std::move(related);
}

Position Diagnostics::position_of(const Place& place) {
    if (place.file == analysed_.document.path) return lines_.position_of(place.line, place.column);
    auto [text, is_new] = texts_.try_emplace(place.file);
    const Document* open = around_.documents.at_path(place.file);
    if (is_new && open) text->second = open->text;
    if (is_new && !open)
        if (auto read = read_text_file(place.file, most_file_bytes)) text->second = std::move(*read);
    return TextLines(text->second, around_.client.encoding).position_of(place.line, place.column);
}

json diagnostics_of(const Analysed& analysed, const Surroundings& surroundings) {
    Diagnostics diagnostics(analysed, surroundings);
    json all = json::array();
    for (const Finding& finding : analysed.analysis.findings) all.push_back(diagnostics.of(finding));
    for (const Note& obstacle : analysed.analysis.obstacles) all.push_back(diagnostics.of_obstacle(obstacle));
    return {{"uri", analysed.document.uri}, {"version", analysed.document.version}, {"diagnostics", std::move(all)}};
}

}  // namespace awaitlint::lsp
