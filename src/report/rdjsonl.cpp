// reviewdog's Diagnostic format, one JSON object per line (`reviewdog -f=rdjsonl`).
//
// In: a report, and the sources. Out: a line per finding and failure. Its columns are ours, bytes. It takes one change
// per suggestion: the best proven repair, from its first edit to its last; none that reaches into other files.
// reviewdog reads lines below 64 KiB, and drops a longer one and all behind it without a word: what does not fit is
// left out.
#include <nlohmann/json.hpp>

#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "base/utf8.h"
#include "report/columns.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_line_bytes = 65535;  // with its end

Json position_json(std::uint32_t line, std::uint32_t column) {
    return {{"line", line}, {"column", column}};
}

Json range_json(const Stretch& stretch) {
    return {{"start", position_json(stretch.line, stretch.column)},
            {"end", position_json(stretch.end_line, stretch.end_column)}};
}

Json location_json(const Finding& finding) {
    const Span& span = finding.span;
    Json location{{"path", span.file}};
    if (span.line != 0) location["range"] = range_json({span.line, span.column, span.end_line, span.end_column});
    return location;
}

const char* severity_of(Severity severity) {
    return severity == Severity::error ? "ERROR" : severity == Severity::warning ? "WARNING" : "INFO";
}

Json suggestions_of(const Finding& finding, const SourceBytes& source) {
    const Suggestion* repair = applicable_repair(finding);
    const auto edit = repair ? as_one_edit(repair->edits, source) : std::nullopt;
    if (!edit || edit->file != finding.span.file || !is_utf8(edit->text)) return Json::array();
    const auto stretch = in_bytes(*edit, source);
    if (!stretch) return Json::array();
    return Json::array({{{"range", range_json(*stretch)}, {"text", edit->text}}});
}

Json related_locations(const Finding& finding) {
    Json related = Json::array();
    for (const Note& note : finding.notes)
        if (note.place.is_known())
            related.push_back({{"message", brief(note.message)},
                               {"location",
                                {{"path", note.place.file},
                                 {"range", {{"start", position_json(note.place.line, note.place.column)}}}}}});
    return related;
}

Json diagnostic_json(const Finding& finding, const SourceBytes& source) {
    Json diagnostic{{"message", brief(finding.message)},
                    {"location", location_json(finding)},
                    {"severity", severity_of(finding.severity)},
                    {"source", {{"name", "awaitlint"}}},
                    {"code", {{"value", finding.rule}}}};
    if (Json suggestions = suggestions_of(finding, source); !suggestions.empty())
        diagnostic["suggestions"] = std::move(suggestions);
    if (Json related = related_locations(finding); !related.empty())
        diagnostic["related_locations"] = std::move(related);
    return diagnostic;
}

std::string text_of(const Json& diagnostic) {
    return printable_json(diagnostic.dump(-1, ' ', false, Json::error_handler_t::replace)) + "\n";
}

std::string line_of(Json diagnostic) {
    for (const char* part : {"suggestions", "related_locations"}) {
        if (std::string line = text_of(diagnostic); line.size() <= most_line_bytes) return line;
        diagnostic.erase(part);
    }
    return text_of(diagnostic);
}

}  // namespace

std::string rdjsonl_report(const Report& report, const SourceBytes& source) {
    std::string lines;
    for (const Finding& finding : told_findings(report)) lines += line_of(diagnostic_json(finding, source));
    return lines;
}

}  // namespace awaitlint
