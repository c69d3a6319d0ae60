// tools/: what holds the layers apart, what makes the files of a new rule, what clang-tidy has to look at, and what
// rewrites the pages that show output or are made of a schema. Each on a small tree of its own.
#include <filesystem>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const fs::path top = AWAITLINT_SOURCE_DIR;

Ran run_tool(const char* tool, const std::vector<std::string>& arguments, const std::string& folder) {
    std::vector<std::string> all = {(top / "tools" / tool).string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run({"/usr/bin/python3", all, folder, ""});
}

class Layers : public testing::Test {
protected:
    void SetUp() override {
        folder.write("docs/architecture.md",
                     "| layer | folder | may include | knows nothing of |\n|---|---|---|---|\n"
                     "| `base` | `include/lib`, `src/base` | fmt | LLVM |\n"
                     "| `front` | `src/front` | base, Clang | rules |\n"
                     "| `front/ask` | `src/front/ask` | base | |\n"
                     "| `rules` | `rules` | base | files |\n\n| `no` | `row` | of this | table |\n");
        folder.write("include/lib/a.h", "#pragma once\n");
        folder.write("src/base/a.cpp", "#include \"lib/a.h\"\n\n#include <fmt/format.h>\n#include <sys/stat.h>\n");
        folder.write("src/front/a.cpp", "#include \"clang/AST/AST.h\"\n#include \"lib/a.h\"\n");
        folder.write("src/front/ask/a.h", "#include \"lib/a.h\"\n");
        folder.write("rules/a.cpp", "#include \"lib/a.h\"\n");
    }
    Ran layers() { return run_tool("layers.py", {}, folder.path()); }
    void expect_complaint(const char* complaint) {
        const Ran ran = layers();
        EXPECT_EQ(ran.status, 1);
        EXPECT_EQ(ran.out, fmt::format("{}\n", complaint)) << ran;
    }

    TemporaryFolder folder;
};

TEST_F(Layers, WhatTheTableAllowsIsFine) {
    const Ran ran = layers();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.out, "");
}

TEST_F(Layers, ALayerAboveIsNotIncluded) {
    folder.write("src/front/b.h", "");
    folder.write("src/base/b.cpp", "\n  #  include \"front/b.h\"\n");
    expect_complaint("src/base/b.cpp:2: front/b.h: 'base' may not include 'front'");
}

TEST_F(Layers, ALibraryIsIncludedWhereTheTableNamesIt) {
    folder.write("rules/b.cpp", "#include <clang/AST/AST.h>\n");
    expect_complaint("rules/b.cpp:1: clang/AST/AST.h: 'rules' may not include Clang");
}

TEST_F(Layers, ARoomIsNotItsFolder) {
    folder.write("src/front/b.h", "");
    folder.write("src/front/ask/b.cpp", "#include \"front/b.h\"\n");
    expect_complaint("src/front/ask/b.cpp:1: front/b.h: 'front/ask' may not include 'front'");
}

TEST_F(Layers, AnIncludeBesideTheFileCounts) {
    folder.write("src/front/b.cpp", "#include \"ask/a.h\"\n");
    expect_complaint("src/front/b.cpp:1: ask/a.h: 'front' may not include 'front/ask'");
}

TEST_F(Layers, EachFileHasALayer) {
    folder.write("src/lost/a.cpp", "");
    expect_complaint("src/lost/a.cpp: no layer holds it");
}

TEST_F(Layers, ARowNamesWhatIsThere) {
    folder.write("docs/architecture.md",
                 "| layer | folder | may include |\n|---|---|---|\n"
                 "| `all` | `include`, `src`, `rules`, `gone` | fmt, Clang, Qt |\n");
    expect_complaint(
        "docs/architecture.md: layer 'all': 'gone' does not exist\n"
        "docs/architecture.md: layer 'all': 'Qt' is neither a layer nor a library");
}

TEST_F(Layers, APageWithoutTheTableIsNoPermit) {
    folder.write("docs/architecture.md", "# Architecture\n");
    EXPECT_NE(layers().status, 0);
}

/// Two sources, one of which includes a header, with a clang-tidy that dislikes the word "wrong" and keeps a list of
/// what it looked at.
class Tidy : public testing::Test {
protected:
    void SetUp() override {
        folder.write(".clang-tidy", "Checks: none\n");
        folder.write("src/a.h", "int a;\n");
        folder.write("src/a.cpp", "#include \"a.h\"\n");
        folder.write("src/b.cpp", "int b;\n");
        folder.write("build/build.ninja",
                     "rule compile\n  command = clang++-22 -MD -MF $out.d -fsyntax-only $in && touch $out\n"
                     "  depfile = $out.d\n  deps = gcc\n"
                     "build a.o: compile ../src/a.cpp\nbuild b.o: compile ../src/b.cpp\n");
        nlohmann::json database;
        for (const char* name : {"a", "b"})
            database.push_back({{"directory", folder.path("build")},
                                {"file", fmt::format("../src/{}.cpp", name)},
                                {"command", fmt::format("clang++ -o {0}.o -c ../src/{0}.cpp", name)}});
        folder.write("build/compile_commands.json", database.dump());
        fs::permissions(folder.write("tidy",
                                     "#!/bin/sh\n[ $1 = --version ] && exit 0\nbasename $4 >>looked_at\n"
                                     "! grep -H wrong $4\n"),
                        fs::perms::owner_all);
    }
    Ran tidy(std::vector<std::string> options = {}) {
        EXPECT_EQ(run({"/usr/bin/ninja", {"-C", "build"}, folder.path(), ""}).status, 0);
        folder.write("looked_at", "");
        options.insert(options.end(), {"--tidy", "./tidy", "src"});
        return run_tool("tidy.py", options, folder.path());
    }
    std::string looked_at() {
        std::istringstream lines(text_of(folder.path("looked_at")));
        std::set<std::string> names;
        for (std::string name; std::getline(lines, name);) names.insert(name);
        return fmt::format("{}", fmt::join(names, " "));
    }

    TemporaryFolder folder;
};

TEST_F(Tidy, LooksOnceAtWhatIsGreen) {
    EXPECT_EQ(tidy().status, 0);
    EXPECT_EQ(looked_at(), "a.cpp b.cpp");
    EXPECT_EQ(tidy().status, 0);
    EXPECT_EQ(looked_at(), "");
}

TEST_F(Tidy, LooksAgainAtWhatIncludesAHeaderThatChanged) {
    tidy();
    folder.write("src/a.h", "long a;\n");
    EXPECT_EQ(tidy().status, 0);
    EXPECT_EQ(looked_at(), "a.cpp");
}

TEST_F(Tidy, LooksAtEverythingWhenAskedToAndWhenItsChecksChange) {
    tidy();
    EXPECT_EQ(tidy({"--all"}).status, 0);
    EXPECT_EQ(looked_at(), "a.cpp b.cpp");
    folder.write(".clang-tidy", "Checks: all\n");
    tidy();
    EXPECT_EQ(looked_at(), "a.cpp b.cpp");
}

TEST_F(Tidy, WhatIsWrongStaysWrong) {
    folder.write("src/b.cpp", "int wrong;\n");
    for (int i = 0; i < 2; ++i) {
        const Ran ran = tidy();
        EXPECT_EQ(ran.status, 1);
        EXPECT_NE(ran.out.find("src/b.cpp:int wrong;"), std::string::npos) << ran;
        EXPECT_EQ(looked_at(), i == 0 ? "a.cpp b.cpp" : "b.cpp");
    }
}

TEST_F(Tidy, OnANewMachineLooksAtWhatChangedLatelyAndCountsTheRest) {
    const auto git = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"-c", "user.name=a", "-c", "user.email=a@localhost"});
        EXPECT_EQ(run({"/usr/bin/git", arguments, folder.path(), ""}).status, 0);
    };
    git({"init", "-q"});
    git({"add", "src"});
    git({"commit", "-qm", "all"});
    folder.write("src/b.cpp", "int b, c;\n");
    git({"commit", "-qam", "b"});
    const Ran ran = tidy({"--recent", "1"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(looked_at(), "b.cpp");
    EXPECT_NE(ran.out.find("1 of 2 sources, without 1 that the last 1 commits did not change (--all)"),
              std::string::npos)
        << ran;
    folder.write("src/a.h", "long a;\n");  // not committed
    tidy({"--recent", "1"});
    EXPECT_EQ(looked_at(), "a.cpp");
    git({"commit", "-qam", "a"});
    folder.write("src/b.cpp", "int b;\n");
    git({"commit", "-qam", "b again"});
    folder.write("src/a.h", "short a;\n");
    git({"commit", "-qam", "a again"});
    folder.write("src/c.cpp", "int wrong;\n");
    EXPECT_EQ(tidy({"--recent", "1"}).status, 1);
    EXPECT_EQ(looked_at(), "a.cpp b.cpp c.cpp") << "what was green here, and what is not known";
}

class NewRule : public testing::Test {
protected:
    void SetUp() override {
        for (const char* path : {"rules/all_rules.cpp", "README.md", "CHANGELOG.md", "tests/CMakeLists.txt"})
            folder.write(path, text_of(top / path));
    }
    Ran new_rule(const std::string& id) { return run_tool("new_rule.py", {id}, folder.path()); }
    std::string text(const char* name) { return text_of(folder.path(name)); }

    TemporaryFolder folder;
};

TEST_F(NewRule, AllItsFilesAreMadeAndListed) {
    const Ran ran = new_rule("lost-answer");
    ASSERT_EQ(ran.status, 0) << ran;
    for (const char* made :
         {"rules/lost-answer.cpp", "docs/rules/lost-answer.md", "fixtures/rules/lost-answer/basic.cpp",
          "fixtures/rules/lost-answer/good.cpp", "tests/lost_answer_test.cpp"}) {
        EXPECT_FALSE(text(made).empty()) << made;
        EXPECT_TRUE(contains(ran.out, made)) << made;
    }
    EXPECT_TRUE(contains(text("rules/all_rules.cpp"),
                         "extern const Rule lock_held_across_await;\nextern const Rule lost_answer;\n"));
    EXPECT_TRUE(contains(text("rules/all_rules.cpp"), "&lock_held_across_await,\n    &lost_answer,\n"));
    EXPECT_TRUE(contains(text("README.md"), "| [`lost-answer`](docs/rules/lost-answer.md) | warning | TODO"));
    EXPECT_TRUE(contains(text("CHANGELOG.md"), "\n- `lost-answer`: TODO"));
    EXPECT_TRUE(contains(text("tests/CMakeLists.txt"), "rules_test.cpp lost_answer_test.cpp "));
}

TEST_F(NewRule, WhatIsMadeCompiles) {
    ASSERT_EQ(new_rule("lost-answer").status, 0);
    for (const char* file : {"rules/lost-answer.cpp", "rules/all_rules.cpp", "tests/lost_answer_test.cpp"}) {
        const Ran compiled = run({"/usr/bin/clang++-22",
                                  {"-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I",
                                   (top / "include").string(), folder.path(file)},
                                  folder.path(),
                                  ""});
        EXPECT_EQ(compiled.status, 0) << compiled;
    }
}

TEST_F(NewRule, ARuleThatIsThereIsLeftAlone) {
    ASSERT_EQ(new_rule("lost-answer").status, 0);
    folder.write("rules/lost-answer.cpp", "mine");
    const std::string listed = text("rules/all_rules.cpp");
    EXPECT_NE(new_rule("lost-answer").status, 0);
    EXPECT_EQ(text("rules/lost-answer.cpp"), "mine");
    EXPECT_EQ(text("rules/all_rules.cpp"), listed);
}

TEST_F(NewRule, AnIdNamesAProblem) {
    for (const char* id : {"no-answer", "Lost-answer", "lost_answer", "lost", "-lost", "lost-", "../lost-answer"}) {
        const Ran ran = new_rule(id);
        EXPECT_NE(ran.status, 0) << id;
        EXPECT_FALSE(fs::exists(folder.path("docs"))) << id;
    }
}

class Bless : public testing::Test {
protected:
    void SetUp() override {
        folder.make_link("fixtures", top / "fixtures");
        folder.write("docs/sound.md", "```console\n$ echo a\na\n$ seq 9\n...\n4\n...\n```\n");
    }
    Ran bless(const std::vector<std::string>& more = {}, const std::string& answer = "") {
        std::vector<std::string> arguments = {(top / "tools/bless.py").string(), "--awaitlint", AWAITLINT_BINARY};
        arguments.insert(arguments.end(), more.begin(), more.end());
        Process process{"/usr/bin/python3", arguments, folder.path(), ""};
        process.standard_input = answer;
        return run(process);
    }

    TemporaryFolder folder;
};

TEST_F(Bless, SoundPagesStayAsTheyAre) {
    const Ran ran = bless({"--yes"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.out, "nothing to bless")) << ran;
}

TEST_F(Bless, APageShowsWhatItsCommandsPrintAfterAYes) {
    const std::string page = "text\n```console\n$ echo a; x=2\nb\nc\n$ echo $x\n```\n```text\n$ echo no\n```\n";
    folder.write("docs/page.md", page);
    const Ran refused = bless({}, "n\n");
    EXPECT_NE(refused.status, 0) << refused;
    EXPECT_TRUE(contains(refused.out, "-b\n-c\n+a\n $ echo $x\n+2\n")) << refused;
    EXPECT_EQ(text_of(folder.path("docs/page.md")), page);
    EXPECT_NE(bless().status, 0) << "nobody has said yes";
    EXPECT_EQ(text_of(folder.path("docs/page.md")), page);
    const Ran blessed = bless({}, "y\n");
    EXPECT_EQ(blessed.status, 0) << blessed;
    EXPECT_EQ(text_of(folder.path("docs/page.md")),
              "text\n```console\n$ echo a; x=2\na\n$ echo $x\n2\n```\n```text\n$ echo no\n```\n");
    EXPECT_TRUE(contains(bless().out, "nothing to bless"));
}

TEST_F(Bless, WhatAPageLeavesOutStaysLeftOut) {
    folder.write("docs/page.md",
                 "```console\n$ printf 'one\\ntwo\\nthree is new\\nfour\\n'\n...\nthree is old\n...\n```\n");
    EXPECT_EQ(bless({"--yes"}).status, 0);
    EXPECT_TRUE(contains(text_of(folder.path("docs/page.md")), "\n...\nthree is new\n...\n```"));
}

TEST_F(Bless, ExamplesOfFactsSayWhatIsPrinted) {
    const std::string code =
        "```cpp\n#include \"task.h\"\nint get();\ntask<int> run() { co_return co_await get(); }\n```\n";
    folder.write("docs/facts.md", code + "```json\n{\"awaits\": [{\"outcome\": \"accepted\", \"lost\": 1}]}\n```\n");
    EXPECT_EQ(bless({"--yes"}).status, 0);
    const std::string blessed = text_of(folder.path("docs/facts.md"));
    EXPECT_TRUE(contains(blessed, "\"outcome\": \"rejected\"")) << blessed;
    EXPECT_FALSE(contains(blessed, "lost")) << blessed;
    EXPECT_TRUE(contains(bless().out, "nothing to bless"));
}

TEST_F(Bless, TheReferenceOfTheReportIsMadeOfItsSchema) {
    folder.write("docs/schema/report.schema.json", R"({"title": "t/1", "description": "All.", "type": "object",
        "properties": {"key": {"description": "What it says.", "type": "string"}}})");
    folder.write("docs/report-reference.md", "old\n");
    EXPECT_EQ(bless({"--yes"}).status, 0);
    EXPECT_TRUE(contains(text_of(folder.path("docs/report-reference.md")),
                         "# t/1, key by key\n\nMade of [its JSON Schema](schema/report.schema.json)"));
    EXPECT_TRUE(contains(bless().out, "nothing to bless"));
}

TEST_F(Bless, ASourceTreeThatIsNotBuiltIsTold) {
    const Ran ran = run_tool("bless.py", {}, folder.path());
    EXPECT_NE(ran.status, 0);
    EXPECT_TRUE(contains(ran.err, "Run: ./dev build")) << ran;
}

class Reference : public testing::Test {
protected:
    Ran reference(const std::string& properties) {
        const std::string schema = R"({"title": "t/1", "description": "All.", "type": "object", "properties": {)" +
                                   properties +
                                   R"(}, "definitions": {"part": {"description": "A part.", "type": "object",
            "required": ["size"], "properties": {"size": {"description": "Of it.", "type": "integer", "minimum": 1}}}}})";
        return run_tool("report_reference.py", {folder.write("schema.json", schema)}, folder.path());
    }

    TemporaryFolder folder;
};

TEST_F(Reference, ThePageIsWhatTheSchemaSays) {
    const Ran ran = run_tool("report_reference.py", {top / "docs/schema/report.schema.json"}, folder.path());
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(text_of(top / "docs/report-reference.md"), ran.out) << "\nRun: ./dev bless";
}

TEST_F(Reference, EachObjectHasATableAndEachKeyItsTypeAndMeaning) {
    const Ran ran = reference(
        R"("kind": {"description": "a|b", "enum": ["a", "b"]},
           "own": {"description": "Its own.", "type": "object",
                   "properties": {"parts": {"description": "Sorted.", "type": "array", "items": {"$ref": "#/definitions/part"}}}})");
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.out, "| `kind` | `\"a\"`, `\"b\"` | a\\|b *May be absent.* |\n")) << ran;
    EXPECT_TRUE(contains(ran.out, "| `own` | [own](#own) | Its own. *May be absent.* |\n")) << ran;
    EXPECT_TRUE(contains(ran.out,
                         "\n## own\n\n| key | type | meaning |\n|---|---|---|\n"
                         "| `parts` | list of [part](#part) | Sorted. *May be absent.* |\n"))
        << ran;
    EXPECT_TRUE(contains(ran.out, "\n## part\n\nA part.\n\n")) << ran;
    EXPECT_TRUE(contains(ran.out, "| `size` | integer, at least 1 | Of it. |\n")) << ran;
}

TEST_F(Reference, AKeyWithoutMeaningIsRefused) {
    const Ran ran = reference(R"("part": {"$ref": "#/definitions/part"}, "own": {"description": "Its own.",
        "type": "object", "properties": {"key": {"type": "string"}}})");
    EXPECT_NE(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.err, "no description: own.key\n")) << ran;
}

}  // namespace
}  // namespace awaitlint
