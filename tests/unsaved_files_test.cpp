// Files that are open in an editor: what is said of their bytes there is what is said of the same bytes on disk.
#include <filesystem>

#include <gtest/gtest.h>

#include "frontend/read/file_recorder.h"
#include "frontend/read/preamble.h"
#include "frontend/read/scan.h"
#include "frontend/read/standing_parse.h"
#include "unit_on_disk.h"

namespace awaitlint::test {
namespace {

const char* const task_and_app = "#include <task.h>\n#include \"app.h\"\n";
const char* const a_mistake = "task<int> greet() { co_return co_await get(2); }\n";
const char* const no_task = "int get(int);\n";
const char* const a_task = "#include <task.h>\ntask<int> get(int);\n";

/// All that a worker has, for one request: files that are open in an editor are those of one run.
llvm::Expected<UnitFacts> analysed_by_worker(const UnitRequest& request) {
    ContentHashes hashes;
    Scanner scanner;
    Preambles preambles(hashes);
    StandingParse standing;
    auto facts = analyse_unit(request, {nullptr, &scanner, &preambles, &standing});
    standing.end();
    return facts;
}

class UnsavedFilesTest : public testing::Test {
protected:
    UnsavedFilesTest() { unit.with_file("app.h", no_task); }

    /// With and without preambles, built and used.
    void expect_as_if_saved(const std::string& name, const std::string& bytes) {
        const TemporaryFolder preambles;
        const std::string path = unit.folder().path(name);
        unit.request().unsaved = {{path, bytes}};
        std::vector<UnitFacts> of_unsaved = {unit.analyse()};
        unit.request().preambles = preambles.path();
        unit.request().build_preamble = true;
        for (int i = 0; i < 2; ++i) {
            auto facts = analysed_by_worker(unit.request());
            ASSERT_TRUE(static_cast<bool>(facts)) << llvm::toString(facts.takeError());
            of_unsaved.push_back(std::move(*facts));
        }
        unit.request().preambles.clear();
        unit.request().unsaved.clear();
        unit.with_file(name, bytes);
        const UnitFacts saved = unit.analyse();
        for (const UnitFacts& facts : of_unsaved) EXPECT_EQ(facts, saved);
    }

    UnitOnDisk unit{task_and_app + std::string(a_mistake)};
};

TEST_F(UnsavedFilesTest, TheUnitsOwnFile) {
    const UnitFacts before = unit.analyse();
    ASSERT_EQ(before.awaits.size(), 1u);
    expect_as_if_saved("unit.cpp", task_and_app + std::string("// a line more\n") + a_mistake + "int x = get(1);\n");
    expect_as_if_saved("unit.cpp", "int nothing;\n");
    expect_as_if_saved("unit.cpp", std::string("#include <task.h>\nint get(int);\n") + a_mistake);
    expect_as_if_saved("unit.cpp", "");
}

TEST_F(UnsavedFilesTest, AHeaderThatAPreambleWouldHold) {
    EXPECT_EQ(unit.analyse().awaits[0].outcome, Outcome::rejected);
    expect_as_if_saved("app.h", a_task);
    EXPECT_EQ(unit.analyse().awaits[0].outcome, Outcome::accepted);
    expect_as_if_saved("app.h", no_task);
}

TEST_F(UnsavedFilesTest, AHeaderOfTheSameSize) {
    unit.with_file("app.h", "int get(int);\n");
    expect_as_if_saved("app.h", "int got(int);\n");
}

TEST_F(UnsavedFilesTest, AHeaderWithAMistake) {
    expect_as_if_saved("app.h", std::string("#include <task.h>\nint get(int);\ninline ") +
                                    "task<int> in_header() { co_return co_await get(1); }\n");
}

TEST_F(UnsavedFilesTest, AHeaderUnderAnotherName) {
    unit.with_file("real/app.h", no_task);
    std::filesystem::remove(unit.folder().path("app.h"));
    unit.folder().make_link("app.h", unit.folder().path("real/app.h"));
    expect_as_if_saved("real/app.h", a_task);
}

TEST_F(UnsavedFilesTest, APreambleIsNotMadeOfThem) {
    const TemporaryFolder folder;
    UnitRequest& request = unit.request();
    request.preambles = folder.path();
    request.build_preamble = true;
    request.unsaved = {{unit.folder().path("app.h"), a_task}};
    auto unsaved = analysed_by_worker(request);
    ASSERT_TRUE(static_cast<bool>(unsaved));
    EXPECT_EQ(unsaved->awaits.at(0).outcome, Outcome::accepted);
    request.unsaved.clear();
    auto saved = analysed_by_worker(request);
    ASSERT_TRUE(static_cast<bool>(saved));
    EXPECT_EQ(saved->awaits.at(0).outcome, Outcome::rejected);
    EXPECT_EQ(*saved, unit.analyse());
}

TEST_F(UnsavedFilesTest, AUnitIsSkippedByWhatTheyMention) {
    UnitOnDisk plain("int nothing;\n");
    plain.request().may_skip = true;
    const auto skipped = [&] {
        auto facts = analysed_by_worker(plain.request());
        return facts ? facts->skipped : llvm::toString(facts.takeError());
    };
    EXPECT_NE(skipped(), "");
    plain.request().unsaved = {
        {plain.folder().path("unit.cpp"), std::string("#include <task.h>\nint get(int);\n") + a_mistake}};
    EXPECT_EQ(skipped(), "");
}

TEST_F(UnsavedFilesTest, WhatIsNotOnDiskIsNotThere) {
    UnitOnDisk other("#include \"new.h\"\n");
    other.request().unsaved = {{other.folder().path("new.h"), "int x;\n"}};
    EXPECT_EQ(other.analyse().errors.size(), 1u);
}

TEST_F(UnsavedFilesTest, AScanOfThemIsKeptByNobody) {
    ContentHashes hashes;
    FileRecorder recorder(hashes);
    Scanner scanner;
    UnitRequest request = unit.request();
    request.unsaved = {{unit.folder().path("app.h"), "int got(int);\n"}};
    ASSERT_TRUE(static_cast<bool>(scanner.scan_whole(request, &recorder)));
    EXPECT_NE(recorder.finish().unfit, "");
}

TEST_F(UnsavedFilesTest, RepairsAreProvenInThem) {
    const std::string text = "#include <task.h>\nint get(int);\n" + std::string(a_mistake);
    UnitRequest& request = unit.request();
    request.unsaved = {{unit.folder().path("unit.cpp"), text}};
    const UnitFacts facts = unit.analyse();
    ASSERT_EQ(facts.awaits.size(), 1u);
    const Await& await = facts.awaits[0];
    ProofRequest asked;
    asked.unit = request;
    asked.blanks = facts.blanks;
    Candidate candidate;
    candidate.blank = facts.blanks.at(0);
    candidate.span = await.site.span;
    candidate.edits = {{"unit.cpp", await.site.keyword.offset, 9, ""}};
    asked.candidates = {candidate};
    auto proofs = prove(asked);
    ASSERT_TRUE(static_cast<bool>(proofs)) << llvm::toString(proofs.takeError());
    EXPECT_TRUE(proofs->at(0).proven) << proofs->at(0).why_not;
}

}  // namespace
}  // namespace awaitlint::test
