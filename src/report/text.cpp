// The text form: Clang's diagnostics, which editors already understand, then the repairs and how sure they are.
//
// In: a report and a way to read source lines. Out: one block per finding that is neither suppressed nor known to a
// baseline, or one per use of an audited function. Everything that comes from the user's files goes through
// `printable`. Never the summary: that is the caller's last line.
#include <algorithm>

#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

// Of a longer source line this much is shown, from so much before the place on: a line may be a whole file.
constexpr std::size_t widest_line = 240;
constexpr std::size_t shown_before = 80;
constexpr std::string_view cut = "...";
constexpr std::size_t widest_aligned = 80;  // a longer repair does not push the others' remarks to the right

std::string place_prefix(const Place& place) {
    if (!place.is_known()) return place.file.empty() ? "" : printable(place.file) + ": ";
    return fmt::format("{}:{}:{}: ", printable(place.file), place.line, place.column);
}

std::string padded(std::string text, std::size_t width) {
    const std::size_t used = display_width(text);
    if (used < width) text.append(width - used, ' ');
    return text;
}

// The text with each character but tabs replaced by as many `fill` as it is wide.
std::string filled(std::string_view text, char fill) {
    std::string line;
    for (;;) {
        const std::size_t tab = std::min(text.find('\t'), text.size());
        line.append(display_width(printable(text.substr(0, tab))), fill);
        if (tab == text.size()) return line;
        line += '\t';
        text.remove_prefix(tab + 1);
    }
}

// The part of the span's first line that it covers; empty if the line is too short for it.
std::string_view covered_part(const Span& span, std::string_view line) {
    const std::size_t first = span.column - 1;
    if (span.column == 0 || first >= line.size()) return {};
    if (span.end_line == span.line && span.end_column > span.column)
        return line.substr(first, span.end_column - span.column);
    if (span.end_line <= span.line) return line.substr(first, 1);
    const std::string_view rest = line.substr(first);
    return rest.substr(0, rest.find_last_not_of(" \t") + 1);
}

/// Not within a character of UTF-8.
std::size_t whole_character(std::string_view line, std::size_t at) {
    constexpr std::size_t longest_tail = 3;
    std::size_t start = std::min(at, line.size());
    while (start > 0 && start < line.size() && at - start < longest_tail &&
           (static_cast<unsigned char>(line[start]) & 0xc0) == 0x80)
        --start;
    return start;
}

std::string snippet(const Span& span, const SourceLine& source_line) {
    const std::string_view line = source_line && span.line != 0 ? source_line(span.file, span.line) : "";
    if (line.empty()) return "";
    const std::string number = fmt::format("{:>5}", fmt::format(" {}", span.line));
    const std::string_view covered = covered_part(span, line);
    std::size_t first = 0, end = line.size();
    if (line.size() > widest_line) {
        const std::size_t column = covered.empty() ? 0 : span.column - 1;
        first = whole_character(line, column - std::min(column, shown_before));
        end = whole_character(line, first + widest_line);
    }
    const std::string_view begins = first > 0 ? cut : "", ends = end < line.size() ? cut : "";
    std::string lines = fmt::format("{} | {}{}{}\n", number, begins, printable(line.substr(first, end - first)), ends);
    if (covered.empty()) return lines;
    std::string marks = filled(covered.substr(0, end - (span.column - 1)), '~');
    marks[0] = '^';
    const std::string_view before = line.substr(first, span.column - 1 - first);
    return lines + fmt::format("{:{}} | {:{}}{}{}\n", "", number.size(), "", begins.size(), filled(before, ' '), marks);
}

std::string around(const std::string& context, const std::string& function) {
    if (context == "namespace") return "  at namespace scope\n";
    if (function.empty()) return "";
    return fmt::format("  in {} '{}'\n", context.empty() ? "function" : one_line(context), brief(function));
}

std::string base_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

std::string why_unproven(const std::string& why_not) {
    return why_not.empty() ? "(not proven)" : fmt::format("(not proven: {})", brief(why_not));
}

// Where the function to call is declared is news only if the code does not call it already. (An async sibling of the
// same name is another overload.)
std::string proof_remark(const Suggestion& suggestion, const std::string& callee) {
    if (!suggestion.proven) return why_unproven(suggestion.why_not);
    if (!suggestion.why_unsafe.empty()) return fmt::format("(proven, unsafe: {})", brief(suggestion.why_unsafe));
    const bool is_called_already = suggestion.kind != "async" && suggestion.target == callee;
    if (!suggestion.target_place.is_known() || is_called_already) return "(proven)";
    return fmt::format("(proven; {}:{})", printable(base_name(suggestion.target_place.file)),
                       suggestion.target_place.line);
}

// A repair that removes code has no replacement to show.
std::string repair_text(const Suggestion& suggestion) {
    return brief(suggestion.replacement.empty() ? suggestion.title : suggestion.replacement);
}

std::string suggestion_lines(const Finding& finding) {
    std::size_t label_width = 0, text_width = 0;
    for (const Suggestion& suggestion : finding.suggestions) {
        label_width = std::max(label_width, display_width(one_line(suggestion.kind)) + 1);
        const std::size_t width = display_width(repair_text(suggestion));
        if (width <= widest_aligned) text_width = std::max(text_width, width);
    }
    std::string lines;
    for (const Suggestion& suggestion : finding.suggestions)
        lines += fmt::format("  {} {}   {}\n", padded(one_line(suggestion.kind) + ":", label_width),
                             padded(repair_text(suggestion), text_width), proof_remark(suggestion, finding.callee));
    return lines;
}

std::string finding_block(const Finding& finding, const SourceLine& source_line) {
    std::string block = fmt::format("{}{}: {} [{}]\n", place_prefix(finding.span.place()),
                                    severity_name(finding.severity), brief(finding.message), one_line(finding.rule));
    block += snippet(finding.span, source_line);
    block += around(finding.context, finding.function);
    block += suggestion_lines(finding);
    for (const Note& note : finding.notes)
        block += fmt::format("{}note: {}\n", place_prefix(note.place), brief(note.message));
    return block;
}

std::string row_block(const AuditRow& row) {
    std::string block =
        fmt::format("{}{}: {}\n", place_prefix(row.span.place()), one_line(row.verdict), brief(row.current));
    block += around(row.context, row.function);
    if (row.verdict != "right" && !row.should_be.empty())
        block += fmt::format("  should be: {}   {}\n", brief(row.should_be),
                             row.proven ? "(proven)" : why_unproven(row.why_not));
    if (!row.why.empty()) block += fmt::format("  why:       {}\n", brief(row.why));
    return block;
}

std::string audit_report(const Report& report) {
    std::string text;
    for (const AuditRow& row : report.audit) text += row_block(row) + "\n";
    const Verdicts verdicts = count_verdicts(report);
    return text + fmt::format("{} of '{}': {} right, {} wrong, {} maybe\n", counted(report.audit.size(), "use"),
                              one_line(report.audit_symbol), verdicts.right, verdicts.wrong, verdicts.maybe);
}

/// A report that says nothing else would look like one without findings.
std::string error_line(const Report& report) {
    return report.error.empty() ? "" : fmt::format("awaitlint: error: {}\n", one_line(report.error));
}

}  // namespace

std::string text_report(const Report& report, const SourceLine& source_line) {
    std::string text = error_line(report);
    if (report.is_audit) return text + audit_report(report);
    for (const Finding& finding : report.findings) {
        if (!is_told(finding)) continue;
        if (!text.empty()) text += '\n';
        text += finding_block(finding, source_line);
    }
    return text;
}

}  // namespace awaitlint
