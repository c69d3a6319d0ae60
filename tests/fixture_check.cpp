// See fixture_check.h.
#include "fixture_check.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include <fmt/format.h>

namespace awaitlint::fixtures {
namespace {

bool fits(const Expectation& expectation, const Finding& finding) {
    return finding.span.line == expectation.line && finding.rule == expectation.rule &&
           (expectation.reason.empty() || finding.reason == expectation.reason) &&
           finding.message.find(expectation.substring) != std::string::npos;
}

std::string described(const Expectation& expectation) {
    std::string text = expectation.rule;
    if (!expectation.reason.empty()) text += " " + expectation.reason;
    if (!expectation.substring.empty()) text += " \"" + expectation.substring + "\"";
    return text;
}

std::string described(const Finding& finding) {
    return fmt::format("{} {} \"{}\"", finding.rule, finding.reason, finding.message);
}

std::string described(const Suggestion& suggestion) {
    if (suggestion.proven) return fmt::format("{}: {}", suggestion.kind, squeezed(suggestion.replacement));
    return fmt::format("{} unproven: {} (why not: {})", suggestion.kind, squeezed(suggestion.replacement),
                       suggestion.why_not.empty() ? "no reason given" : suggestion.why_not);
}

std::string suggestions_of(const Finding& finding) {
    std::string text;
    for (const Suggestion& suggestion : finding.suggestions) text += "\n    found: " + described(suggestion);
    return text.empty() ? "\n    found: no suggestions" : text;
}

bool is_as_wanted(const WantedSuggestion& wanted, const Suggestion& suggestion) {
    if (suggestion.kind != wanted.kind) return false;
    if (wanted.form == WantedSuggestion::Form::proven)
        return suggestion.proven && suggestion.why_not.empty() && squeezed(suggestion.replacement) == wanted.text;
    return !suggestion.proven && !suggestion.why_not.empty() &&
           suggestion.why_not.find(wanted.text) != std::string::npos;
}

std::string described(const WantedSuggestion& wanted) {
    if (wanted.form == WantedSuggestion::Form::proven) return fmt::format("{}: {}", wanted.kind, wanted.text);
    return fmt::format("unproven: {} \"{}\"", wanted.kind, wanted.text);
}

class Check {
public:
    Check(const FixtureText& fixture, const std::vector<Finding>& found) : fixture_(fixture), open_(found) {}

    std::vector<Complaint> run() {
        std::vector<const Expectation*> expectations;
        for (const Expectation& expectation : fixture_.expectations)
            if (expectation.kind != Expectation::Kind::missed) expectations.push_back(&expectation);
        // The most exact ones choose first among the findings of a line.
        std::sort(expectations.begin(), expectations.end(), [](const Expectation* a, const Expectation* b) {
            return std::tuple(described(*b).size(), a) < std::tuple(described(*a).size(), b);
        });
        for (const Expectation* expectation : expectations) meet(*expectation);
        for (const Expectation& expectation : fixture_.expectations)
            if (expectation.kind == Expectation::Kind::missed) stay_missed(expectation);
        for (const Finding& finding : open_)
            complain(finding.span.line, "found, but not expected: " + described(finding) + suggestions_of(finding));
        return std::move(complaints_);
    }

private:
    void complain(std::uint32_t line, std::string message) { complaints_.push_back({line, std::move(message)}); }

    std::optional<Finding> take(const Expectation& expectation) {
        const auto found = std::find_if(open_.begin(), open_.end(),
                                        [&](const Finding& finding) { return fits(expectation, finding); });
        if (found == open_.end()) return std::nullopt;
        Finding finding = std::move(*found);
        open_.erase(found);
        return finding;
    }

    void meet(const Expectation& expectation) {
        const auto finding = take(expectation);
        if (finding) return check_suggestions(expectation, *finding);
        if (expectation.kind == Expectation::Kind::overreach)
            return complain(expectation.line, fmt::format("not found any more: {}. Delete this overreach ({})",
                                                          described(expectation), expectation.why));
        std::string message = fmt::format("expected, but not found: {}", described(expectation));
        for (const Finding& other : open_)
            if (other.span.line == expectation.line) message += "\n    found instead: " + described(other);
        complain(expectation.line, message);
    }

    void stay_missed(const Expectation& expectation) {
        if (const auto finding = take(expectation))
            complain(expectation.line, fmt::format("found at last: promote to expect: {}", described(*finding)));
    }

    void check_suggestions(const Expectation& expectation, const Finding& finding) {
        auto from = finding.suggestions.begin();
        for (const WantedSuggestion& wanted : expectation.suggestions) {
            if (wanted.form == WantedSuggestion::Form::absent) {
                check_absent(wanted, finding);
                continue;
            }
            const auto fitting = [&](const Suggestion& suggestion) { return is_as_wanted(wanted, suggestion); };
            const auto next = std::find_if(from, finding.suggestions.end(), fitting);
            if (next != finding.suggestions.end()) {
                from = next + 1;
                continue;
            }
            const bool is_early = std::any_of(finding.suggestions.begin(), from, fitting);
            complain(wanted.written_at,
                     fmt::format("{}: {}{}", is_early ? "suggested in another order" : "not suggested so",
                                 described(wanted), suggestions_of(finding)));
        }
    }

    void check_absent(const WantedSuggestion& wanted, const Finding& finding) {
        for (const Suggestion& suggestion : finding.suggestions)
            if (wanted.kind.empty() || suggestion.kind == wanted.kind)
                complain(wanted.written_at, fmt::format("suggested, but must not be: {}", described(suggestion)));
    }

    const FixtureText& fixture_;
    std::vector<Finding> open_;
    std::vector<Complaint> complaints_;
};

}  // namespace

std::vector<Complaint> check_file(std::string_view text, bool is_unit, const std::vector<Finding>& found) {
    const FixtureText fixture = read_fixture(text);
    std::vector<Complaint> complaints = fixture.complaints;
    if (is_unit && fixture.expectations.empty() && !fixture.is_clean && complaints.empty())
        complaints.push_back({1, "it expects nothing: write '// clean' at its top if that is meant"});
    if (!is_unit && fixture.has_settings) complaints.push_back({1, "'fixture:' belongs to the unit, not to a header"});
    const std::vector<Complaint> differences = Check(fixture, found).run();
    complaints.insert(complaints.end(), differences.begin(), differences.end());
    std::sort(complaints.begin(), complaints.end(), [](const Complaint& a, const Complaint& b) {
        return std::tie(a.line, a.message) < std::tie(b.line, b.message);
    });
    return complaints;
}

std::vector<std::string> check_unit(const Settings& settings, const UnitReport& unit) {
    if (unit.status == "analyzed") {
        if (settings.may_have_errors) return {"it says 'errors-ok', but has no errors: delete that"};
        return {};
    }
    if (settings.may_have_errors && !unit.errors.empty()) return {};
    std::string message = fmt::format("not analysed ({}): {}", unit.status, unit.reason);
    for (const Note& error : unit.errors)
        message +=
            fmt::format("\n    {}:{}:{}: {}", error.place.file, error.place.line, error.place.column, error.message);
    return {message};
}

}  // namespace awaitlint::fixtures
