// The JSON form, `awaitlint-report/1`: what dashboards and scripts read. docs/schema/report.schema.json describes it.
//
// Keys stand in the order of the contract and are always there, but for what there is nothing to be said of
// (`run.error`, `meta`, `sources`, `coverage`, `audit`). Adding a key is allowed; renaming or removing one means a new
// schema name. Bytes that are not UTF-8 become U+FFFD: JSON has no other way to show them. Texts are whole up to bounds
// that no code written by people reaches (docs/guide.md); edits always are.
#include <set>

#include <nlohmann/json.hpp>

#include "awaitlint/excerpt.h"
#include "awaitlint/printable.h"
#include "report/formats.h"
#include "report/report_json.h"

namespace awaitlint {
namespace {

using Json = nlohmann::ordered_json;

// Above what facts hold of one text: a message may quote two of them.
constexpr std::size_t most_json_text = 4 * most_source_bytes;

template <class T, class ToJson>
Json list(const std::vector<T>& values, ToJson to_json_of) {
    Json array = Json::array();
    for (const T& value : values) array.push_back(to_json_of(value));
    return array;
}

Json note_json(const Note& note) {
    if (!note.place.is_known())
        return {{"message", excerpt(note.message, most_json_text)}, {"file", ""}, {"line", 0}, {"column", 0}};
    return {{"message", excerpt(note.message, most_json_text)},
            {"file", note.place.file},
            {"line", note.place.line},
            {"column", note.place.column}};
}

Json edit_json(const Edit& edit) {
    return {{"file", edit.file}, {"offset", edit.offset}, {"length", edit.length}, {"text", edit.text}};
}

Json suggestion_json(const Suggestion& suggestion) {
    const bool has_place = suggestion.target_place.is_known();
    return {{"kind", suggestion.kind},
            {"title", excerpt(suggestion.title, most_json_text)},
            {"replacement", suggestion.replacement},
            {"proven", suggestion.proven},
            {"why_not", excerpt(suggestion.why_not, most_json_text)},
            {"target", suggestion.target},
            {"edits", list(suggestion.edits, edit_json)},
            {"target_file", has_place ? suggestion.target_place.file : ""},
            {"target_line", suggestion.target_place.line},
            {"applicability", suggestion.why_unsafe.empty() ? "safe" : "unsafe"},
            {"why_unsafe", suggestion.why_unsafe}};
}

Json finding_json(const Finding& finding) {
    Json json{{"rule", finding.rule},
              {"reason", finding.reason},
              {"severity", severity_name(finding.severity)},
              {"message", excerpt(finding.message, most_json_text)},
              {"file", finding.span.file},
              {"line", finding.span.line},
              {"column", finding.span.column},
              {"end_line", finding.span.end_line},
              {"end_column", finding.span.end_column},
              {"offset", finding.span.offset},
              {"length", finding.span.length},
              {"function", excerpt(finding.function, most_json_text)},
              {"context", finding.context},
              {"current", finding.current},
              {"callee", finding.callee},
              {"type", finding.type},
              {"suggestions", list(finding.suggestions, suggestion_json)},
              {"notes", list(finding.notes, note_json)},
              {"fingerprint", finding.fingerprint},
              {"suppressed", finding.suppressed}};
    if (!finding.suppression_reason.empty()) json["suppression_reason"] = finding.suppression_reason;
    if (finding.baseline_state != BaselineState::none)
        json["baseline_state"] = baseline_state_name(finding.baseline_state);
    if (!finding.baseline_reason.empty()) json["baseline_reason"] = finding.baseline_reason;
    return json;
}

Json entry_json(const BaselineEntry& entry) {
    return {{"rule", entry.rule},
            {"file", entry.file},
            {"function", entry.function},
            {"code", entry.code},
            {"count", entry.count}};
}

Json baseline_json(const BaselineOutcome& baseline) {
    return {{"file", baseline.file},
            {"known", baseline.known},
            {"new", baseline.added},
            {"stale", findings_of(baseline.stale)},
            {"not_looked_at", findings_of(baseline.not_looked_at)},
            {"stale_entries", list(baseline.stale, entry_json)}};
}

Json unit_json(const UnitReport& unit) {
    return {{"file", unit.file},
            {"status", unit.status},
            {"reason", unit.reason},
            {"errors", list(unit.errors, note_json)}};
}

Json unread_json(const UnreadFile& file) {
    return {{"file", file.file},
            {"kind", file.is_header ? "header" : "source"},
            {"mentions_coroutines", file.mentions_coroutines}};
}

Json left_out_json(const LeftOut& entry) {
    return {{"file", entry.file}, {"why", entry.why}};
}

Json row_json(const AuditRow& row) {
    return {{"file", row.span.file},
            {"line", row.span.line},
            {"column", row.span.column},
            {"end_line", row.span.end_line},
            {"end_column", row.span.end_column},
            {"offset", row.span.offset},
            {"length", row.span.length},
            {"function", row.function},
            {"context", row.context},
            {"current", row.current},
            {"callee", row.callee},
            {"verdict", row.verdict},
            {"why", row.why},
            {"should_be", row.should_be},
            {"proven", row.proven},
            {"why_not", row.why_not}};
}

Json shard_json(const ShardPart& part) {
    return {{"number", part.shard.number},
            {"of", part.shard.of},
            {"root", part.root},
            {"paths", part.paths},
            {"build", part.build},
            {"question", part.question},
            {"units", list(part.units,
                           [](const ShardUnit& unit) { return Json{{"file", unit.file}, {"answer", unit.answer}}; })}};
}

Json summary_json(const Counts& counts) {
    return {{"units",
             {{"total", counts.units},
              {"analyzed", counts.analyzed},
              {"cached", counts.cached},
              {"skipped", counts.skipped},
              {"failed", counts.failed}}},
            {"findings",
             {{"total", counts.findings},
              {"error", counts.errors},
              {"warning", counts.warnings},
              {"note", counts.notes},
              {"suppressed", counts.suppressed}}}};
}

Json run_json(const Report& report) {
    Json run{{"complete", report.complete}, {"exit_code", report.exit_code}};
    if (!report.error.empty()) run["error"] = report.error;
    return run;
}

/// Of the files that findings are in, and that repairs change: so that a reader of the report knows whether it has the
/// same.
Json sources_json(const Report& report) {
    std::set<std::string> named;
    for (const Finding& finding : report.findings) {
        named.insert(finding.span.file);
        for (const Suggestion& suggestion : finding.suggestions)
            for (const Edit& edit : suggestion.edits) named.insert(edit.file);
    }
    Json sources = Json::array();
    for (const std::string& file : named)
        if (const auto read = report.files.find(file); read != report.files.end())
            sources.push_back({{"file", file}, {"digest", read->second}});
    return sources;
}

}  // namespace

nlohmann::ordered_json report_json(const Report& report) {
    Json json{{"schema", "awaitlint-report/1"},
              {"tool", {{"name", "awaitlint"}, {"version", report.version}, {"llvm", report.llvm_version}}},
              {"run", run_json(report)}};
    if (!report.meta.empty()) json["meta"] = report.meta;
    json["summary"] = summary_json(count(report));
    json["findings"] = list(report.findings, finding_json);
    json["units"] = list(report.units, unit_json);
    if (report.changed)
        json["changed"] = {{"revision", report.changed->revision},
                           {"base", report.changed->base},
                           {"files", report.changed->files},
                           {"other_findings", report.changed->other_findings}};
    if (report.baseline) json["baseline"] = baseline_json(*report.baseline);
    if (Json sources = sources_json(report); !sources.empty()) json["sources"] = std::move(sources);
    if (report.unread)
        json["coverage"] = {{"paths", report.looked_below},
                            {"unread", list(*report.unread, unread_json)},
                            {"left_out", list(report.left_out, left_out_json)}};
    if (report.shard) json["shard"] = shard_json(*report.shard);
    if (report.is_audit) json["audit"] = {{"symbol", report.audit_symbol}, {"rows", list(report.audit, row_json)}};
    return json;
}

std::string json_report(const Report& report) {
    return printable_json(report_json(report).dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace awaitlint
