// The table of formats, and the numbers that every format and the last line of a run agree on.
#include <fmt/format.h>

#include "awaitlint/excerpt.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

struct Format {
    std::string_view name;
    std::string (*render)(const Report&, const SourceLine&);
};
constexpr Format formats[] = {
    {"text", [](const Report& report, const SourceLine& lines) { return printable_lines(text_report(report, lines)); }},
    {"json", [](const Report& report, const SourceLine&) { return json_report(report); }},
    {"markdown", [](const Report& report, const SourceLine&) { return printable_lines(markdown_report(report)); }},
};

void count_unit(const UnitReport& unit, Counts& counts) {
    ++counts.units;
    if (unit.status == "analyzed") ++counts.analyzed;
    if (unit.status == "cached") ++counts.cached;
    if (unit.status == "skipped") ++counts.skipped;
    if (unit.status == "failed") ++counts.failed;
}

void count_finding(const Finding& finding, Counts& counts) {
    if (finding.suppressed) {
        ++counts.suppressed;
        return;
    }
    ++counts.findings;
    if (finding.severity == Severity::error) ++counts.errors;
    if (finding.severity == Severity::warning) ++counts.warnings;
    if (finding.severity == Severity::note) ++counts.notes;
}

}  // namespace

Counts count(const Report& report) {
    Counts counts;
    for (const UnitReport& unit : report.units) count_unit(unit, counts);
    for (const Finding& finding : report.findings) count_finding(finding, counts);
    return counts;
}

Verdicts count_verdicts(const Report& report) {
    Verdicts verdicts;
    for (const AuditRow& row : report.audit) {
        if (row.verdict == "right") ++verdicts.right;
        if (row.verdict == "wrong") ++verdicts.wrong;
        if (row.verdict == "maybe") ++verdicts.maybe;
    }
    return verdicts;
}

std::string brief(std::string_view text) {
    constexpr std::size_t most_shown = 1000;
    return one_line(excerpt(text, most_shown));
}

std::string counted(std::uint64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

const std::vector<std::string>& report_formats() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const Format& format : formats) all.emplace_back(format.name);
        return all;
    }();
    return names;
}

Result<std::string> render(std::string_view name, const Report& report, const SourceLine& source_line) {
    for (const Format& format : formats)
        if (format.name == name) return format.render(report, source_line);
    return Error{fmt::format("unknown report format '{}': use one of {}", name, fmt::join(report_formats(), ", "))};
}

// The wording is a contract with scripts: it has no singular.
std::string summary_line(const Report& report) {
    const Counts counts = count(report);
    return fmt::format(
        "analysed {}/{} units ({} cached, {} skipped, {} failed): "
        "{} findings ({} errors, {} warnings, {} suppressed)",
        counts.analyzed + counts.cached, counts.units, counts.cached, counts.skipped, counts.failed, counts.findings,
        counts.errors, counts.warnings, counts.suppressed);
}

}  // namespace awaitlint
