// The Markdown form: one table, fit to be pasted into a ticket or a step summary.
//
// For an audit every use, right or wrong, and what it should be; else the findings that are not suppressed, each with
// its best repair. Code stands in code spans, other text is escaped, so that nothing in the user's files can end a
// cell, start markup or reach the reader as HTML.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

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

// Tables are cut into cells before anything else, code spans included: a bar needs a backslash everywhere. To some
// readers two of them are one that is escaped itself, so their number has to be odd.
std::string without_bars(const std::string& text) {
    std::string escaped;
    std::size_t backslashes = 0;  // right before the character
    for (const char character : text) {
        if (character == '|') escaped += backslashes % 2 == 0 ? "\\" : "\\\\";
        backslashes = character == '\\' ? backslashes + 1 : 0;
        escaped += character;
    }
    return escaped;
}

std::size_t longest_run_of_backticks(const std::string& text) {
    std::size_t longest = 0, run = 0;
    for (const char character : text) {
        run = character == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

std::string code(std::string_view source) {
    const std::string text = one_line(source);
    if (text.find_first_not_of(' ') == std::string::npos) return "";
    const std::string fence(longest_run_of_backticks(text) + 1, '`');
    const bool needs_room = text.starts_with('`') || text.ends_with('`');
    const std::string_view room = needs_room ? " " : "";
    return fmt::format("{0}{1}{2}{1}{0}", fence, room, without_bars(text));
}

std::string prose(std::string_view source) {
    std::string escaped;
    for (const char character : one_line(source)) {
        if (std::string_view("\\`*_[]<>&#~|!").find(character) != std::string_view::npos) escaped += '\\';
        escaped += character;
    }
    return escaped;
}

std::string place_cell(const Span& span) {
    if (!span.place().is_known()) return code(span.file);
    return code(fmt::format("{}:{}:{}", span.file, span.line, span.column));
}

std::string function_cell(const std::string& function, const std::string& context) {
    if (context == "namespace") return "namespace scope";
    const std::string name = code(function);
    return context == "coroutine" && !name.empty() ? name + " (coroutine)" : name;
}

std::string yes_or_no(bool is_so) {
    return is_so ? "yes" : "no";
}

Cells audit_cells(const AuditRow& row) {
    const bool is_repair = row.verdict != "right" && !row.should_be.empty();
    return {place_cell(row.span), function_cell(row.function, row.context), code(row.current), prose(row.verdict),
            code(row.should_be),  is_repair ? yes_or_no(row.proven) : "",   prose(row.why)};
}

std::string audit_table(const Report& report) {
    std::vector<Cells> rows;
    for (const AuditRow& row : report.audit) rows.push_back(audit_cells(row));
    const Verdicts verdicts = count_verdicts(report);
    std::string title = fmt::format("{} of {}: {} right, {} wrong, {} maybe\n", counted(report.audit.size(), "use"),
                                    code(report.audit_symbol), verdicts.right, verdicts.wrong, verdicts.maybe);
    if (rows.empty()) return title;
    return title + "\n" + table({"place", "function", "current", "verdict", "should be", "proven", "why"}, rows);
}

// The first proven repair is what `fix` would do; without one, the best guess.
const Suggestion* best(const Finding& finding) {
    for (const Suggestion& suggestion : finding.suggestions)
        if (suggestion.proven) return &suggestion;
    return finding.suggestions.empty() ? nullptr : &finding.suggestions.front();
}

std::string repair_cell(const Suggestion& repair) {
    return repair.replacement.empty() ? prose(repair.title) : code(repair.replacement);
}

Cells finding_cells(const Finding& finding) {
    const Suggestion* repair = best(finding);
    return {place_cell(finding.span),
            function_cell(finding.function, finding.context),
            code(finding.current),
            repair ? repair_cell(*repair) : "",
            repair ? yes_or_no(repair->proven) : "",
            prose(finding.rule),
            prose(finding.message)};
}

std::string findings_table(const Report& report) {
    std::vector<Cells> rows;
    for (const Finding& finding : report.findings)
        if (!finding.suppressed) rows.push_back(finding_cells(finding));
    const Counts counts = count(report);
    std::string title =
        fmt::format("{} ({}, {}, {} suppressed)\n", counted(counts.findings, "finding"),
                    counted(counts.errors, "error"), counted(counts.warnings, "warning"), counts.suppressed);
    if (rows.empty()) return title;
    return title + "\n" + table({"place", "function", "current", "should be", "proven", "rule", "message"}, rows);
}

}  // namespace

std::string markdown_report(const Report& report) {
    return report.is_audit ? audit_table(report) : findings_table(report);
}

}  // namespace awaitlint
