// The Markdown form: one table, fit to be pasted into a ticket or a step summary.
//
// For an audit every use, right or wrong, and what it should be; else the findings that are neither suppressed nor
// known to a baseline, each with its best repair. Code stands in code spans, other text is escaped, so that nothing in
// the user's files can end a cell, start markup or reach the reader as HTML (escape.h).
#include <vector>

#include <fmt/format.h>

#include "awaitlint/render.h"
#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

using Cells = std::vector<std::string>;

std::string table_row(const Cells& cells) {
    return fmt::format("| {} |\n", fmt::join(cells, " | "));
}

std::string table(const Cells& header, const std::vector<Cells>& rows) {
    std::string text = table_row(header) + table_row(Cells(header.size(), "---"));
    for (const Cells& row : rows) text += table_row(row);
    return text;
}

std::string place_cell(const Span& span) {
    if (!span.place().is_known()) return markdown_code(span.file);
    return markdown_code(fmt::format("{}:{}:{}", span.file, span.line, span.column));
}

std::string function_cell(const std::string& function, const std::string& context) {
    if (context == "namespace") return "namespace scope";
    const std::string name = markdown_code(function);
    return context == "coroutine" && !name.empty() ? name + " (coroutine)" : name;
}

std::string yes_or_no(bool is_proven, const std::string& why_not) {
    if (is_proven) return "yes";
    return why_not.empty() ? "no" : "no: " + markdown_text(why_not);
}

Cells audit_cells(const AuditRow& row) {
    const bool is_repair = row.verdict != "right" && !row.should_be.empty();
    return {place_cell(row.span),         function_cell(row.function, row.context),
            markdown_code(row.current),   markdown_text(row.verdict),
            markdown_code(row.should_be), is_repair ? yes_or_no(row.proven, row.why_not) : "",
            markdown_text(row.why)};
}

std::string audit_table(const Report& report) {
    std::vector<Cells> rows;
    for (const AuditRow& row : report.audit) rows.push_back(audit_cells(row));
    const Verdicts verdicts = count_verdicts(report);
    std::string title = fmt::format("{} of {}: {} right, {} wrong, {} maybe\n", counted(report.audit.size(), "use"),
                                    markdown_code(report.audit_symbol), verdicts.right, verdicts.wrong, verdicts.maybe);
    if (rows.empty()) return title;
    return title + "\n" + table({"place", "function", "current", "verdict", "should be", "proven", "why"}, rows);
}

std::string repair_cell(const Suggestion& repair) {
    return repair.replacement.empty() ? markdown_text(repair.title) : markdown_code(repair.replacement);
}

std::string proof_cell(const Suggestion& repair) {
    return repair.proven && !repair.why_unsafe.empty() ? "yes (unsafe)" : yes_or_no(repair.proven, repair.why_not);
}

Cells finding_cells(const Finding& finding) {
    const Suggestion* repair = best_repair(finding);
    return {place_cell(finding.span),          function_cell(finding.function, finding.context),
            markdown_code(finding.current),    repair ? repair_cell(*repair) : "",
            repair ? proof_cell(*repair) : "", markdown_text(finding.rule),
            markdown_text(finding.message)};
}

std::string findings_table(const Report& report) {
    std::vector<Cells> rows;
    for (const Finding& finding : report.findings)
        if (is_told(finding)) rows.push_back(finding_cells(finding));
    const Counts counts = count(report);
    std::string title =
        fmt::format("{} ({}, {}, {} suppressed)\n", counted(counts.findings, "finding"),
                    counted(counts.errors, "error"), counted(counts.warnings, "warning"), counts.suppressed);
    if (report.changed) title += fmt::format("\n{}\n", markdown_text(changed_line(report)));
    if (report.baseline) title += fmt::format("\n{}\n", markdown_text(baseline_line(report)));
    if (rows.empty()) return title;
    return title + "\n" + table({"place", "function", "current", "should be", "proven", "rule", "message"}, rows);
}

std::string left_out_line(const Report& report) {
    constexpr std::size_t most = 3;
    if (report.left_out.empty()) return "";
    std::vector<std::string> files;
    for (const LeftOut& entry : report.left_out)
        if (files.size() < most) files.push_back(markdown_code(entry.file));
    return fmt::format("\nNot looked at, as no C++: {}{}\n", fmt::join(files, ", "),
                       report.left_out.size() > most ? fmt::format(" and {} more", report.left_out.size() - most) : "");
}

}  // namespace

std::string markdown_report(const Report& report) {
    const std::string error =
        report.error.empty() ? "" : fmt::format("awaitlint: error: {}\n\n", markdown_text(report.error));
    return error + (report.is_audit ? audit_table(report) : findings_table(report)) + left_out_line(report);
}

}  // namespace awaitlint
