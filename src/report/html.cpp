// The HTML form: one file for people who would rather look than read. It asks for nothing and sends nothing.
//
// In: a report, and the user's files for the source around each finding. Out: the page that web/ makes, with the report
// as a data element (awaitlint-report/1, and `source` per finding); and a plain table, which is all of it without a
// script: in a build without Node.js, and where a server that shows the file allows none. Its policy allows the one
// script and the one style that are in it, by their hashes, and nothing else: no request, no handler, no text parsed as
// HTML.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "report/escape.h"
#include "report/formats.h"
#include "report/page_parts.h"
#include "report/report_json.h"
#include "report/source_around.h"

namespace awaitlint {
namespace {

using Json = nlohmann::ordered_json;
using Cells = std::vector<std::string>;

// Behind a page that has the whole report: what a reader without a script is shown of it.
constexpr std::size_t most_rows_beside_page = 1000;
constexpr std::size_t most_runs = 200;  // of the history, the last ones

std::string cell_text(std::string_view text) {
    return markup_text(brief(text));
}

std::string code(std::string_view text) {
    return text.empty() ? "" : fmt::format("<code>{}</code>", cell_text(text));
}

std::string place_cell(const Span& span) {
    if (!span.place().is_known()) return code(span.file);
    return code(fmt::format("{}:{}:{}", span.file, span.line, span.column));
}

std::string repair_cell(const Finding& finding) {
    std::string cell;
    for (const Suggestion& suggestion : finding.suggestions) {
        if (!cell.empty()) cell += "<br>";
        cell += code(suggestion.replacement.empty() ? suggestion.title : suggestion.replacement);
        cell += fmt::format(" ({})", proof_in_words(suggestion));
    }
    return cell;
}

std::string table_row(const Cells& cells, std::string_view tag) {
    std::string row = "<tr>";
    for (const std::string& cell : cells) row += fmt::format("<{0}>{1}</{0}>", tag, cell);
    return row + "</tr>\n";
}

std::string table(const Cells& header, const std::vector<Cells>& rows, std::size_t most) {
    std::string text = "<table>\n<thead>\n" + table_row(header, "th") + "</thead>\n<tbody>\n";
    for (std::size_t i = 0; i < rows.size() && i < most; ++i) text += table_row(rows[i], "td");
    text += "</tbody>\n</table>\n";
    if (rows.size() > most) text += fmt::format("<p>and {} more</p>\n", rows.size() - most);
    return text;
}

std::string findings_table(const Report& report, std::size_t most) {
    std::vector<Cells> rows;
    for (const Finding& finding : report.findings)
        if (is_told(finding))
            rows.push_back({place_cell(finding.span), std::string(severity_name(finding.severity)),
                            cell_text(finding.message), code(finding.current), repair_cell(finding),
                            cell_text(finding.rule)});
    return rows.empty() ? "" : table({"place", "severity", "message", "current", "repairs", "rule"}, rows, most);
}

std::string audit_table(const Report& report, std::size_t most) {
    std::vector<Cells> rows;
    for (const AuditRow& row : report.audit)
        rows.push_back({place_cell(row.span), cell_text(row.verdict), code(row.current),
                        row.verdict == "right" ? "" : code(row.should_be), cell_text(row.why)});
    const Verdicts verdicts = count_verdicts(report);
    return fmt::format("<h2>{} of {}: {} right, {} wrong, {} maybe</h2>\n", counted(rows.size(), "use"),
                       code(report.audit_symbol), verdicts.right, verdicts.wrong, verdicts.maybe) +
           (rows.empty() ? "" : table({"place", "verdict", "current", "should be", "why"}, rows, most));
}

std::string failed_units(const Report& report, std::size_t most) {
    std::vector<Cells> rows;
    for (const UnitReport& unit : report.units)
        if (unit.status == "failed") rows.push_back({code(unit.file), cell_text(unit.reason)});
    return rows.empty() ? "" : "<h2>Not analysed</h2>\n" + table({"unit", "reason"}, rows, most);
}

/// `why`: there is no more than this.
std::string plain_page(const Report& report, std::size_t most, std::string_view why) {
    const Counts counts = count(report);
    std::string text = fmt::format("<div class=\"alone\">\n<h1>{}</h1>\n", counted(counts.findings, "finding"));
    if (!report.error.empty())
        text += fmt::format("<p class=\"trouble\">awaitlint: error: {}</p>\n", markup_text(report.error));
    text += fmt::format("<p class=\"lead\">{}</p>\n", markup_text(summary_line(report)));
    if (report.changed) text += fmt::format("<p>{}</p>\n", markup_text(changed_line(report)));
    if (report.baseline) text += fmt::format("<p>{}</p>\n", markup_text(baseline_line(report)));
    if (report.is_audit) text += audit_table(report, most);
    return text + failed_units(report, most) + findings_table(report, most) +
           fmt::format("<p><small>{} awaitlint {}, LLVM {}</small></p>\n</div>\n", why, markup_text(report.version),
                       markup_text(report.llvm_version));
}

Json source_json(const SourcePiece& piece, const std::string& file) {
    Json json{{"file", file}, {"line", piece.line}};
    if (piece.offset) json["offset"] = *piece.offset;
    json["text"] = piece.text;
    return json;
}

/// JSON has the characters that could end the element within its strings alone, where it can write them otherwise.
std::string data_element(const Report& report, const SourceBytes& source) {
    Json json = report_json(report);
    SourceAround sources(source);
    for (std::size_t i = 0; i < report.findings.size(); ++i)
        for (const SourcePiece& piece : sources.of(report.findings[i]))
            json["findings"][i]["source"].push_back(source_json(piece, report.findings[i].span.file));
    const auto& runs = report.history;
    for (std::size_t i = runs.size() - std::min(runs.size(), most_runs); i < runs.size(); ++i)
        json["history"].push_back(history_json(runs[i]));
    std::string text = "<script type=\"application/json\" id=\"report\">";
    for (const char character : printable_json(json.dump(-1, ' ', false, Json::error_handler_t::replace)))
        if (character == '<' || character == '>' || character == '&')
            text += fmt::format("\\u{:04x}", static_cast<int>(character));
        else
            text += character;
    return text + "</script>\n";
}

std::string policy(const PageParts& parts) {
    const std::string script = parts.script.text.empty() ? "'none'" : fmt::format("'{}'", parts.script.hash);
    return fmt::format(
        "default-src 'none'; script-src {}; style-src '{}'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'",
        script, parts.style.hash);
}

std::string head(const Report& report, const PageParts& parts) {
    const std::string title = report.is_audit ? counted(report.audit.size(), "use") + " of " + report.audit_symbol
                                              : counted(count(report).findings, "finding");
    return fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<meta name=\"generator\" content=\"awaitlint {}\">\n<title>awaitlint: "
        "{}</title>\n<style>{}</style>\n</head>\n",
        policy(parts), markup_text(report.version), cell_text(title), parts.style.text);
}

}  // namespace

std::string html_page(const Report& report, const SourceBytes& source, const PageParts& parts) {
    std::string page = head(report, parts) + "<body>\n";
    if (parts.script.text.empty())
        return page +
               plain_page(
                   report, report.findings.size() + report.audit.size() + report.units.size(),
                   "This awaitlint was built without Node.js, which the page with charts, source and filters takes.") +
               "</body>\n</html>\n";
    page += "<noscript>\n" +
            plain_page(report, most_rows_beside_page,
                       "Where scripts may run, this file shows charts, source and filters.") +
            "</noscript>\n<div id=\"page\"></div>\n";
    page += data_element(report, source);
    return page + fmt::format("<script>{}</script>\n</body>\n</html>\n", parts.script.text);
}

std::string html_report(const Report& report, const SourceBytes& source) {
    return html_page(report, source, page_parts());
}

}  // namespace awaitlint
