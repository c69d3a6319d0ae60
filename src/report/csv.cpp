// CSV, for spreadsheets: one row per finding, the suppressed too, and per failure; a header with the names of the
// columns.
//
// In: a report. Out: RFC 4180 but for its line ends, which are those of every other format here. A cell has one line,
// and none is a formula. Columns of places are bytes, as in JSON.
#include <vector>

#include <fmt/format.h>

#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

std::string row(const std::vector<std::string>& cells) {
    return fmt::format("{}\n", fmt::join(cells, ","));
}

std::string number(std::uint32_t value) {
    return value == 0 ? "" : std::to_string(value);
}

std::string row_of(const Finding& finding) {
    const Suggestion* repair = best_repair(finding);
    return row({csv_cell(finding.span.file), number(finding.span.line), number(finding.span.column),
                std::string(severity_name(finding.severity)), csv_cell(finding.rule), csv_cell(finding.reason),
                csv_cell(finding.message), csv_cell(finding.function), csv_cell(finding.current),
                repair ? csv_cell(repair->replacement) : "", repair && repair->proven ? "yes" : "no",
                finding.suppressed ? "yes" : "no", std::string(baseline_state_name(finding.baseline_state)),
                csv_cell(finding.fingerprint)});
}

}  // namespace

std::string csv_report(const Report& report) {
    std::string text = row({"file", "line", "column", "severity", "rule", "reason", "message", "function", "current",
                            "should_be", "proven", "suppressed", "baseline", "fingerprint"});
    for (const Finding& failure : failures(report)) text += row_of(failure);
    for (const Finding& finding : report.findings) text += row_of(finding);
    for (const Finding& use : wrong_uses(report)) text += row_of(use);
    return text;
}

}  // namespace awaitlint
