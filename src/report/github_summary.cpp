// The summary of a step of GitHub Actions: Markdown for `$GITHUB_STEP_SUMMARY`.
//
// In: a report. Out: what could not be looked at, then the table of the Markdown form, then the numbers. GitHub refuses
// a summary above 1 MiB as a whole: rows that would not fit are left out, and their number is told.
#include <algorithm>

#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_bytes = 1'000'000;  // the rest of 1 MiB is for the text around
constexpr std::size_t most_failures = 20;

std::string list_of_failures(const Report& report) {
    const std::vector<Finding> all = failures(report);
    if (all.empty()) return "";
    std::string list = fmt::format("**Not complete** (exit status {}):\n\n", report.exit_code);
    for (std::size_t i = 0; i < std::min(all.size(), most_failures); ++i)
        list += fmt::format("- {}\n", markdown_text(all[i].message));
    if (all.size() > most_failures) list += fmt::format("- and {} more\n", all.size() - most_failures);
    return list + "\n";
}

std::string list_of_meta(const Report& report) {
    std::string list;
    for (const auto& [key, value] : report.meta)
        list += fmt::format("- {}: {}\n", markdown_text(key), markdown_text(value));
    return list.empty() ? "" : list + "\n";
}

/// Whole lines of it.
std::string within(std::string text, std::size_t most) {
    if (text.size() <= most) return text;
    const std::size_t end = text.rfind('\n', most) + 1;
    const auto left_out = std::count(text.begin() + static_cast<std::ptrdiff_t>(end), text.end(), '\n');
    text.resize(end);
    return text + fmt::format("\nand {} more rows, for which a summary has no room: the report has them\n", left_out);
}

}  // namespace

std::string github_summary_report(const Report& report) {
    Report without_meta = report;
    without_meta.meta.clear();
    without_meta.error.clear();
    const std::string table = printable_lines(markdown_report(without_meta));
    const std::string head = printable_lines("### awaitlint\n\n" + list_of_meta(report) + list_of_failures(report));
    return head + within(table, most_bytes - std::min(head.size(), most_bytes)) + "\n" + summary_line(report) + "\n";
}

}  // namespace awaitlint
