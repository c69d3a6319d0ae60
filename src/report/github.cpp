// GitHub's workflow commands: annotations on the lines of a change, from the log of a step.
//
// In: a report, and the sources for columns. Out: one command per line. GitHub shows ten of each level per step and
// says nothing of the others: the worst come first, and what is left out is said in one more. Failures come before
// findings.
#include <array>

#include <fmt/format.h>

#include "awaitlint/render.h"
#include "report/columns.h"
#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_shown = 10;

struct Level {
    Severity severity;
    std::string_view command;
    std::string_view name;
};
constexpr std::array levels{Level{Severity::error, "error", "error"}, Level{Severity::warning, "warning", "warning"},
                            Level{Severity::note, "notice", "note"}};

std::string properties_of(const Finding& finding, const SourceBytes& source) {
    std::string properties;
    if (!finding.span.file.empty()) properties += fmt::format("file={},", github_property(finding.span.file));
    if (finding.span.line != 0)
        properties += fmt::format("line={},endLine={},", finding.span.line, finding.span.end_line);
    // GitHub takes columns within a line alone.
    const auto stretch = in_utf16(finding.span, source);
    if (stretch && stretch->line == stretch->end_line)
        properties += fmt::format("col={},endColumn={},", stretch->column, stretch->end_column);
    return properties + "title=" + github_property("awaitlint: " + finding.rule);
}

std::string message_of(const Finding& finding) {
    std::string message = brief(finding.message);
    for (const Suggestion& suggestion : finding.suggestions) {
        const std::string& text = suggestion.replacement.empty() ? suggestion.title : suggestion.replacement;
        message += fmt::format("\n{}: {} ({})", suggestion.kind, brief(text), proof_in_words(suggestion));
    }
    return message;
}

}  // namespace

std::string github_report(const Report& report, const SourceBytes& source) {
    const std::vector<Finding> told = told_findings(report);
    std::string commands;
    std::vector<std::string> left_out;
    for (const Level& level : levels) {
        std::size_t number = 0;
        // The last notice is ours, if there is anything to be said by it.
        const std::size_t most = level.severity == Severity::note ? most_shown - 1 : most_shown;
        for (const Finding& finding : told) {
            if (finding.severity != level.severity || ++number > most) continue;
            commands += fmt::format("::{} {}::{}\n", level.command, properties_of(finding, source),
                                    github_message(message_of(finding)));
        }
        if (number > most) left_out.push_back(counted(number - most, level.name));
    }
    if (!left_out.empty())
        commands += fmt::format(
            "::notice title=awaitlint::and {} more, which GitHub would not show here: the report has them\n",
            fmt::join(left_out, ", "));
    return commands;
}

}  // namespace awaitlint
