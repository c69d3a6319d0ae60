// Checkstyle's XML: what Jenkins' warnings-ng, reviewdog and many others read.
//
// In: a report, and the sources for columns. Out: errors by file, in the report's order; failures are errors too. The
// severities are the three of ours that Checkstyle knows by these names (a note is an `info`).
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "awaitlint/render.h"
#include "report/columns.h"
#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

std::string error_element(const Finding& finding, const SourceBytes& source) {
    const auto stretch = in_utf16(finding.span, source);
    const std::string column = stretch ? fmt::format(" column=\"{}\"", stretch->column) : "";
    return fmt::format("    <error line=\"{}\"{} severity=\"{}\" message=\"{}\" source=\"awaitlint.{}\"/>\n",
                       std::max(finding.span.line, 1u), column,
                       finding.severity == Severity::note ? "info" : severity_name(finding.severity),
                       markup_text(brief(finding.message + repair_sentence(finding))), markup_text(finding.rule));
}

}  // namespace

std::string checkstyle_report(const Report& report, const SourceBytes& source) {
    std::map<std::string, std::string> files;
    for (const Finding& finding : told_findings(report))
        files[finding.span.file.empty() ? "." : finding.span.file] += error_element(finding, source);
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n";
    for (const auto& [file, errors] : files)
        text += fmt::format("  <file name=\"{}\">\n{}  </file>\n", markup_text(file), errors);
    return text + "</checkstyle>\n";
}

}  // namespace awaitlint
