// `awaitlint baseline`, and gates with a baseline: what is known passes, what is new fails, and nothing is hidden that
// the last lines do not tell.
#include <algorithm>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

class Baselines : public testing::Test {
protected:
    Baselines() {
        project.write("a.cpp", declarations + "task<int> greet() { co_return co_await get_user(1); }\n");
        project.write("b.cpp", declarations + "task<int> part() { co_return co_await get_user(2); }\n");
        project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    }

    Ran baseline(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "baseline");
        return project.awaitlint(arguments);
    }
    /// Writes it; what it says is no matter.
    void agree() const { ASSERT_EQ(baseline({"write"}).status, 0); }
    std::string text() const { return read(".awaitlint-baseline.json"); }
    std::string read(const std::string& name) const { return text_of(project.path(name)); }
    /// known, new, stale
    std::string counts(const std::vector<std::string>& arguments = {}) const {
        std::vector<std::string> all = arguments;
        all.insert(all.end(), {"--format", "json"});
        const Ran ran = project.check(all);
        EXPECT_EQ(schema_complaint(ran.out), "") << ran;
        const json report = ran.json();
        if (!report.is_object() || !report.contains("baseline")) return "none";
        const json& said = report["baseline"];
        const auto with_state = [&](const char* state) {
            return std::count_if(report["findings"].begin(), report["findings"].end(),
                                 [&](const json& finding) { return finding.value("baseline_state", "") == state; });
        };
        EXPECT_EQ(said["known"], with_state("known"));
        EXPECT_EQ(said["new"], with_state("new"));
        return said["known"].dump() + " " + said["new"].dump() + " " + said["stale"].dump();
    }

    CliProject project;
};

TEST_F(Baselines, KnownFindingsPassTheGateAndAreTold) {
    EXPECT_EQ(project.check().status, 1);
    const Ran written = baseline({"write"});
    EXPECT_EQ(written.status, 0) << written;
    EXPECT_TRUE(contains(written.err, "2 added")) << written;
    EXPECT_EQ(schema_complaint(text(), "baseline.schema.json"), "") << text();
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.out, "") << "known findings are not listed";
    const std::vector<std::string> lines = ran.error_lines();
    ASSERT_GE(lines.size(), 2u);
    EXPECT_EQ(lines[lines.size() - 2],
              "baseline .awaitlint-baseline.json: 2 findings are known and do not fail the run, 0 are new");
    EXPECT_TRUE(contains(lines.back(), "2 findings (2 errors, 0 warnings, 0 suppressed)")) << ran;
    EXPECT_EQ(counts(), "2 0 0");
    EXPECT_EQ(project.check({"--no-baseline"}).status, 1);
    EXPECT_EQ(counts({"--no-baseline"}), "none");
    EXPECT_TRUE(contains(project.check({"-q"}).err, "2 findings are known")) << "said with --quiet, too";
    EXPECT_TRUE(contains(project.check({"--format", "markdown"}).out, "2 findings are known"));
}

TEST_F(Baselines, NewFindingsFailTheGateAlone) {
    agree();
    project.write("b.cpp", declarations +
                               "task<int> part() { co_return co_await get_user(2); }\n"
                               "task<int> rest() { co_return co_await get_user(3); }\n");
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "b.cpp:5:")) << ran;
    EXPECT_FALSE(contains(ran.out, "a.cpp")) << ran;
    EXPECT_FALSE(contains(ran.out, "b.cpp:4:")) << ran;
    EXPECT_EQ(counts(), "2 1 0");
}

/// Each edit by itself, from the project as it was agreed to.
TEST_F(Baselines, EditsThatChangeNoCodeStayKnown) {
    agree();
    const std::pair<const char*, std::string> edits[] = {
        {"moved lines", "// one\n\n" + declarations + "task<int> greet() { co_return co_await get_user(1); }\n"},
        {"re-spaced", declarations + "task<int> greet() { co_return co_await get_user( 1 ); }\n"},
        {"re-wrapped",
         declarations + "task<int> greet() {\n  co_return co_await\n      get_user(\n  1 /* me */);\n}\n"},
        {"renamed function", declarations + "task<int> hello() { co_return co_await get_user(1); }\n"}};
    for (const auto& [what, code] : edits) {
        project.write("a.cpp", code);
        EXPECT_EQ(counts(), "2 0 0") << what;
        EXPECT_EQ(project.check().status, 0) << what;
    }
}

TEST_F(Baselines, RenamedFilesStayKnown) {
    agree();
    std::filesystem::rename(project.path("a.cpp"), project.path("c.cpp"));
    project.write_database({Entry{"b.cpp"}, Entry{"c.cpp"}});
    EXPECT_EQ(counts(), "2 0 0");
    EXPECT_EQ(counts({"c.cpp"}), "1 0 0") << "what it was called does not matter to a run about the file";
    const Ran pruned = baseline({"prune"});
    EXPECT_EQ(pruned.status, 0) << pruned;
    EXPECT_TRUE(contains(text(), "\"c.cpp\"")) << "what has moved is called by its new place\n" << text();
    EXPECT_FALSE(contains(text(), "\"a.cpp\"")) << text();
}

TEST_F(Baselines, ACopyOfAKnownFindingIsNew) {
    agree();
    project.write("a.cpp", declarations +
                               "task<int> greet() { co_return co_await get_user(1); }\n"
                               "task<int> again() { co_return co_await get_user(1); }\n");
    EXPECT_EQ(counts(), "2 1 0");
    project.write("a.cpp",
                  declarations + "task<int> greet() { co_await get_user(1); co_return co_await get_user(1); }\n");
    EXPECT_EQ(counts(), "2 1 0") << "also within the function";
    project.write("a.cpp", declarations + "task<int> greet() { co_return co_await get_user(1); }\n");
    project.write("b.cpp", declarations + "task<int> greet() { co_return co_await get_user(1); }\n");
    EXPECT_EQ(counts({"b.cpp"}), "0 1 1") << "the entry of a.cpp is not for a copy of it, seen or not";
    EXPECT_EQ(counts(), "1 1 1");
}

TEST_F(Baselines, WhatIsRepairedIsStaleUntilItIsPruned) {
    agree();
    project.write("a.cpp", declarations + "task<int> greet() { co_return co_await get_user_async(1); }\n");
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 0) << "stale entries are told, and fail nothing\n" << ran;
    EXPECT_TRUE(contains(ran.err,
                         "1 is stale (`awaitlint baseline prune` takes it out): "
                         "a.cpp: co_await get_user(1) [await-on-non-awaitable]"))
        << ran;
    EXPECT_EQ(counts(), "1 0 1");
    const json report = project.check({"--format", "json"}).json();
    EXPECT_EQ(report["baseline"]["stale_entries"][0]["code"], "co_await get_user(1)");
    const Ran pruned = baseline({"prune"});
    EXPECT_EQ(pruned.status, 0) << pruned;
    EXPECT_EQ(counts(), "1 0 0");
    const std::string once = text();
    EXPECT_EQ(baseline({"prune"}).status, 0);
    EXPECT_EQ(text(), once);
}

TEST_F(Baselines, PruningAddsNothing) {
    agree();
    const std::string before = text();
    project.write("b.cpp", declarations +
                               "task<int> part() { co_return co_await get_user(2); }\n"
                               "task<int> rest() { co_return co_await get_user(3); }\n");
    const Ran pruned = baseline({"prune"});
    EXPECT_EQ(pruned.status, 0) << pruned;
    EXPECT_EQ(text(), before);
    EXPECT_TRUE(contains(pruned.err, "1 new and not in it")) << pruned;
}

TEST_F(Baselines, OnlyWhatWasLookedAtIsStale) {
    agree();
    const std::string before = text();
    project.write("a.cpp", declarations);
    project.write("b.cpp", broken_code);
    EXPECT_EQ(counts({"b.cpp"}), "0 0 0") << "other PATHs";
    EXPECT_EQ(counts({"a.cpp", "--select", "discarded-awaitable"}), "0 0 0") << "other rules";
    EXPECT_EQ(counts(), "0 0 1") << "of b.cpp, which failed, nobody knows; of a.cpp everybody";
    EXPECT_EQ(baseline({"prune", "a.cpp"}).status, 0);
    EXPECT_FALSE(contains(text(), "a.cpp")) << text();
    EXPECT_TRUE(contains(text(), "b.cpp")) << text();
    project.write(".awaitlint-baseline.json", before);
    project.write_database({Entry{"b.cpp"}});
    EXPECT_EQ(counts({"--allow-incomplete"}), "0 0 0") << "in no unit any more, but there";
    std::filesystem::remove(project.path("a.cpp"));
    project.write("b.cpp", declarations);
    EXPECT_EQ(counts(), "0 0 2") << "gone, and looked for";
}

TEST_F(Baselines, WritingAPartKeepsTheRest) {
    agree();
    project.write("a.cpp", declarations + "task<int> greet() { co_return co_await get_user(7); }\n");
    const Ran written = baseline({"write", "a.cpp"});
    EXPECT_EQ(written.status, 0) << written;
    EXPECT_TRUE(contains(written.err, "1 not looked at and kept")) << written;
    EXPECT_EQ(counts(), "2 0 0");
    EXPECT_TRUE(contains(text(), "get_user(7)")) << text();
    EXPECT_TRUE(contains(text(), "get_user(2)")) << text();
    EXPECT_FALSE(contains(text(), "get_user(1)")) << text();
}

TEST_F(Baselines, AnIncompleteRunWritesNothing) {
    agree();
    const std::string before = text();
    project.write("b.cpp", broken_code);
    for (const char* action : {"write", "prune"}) {
        const Ran ran = baseline({action});
        EXPECT_EQ(ran.status, 3) << ran;
        EXPECT_TRUE(contains(ran.err, "--allow-incomplete")) << ran;
        EXPECT_EQ(text(), before);
    }
    const Ran ran = baseline({"write", "--allow-incomplete"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(text(), before) << "what nobody has looked at is kept";
}

TEST_F(Baselines, SuppressionsOutrank) {
    project.write("a.cpp", declarations +
                               "task<int> greet() { co_return co_await get_user(1); }  "
                               "// NOLINT(await-on-non-awaitable): later\n");
    agree();
    EXPECT_FALSE(contains(text(), "a.cpp")) << text();
    project.write("b.cpp", declarations +
                               "task<int> part() { co_return co_await get_user(2); }  "
                               "// NOLINT(await-on-non-awaitable): later\n");
    EXPECT_EQ(counts(), "0 0 1");
}

TEST_F(Baselines, WhatIsBrokenHidesNothing) {
    for (const char* text : {"{", "[]", R"({"schema": "awaitlint-baseline/2", "findings": []})",
                             R"({"schema": "awaitlint-baseline/1", "findings": [{"file": "a.cpp"}]})"}) {
        project.write(".awaitlint-baseline.json", text);
        for (const char* command : {"check", "fix", "doctor"}) {
            const Ran ran = project.awaitlint({command});
            EXPECT_EQ(ran.status, 2) << text << ran;
            EXPECT_TRUE(contains(ran.err + ran.out, ".awaitlint-baseline.json")) << ran;
        }
        EXPECT_EQ(baseline({"write"}).status, 2) << "nobody's file is written over";
        EXPECT_EQ(read(".awaitlint-baseline.json"), text);
        EXPECT_EQ(project.check({"--no-baseline"}).status, 1);
    }
    std::filesystem::remove(project.path(".awaitlint-baseline.json"));
    project.make_link(".awaitlint-baseline.json", "nowhere");
    EXPECT_EQ(project.check().status, 2);
    std::filesystem::remove(project.path(".awaitlint-baseline.json"));
    const Ran ran = project.check({"--baseline", "missing.json"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "awaitlint baseline write --baseline missing.json")) << ran;
    EXPECT_EQ(baseline({"prune"}).status, 2);
    EXPECT_EQ(baseline({"show"}).status, 2);
}

TEST_F(Baselines, AnotherFileMayBeNamed) {
    const TemporaryFolder elsewhere;
    const std::string file = elsewhere.path("known.json");
    EXPECT_EQ(baseline({"write", "--baseline", file}).status, 0);
    EXPECT_FALSE(std::filesystem::exists(project.path(".awaitlint-baseline.json")));
    EXPECT_EQ(project.check({"--baseline", file}).status, 0);
    EXPECT_EQ(project.check().status, 1);
}

TEST_F(Baselines, AreShown) {
    agree();
    const Ran ran = baseline({"show"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.out,
              "a.cpp: co_await get_user(1) [await-on-non-awaitable] in 'greet'\n"
              "b.cpp: co_await get_user(2) [await-on-non-awaitable] in 'part'\n");
    EXPECT_TRUE(contains(ran.err, "2 known findings in 2 entries")) << ran;
    EXPECT_EQ(baseline({"show", "--format", "json"}).out, text());
}

TEST_F(Baselines, RepairsTakeKnownFindingsToo) {
    agree();
    const Ran ran = project.awaitlint({"fix"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(read("a.cpp"), "co_await get_user_async(1)")) << ran;
    EXPECT_TRUE(contains(ran.err, "2 are stale")) << ran;
}

TEST_F(Baselines, AuditsTellOfEveryUse) {
    agree();
    EXPECT_EQ(project.awaitlint({"audit", "get_user"}).status, 1);
}

TEST_F(Baselines, OtherWorkersGiveTheSameBytes) {
    agree();
    project.write("b.cpp",
                  declarations + "task<int> greet() { co_return co_await get_user(1) + co_await get_user(1); }\n");
    const Ran one = project.check({"--format", "json", "-j", "1"});
    const Ran two = project.check({"--format", "json", "-j", "2"});
    EXPECT_EQ(one.out, two.out);
    const std::string before = text();
    EXPECT_EQ(baseline({"write", "-j", "1"}).status, 0);
    const std::string after_one = text();
    project.write(".awaitlint-baseline.json", before);
    EXPECT_EQ(baseline({"write", "-j", "2"}).status, 0);
    EXPECT_EQ(text(), after_one);
}

TEST_F(Baselines, HostileNamesStayText) {
    project.write("a.cpp", declarations +
                               "int get_\xC3\xA4(const char*);\ntask<int> get_\xC3\xA4_async(const char*);\n"
                               "task<int> greet() { co_return co_await get_\xC3\xA4(\"\x1b[2J\xE2\x80\xAE\"); }\n");
    agree();
    EXPECT_FALSE(contains(text(), "\x1b")) << text();
    EXPECT_FALSE(contains(text(), "\xE2\x80\xAE")) << text();
    EXPECT_TRUE(contains(text(), "\xC3\xA4")) << text();
    EXPECT_EQ(counts(), "2 0 0");
    EXPECT_FALSE(contains(baseline({"show"}).out, "\x1b"));
}

TEST_F(Baselines, ReasonsAreKeptAndTold) {
    agree();
    std::string agreed = text();
    agreed.replace(agreed.find("}"), 1, ", \"reason\": \"get_user is a fake here\"}");
    project.write(".awaitlint-baseline.json", agreed);
    EXPECT_EQ(schema_complaint(agreed, "baseline.schema.json"), "");
    const json report = project.report({"check"});
    ASSERT_EQ(report["findings"].size(), 2u);
    EXPECT_EQ(report["findings"][0].value("baseline_reason", ""), "get_user is a fake here");
    EXPECT_FALSE(report["findings"][1].contains("baseline_reason"));
    EXPECT_TRUE(contains(baseline({"show"}).out, "in 'greet': get_user is a fake here\n")) << baseline({"show"});
    for (const char* action : {"write", "prune"}) {
        ASSERT_EQ(baseline({action}).status, 0);
        EXPECT_EQ(text(), agreed) << action;
    }
    project.write("a.cpp", declarations + "task<int> hail() { co_return co_await get_user(1); }\n");
    ASSERT_EQ(baseline({"prune"}).status, 0);
    EXPECT_TRUE(contains(text(), R"_("hail", "code": "co_await get_user(1)", "reason": "get_user is a fake here")_"))
        << text();
}

TEST_F(Baselines, AReasonIsATextOrNothing) {
    agree();
    const std::string agreed = text();
    for (const char* wrong : {"\"\"", "1", "null"}) {
        std::string broken = agreed;
        broken.replace(broken.find("}"), 1, std::string(", \"reason\": ") + wrong + "}");
        project.write(".awaitlint-baseline.json", broken);
        const Ran ran = project.check();
        EXPECT_EQ(ran.status, 2) << ran;
        EXPECT_TRUE(contains(ran.err, "findings[0].reason")) << ran;
        EXPECT_NE(schema_complaint(broken, "baseline.schema.json"), "");
    }
}

}  // namespace
}  // namespace awaitlint
