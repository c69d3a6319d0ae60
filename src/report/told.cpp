// A report as findings alone, for consumers that know nothing else: GitLab, Checkstyle, reviewdog, annotations.
//
// In: a report. Out: findings, worst news first where they tell of the run, then in the report's order. What is told
// here of failures has rules of its own (`run-failed`, `not-analysed`, `audit`), which no code can have. Invents no
// place: a failure that has none has line 0.
#include <set>

#include <fmt/format.h>

#include "report/formats.h"

namespace awaitlint {
namespace {

Finding failed_run(const Report& report) {
    Finding finding;
    finding.rule = "run-failed";
    finding.message = report.error;
    finding.fingerprint = finding.rule;
    return finding;
}

Finding wrong_use(const AuditRow& row) {
    Finding finding;
    finding.rule = "audit";
    finding.message = row.why.empty() ? fmt::format("'{}' is used wrongly", row.callee) : row.why;
    finding.span = row.span;
    finding.function = row.function;
    finding.context = row.context;
    finding.current = row.current;
    finding.callee = row.callee;
    finding.fingerprint = fmt::format("audit:{}:{}:{}", row.span.file, row.span.line, row.span.column);
    if (row.should_be.empty()) return finding;
    Suggestion repair;
    repair.kind = "call";
    repair.title = "write " + row.should_be;
    repair.replacement = row.should_be;
    repair.proven = row.proven;
    finding.suggestions = {repair};
    return finding;
}

Finding failed_unit(const Report& report, const UnitReport& unit) {
    Finding finding;
    finding.rule = "not-analysed";
    finding.severity = report.exit_code == 3 ? Severity::error : Severity::warning;
    finding.message = fmt::format("'{}' could not be analysed: {}", unit.file, unit.reason);
    finding.span.file = unit.file;
    finding.fingerprint = "not-analysed:" + unit.file;
    for (const Note& error : unit.errors) {
        if (!error.place.is_known()) continue;
        finding.message += ": " + error.message;
        finding.span = {.file = error.place.file,
                        .line = error.place.line,
                        .column = error.place.column,
                        .end_line = error.place.line,
                        .end_column = error.place.column};
        break;
    }
    return finding;
}

}  // namespace

std::vector<Finding> wrong_uses(const Report& report) {
    std::set<Place> found;
    for (const Finding& finding : report.findings) found.insert(finding.span.place());
    std::vector<Finding> uses;
    for (const AuditRow& row : report.audit)
        if (row.verdict == "wrong" && found.count(row.span.place()) == 0) uses.push_back(wrong_use(row));
    return uses;
}

std::vector<Finding> failures(const Report& report) {
    std::vector<Finding> told;
    if (!report.error.empty()) told.push_back(failed_run(report));
    for (const UnitReport& unit : report.units)
        if (unit.status == "failed") told.push_back(failed_unit(report, unit));
    return told;
}

std::vector<Finding> told_findings(const Report& report) {
    std::vector<Finding> told = failures(report);
    for (const Finding& finding : report.findings)
        if (is_told(finding)) told.push_back(finding);
    const std::vector<Finding> uses = wrong_uses(report);
    told.insert(told.end(), uses.begin(), uses.end());
    return told;
}

std::vector<Finding> worst_first(const std::vector<Finding>& findings) {
    std::vector<Finding> ordered;
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note, Severity::off})
        for (const Finding& finding : findings)
            if (is_told(finding) && finding.severity == severity) ordered.push_back(finding);
    for (const bool is_suppressed : {false, true})
        for (const Finding& finding : findings)
            if (!is_told(finding) && finding.suppressed == is_suppressed) ordered.push_back(finding);
    return ordered;
}

const Suggestion* best_repair(const Finding& finding) {
    for (const Suggestion& suggestion : finding.suggestions)
        if (suggestion.proven) return &suggestion;
    return finding.suggestions.empty() ? nullptr : &finding.suggestions.front();
}

std::string_view proof_in_words(const Suggestion& suggestion) {
    if (!suggestion.proven) return "not proven";
    return suggestion.why_unsafe.empty() ? "proven" : "proven, unsafe";
}

std::string repair_sentence(const Finding& finding) {
    const Suggestion* repair = best_repair(finding);
    if (!repair || repair->replacement.empty()) return "";
    const std::string_view how = !repair->proven              ? "Perhaps"
                                 : repair->why_unsafe.empty() ? "Proven"
                                                              : "Proven, but unsafe,";
    return fmt::format(". {} instead: {}", how, repair->replacement);
}

const Suggestion* applicable_repair(const Finding& finding) {
    for (const Suggestion& suggestion : finding.suggestions)
        if (suggestion.proven && !suggestion.edits.empty())
            return suggestion.why_unsafe.empty() ? &suggestion : nullptr;
    return nullptr;
}

}  // namespace awaitlint
