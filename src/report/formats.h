// The formats behind `render`, and what they share. One function per format: a report in, its bytes out.
// Nothing here is seen outside src/report; awaitlint/report.h is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/render.h"
#include "awaitlint/report.h"

namespace awaitlint {

std::string text_report(const Report& report, const SourceLine& source_line);
std::string json_report(const Report& report);
std::string markdown_report(const Report& report);
/// Who reads SARIF: a program that knows the standard, or GitHub, which shows all that it is given.
enum class SarifReader { any, github };
std::string sarif_report(const Report& report, const SourceBytes& source, SarifReader reader);
std::string github_report(const Report& report, const SourceBytes& source);
std::string github_summary_report(const Report& report);
std::string gitlab_report(const Report& report);
std::string junit_report(const Report& report);
std::string checkstyle_report(const Report& report, const SourceBytes& source);
std::string rdjsonl_report(const Report& report, const SourceBytes& source);
std::string clang_tidy_report(const Report& report);
std::string clang_tidy_fixes_report(const Report& report, const SourceBytes& source);
std::string prometheus_report(const Report& report);
std::string csv_report(const Report& report);
std::string html_report(const Report& report, const SourceBytes& source);

/// What a consumer is told that knows findings and nothing else: the findings neither suppressed nor known, uses of an
/// audited function that are wrong without a finding, units that could not be analysed, and why a run failed. So what a
/// run that could not look says is never an empty list.
std::vector<Finding> told_findings(const Report& report);

/// Uses of an audited function that are wrong, and that no finding is at.
std::vector<Finding> wrong_uses(const Report& report);
/// Why the run failed, and each unit that could not be analysed, at its first error.
std::vector<Finding> failures(const Report& report);

/// Errors, warnings, notes, and then those that a baseline knows, and the suppressed; else in the order in which they
/// were. Consumers that show only so many show the first.
std::vector<Finding> worst_first(const std::vector<Finding>& findings);

/// The first proven repair is what `fix` would do; without one, the best guess. Null where there is none.
const Suggestion* best_repair(const Finding& finding);
/// "proven", "proven, unsafe" or "not proven".
std::string_view proof_in_words(const Suggestion& suggestion);
/// What `best_repair` would write, as a sentence that follows a message: ". Proven instead: ..."; empty without one.
std::string repair_sentence(const Finding& finding);
/// What a program may apply: null where nothing is proven, no edits say how, or a person has to decide.
const Suggestion* applicable_repair(const Finding& finding);

/// `printable`, with every line end and the white space around it as one space: for places that have one line.
std::string one_line(std::string_view text);

/// `one_line` of a text's beginning, with a mark where it goes on: for people, who read no more than that.
std::string brief(std::string_view text);

/// How many columns the text takes on a terminal. The text is printable and has no tabs.
std::size_t display_width(std::string_view text);

struct Verdicts {
    std::uint64_t right = 0, wrong = 0, maybe = 0;
};
Verdicts count_verdicts(const Report& report);

/// "1 use", "2 uses"
std::string counted(std::uint64_t number, std::string_view noun);

}  // namespace awaitlint
