// Prometheus's text format, for the textfile collector of its node exporter.
//
// In: a report. Out: gauges of the last run, as a batch job has no counters. Every rule that there is has a sample, at
// zero too, so that an alert has something to compare with. No times: the collector knows that of the file.
#include <map>
#include <set>

#include <fmt/format.h>

#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

std::string head(std::string_view name, std::string_view help) {
    return fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
}

std::string of_units(const Counts& counts) {
    std::string text = head("awaitlint_units", "Units of the run by what became of them.");
    const std::pair<const char*, std::uint64_t> states[] = {{"analyzed", counts.analyzed},
                                                            {"cached", counts.cached},
                                                            {"skipped", counts.skipped},
                                                            {"failed", counts.failed}};
    for (const auto& [name, number] : states)
        text += fmt::format("awaitlint_units{{status=\"{}\"}} {}\n", name, number);
    return text;
}

struct Numbers {
    std::uint64_t proven = 0, suppressed = 0;
    std::map<Severity, std::uint64_t> found, known;  // what is known is found, too
};

/// Of every rule, those without findings too.
std::map<std::string, Numbers> numbers_of(const Report& report) {
    std::map<std::string, Numbers> rules;
    for (const RuleText& rule : report.rules) rules[rule.id].found[rule.severity] = 0;
    for (const Finding& finding : report.findings) {
        Numbers& numbers = rules[finding.rule];
        if (finding.suppressed) {
            ++numbers.suppressed;
            continue;
        }
        ++numbers.found[finding.severity];
        numbers.known[finding.severity] += finding.baseline_state == BaselineState::known;
        const Suggestion* repair = best_repair(finding);
        if (repair && repair->proven) ++numbers.proven;
    }
    return rules;
}

std::string of_findings(const Report& report) {
    std::string found = head("awaitlint_findings", "Findings that are not suppressed, by rule and severity.");
    std::string known = head("awaitlint_known_findings", "Of the findings, those that the baseline knows.");
    std::string proven = head("awaitlint_findings_with_proven_repair", "Of the findings, those with a proven repair.");
    std::string suppressed = head("awaitlint_suppressed_findings", "Findings that a comment suppresses.");
    for (const auto& [id, numbers] : numbers_of(report)) {
        const std::string rule = prometheus_label(id);
        for (const auto& [severity, number] : numbers.found) {
            const std::string labels = fmt::format("rule=\"{}\",severity=\"{}\"", rule, severity_name(severity));
            found += fmt::format("awaitlint_findings{{{}}} {}\n", labels, number);
            const auto of_known = numbers.known.find(severity);
            known += fmt::format("awaitlint_known_findings{{{}}} {}\n", labels,
                                 of_known == numbers.known.end() ? 0 : of_known->second);
        }
        proven += fmt::format("awaitlint_findings_with_proven_repair{{rule=\"{}\"}} {}\n", rule, numbers.proven);
        suppressed += fmt::format("awaitlint_suppressed_findings{{rule=\"{}\"}} {}\n", rule, numbers.suppressed);
    }
    return found + (report.baseline ? known : "") + proven + suppressed;
}

std::string of_baseline(const Report& report) {
    if (!report.baseline) return "";
    const BaselineOutcome& baseline = *report.baseline;
    const std::pair<const char*, std::uint64_t> states[] = {
        {"known", baseline.known}, {"new", baseline.added}, {"stale", findings_of(baseline.stale)}};
    std::string text = head("awaitlint_baseline_findings", "Findings by what the baseline says of them.");
    for (const auto& [state, number] : states)
        text += fmt::format("awaitlint_baseline_findings{{state=\"{}\"}} {}\n", state, number);
    return text;
}

/// One sample per key: keys are the user's, and names of labels are not free.
std::string of_meta(const Report& report) {
    if (report.meta.empty()) return "";
    std::string text = head("awaitlint_meta_info", "What the user says of the run.");
    for (const auto& [key, value] : report.meta)
        text += fmt::format("awaitlint_meta_info{{key=\"{}\",value=\"{}\"}} 1\n", prometheus_label(key),
                            prometheus_label(value));
    return text;
}

}  // namespace

std::string prometheus_report(const Report& report) {
    std::string text = head("awaitlint_build_info", "The awaitlint that ran, and its LLVM.") +
                       fmt::format("awaitlint_build_info{{version=\"{}\",llvm=\"{}\"}} 1\n",
                                   prometheus_label(report.version), prometheus_label(report.llvm_version));
    text += head("awaitlint_exit_code", "Exit status of the run: 0 clean, 1 findings, 2 not started, 3 incomplete.") +
            fmt::format("awaitlint_exit_code {}\n", report.exit_code);
    text += head("awaitlint_complete", "1 if everything that was asked for was looked at, else 0.") +
            fmt::format("awaitlint_complete {}\n", report.complete ? 1 : 0);
    return text + of_units(count(report)) + of_findings(report) + of_baseline(report) + of_meta(report);
}

}  // namespace awaitlint
