// unused-suppression: a NOLINT comment that names a rule of ours although nothing is found there.
//
// Flags each unused name once, so that suppressions go when their reason is gone and cannot hide the next mistake.
// Ignores names that are not rules of awaitlint (their owners know), rules that the configuration turns off, and
// itself: a suppression of this rule would be its own justification.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "awaitlint/site.h"

namespace awaitlint {

extern const Rule unused_suppression;

namespace {

std::string_view directive_name(Suppression::Kind kind) {
    switch (kind) {
        case Suppression::Kind::line:
            return "NOLINT";
        case Suppression::Kind::next_line:
            return "NOLINTNEXTLINE";
        case Suppression::Kind::begin:
            return "NOLINTBEGIN";
        case Suppression::Kind::end:
            return "NOLINTEND";
    }
    return "NOLINT";
}

std::string message_of(Suppression::Kind kind, const std::string& rule) {
    switch (kind) {
        case Suppression::Kind::line:
            return fmt::format("no finding of '{}' here: this suppression is not needed", rule);
        case Suppression::Kind::next_line:
            return fmt::format("no finding of '{}' on the next line: this suppression is not needed", rule);
        case Suppression::Kind::begin:
            return fmt::format("no finding of '{}' behind this NOLINTBEGIN: this suppression is not needed", rule);
        case Suppression::Kind::end:
            return fmt::format("this NOLINTEND ends nothing: no NOLINTBEGIN of '{}' is open here", rule);
    }
    return {};
}

bool is_worth_telling(const std::string& name, const Config& config) {
    const Rule* rule = find_rule(name);
    if (rule == nullptr || rule == &unused_suppression) return false;
    return severity_in(config, rule->info) != Severity::off;
}

Finding finding_of(const Suppression& suppression, const std::string& rule, const Config& config) {
    const std::string_view directive = directive_name(suppression.kind);
    Finding finding;
    finding.rule = unused_suppression.info.id;
    finding.severity = severity_in(config, unused_suppression.info);
    finding.message = message_of(suppression.kind, rule);
    finding.span = {.file = suppression.place.file,
                    .line = suppression.place.line,
                    .column = suppression.place.column,
                    .end_line = suppression.place.line,
                    .end_column = suppression.place.column + static_cast<std::uint32_t>(directive.size()),
                    .length = static_cast<std::uint32_t>(directive.size())};
    finding.context = context_of({});
    finding.current = fmt::format("{}({})", directive, rule);
    return finding;
}

std::vector<Finding> check(const RuleInput& input) {
    std::vector<Finding> findings;
    for (const Suppression& suppression : input.unused_suppressions) {
        for (const std::string& name : suppression.rules) {
            if (!is_worth_telling(name, input.config)) continue;
            findings.push_back(finding_of(suppression, name, input.config));
        }
    }
    return findings;
}

}  // namespace

constinit const Rule unused_suppression = {
    .info = {.id = "unused-suppression",
             .summary = "a NOLINT comment names a rule that finds nothing there",
             .severity = Severity::warning,
             .reasons = {}},
    .check = check,
};

}  // namespace awaitlint
