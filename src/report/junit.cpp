// JUnit's XML: what the test views of CI servers read. Each unit is a test, and so is each finding.
//
// In: a report. Out: one suite. A unit that was looked at passes, one that could not be is an <error>; a finding is a
// <failure>, one that is suppressed or known to the baseline is skipped. So a run that found nothing shows what it
// looked at. No times: a report has none.
#include <fmt/format.h>

#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
    return fmt::format(" {}=\"{}\"", name, markup_text(value));
}

/// `inside`: nothing for a test that passes.
std::string test_case(std::string_view group, std::string_view name, const std::string& inside) {
    const std::string attributes = attribute("classname", group) + attribute("name", name);
    if (inside.empty()) return fmt::format("    <testcase{}/>\n", attributes);
    return fmt::format("    <testcase{}>\n      {}\n    </testcase>\n", attributes, inside);
}

std::string error_element(const Finding& failure) {
    return fmt::format("<error{}{}/>", attribute("type", failure.rule), attribute("message", failure.message));
}

std::string details_of(const Finding& finding) {
    std::string text =
        fmt::format("{}:{}:{}: {}\n", finding.span.file, finding.span.line, finding.span.column, finding.current);
    for (const Suggestion& suggestion : finding.suggestions)
        text += fmt::format("{}: {} ({})\n", suggestion.kind,
                            suggestion.replacement.empty() ? suggestion.title : suggestion.replacement,
                            proof_in_words(suggestion));
    for (const Note& note : finding.notes)
        text += note.place.is_known() ? fmt::format("note: {}:{}: {}\n", note.place.file, note.place.line, note.message)
                                      : fmt::format("note: {}\n", note.message);
    return text;
}

std::string finding_case(const Finding& finding) {
    const std::string name = fmt::format("{} at {}:{}", finding.rule, finding.span.line, finding.span.column);
    const std::string& reason = finding.suppressed ? finding.suppression_reason : finding.baseline_reason;
    const std::string why =
        (finding.suppressed ? "suppressed" : "known to the baseline") + (reason.empty() ? "" : ": " + reason);
    if (!is_told(finding))
        return test_case(finding.span.file, name, fmt::format("<skipped{}/>", attribute("message", why)));
    return test_case(
        finding.span.file, name,
        fmt::format("<failure{}{}>{}</failure>",
                    attribute("type", fmt::format("{}: {}", severity_name(finding.severity), finding.rule)),
                    attribute("message", finding.message), markup_text(details_of(finding))));
}

std::string properties_of(const Report& report) {
    if (report.meta.empty()) return "";
    std::string properties = "    <properties>\n";
    for (const auto& [key, value] : report.meta)
        properties += fmt::format("      <property{}{}/>\n", attribute("name", key), attribute("value", value));
    return properties + "    </properties>\n";
}

}  // namespace

std::string junit_report(const Report& report) {
    std::string cases;
    std::size_t tests = 0, errors = 0, failed = 0, skipped = 0;
    const auto add = [&](std::size_t& count, const std::string& element) {
        cases += element;
        ++count;
        ++tests;
    };
    std::size_t passed = 0;
    for (const Finding& failure : failures(report))
        add(errors, test_case(failure.span.file.empty() ? "awaitlint" : failure.span.file, failure.rule,
                              error_element(failure)));
    for (const UnitReport& unit : report.units)
        if (unit.status != "failed") add(passed, test_case(unit.file, "is analysed", ""));
    for (const Finding& finding : report.findings) add(is_told(finding) ? failed : skipped, finding_case(finding));
    for (const Finding& use : wrong_uses(report)) add(failed, finding_case(use));
    const std::string counts = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", tests, failed, errors);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n"
        "  <testsuite name=\"awaitlint\" {} skipped=\"{}\">\n{}{}  </testsuite>\n</testsuites>\n",
        counts, counts, skipped, properties_of(report), cases);
}

}  // namespace awaitlint
