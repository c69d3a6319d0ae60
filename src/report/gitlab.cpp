// GitLab's Code Quality: what its merge requests show beside the lines, and compare with the target branch.
//
// In: a report. Out: one JSON array. Each entry has a fingerprint of its own, as GitLab takes two that are equal for
// one. Failures are entries too (`blocker`): an empty list would say that all is well.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "awaitlint/printable.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

using Json = nlohmann::ordered_json;

const char* severity_of(const Finding& finding) {
    switch (finding.severity) {
        case Severity::error:
            return "major";
        case Severity::warning:
            return "minor";
        default:
            return "info";
    }
}

std::string description_of(const Finding& finding) {
    return brief(finding.message) + brief(repair_sentence(finding));
}

Json entry_of(const Finding& finding, const std::string& fingerprint, const char* severity) {
    const std::uint32_t line = std::max(finding.span.line, 1u);
    return {{"description", description_of(finding)},
            {"check_name", finding.rule},
            {"fingerprint", fingerprint},
            {"severity", severity},
            {"location",
             {{"path", finding.span.file.empty() ? "." : finding.span.file},
              {"lines", {{"begin", line}, {"end", std::max(finding.span.end_line, line)}}}}}};
}

}  // namespace

std::string gitlab_report(const Report& report) {
    const std::size_t failed = failures(report).size();
    std::map<std::string, unsigned> times;
    Json entries = Json::array();
    for (const Finding& finding : told_findings(report)) {
        std::string fingerprint = finding.fingerprint.empty() ? finding.rule : finding.fingerprint;
        if (const unsigned earlier = times[fingerprint]++; earlier != 0) fingerprint += fmt::format("-{}", earlier + 1);
        entries.push_back(entry_of(finding, fingerprint, entries.size() < failed ? "blocker" : severity_of(finding)));
    }
    return printable_json(entries.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace awaitlint
