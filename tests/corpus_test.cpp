// bench/corpus.py on a small repository: findings are new, then judged, then gone; what is removed is tried; the table
// has what was kept.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

class Corpus : public testing::Test {
protected:
    void SetUp() override {
        folder_ = project.path("me+repo");
        project.make_folder("me+repo/.git");
        project.write("me+repo/.commit", "0123456789abcdef\n");
        write("#include \"task.h\"\nint get();\ntask<> f() { co_await get(); }\n");
        nlohmann::json entry = {{"directory", folder_}, {"file", "a.cpp"}};
        entry["arguments"] = {"clang++", "-std=c++20", "-nostdinc++", "-isystem", AWAITLINT_SOURCE_DIR "/fixtures/lib",
                              "-c",      "a.cpp"};
        project.write("me+repo/build/compile_commands.json", nlohmann::json::array({entry}).dump());
    }
    void write(std::string_view code) { project.write("me+repo/a.cpp", code); }

    Ran corpus(const std::vector<std::string>& arguments) {
        std::vector<std::string> all = {AWAITLINT_SOURCE_DIR "/bench/corpus.py", "--awaitlint", AWAITLINT_BINARY,
                                        "--judged", project.path("judged")};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return run({"/usr/bin/python3", all, project.path(), ""});
    }
    Ran judge(const std::string& fingerprint) {
        return corpus({"judge", folder_, "--fingerprint", fingerprint, "--verdict", "true", "--why", "a plain number"});
    }

    CliProject project;
    std::string folder_;
};

TEST_F(Corpus, FindingsAreNewThenJudgedThenGone) {
    const Ran before = corpus({"check", folder_, "--save"});
    EXPECT_EQ(before.status, 1) << before;
    EXPECT_TRUE(contains(before.out, "  0 true, 0 intended, 0 false, 1 not judged, 0 gone\n")) << before;
    EXPECT_TRUE(contains(before.out, "  new: a.cpp:3:14: 'get' is synchronous")) << before;
    const std::size_t at = before.out.rfind("       ") + 7;
    const std::string fingerprint = before.out.substr(at, before.out.find("  ", at) - at);
    EXPECT_TRUE(contains(corpus({"table"}).err, "1 findings, 0 judged")) << "what nobody has read is not evidence";
    EXPECT_EQ(judge("not-a-fingerprint").status, 1);
    ASSERT_EQ(judge(fingerprint).status, 0) << fingerprint;
    const Ran judged = corpus({"check", folder_, "--save"});
    EXPECT_EQ(judged.status, 0) << judged;
    EXPECT_TRUE(contains(judged.out, "  1 true, 0 intended, 0 false, 0 not judged, 0 gone\n")) << judged;
    const Ran table = corpus({"table"});
    EXPECT_TRUE(
        contains(table.out, "| me/repo | 0123456789 | 1 | 0 | 3 | 1 | 1 | 1 | 1 | 0 | 0 |  |  |  |  |  |  |  |\n"))
        << table << "neither recall nor clang-tidy were measured";
    EXPECT_TRUE(contains(table.out, "| me/repo | `a.cpp:3` | await-on-non-awaitable | true | a plain number |\n"))
        << table;
    write("int a;\n");
    const Ran gone = corpus({"check", folder_});
    EXPECT_EQ(gone.status, 1) << gone;
    EXPECT_TRUE(contains(gone.out, "gone: a.cpp:3 [await-on-non-awaitable], judged true: a plain number\n")) << gone;
}

TEST_F(Corpus, MutantsAreTriedAndTheCheckoutStaysAsItIs) {
    const std::string code =
        "#include \"task.h\"\n"
        "task<int> get();\n"
        "task<> stored() { int v = co_await get(); (void)v; }\n"
        "task<> dropped() { co_await get(); co_await get(); }\n"
        "#define AWAIT co_await\n"
        "task<> macro() { AWAIT get(); }\n"
        "template <class T> task<> dependent(T t) { co_await t; }\n";
    write(code);
    const Ran ran = corpus({"mutate", folder_, "-n", "9", "--verbose", "--save"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.out, "me+repo: 2 sampled, 2 kept (1 still compile)")) << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:3: type error, ")) << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:4: compiles, ")) << ran;
    EXPECT_FALSE(contains(ran.out, "a.cpp:6")) << ran;
    EXPECT_EQ(run({"/bin/cat", {folder_ + "/a.cpp"}, folder_, ""}).out, code);
}

TEST_F(Corpus, WhatClangTidySaysStandsBesideIt) {
    write("#include \"task.h\"\ntask<> look(const int& number) { co_return; }\ntask<> go() { co_await look(1); }\n");
    ASSERT_EQ(corpus({"check", folder_, "--save"}).status, 0);
    const Ran first = corpus({"tidy", folder_, "--save"});
    EXPECT_EQ(first.status, 0) << first;
    EXPECT_TRUE(contains(first.out, "me+repo: 1 places in 1 units (0 failed): 1 references, 0 lambdas, 0 held\n"))
        << first;
    EXPECT_TRUE(contains(first.out, "  read: a.cpp:2:13 [cppcoreguidelines-avoid-reference-coroutine-parameters]\n"))
        << first;
    EXPECT_TRUE(contains(corpus({"table"}).out, "| 1 | 1 | 0 | 0 |  |  |\n")) << "nobody has read it yet";
    EXPECT_EQ(corpus({"tidy", folder_, "--save", "--read", "1"}).status, 0);
    EXPECT_TRUE(contains(corpus({"table"}).out, "| 1 | 1 | 0 | 0 | 1 | 0 |\n"));
    write("#include \"task.h\"\ntask<> go() { co_await missing(1); }\n");
    EXPECT_TRUE(contains(corpus({"tidy", folder_}).out, "0 places in 1 units (1 failed)")) << "not as if it were clean";
}

TEST(Evidence, ThePageHoldsWhatTheScriptMakes) {
    const Ran table =
        run({"/usr/bin/python3", {AWAITLINT_SOURCE_DIR "/bench/corpus.py", "table"}, AWAITLINT_SOURCE_DIR, ""});
    ASSERT_EQ(table.status, 0) << table;
    EXPECT_TRUE(contains(run({"/bin/cat", {AWAITLINT_SOURCE_DIR "/docs/evidence.md"}, "/", ""}).out, table.out))
        << "run: python3 bench/corpus.py table --write";
}

}  // namespace
}  // namespace awaitlint
