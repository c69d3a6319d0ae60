// Reports of findings whose every text is hostile: as many lines and cells as the findings make and no more, fit for a
// terminal, JSON that holds the texts, a page whose elements are ours, and no format in which a text becomes a command
// or markup.
//
// Input: texts, parted by lines that are "--". They go into all that a finding, a unit and a row of an audit say.
#include "awaitlint/report.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "awaitlint/render.h"
#include "fuzz.h"
#include "report/page_parts.h"

using namespace awaitlint;

namespace {

/// The texts in turn, over and over.
class Texts {
public:
    explicit Texts(std::vector<std::string_view> all) : all_(std::move(all)) {}
    std::string next() { return std::string(all_[at_++ % all_.size()]); }

private:
    std::vector<std::string_view> all_;
    std::size_t at_ = 0;
};

Span span_from(Texts& texts, std::uint32_t column) {
    return {texts.next(), 1, column, 1, column + 3, 0, 3};
}

Suggestion suggestion_from(Texts& texts, bool is_proven) {
    Suggestion suggestion;
    suggestion.kind = texts.next();
    suggestion.title = texts.next();
    suggestion.replacement = texts.next();
    suggestion.proven = is_proven;
    suggestion.why_not = is_proven ? "" : texts.next();
    suggestion.target = texts.next();
    suggestion.target_place = {texts.next(), 1, 1};
    suggestion.edits = {{texts.next(), 0, 1, texts.next()}};
    return suggestion;
}

Finding finding_from(Texts& texts, std::uint32_t column) {
    Finding finding;
    finding.rule = texts.next();
    finding.reason = texts.next();
    finding.message = texts.next();
    finding.span = span_from(texts, column);
    finding.function = texts.next();
    finding.context = column % 2 ? "coroutine" : "function";
    finding.current = texts.next();
    finding.callee = texts.next();
    finding.type = texts.next();
    finding.suggestions = {suggestion_from(texts, true), suggestion_from(texts, false)};
    finding.notes = {{texts.next(), {texts.next(), 1, 1}}};
    finding.fingerprint = texts.next();
    return finding;
}

AuditRow row_from(Texts& texts) {
    AuditRow row;
    row.span = span_from(texts, 1);
    row.function = texts.next();
    row.context = "coroutine";
    row.current = texts.next();
    row.callee = texts.next();
    row.verdict = "wrong";
    row.why = texts.next();
    row.should_be = texts.next();
    return row;
}

Report report_from(Texts& texts, bool is_audit) {
    Report report;
    report.version = report.llvm_version = "1";
    for (const std::uint32_t column : {1u, 2u, 40u}) report.findings.push_back(finding_from(texts, column));
    report.meta = {{texts.next(), texts.next()}};
    report.rules = {{texts.next(), texts.next(), Severity::error, texts.next()}};
    report.units = {{texts.next(), "failed", texts.next(), {{texts.next(), {texts.next(), 1, 1}}}}};
    report.is_audit = is_audit;
    report.audit_symbol = texts.next();
    if (is_audit) report.audit = {row_from(texts), row_from(texts)};
    return report;
}

std::size_t lines_in(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// As GitHub cuts a row into cells: at each bar that no backslash stands before, or that one stands before which is
/// escaped itself.
std::size_t bars_in(std::string_view row) {
    std::size_t bars = 0;
    for (std::size_t at = 0; at < row.size(); ++at) {
        if (row[at] == '\\')
            ++at;
        else if (row[at] == '|')
            ++bars;
    }
    return bars;
}

void check_markdown(std::string_view markdown, std::size_t rows) {
    constexpr std::size_t bars_of_seven_cells = 8;
    constexpr std::size_t lines_before_rows = 4;  // the title, an empty line, the header and its rule
    fuzz::require_fit_for_terminal(markdown, "Markdown is plain text");
    fuzz::require(lines_in(markdown) == lines_before_rows + rows, "a row is one line");
    for (std::size_t line = 0; !markdown.empty(); ++line) {
        const std::string_view row = fuzz::take_line(markdown);
        if (line >= 2) fuzz::require(bars_in(row) == bars_of_seven_cells, "a row has its cells");
    }
}

void check_json(const std::string& text, const Report& report) {
    fuzz::require(fuzz::is_utf8(text), "JSON is UTF-8");
    const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    fuzz::require(json.is_object() && json["findings"].size() == report.findings.size(), "JSON holds all findings");
    for (std::size_t i = 0; i < report.findings.size(); ++i) {
        const std::string& message = report.findings[i].message;
        fuzz::require(!fuzz::is_utf8(message) || json["findings"][i]["message"] == message, "a text is what it was");
    }
}

/// What holds for a text in whatever format: it moves no cursor, and it begins no command to a CI server.
void check_format(const std::string& format, std::string_view text) {
    fuzz::require_fit_for_terminal(text, "every format is fit for a terminal");
    if (format == "junit" || format == "checkstyle")
        fuzz::require(std::count(text.begin(), text.end(), '<') == std::count(text.begin(), text.end(), '>'),
                      "a text opens no tag");
    while (!text.empty()) {
        const std::string_view line = fuzz::take_line(text);
        fuzz::require(format == "github" || !line.starts_with("::"), "no line is a command");
        if (format != "github") continue;
        fuzz::require(line.starts_with("::error ") || line.starts_with("::warning ") || line.starts_with("::notice "),
                      "every line is one of our commands");
    }
}

std::size_t times(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) ++count;
    return count;
}

/// Elements are ours, however many texts there are; and the data between two of them says what the texts say.
void check_page(const Report& report, const SourceBytes& source, std::size_t size) {
    const PageParts parts = {{"body{}", "sha256-a"}, {"run()", "sha256-b"}};
    const std::string page = html_page(report, source, parts);
    fuzz::require_fit_for_terminal(page, "a page is fit for a terminal");
    fuzz::require(times(page, "<script") == 2 && times(page, "</script") == 2, "a text is no script");
    fuzz::require(times(page, "<noscript") == 1 && times(page, "</noscript") == 1, "a text ends no element");
    fuzz::require(times(page, "<td>") == times(page, "</td>") && times(page, "<!") == 1, "a text is no markup");
    const std::size_t begin = page.find('>', page.find("<script type=\"application/json\"")) + 1;
    const std::string data = page.substr(begin, page.find("</script", begin) - begin);
    fuzz::require(data.find_first_of("<>&") == std::string::npos, "nothing in the data ends it");
    check_json(data, report);
    fuzz::require_linear(page.size(), size, 80 * 16, "a page is bounded by what it tells");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::size_t times_each = 80;  // how often a text is in a report, at most, times what a byte takes
    Texts texts(fuzz::parts_of(fuzz::text_of(bytes, size)));
    std::string line = texts.next();
    line = line.substr(0, line.find('\n'));
    const SourceLine source_line = [&](const std::string&, std::uint32_t) -> std::string_view { return line; };
    for (const bool is_audit : {false, true}) {
        const Report report = report_from(texts, is_audit);
        const auto text = render("text", report, source_line), markdown = render("markdown", report, source_line),
                   json = render("json", report, source_line);
        fuzz::require(text && markdown && json, "all formats are made");
        fuzz::require_fit_for_terminal(*text, "a report is fit for a terminal");
        // A finding: its message, two lines of code, its function, two repairs, a note, an empty line.
        fuzz::require(lines_in(*text) <= (is_audit ? 2u * 5 + 1 : 3u * 8), "a text makes no line of its own");
        check_markdown(*markdown, is_audit ? report.audit.size() : report.findings.size());
        check_json(*json, report);
        for (const auto* each : {&text, &markdown, &json})
            fuzz::require_linear((*each)->size(), size, times_each * 8, "a report is bounded by what it tells");
        const SourceBytes source_bytes = [&](const std::string&) -> std::string_view { return line; };
        check_page(report, source_bytes, size);
        for (const std::string& format : report_formats()) {
            const auto rendered = render(format, report, source_line, source_bytes);
            fuzz::require(bool(rendered), "all formats are made");
            check_format(format, *rendered);
            if (format == "html") continue;  // holds the whole page; check_page knows its size
            fuzz::require_linear(rendered->size(), size, times_each * 16, "a report is bounded by what it tells");
        }
    }
    return 0;
}
