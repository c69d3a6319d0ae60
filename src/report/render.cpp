// The table of formats, and the numbers that every format and the last line of a run agree on.
#include "awaitlint/render.h"

#include <fmt/format.h>

#include "awaitlint/excerpt.h"
#include "awaitlint/printable.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

/// The user's files, in both ways in which formats read them.
struct Sources {
    const SourceLine& line;
    const SourceBytes& bytes;
};

struct Format {
    std::string_view name;
    PathStyle paths;
    std::string (*render)(const Report&, const Sources&);
};
constexpr Format formats[] = {
    {"text", PathStyle::of_user,
     [](const Report& report, const Sources& sources) { return printable_lines(text_report(report, sources.line)); }},
    {"json", PathStyle::of_root, [](const Report& report, const Sources&) { return json_report(report); }},
    {"markdown", PathStyle::on_request,
     [](const Report& report, const Sources&) { return printable_lines(markdown_report(report)); }},
    {"sarif", PathStyle::of_root,
     [](const Report& report, const Sources& sources) {
         return sarif_report(report, sources.bytes, SarifReader::any);
     }},
    {"github-sarif", PathStyle::of_root,
     [](const Report& report, const Sources& sources) {
         return sarif_report(report, sources.bytes, SarifReader::github);
     }},
    {"github", PathStyle::on_request,
     [](const Report& report, const Sources& sources) { return github_report(report, sources.bytes); }},
    {"github-summary", PathStyle::on_request,
     [](const Report& report, const Sources&) { return github_summary_report(report); }},
    {"gitlab", PathStyle::on_request, [](const Report& report, const Sources&) { return gitlab_report(report); }},
    {"junit", PathStyle::on_request, [](const Report& report, const Sources&) { return junit_report(report); }},
    {"checkstyle", PathStyle::on_request,
     [](const Report& report, const Sources& sources) { return checkstyle_report(report, sources.bytes); }},
    {"rdjsonl", PathStyle::on_request,
     [](const Report& report, const Sources& sources) { return rdjsonl_report(report, sources.bytes); }},
    {"clang-tidy", PathStyle::of_user,
     [](const Report& report, const Sources&) { return printable_lines(clang_tidy_report(report)); }},
    {"clang-tidy-fixes", PathStyle::of_user,
     [](const Report& report, const Sources& sources) { return clang_tidy_fixes_report(report, sources.bytes); }},
    {"prometheus", PathStyle::on_request,
     [](const Report& report, const Sources&) { return prometheus_report(report); }},
    {"csv", PathStyle::on_request, [](const Report& report, const Sources&) { return csv_report(report); }},
    {"html", PathStyle::on_request,
     [](const Report& report, const Sources& sources) { return html_report(report, sources.bytes); }},
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

PathStyle path_style(std::string_view name) {
    for (const Format& format : formats)
        if (format.name == name) return format.paths;
    return PathStyle::of_root;
}

Result<std::string> render(std::string_view name, const Report& report, const SourceLine& source_line,
                           const SourceBytes& source_bytes) {
    for (const Format& format : formats)
        if (format.name == name) return format.render(report, {source_line, source_bytes});
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

std::string changed_line(const Report& report) {
    if (!report.changed) return "";
    constexpr std::size_t digits = 12;
    const ChangedScope& changed = *report.changed;
    return fmt::format("{} {} lines that differ from {} (where '{}' and HEAD part); {} on other lines of {} not told",
                       counted(changed.files, "file"), changed.files == 1 ? "has" : "have",
                       changed.base.substr(0, digits), changed.revision, counted(changed.other_findings, "finding"),
                       changed.other_findings == 1 ? "them is" : "them are");
}

std::string baseline_line(const Report& report) {
    if (!report.baseline) return "";
    const BaselineOutcome& baseline = *report.baseline;
    const auto are = [](std::uint64_t number) { return number == 1 ? "is" : "are"; };
    std::string line = fmt::format("baseline {}: {} {} known and {} not fail the run, {} {} new", baseline.file,
                                   counted(baseline.known, "finding"), are(baseline.known),
                                   baseline.known == 1 ? "does" : "do", baseline.added, are(baseline.added));
    if (baseline.stale.empty()) return line;
    constexpr std::size_t most = 3;
    std::vector<std::string> told;
    for (const BaselineEntry& entry : baseline.stale)
        if (told.size() < most) told.push_back(fmt::format("{}: {} [{}]", entry.file, brief(entry.code), entry.rule));
    const std::size_t more = baseline.stale.size() - told.size();
    const std::uint64_t stale = findings_of(baseline.stale);
    return line + fmt::format("; {} {} stale (`awaitlint baseline prune` takes {} out): {}{}", stale, are(stale),
                              stale == 1 ? "it" : "them", fmt::join(told, ", "),
                              more == 0 ? "" : fmt::format(" and {} more entries", more));
}

}  // namespace awaitlint
