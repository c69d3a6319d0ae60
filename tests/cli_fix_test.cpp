// `awaitlint fix` from outside: what it applies, what it leaves and why, its patch, its questions, its exit status.

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

/// A coroutine of its own for each, so that each finding has one line.
std::string greetings(int count, const char* operand = "co_await get_user") {
    std::string text = declarations;
    for (int i = 0; i < count; ++i)
        text +=
            "task<int> greet" + std::to_string(i) + "() { co_return " + operand + "(" + std::to_string(i) + "); }\n";
    return text;
}

class Fix : public testing::Test {
protected:
    Ran fix(std::vector<std::string> arguments = {}, const std::string& answers = "") const {
        arguments.insert(arguments.begin(), {"fix", "--quiet"});
        return run({.arguments = std::move(arguments),
                    .folder = project.path(),
                    .standard_output = "",
                    .standard_input = answers});
    }
    std::string text(const std::string& file = "a.cpp") const { return text_of(project.path(file)); }

    CliProject project;
};

TEST_F(Fix, RepairsAndChecksAgain) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err,
              "repaired a.cpp:4:31: co_await get_user(1) -> co_await get_user_async(1) [await-on-non-awaitable]\n"
              "repaired 1 of 1 finding in 1 file\n"
              "analysed 1/1 units (0 cached, 0 skipped, 0 failed): 0 findings (0 errors, 0 warnings, 0 suppressed)\n");
    EXPECT_TRUE(contains(text(), "co_return co_await get_user_async(1);"));
    EXPECT_EQ(project.check().status, 0);
}

TEST_F(Fix, CompilesTheBodiesOfLibrariesToo) {
    project.write("_deps/count.h", "template <class T> int count_of(T value) { return value.count; }\n");
    const std::string before =
        "#include \"task.h\"\n#include \"_deps/count.h\"\nint get(int id);\n"
        "task<int> run() { auto x = co_await get(1); co_return count_of(x); }\n";
    project.only_unit("a.cpp", before);
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "no repair is proven (sync: member reference base type 'int'")) << ran;
    EXPECT_EQ(text(), before);
}

TEST_F(Fix, FixingTwiceChangesNothingMore) {
    project.only_unit("a.cpp", greetings(3));
    EXPECT_EQ(fix().status, 0);
    const std::string once = text();
    const auto time = std::filesystem::last_write_time(project.path("a.cpp"));
    const Ran again = fix();
    EXPECT_EQ(again.status, 0) << again;
    EXPECT_TRUE(contains(again.err, "nothing to repair: no findings\n"));
    EXPECT_EQ(text(), once);
    EXPECT_EQ(std::filesystem::last_write_time(project.path("a.cpp")), time);
}

TEST_F(Fix, SaysWhatItLeavesAndWhy) {
    project.only_unit("a.cpp", greetings(1) +
                                   "task<int> load() { co_return co_await 7; }\n"
                                   "void legacy() { co_await get_user(9); }\n"
                                   "void lost() { co_await load(); }\n");
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "repaired 3 of 4 findings in 1 file\n")) << ran;
    EXPECT_TRUE(contains(ran.err,
                         "left a.cpp:7:15: co_await load() [await-outside-coroutine]: its repair is unsafe (type: "
                         "whatever calls it has to await it)\n"))
        << ran;
    EXPECT_TRUE(contains(text(), "void legacy() { get_user(9); }")) << text();
    EXPECT_TRUE(contains(ran.out, "a.cpp:7:15: error: ")) << ran;
    EXPECT_EQ(ran.out, project.check().out) << "standard output is what check prints now";
}

TEST_F(Fix, ReportsWhatRemainsInAllFormats) {
    project.only_unit("a.cpp", greetings(2) + "void lost() { co_await greet0(); }\n");
    const Ran ran = fix({"--format", "json", "--output", "text:left.txt"});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(schema_complaint(ran.out), "");
    ASSERT_EQ(ran.json()["findings"].size(), 1u) << ran;
    EXPECT_EQ(ran.json()["findings"][0]["line"], 6);
    EXPECT_TRUE(contains(text("left.txt"), "a.cpp:6:15: error: ")) << text("left.txt");
    for (const char* option : {"--format=json", "--output=json:x.json"})
        EXPECT_EQ(fix({"--diff", option}).status, 2) << "a patch is no report: " << option;
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(fix({"--output", "json:nowhere/x.json"}).status, 2);
    EXPECT_EQ(text(), one_mistake) << "told before anything is written";
}

TEST_F(Fix, PreferDecidesInCoroutines) {
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(fix({"--prefer", "sync"}).status, 0);
    EXPECT_TRUE(contains(text(), "co_return get_user(1);"));
    project.only_unit("a.cpp", one_mistake);
    project.write(".awaitlint.json", "{\"prefer\": \"sync\"}");
    EXPECT_EQ(fix({"--prefer", "async"}).status, 0);
    EXPECT_TRUE(contains(text(), "co_return co_await get_user_async(1);"));
    EXPECT_EQ(fix({"--prefer", "both"}).status, 2);
}

const std::string accept_loop =
    "#include \"asio_like.h\"\n"
    "asio::socket accept();\n"
    "asio::awaitable<> session(asio::socket client);\n"
    "asio::awaitable<> serve() {\n"
    "    for (;;) session(accept());\n"
    "}\n";

TEST_F(Fix, LeavesWhatChangesWhatRunsAtTheSameTime) {
    project.write("lib/asio_like.h", text_of(AWAITLINT_SOURCE_DIR "/fixtures/lib/asio_like.h"));
    project.only_unit("a.cpp", accept_loop);
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(text(), accept_loop);
    EXPECT_TRUE(
        contains(ran.err,
                 "left a.cpp:5:14: session(accept()) [discarded-awaitable]: its repair is unsafe (await: each "
                 "pass of the loop would wait for it)\nrepaired 0 of 1 finding in 0 files\n1 of these repairs is "
                 "proven and unsafe: read it, then apply it with --unsafe\n"))
        << ran;
    EXPECT_TRUE(contains(ran.out, "await: co_await session(accept())")) << ran;
    EXPECT_TRUE(contains(ran.out, "(proven, unsafe: each pass of the loop would wait for it)")) << ran;
    EXPECT_TRUE(contains(
        ran.out, "spawn: asio::co_spawn(co_await asio::this_coro::executor, session(accept()), asio::detached)"))
        << ran;
    const Ran patch = fix({"--diff"});
    EXPECT_EQ(patch.status, 0) << patch;
    EXPECT_EQ(patch.out, "") << patch;
    EXPECT_EQ(fix({"--interactive"}, "y\n").status, 1) << "nor is it asked about";
    EXPECT_EQ(text(), accept_loop);
    const auto suggestions = project.check({"--format", "json"}).json()["findings"][0]["suggestions"];
    EXPECT_EQ(suggestions[0]["kind"], "await");
    EXPECT_EQ(suggestions[0]["applicability"], "unsafe");
    EXPECT_EQ(suggestions[0]["why_unsafe"], "each pass of the loop would wait for it");
    EXPECT_EQ(suggestions[1]["kind"], "spawn");
    EXPECT_EQ(suggestions[1]["proven"], true);
    EXPECT_EQ(fix({"--unsafe"}).status, 0);
    EXPECT_TRUE(contains(text(), "for (;;) co_await session(accept());")) << text();
}

TEST_F(Fix, LeavesWhatRunsAlreadyAndRepairsStraightLines) {
    const std::string eager =
        "#include \"task.h\"\n"
        "struct [[nodiscard]] job {\n"
        "    struct promise_type {\n"
        "        job get_return_object();\n"
        "        std::suspend_never initial_suspend();\n"
        "        std::suspend_always final_suspend() noexcept;\n"
        "        void unhandled_exception();\n"
        "        void return_void();\n"
        "    };\n"
        "    bool await_ready();\n"
        "    void await_suspend(std::coroutine_handle<>);\n"
        "    void await_resume();\n"
        "};\n"
        "job start();\n"
        "task<> flush();\n"
        "task<bool> is_open();\n"
        "task<> run() {\n"
        "    start();\n"
        "    flush();\n"
        "    while (is_open()) co_await flush();\n"
        "}\n";
    project.only_unit("a.cpp", eager);
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "(await: it runs already, and what follows would wait for it)")) << ran;
    EXPECT_TRUE(contains(ran.err, "repaired 2 of 3 findings in 1 file\n1 of these repairs is proven and unsafe"))
        << ran;
    EXPECT_TRUE(contains(text(), "    start();\n    co_await flush();\n    while (co_await is_open())")) << text();
    EXPECT_EQ(fix({"--unsafe"}).status, 0);
    EXPECT_TRUE(contains(text(), "    co_await start();\n")) << text();
}

TEST_F(Fix, RulesNarrowIt) {
    const std::string code = greetings(1) + "void legacy() { co_await get_user(9); }\n";
    project.only_unit("a.cpp", code);
    EXPECT_EQ(fix({"--select", "await-outside-coroutine"}).status, 0);
    EXPECT_EQ(text(), greetings(1) + "void legacy() { get_user(9); }\n");
    project.only_unit("a.cpp", code);
    EXPECT_EQ(fix({"--ignore", "await-outside-coroutine"}).status, 0);
    EXPECT_EQ(text(), greetings(1, "co_await get_user_async") + "void legacy() { co_await get_user(9); }\n");
}

TEST_F(Fix, PathsNarrowIt) {
    project.write("src/a.cpp", greetings(1));
    project.write("src/net/b.cpp", greetings(1));
    project.write_database({Entry{"src/a.cpp"}, Entry{"src/net/b.cpp"}});
    EXPECT_EQ(fix({"src/net"}).status, 0);
    EXPECT_EQ(text("src/a.cpp"), greetings(1));
    EXPECT_EQ(text("src/net/b.cpp"), greetings(1, "co_await get_user_async"));
}

TEST_F(Fix, SuppressedFindingsStay) {
    const std::string code = declarations +
                             "task<int> greet() {\n"
                             "    co_return co_await get_user(1);  // NOLINT(await-on-non-awaitable): on purpose\n"
                             "}\n";
    project.only_unit("a.cpp", code);
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(text(), code);
}

TEST_F(Fix, RepairsWithFlagsInPlaceOfADatabase) {
    project.write("a.cpp", one_mistake);
    const Ran ran = fix(with_flags({"a.cpp"}));
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(text(), "get_user_async(1)"));
}

TEST_F(Fix, BrokenUnitsMakeItIncomplete) {
    project.write("a.cpp", one_mistake);
    project.write("b.cpp", broken_code);
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_TRUE(contains(text(), "get_user_async(1)")) << "what is proven is applied";
    EXPECT_EQ(fix({"--diff"}).status, 3) << "a gate never passes by accident";
    EXPECT_EQ(fix({"--diff", "--allow-incomplete"}).status, 0);
}

TEST_F(Fix, ARunThatCannotStartChangesNothing) {
    EXPECT_EQ(fix().status, 2) << "no database";
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(fix({"--select", "await-on-nothing"}).status, 2);
    EXPECT_EQ(fix({"--diff", "--interactive"}).status, 2);
    EXPECT_EQ(fix({"unread.h"}).status, 2);
    EXPECT_EQ(text(), one_mistake);
}

TEST_F(Fix, TheDiffIsAPatchAndChangesNothing) {
    project.write("src/a.cpp", greetings(3));
    project.write("src/b.cpp", greetings(1));
    project.write_database({Entry{"src/a.cpp"}, Entry{"src/b.cpp"}});
    const Ran diff = fix({"--diff"});
    EXPECT_EQ(diff.status, 1) << diff;
    EXPECT_EQ(text("src/a.cpp"), greetings(3));
    EXPECT_TRUE(contains(diff.err, "would repair 4 of 4 findings in 2 files\n")) << diff;
    EXPECT_TRUE(contains(diff.out, "-task<int> greet0() { co_return co_await get_user(0); }\n")) << diff;
    const Ran git = run({.program = "/usr/bin/git",
                         .arguments = {"apply", project.write("patch", diff.out)},
                         .folder = project.path(),
                         .standard_output = ""});
    EXPECT_EQ(git.status, 0) << git;
    EXPECT_EQ(text("src/a.cpp"), greetings(3, "co_await get_user_async"));
    EXPECT_EQ(text("src/b.cpp"), greetings(1, "co_await get_user_async"));
    const Ran clean = fix({"--diff"});
    EXPECT_EQ(clean.status, 0) << clean;
    EXPECT_EQ(clean.out, "");
}

TEST_F(Fix, ThePatchFitsTheRepositoryWhereverItIsMade) {
    project.write("sub/.awaitlint.json", "{}");
    project.write("sub/src/a.cpp", one_mistake);
    project.write(
        "sub/compile_commands.json",
        "[{\"directory\": \"" + project.path("sub") +
            "\", \"file\": \"src/a.cpp\", \"arguments\": [\"c++\", \"-std=c++20\", \"-nostdinc++\", \"-isystem\", "
            "\"../lib\", \"src/a.cpp\"]}]");
    const auto in = [&](const std::string& folder, const std::string& program, std::vector<std::string> arguments) {
        return run({.program = program,
                    .arguments = std::move(arguments),
                    .folder = project.path(folder),
                    .standard_output = ""});
    };
    const std::vector<std::string> diff = {"fix", "--quiet", "--diff"};
    EXPECT_TRUE(contains(in("sub/src", AWAITLINT_BINARY, diff).out, "--- a/a.cpp\n")) << "no repository: from here";
    ASSERT_EQ(in("", "/usr/bin/git", {"init", "-q"}).status, 0);
    const Ran made = in("sub/src", AWAITLINT_BINARY, diff);
    EXPECT_TRUE(contains(made.out, "--- a/sub/src/a.cpp\n")) << made;
    const Ran git = in("sub/src", "/usr/bin/git", {"apply", project.write("patch", made.out)});
    EXPECT_EQ(git.status, 0) << git;
    EXPECT_TRUE(contains(text("sub/src/a.cpp"), "get_user_async(1)"));
}

TEST_F(Fix, AsksForEachRepair) {
    project.only_unit("a.cpp", greetings(3));
    const Ran ran = fix({"--interactive"}, "n\nwhat?\ny\nn\n");
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(text(), declarations +
                          "task<int> greet0() { co_return co_await get_user(0); }\n"
                          "task<int> greet1() { co_return co_await get_user_async(1); }\n"
                          "task<int> greet2() { co_return co_await get_user(2); }\n");
    EXPECT_TRUE(contains(ran.err, "a.cpp:4:32: 'get_user' is synchronous")) << ran;
    EXPECT_TRUE(contains(ran.err, "+task<int> greet2() { co_return co_await get_user_async(2); }\n")) << ran;
    EXPECT_TRUE(
        contains(ran.err, "left a.cpp:4:32: co_await get_user(0) [await-on-non-awaitable]: it was not wanted\n"));
    EXPECT_TRUE(contains(ran.err, "repaired 1 of 3 findings in 1 file\n")) << ran;
}

TEST_F(Fix, AllAndQuitEndTheAsking) {
    project.only_unit("a.cpp", greetings(3));
    EXPECT_TRUE(contains(fix({"--interactive"}, "n\nq\n").err, "repaired 0 of 3 findings"));
    EXPECT_EQ(text(), greetings(3));
    EXPECT_TRUE(contains(fix({"--interactive"}, "n\na\n").err, "repaired 2 of 3 findings"));
    EXPECT_TRUE(contains(text(), "co_await get_user(0)"));
    EXPECT_EQ(fix({"--interactive"}, "a\n").status, 0);
    project.only_unit("a.cpp", greetings(3));
    EXPECT_TRUE(contains(fix({"--interactive"}, "no\nyes\nquit\n").err, "repaired 1 of 3 findings")) << "whole words";
    EXPECT_EQ(fix({"--interactive"}, "all\n").status, 0);
}

TEST_F(Fix, TheEndOfTheInputLosesNothing) {
    project.only_unit("a.cpp", greetings(3));
    EXPECT_TRUE(contains(fix({"--interactive"}).err, "repaired 0 of 3 findings"));
    EXPECT_EQ(text(), greetings(3));
    EXPECT_TRUE(contains(fix({"--interactive"}, "y\n").err, "repaired 1 of 3 findings")) << "what was agreed to holds";
    EXPECT_TRUE(contains(text(), "co_await get_user_async(0)"));
    EXPECT_TRUE(contains(text(), "co_await get_user(1)"));
}

TEST_F(Fix, NamesWithLineEnds) {
    const std::string name = "two\nlines.cpp";
    project.only_unit(name, one_mistake);
    const Ran diff = fix({"--diff"});
    EXPECT_EQ(diff.status, 1) << diff;
    const Ran git = run({.program = "/usr/bin/git",
                         .arguments = {"apply", "--check", project.write("patch", diff.out)},
                         .folder = project.path(),
                         .standard_output = ""});
    EXPECT_EQ(git.status, 0) << git;
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.error_lines().size(), 3u) << ran;
    EXPECT_TRUE(contains(ran.err, "repaired two lines.cpp:4:31: ")) << ran;
    EXPECT_TRUE(contains(text(name), "get_user_async(1)"));
}

TEST_F(Fix, AThousandRepairsInOneFile) {
    project.only_unit("a.cpp", greetings(1000));
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 0) << ran.last_error_line();
    EXPECT_TRUE(contains(ran.err, "repaired 1000 of 1000 findings in 1 file\n"));
    EXPECT_TRUE(text() == greetings(1000, "co_await get_user_async"));
}

/// Every third sibling takes something else: the rest is not proven one by one.
TEST_F(Fix, AThousandRepairsOfWhichManyDoNotFit) {
    std::string code = declarations + "int put(int id);\ntask<int> put_async(const char* name);\n", expected = code;
    for (int i = 1; i <= 1000; ++i) {
        const std::string start = "task<int> f" + std::to_string(i) + "() { int x = ",
                          end = "(" + std::to_string(i) + "); co_return x; }\n";
        code += start + (i % 3 ? "co_await get_user" : "co_await put") + end;
        expected += start + (i % 3 ? "co_await get_user_async" : "put") + end;
    }
    project.only_unit("a.cpp", code);
    const Ran ran = fix();
    EXPECT_EQ(ran.status, 0) << ran.last_error_line();
    EXPECT_TRUE(text() == expected);
}

}  // namespace
}  // namespace awaitlint
