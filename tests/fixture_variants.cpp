// See fixture_variants.h.
#include "fixture_variants.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "fix/plan.h"

namespace awaitlint::fixtures {
namespace {

constexpr std::string_view unused_suppression = "unused-suppression";

using RulesOfLines = std::map<std::uint32_t, std::set<std::string>>;

RulesOfLines rules_of_lines(const Outcome& outcome, const std::string& file) {
    RulesOfLines rules;
    for (const Finding& finding : outcome.findings)
        if (!finding.suppressed && finding.span.file == file && finding.rule != unused_suppression)
            rules[finding.span.line].insert(finding.rule);
    return rules;
}

bool is_continued(const std::string& line) {
    return line.ends_with('\\');
}

std::string with_comment_at_end(const std::string& line, const std::string& directive) {
    // What follows a CR would be the next line.
    const std::size_t end = line.size() - (line.ends_with('\r') || is_continued(line) ? 1 : 0);
    return line.substr(0, end) + "  /* " + directive + " */" + line.substr(end);
}

std::string suppressed_text(const std::string& text, const RulesOfLines& rules, SuppressedBy by) {
    std::istringstream lines(text);
    std::string result, before;
    std::uint32_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto found = rules.find(++number);
        const std::string original = line;
        if (found != rules.end()) {
            const std::string names = fmt::format("({})", fmt::join(found->second, ", "));
            // A comment between a NOLINTNEXTLINE that is there and its line would take its place.
            const bool is_taken = before.find("NOLINTNEXTLINE") != std::string::npos;
            if (by == SuppressedBy::same_line || is_taken)
                line = with_comment_at_end(line, "NOLINT" + names);
            else if (is_continued(before))
                line.insert(0, fmt::format("/* NOLINTNEXTLINE{} */ \\\n", names));
            else
                line.insert(0, fmt::format("// NOLINTNEXTLINE{}\n", names));
        }
        result += line + "\n";
        before = original;
    }
    return result;
}

std::string described(const Finding& finding) {
    return fmt::format("{}:{}:{}: {} \"{}\"", finding.span.file, finding.span.line, finding.span.column, finding.rule,
                       finding.message);
}

std::vector<Finding> active(const Outcome& outcome) {
    std::vector<Finding> found;
    std::copy_if(outcome.findings.begin(), outcome.findings.end(), std::back_inserter(found),
                 [](const Finding& finding) { return !finding.suppressed; });
    return found;
}

/// True if a finding in the edited text stands where `repaired` stood in the original.
bool stands_in(const Finding& finding, const Finding& repaired, const Repaired& repair) {
    if (finding.rule != repaired.rule || finding.span.file != repaired.span.file) return false;
    const auto text = repair.edited.find(finding.span.file);
    if (text == repair.edited.end()) return false;
    const std::uint32_t offset = text->second.original_offset(finding.span.offset);
    if (offset < repaired.span.offset || offset >= repaired.span.end_offset()) return false;
    return std::none_of(repair.left.begin(), repair.left.end(),
                        [&](const Finding& left) { return left.rule == finding.rule && left.span.offset == offset; });
}

/// True if it was found before as well, without a repair: those of its neighbours may have given it one.
bool had_no_repair(const Finding& finding, const Outcome& before, const Repaired& repair) {
    const auto text = repair.edited.find(finding.span.file);
    const std::uint32_t offset =
        text == repair.edited.end() ? finding.span.offset : text->second.original_offset(finding.span.offset);
    return std::any_of(before.findings.begin(), before.findings.end(), [&](const Finding& old) {
        return old.rule == finding.rule && old.span.file == finding.span.file && old.span.offset == offset &&
               choose_repairs({old}, Applicable::safe_and_unsafe).repairs.empty();
    });
}

std::vector<std::string> new_errors(const Outcome& before, const Outcome& after) {
    std::vector<std::string> complaints;
    if (after.unit.status != "analyzed" && after.unit.errors.empty())
        complaints.push_back("not analysed any more: " + after.unit.reason);
    for (const Note& error : after.unit.errors) {
        const bool is_old = std::any_of(before.unit.errors.begin(), before.unit.errors.end(),
                                        [&](const Note& old) { return old.message == error.message; });
        if (!is_old)
            complaints.push_back(
                fmt::format("does not compile: {}:{}: {}", error.place.file, error.place.line, error.message));
    }
    return complaints;
}

/// Rules about an await that is there, not about one that is missing.
bool is_about_an_await(const std::string& rule) {
    return rule.starts_with("await-on-") || rule.starts_with("await-outside-");
}

}  // namespace

Fixture suppressed(const Fixture& fixture, const Outcome& outcome, SuppressedBy by) {
    Fixture variant = fixture;
    for (auto& [file, text] : variant.files) text = suppressed_text(text, rules_of_lines(outcome, file), by);
    return variant;
}

std::vector<std::string> complaints_when_suppressed(const Outcome& before, const Outcome& after) {
    std::multiset<std::string> unused;
    for (const Finding& finding : active(before))
        if (finding.rule == unused_suppression) unused.insert(finding.message);
    std::vector<std::string> complaints;
    for (const Finding& finding : active(after)) {
        const auto expected = unused.find(finding.message);
        if (finding.rule == unused_suppression && expected != unused.end())
            unused.erase(expected);
        else
            complaints.push_back("still found: " + described(finding));
    }
    return complaints;
}

Fixture without_awaits(const Fixture& fixture) {
    Fixture variant = fixture;
    for (auto& [file, text] : variant.files) text = without_awaits(text);
    return variant;
}

std::vector<std::string> complaints_without_awaits(const Outcome& after) {
    std::vector<std::string> complaints;
    for (const Finding& finding : after.findings)
        if (is_about_an_await(finding.rule)) complaints.push_back("still found: " + described(finding));
    if (after.unit.status != "analyzed" && after.unit.errors.empty())
        complaints.push_back("not analysed any more: " + after.unit.reason);
    return complaints;
}

Repaired repaired(const Fixture& fixture, const Outcome& outcome) {
    const OpenFile open = [&](const std::string& file) -> Result<SourceFile> {
        const auto found = fixture.files.find(file);
        if (found == fixture.files.end()) return Error{"no file of the fixture"};
        return SourceFile{file, file, found->second};
    };
    const RepairPlan plan = plan_repairs(choose_repairs(outcome.findings, Applicable::safe_and_unsafe).repairs, open);
    Repaired repair;
    repair.fixture = fixture;
    for (const Repair& applied : plan.repairs) repair.applied.push_back(applied.finding);
    for (const LeftFinding& left : plan.left) repair.left.push_back(left.finding);
    for (const FileChange& change : plan.changes) {
        repair.fixture.files[change.file] = change.after;
        if (auto edited = EditedText::apply(change.before, change.edits))
            repair.edited.emplace(change.file, std::move(*edited));
    }
    return repair;
}

std::vector<std::string> complaints_when_repaired(const Outcome& before, const Repaired& repair, const Outcome& after) {
    std::vector<std::string> complaints = new_errors(before, after);
    const std::vector<Finding> remaining = active(after);
    for (const Finding& finding : remaining) {
        for (const Finding& applied : repair.applied)
            if (stands_in(finding, applied, repair))
                complaints.push_back(fmt::format("repaired, but still found: {}", described(finding)));
        if (repair.left.empty() && !choose_repairs({finding}, Applicable::safe_and_unsafe).repairs.empty() &&
            !had_no_repair(finding, before, repair))
            complaints.push_back(fmt::format("repairs do not come to rest: {}", described(finding)));
    }
    const std::size_t expected = active(before).size() - repair.applied.size();
    if (remaining.size() != expected)
        complaints.push_back(fmt::format("{} findings before, {} repaired, {} left", active(before).size(),
                                         repair.applied.size(), remaining.size()));
    return complaints;
}

}  // namespace awaitlint::fixtures
