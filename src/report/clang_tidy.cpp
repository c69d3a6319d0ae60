// clang-tidy's two outputs, for what already reads them: its text, and the YAML of --export-fixes.
//
// In: a report, and the sources for offsets. Out: `FILE:LINE:COLUMN: SEVERITY: MESSAGE [RULE]` with notes below, one
// line each; or a document that clang-apply-replacements takes. clang-tidy has no findings that are notes: ours are
// warnings. The YAML has the best proven repair of each finding and nothing that YAML cannot say to the byte.
#include <algorithm>

#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "base/utf8.h"
#include "report/columns.h"
#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

std::string place_of(const Place& place) {
    if (place.file.empty()) return "";
    return fmt::format("{}:{}:{}: ", printable(place.file), std::max(place.line, 1u), std::max(place.column, 1u));
}

std::string_view level_of(const Finding& finding) {
    return finding.severity == Severity::error ? "error" : "warning";
}

std::string repair_note(const Finding& finding, const Suggestion& suggestion) {
    const std::string& text = suggestion.replacement.empty() ? suggestion.title : suggestion.replacement;
    return fmt::format("{}note: {}: {} ({})\n", place_of(finding.span.place()), one_line(suggestion.kind), brief(text),
                       proof_in_words(suggestion));
}

std::string lines_of(const Finding& finding) {
    std::string lines = fmt::format("{}{}: {} [{}]\n", place_of(finding.span.place()), level_of(finding),
                                    brief(finding.message), one_line(finding.rule));
    for (const Suggestion& suggestion : finding.suggestions) lines += repair_note(finding, suggestion);
    for (const Note& note : finding.notes)
        lines += fmt::format("{}note: {}\n", place_of(note.place.is_known() ? note.place : finding.span.place()),
                             brief(note.message));
    return lines;
}

bool is_sayable(const Suggestion& repair) {
    return std::all_of(repair.edits.begin(), repair.edits.end(),
                       [](const Edit& edit) { return is_utf8(edit.file) && is_utf8(edit.text); });
}

std::string replacements_of(const Finding& finding) {
    const Suggestion* repair = applicable_repair(finding);
    if (!repair || !is_sayable(*repair)) return "      Replacements:    []\n";
    std::string list = "      Replacements:\n";
    for (const Edit& edit : repair->edits)
        list += fmt::format(
            "        - FilePath:        {}\n          Offset:          {}\n          Length:          {}\n"
            "          ReplacementText: {}\n",
            yaml_text(edit.file), edit.offset, edit.length, yaml_text(edit.text));
    return list;
}

std::string diagnostic_of(const Finding& finding, const SourceBytes& source) {
    return fmt::format(
        "  - DiagnosticName:  {}\n    DiagnosticMessage:\n      Message:         {}\n      FilePath:        {}\n"
        "      FileOffset:      {}\n{}    Level:           {}\n    BuildDirectory:  '.'\n",
        yaml_text(finding.rule), yaml_text(brief(finding.message)), yaml_text(finding.span.file),
        offset_of(finding.span, source).value_or(finding.span.offset), replacements_of(finding),
        finding.severity == Severity::error ? "Error" : "Warning");
}

}  // namespace

std::string clang_tidy_report(const Report& report) {
    std::string lines;
    for (const Finding& finding : told_findings(report)) lines += lines_of(finding);
    return lines;
}

std::string clang_tidy_fixes_report(const Report& report, const SourceBytes& source) {
    const std::vector<Finding> told = told_findings(report);
    std::string text = "---\nMainSourceFile:  ''\n";
    text += told.empty() ? "Diagnostics:     []\n" : "Diagnostics:\n";
    for (const Finding& finding : told) text += diagnostic_of(finding, source);
    return text + "...\n";
}

}  // namespace awaitlint
