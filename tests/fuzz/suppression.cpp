// NOLINT comments: what is read stands in the comment at the place that is told, and written again it reads the same.
// And what comments do to findings: a comment takes out a finding or is told as unused.
#include <algorithm>
#include <set>

#include "engine/verdict/suppress.h"
#include "frontend/read/suppression_comments.h"
#include "fuzz.h"

using namespace awaitlint;

namespace {

const char* name_of(Suppression::Kind kind) {
    switch (kind) {
        case Suppression::Kind::next_line:
            return "NOLINTNEXTLINE";
        case Suppression::Kind::begin:
            return "NOLINTBEGIN";
        case Suppression::Kind::end:
            return "NOLINTEND";
        case Suppression::Kind::line:
            break;
    }
    return "NOLINT";
}

std::string written(const Suppression& suppression) {
    std::string text = name_of(suppression.kind) + std::string("(");
    for (const std::string& rule : suppression.rules) text += rule + ",";
    return text + ")";
}

std::size_t offset_of(std::string_view text, const Place& place) {
    std::size_t line_start = 0;
    for (std::uint32_t line = 1; line < place.line; ++line) line_start = text.find('\n', line_start) + 1;
    return line_start + place.column - 1;
}

void check_effect(const std::vector<Suppression>& suppressions) {
    std::vector<Finding> findings;
    std::set<std::string> rules;
    for (const Suppression& suppression : suppressions) {
        rules.insert(suppression.rules.begin(), suppression.rules.end());
        Finding finding;
        finding.rule = suppression.rules.front();
        finding.span.file = "a.cpp";
        finding.span.line = suppression.place.line;
        findings.push_back(finding);
    }
    const std::size_t before = findings.size();
    const std::vector<Suppression> unused = suppress(findings, suppressions, rules);
    fuzz::require(findings.size() == before, "no finding gets lost");
    const bool is_any_suppressed =
        std::any_of(findings.begin(), findings.end(), [](const Finding& finding) { return finding.suppressed; });
    fuzz::require(suppressions.empty() || is_any_suppressed || !unused.empty(), "a comment is used or told as unused");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view comment = fuzz::text_of(bytes, size);
    std::size_t told = 0;
    const std::vector<Suppression> found = suppressions_in_comment(comment, {"a.cpp", 1, 1});
    for (const Suppression& suppression : found) {
        const std::size_t offset = offset_of(comment, suppression.place);
        fuzz::require(comment.substr(offset).starts_with(name_of(suppression.kind)), "it stands where it is told");
        fuzz::require(!suppression.rules.empty(), "it names a rule");
        for (const std::string& rule : suppression.rules) told += rule.size();
        told += suppression.reason.size();
        fuzz::require(
            suppression.reason.empty() || comment.find(suppression.reason.substr(0, 16), offset) != comment.npos,
            "a reason stands behind it");
        const std::vector<Suppression> again = suppressions_in_comment(written(suppression), {"a.cpp", 1, 1});
        fuzz::require(
            !again.empty() && again.front().kind == suppression.kind && again.front().rules == suppression.rules,
            "written again, it reads the same");
    }
    fuzz::require_linear(told, size, 8, "names and reasons are parts of the comment");
    check_effect(found);
    return 0;
}
