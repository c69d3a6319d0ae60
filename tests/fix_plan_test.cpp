// Which repairs fit together: chosen, merged where they are equal, left where they overlap or their file is refused.
#include <map>

#include <gtest/gtest.h>

#include "fix/plan.h"

namespace awaitlint {
namespace {

Finding finding_at(const std::string& file, std::uint32_t line) {
    Finding finding;
    finding.span.file = file;
    finding.span.line = line;
    finding.span.column = 1;
    return finding;
}

Repair repair_at(std::uint32_t line, std::vector<Edit> edits) {
    Repair repair;
    repair.finding = finding_at(edits.front().file, line);
    repair.suggestion.edits = std::move(edits);
    return repair;
}

/// Files by name; two names of one identity are one file.
struct Disk {
    std::map<std::string, SourceFile> files;
    RepairPlan plan(std::vector<Repair> repairs) const {
        const OpenFile open = [&](const std::string& file) -> Result<SourceFile> {
            const auto found = files.find(file);
            if (found == files.end()) return Error{"refused: " + file};
            return found->second;
        };
        return plan_repairs(std::move(repairs), open);
    }
};

const Disk one_file{{{"a.cpp", {"/p/a.cpp", "1", "0123456789"}}}};

std::string left_of(const RepairPlan& plan) {
    std::string text;
    for (const LeftFinding& left : plan.left) text += place_of(left.finding) + ": " + left.why + "\n";
    return text;
}

TEST(FixPlan, TheBestProvenSuggestionIsChosen) {
    Finding finding = finding_at("a.cpp", 1);
    const std::vector<Edit> edits = {{"a.cpp", 0, 1, "x"}};
    Suggestion unproven{.kind = "async",
                        .title = "",
                        .replacement = "",
                        .proven = false,
                        .why_not = "it is not so",
                        .target = "",
                        .target_place = {},
                        .target_usr = "",
                        .edits = edits};
    finding.suggestions = {unproven};
    ChosenRepairs chosen = choose_repairs({finding}, Applicable::safe);
    EXPECT_TRUE(chosen.repairs.empty());
    ASSERT_EQ(chosen.left.size(), 1u);
    EXPECT_EQ(chosen.left[0].why, "no repair is proven (async: it is not so)");

    Suggestion second = unproven, third = unproven;
    second.proven = third.proven = true;
    second.kind = "second";
    finding.suggestions = {unproven, second, third};
    chosen = choose_repairs({finding}, Applicable::safe);
    ASSERT_EQ(chosen.repairs.size(), 1u);
    EXPECT_EQ(chosen.repairs[0].suggestion.kind, "second");
    EXPECT_TRUE(chosen.left.empty());

    finding.suppressed = true;
    chosen = choose_repairs({finding}, Applicable::safe);
    EXPECT_TRUE(chosen.repairs.empty() && chosen.left.empty());
    finding = finding_at("a.cpp", 1);
    EXPECT_EQ(choose_repairs({finding}, Applicable::safe).left.at(0).why, "no repair is known");
}

TEST(FixPlan, EditsAreAppliedFromAllRepairs) {
    const RepairPlan plan =
        one_file.plan({repair_at(2, {{"a.cpp", 6, 2, ""}}), repair_at(1, {{"a.cpp", 0, 1, "abc"}})});
    ASSERT_EQ(plan.changes.size(), 1u);
    EXPECT_EQ(plan.changes[0].after, "abc1234589");
    EXPECT_EQ(plan.changes[0].path, "/p/a.cpp");
    EXPECT_EQ(plan.changes[0].repairs, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(plan.repairs.size(), 2u);
}

TEST(FixPlan, EqualEditsAreOne) {
    const Edit shared = {"a.cpp", 10, 0, "co_return;"};
    const RepairPlan plan =
        one_file.plan({repair_at(1, {{"a.cpp", 0, 1, ""}, shared}), repair_at(2, {{"a.cpp", 5, 1, ""}, shared})});
    EXPECT_EQ(left_of(plan), "");
    EXPECT_EQ(plan.changes.at(0).after, "12346789co_return;");
}

TEST(FixPlan, OverlappingRepairsAreLeftAsAPair) {
    const RepairPlan plan = one_file.plan({repair_at(1, {{"a.cpp", 0, 3, "x"}, {"a.cpp", 8, 1, "y"}}),
                                           repair_at(2, {{"a.cpp", 2, 2, "z"}}), repair_at(3, {{"a.cpp", 5, 1, "w"}})});
    EXPECT_EQ(left_of(plan),
              "a.cpp:1:1: its repair overlaps with that of a.cpp:2:1\n"
              "a.cpp:2:1: its repair overlaps with that of a.cpp:1:1\n");
    EXPECT_EQ(plan.changes.at(0).after, "01234w6789") << "all edits of the first are out";
    EXPECT_EQ(plan.changes[0].repairs, std::vector<std::size_t>{0});
    EXPECT_EQ(plan.repairs.at(0).finding.span.line, 3u);
}

TEST(FixPlan, DifferentInsertionsAtOnePlaceOverlap) {
    const RepairPlan plan = one_file.plan({repair_at(1, {{"a.cpp", 4, 0, "x"}}), repair_at(2, {{"a.cpp", 4, 0, "y"}})});
    EXPECT_EQ(plan.left.size(), 2u);
    EXPECT_TRUE(plan.changes.empty());
}

TEST(FixPlan, NeighboursDoNotOverlap) {
    const RepairPlan plan = one_file.plan({repair_at(1, {{"a.cpp", 2, 2, "x"}}), repair_at(2, {{"a.cpp", 4, 2, "y"}}),
                                           repair_at(3, {{"a.cpp", 2, 0, "("}}), repair_at(4, {{"a.cpp", 6, 0, ")"}})});
    EXPECT_EQ(left_of(plan), "");
    EXPECT_EQ(plan.changes.at(0).after, "01(xy)6789");
}

TEST(FixPlan, AnInsertionInsideAReplacementOverlaps) {
    EXPECT_EQ(one_file.plan({repair_at(1, {{"a.cpp", 2, 3, "x"}}), repair_at(2, {{"a.cpp", 3, 0, "y"}})}).left.size(),
              2u);
}

TEST(FixPlan, AWideEditOverlapsWithAllThatItCovers) {
    const RepairPlan plan = one_file.plan({repair_at(1, {{"a.cpp", 0, 9, "x"}}), repair_at(2, {{"a.cpp", 1, 1, "y"}}),
                                           repair_at(3, {{"a.cpp", 5, 1, "z"}})});
    EXPECT_EQ(plan.left.size(), 3u) << left_of(plan);
}

TEST(FixPlan, TwoNamesOfOneFileAreOneFile) {
    const Disk disk{{{"a.cpp", {"/p/a.cpp", "7", "0123456789"}}, {"link/a.cpp", {"/p/a.cpp", "7", "0123456789"}}}};
    const RepairPlan plan =
        disk.plan({repair_at(1, {{"a.cpp", 0, 1, "x"}}), repair_at(2, {{"link/a.cpp", 0, 1, "x"}}),
                   repair_at(3, {{"link/a.cpp", 4, 1, "y"}}), repair_at(4, {{"a.cpp", 4, 1, "z"}})});
    ASSERT_EQ(plan.changes.size(), 1u);
    EXPECT_EQ(plan.changes[0].after, "x123456789");
    EXPECT_EQ(plan.left.size(), 2u);
}

TEST(FixPlan, ARepairIsAppliedInAllItsFilesOrNowhere) {
    const Disk disk{{{"a.cpp", {"/p/a.cpp", "1", "0123"}}, {"b.cpp", {"/p/b.cpp", "2", "0123"}}}};
    RepairPlan plan = disk.plan({repair_at(1, {{"a.cpp", 0, 1, "x"}, {"gone.h", 0, 1, "x"}})});
    EXPECT_EQ(left_of(plan), "a.cpp:1:1: refused: gone.h\n");
    EXPECT_TRUE(plan.changes.empty());
    plan =
        disk.plan({repair_at(1, {{"a.cpp", 0, 1, "x"}, {"b.cpp", 0, 1, "x"}}), repair_at(2, {{"b.cpp", 0, 2, "y"}})});
    EXPECT_EQ(plan.left.size(), 2u);
    EXPECT_TRUE(plan.changes.empty());
    plan = disk.plan({repair_at(1, {{"a.cpp", 0, 1, "x"}, {"b.cpp", 0, 1, "x"}})});
    EXPECT_EQ(plan.changes.size(), 2u);
}

TEST(FixPlan, FilesComeInTheOrderOfTheirNames) {
    const Disk disk{{{"b.cpp", {"/p/b.cpp", "1", "0"}}, {"a.cpp", {"/p/a.cpp", "2", "0"}}}};
    const RepairPlan plan = disk.plan({repair_at(1, {{"b.cpp", 0, 1, "x"}}), repair_at(1, {{"a.cpp", 0, 1, "x"}})});
    ASSERT_EQ(plan.changes.size(), 2u);
    EXPECT_EQ(plan.changes[0].file, "a.cpp") << "whatever the file system made first";
    EXPECT_EQ(plan.changes[0].repairs, std::vector<std::size_t>{1});
}

TEST(FixPlan, AnEditBeyondTheEndIsRefused) {
    const RepairPlan plan =
        one_file.plan({repair_at(1, {{"a.cpp", 10, 0, "x"}}), repair_at(2, {{"a.cpp", 9, 2, "y"}})});
    EXPECT_EQ(left_of(plan), "a.cpp:2:1: it reaches beyond the end of 'a.cpp'\n");
    EXPECT_EQ(plan.changes.at(0).after, "0123456789x");
}

}  // namespace
}  // namespace awaitlint
