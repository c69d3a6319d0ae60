// Several reports as one: what is found, proven, suppressed, complete and unread in all of them together.
#include "engine/verdict/merge_reports.h"

#include <gtest/gtest.h>

#include "awaitlint/render.h"
#include "sample_reports.h"

namespace awaitlint {
namespace {

Report merged(const Report& a, const Report& b) {
    auto both = merge_reports({{"a.json", a}, {"b.json", b}});
    EXPECT_TRUE(both);
    return both ? *both : Report();
}

Report with(const Finding& finding) {
    Report report = samples::empty();
    report.findings = {finding};
    report.exit_code = finding.suppressed ? 0 : 1;
    return report;
}

TEST(MergeReports, APlaceIsOneFinding) {
    const Report both = merged(with(samples::incident()), with(samples::incident()));
    ASSERT_EQ(both.findings.size(), 1u);
    EXPECT_TRUE(both.findings[0].suggestions[0].proven);
    EXPECT_EQ(both.exit_code, 1);
    Finding other = samples::incident();
    other.rule = "discarded-awaitable";
    EXPECT_EQ(merged(with(samples::incident()), with(other)).findings.size(), 2u);
}

TEST(MergeReports, ProvenOnlyIfProvenInEach) {
    Finding unproven = samples::incident();
    unproven.suggestions[0].proven = false;
    unproven.suggestions[0].why_not = "picks another overload";
    for (const bool is_first : {true, false}) {
        const Report both = is_first ? merged(with(unproven), with(samples::incident()))
                                     : merged(with(samples::incident()), with(unproven));
        ASSERT_EQ(both.findings.size(), 1u);
        const auto& suggestions = both.findings[0].suggestions;
        EXPECT_EQ(suggestions[0].kind, "sync") << "what is proven comes first";
        EXPECT_TRUE(suggestions[0].proven);
        EXPECT_FALSE(suggestions[1].proven);
        EXPECT_NE(suggestions[1].why_not.find("picks another overload"), std::string::npos) << suggestions[1].why_not;
    }
    Finding lacking = samples::incident();
    lacking.suggestions.resize(1);
    EXPECT_EQ(merged(with(samples::incident()), with(lacking)).findings[0].suggestions[1].why_not,
              "'b.json' does not offer it");
}

TEST(MergeReports, SuppressedOnlyIfInEach) {
    Finding suppressed = samples::incident();
    suppressed.suppressed = true;
    EXPECT_TRUE(merged(with(suppressed), with(suppressed)).findings[0].suppressed);
    EXPECT_FALSE(merged(with(suppressed), with(samples::incident())).findings[0].suppressed);
    EXPECT_FALSE(merged(with(samples::incident()), with(suppressed)).findings[0].suppressed);
}

TEST(MergeReports, WhatCountsHasNoReasonToStay) {
    Finding suppressed = samples::suppressed_incident(), found = suppressed;
    found.suppressed = false;
    found.suppression_reason.clear();
    EXPECT_EQ(merged(with(suppressed), with(suppressed)).findings[0].suppression_reason, suppressed.suppression_reason);
    EXPECT_EQ(merged(with(suppressed), with(found)).findings[0].suppression_reason, "");
    Finding known = samples::incident(), added = known;
    known.baseline_state = BaselineState::known;
    known.baseline_reason = "until May";
    added.baseline_state = BaselineState::added;
    EXPECT_EQ(merged(with(known), with(known)).findings[0].baseline_reason, "until May");
    EXPECT_EQ(merged(with(known), with(added)).findings[0].baseline_reason, "");
}

TEST(MergeReports, TheGreaterSeverityCounts) {
    Finding mild = samples::incident();
    mild.severity = Severity::note;
    EXPECT_EQ(merged(with(mild), with(samples::incident())).findings[0].severity, Severity::error);
}

TEST(MergeReports, ASuppressionThatOneOfThemUsesIsUsed) {
    Finding unused = samples::stray_suppression();
    unused.span.file = samples::incident().span.file;
    unused.current = "NOLINT(await-on-non-awaitable)";
    Finding suppressed = samples::incident();
    suppressed.suppressed = true;
    const Report both = merged(with(unused), with(suppressed));
    ASSERT_EQ(both.findings.size(), 1u);
    EXPECT_TRUE(both.findings[0].suppressed);
    EXPECT_EQ(both.exit_code, 0) << "nothing is left that was found";
    EXPECT_EQ(merged(with(unused), samples::empty()).findings.size(), 1u);
}

TEST(MergeReports, IncompleteIfAnyIs) {
    Report incomplete = samples::empty();
    incomplete.complete = false;
    incomplete.exit_code = 3;
    incomplete.units = {{"a.cpp", "failed", "crashed", {}}};
    Report good = with(samples::incident());
    good.units = {{"a.cpp", "analyzed", "", {}}, {"b.cpp", "cached", "", {}}};
    for (const Report& both : {merged(incomplete, good), merged(good, incomplete)}) {
        EXPECT_FALSE(both.complete);
        EXPECT_EQ(both.exit_code, 3);
        ASSERT_EQ(both.units.size(), 2u) << "a unit of both is one";
        EXPECT_EQ(both.units[0].status, "failed");
        EXPECT_EQ(both.units[1].status, "cached");
    }
    Report not_started = samples::empty();
    not_started.complete = false;
    not_started.exit_code = 2;
    not_started.error = "no database";
    EXPECT_EQ(merged(good, not_started).exit_code, 2);
    EXPECT_EQ(merged(good, not_started).error, "b.json: no database");
}

TEST(MergeReports, AFileWithTwoCommandsIsTwoUnits) {
    Report twice = samples::empty();
    twice.units = {{"a.cpp", "analyzed", "", {}}, {"a.cpp", "skipped", "", {}}};
    Report once = samples::empty();
    once.units = {{"a.cpp", "cached", "", {}}};
    EXPECT_EQ(merged(twice, once).units.size(), 2u);
    EXPECT_EQ(merged(once, once).units.size(), 1u);
}

TEST(MergeReports, AFileIsUnreadIfAllThatLookedThereSaySo) {
    const auto with_unread = [](std::vector<UnreadFile> files, std::vector<std::string> below) {
        Report report = samples::empty();
        report.unread = std::move(files);
        report.looked_below = std::move(below);
        return report;
    };
    const UnreadFile x{"src/x.h", true, true}, y{"lib/y.cpp", false, true};
    EXPECT_EQ(merged(with_unread({x, y}, {}), with_unread({y}, {})).unread, std::vector{y}) << "the second has read x";
    const Report narrow = merged(with_unread({x}, {"src"}), with_unread({y}, {"lib"}));
    EXPECT_EQ(narrow.unread, (std::vector{y, x})) << "neither has looked where the other has";
    EXPECT_EQ(narrow.looked_below, (std::vector<std::string>{"lib", "src"}));
    EXPECT_EQ(merged(with_unread({x}, {}), samples::empty()).unread, std::vector{x});
    EXPECT_EQ(merged(samples::empty(), samples::empty()).unread, std::nullopt) << "nobody has looked";
}

TEST(MergeReports, AuditsOfOneFunctionOnly) {
    Report other = samples::audit();
    other.audit[0].proven = false;
    other.audit[1].verdict = "wrong";
    const Report both = merged(samples::audit(), other);
    ASSERT_EQ(both.audit.size(), 3u);
    EXPECT_EQ(both.audit[0].verdict, "wrong") << "main.cpp:9, right in one and wrong in the other";
    EXPECT_EQ(both.audit[2].verdict, "wrong");
    EXPECT_FALSE(both.audit[2].proven);
    other.audit_symbol = "another";
    EXPECT_FALSE(merge_reports({{"a", samples::audit()}, {"b", other}}));
    EXPECT_FALSE(merge_reports({{"a", samples::audit()}, {"b", samples::full()}}));
}

TEST(MergeReports, KnownIfNoneCallsItNewAndStaleIfAllDo) {
    Finding known = samples::incident(), added = samples::incident();
    known.baseline_state = BaselineState::known;
    added.baseline_state = BaselineState::added;
    Report a = with(known), b = with(added);
    const BaselineEntry gone{"a.cpp", "discarded-awaitable", "f", "load()", 3}, here{"b.cpp", "x", "g", "h()", 1};
    a.baseline = BaselineOutcome{"baseline.json", 1, 0, {gone, here}, {}};
    a.exit_code = 0;
    b.baseline = BaselineOutcome{"baseline.json", 0, 1, {gone}, {}};
    b.baseline->stale[0].count = 2;
    for (const Report& both : {merged(a, b), merged(b, a)}) {
        EXPECT_EQ(both.findings[0].baseline_state, BaselineState::added);
        ASSERT_TRUE(both.baseline);
        EXPECT_EQ(both.baseline->known, 0u);
        EXPECT_EQ(both.baseline->added, 1u);
        ASSERT_EQ(both.baseline->stale.size(), 1u) << "what one of them has found is not gone";
        EXPECT_EQ(both.baseline->stale[0].count, 2u);
        EXPECT_EQ(both.exit_code, 1);
    }
    EXPECT_EQ(merged(a, a).findings[0].baseline_state, BaselineState::known);
    EXPECT_EQ(merged(a, a).exit_code, 0);
    EXPECT_EQ(merged(a, samples::empty()).baseline->known, 1u);
}

TEST(MergeReports, RunsThatTellOfOtherLinesAreNotMerged) {
    Report a = samples::empty(), b = samples::empty();
    a.changed = ChangedScope{"main", std::string(40, 'a'), 2, 3};
    EXPECT_FALSE(merge_reports({{"a", a}, {"b", b}}));
    b.changed = ChangedScope{"origin/main", std::string(40, 'a'), 4, 1};
    EXPECT_EQ(merged(a, b).changed->files, 4u);
    b.changed->base = std::string(40, 'b');
    EXPECT_FALSE(merge_reports({{"a", a}, {"b", b}}));
}

TEST(MergeReports, MetaThatTheyAgreeOnStays) {
    Report a = samples::empty(), b = samples::empty();
    a.meta = {{"revision", "1"}, {"build", "a"}, {"os", "linux"}};
    b.meta = {{"revision", "1"}, {"build", "b"}};
    const Report both = merged(a, b);
    EXPECT_EQ(both.meta, (std::map<std::string, std::string>{{"revision", "1"}, {"os", "linux"}}));
    ASSERT_EQ(both.remarks.size(), 1u);
    EXPECT_NE(both.remarks[0].find("'build'"), std::string::npos);
}

TEST(MergeReports, OneAloneStaysAsItIs) {
    const auto one = merge_reports({{"a", samples::everything()}});
    ASSERT_TRUE(one);
    EXPECT_EQ(*render("json", *one, nullptr), *render("json", samples::everything(), nullptr));
}

TEST(MergeReports, OrderChangesNothingButWords) {
    Report a = samples::full(), b = with(samples::hostile_finding());
    EXPECT_EQ(*render("json", merged(a, b), nullptr), *render("json", merged(b, a), nullptr));
    EXPECT_EQ(*render("json", merged(a, a), nullptr), *render("json", merged(merged(a, a), a), nullptr));
}

}  // namespace
}  // namespace awaitlint
