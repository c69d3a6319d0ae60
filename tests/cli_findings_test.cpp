// What awaitlint finds in code and offers for it, by the program as a process: one test per claim that fixtures cannot
// make, as they see neither options nor the order of what is printed.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

class Findings : public testing::Test {
protected:
    CliProject project;
};

TEST_F(Findings, WordsInCommentsAndStringsDecideNothing) {
    for (const char* words :
         {"// fire and forget: no co_await\n", "/* co_await ( */ ", "// co_await\n", "int n = sizeof \"co_await\"; ",
          "int n = sizeof R\"(co_await)\"; ", "\n#if 0\n    co_await\n#endif\n"}) {
        project.only_unit("a.cpp",
                          "#include \"task.h\"\n"
                          "int count();\n"
                          "task<> mark_paid(int id);\n"
                          "task<> f() {\n"
                          "    co_await count();\n"
                          "    " +
                              std::string(words) + "    mark_paid(1);\n}\n");
        const Ran ran = project.check();
        EXPECT_EQ(ran.status, 1) << ran;
        EXPECT_TRUE(contains(ran.out, "'mark_paid' returns 'task<>', dropped without co_await")) << words << ran;
    }
}

TEST_F(Findings, WhatIsWrittenUsesTheNamesOfTheFile) {
    project.write("async.h",
                  "#include \"task.h\"\n"
                  "namespace work::db { int get(int); namespace async { task<int> get_async(int); } }\n");
    const std::string headers = "#include \"async.h\"\n";
    const auto offered = [&](const std::string& code) {
        project.only_unit("a.cpp", headers + code);
        const Ran ran = project.check({"--format", "json"});
        const auto report = ran.json();
        if (report["findings"].empty() || report["findings"][0]["suggestions"].empty()) return "nothing: " + ran.err;
        return report["findings"][0]["suggestions"][0]["replacement"].get<std::string>();
    };
    const std::string call = "task<int> f() { co_return co_await work::db::get(1); }\n";
    EXPECT_EQ(offered(call), "co_await work::db::async::get_async(1)");
    EXPECT_EQ(offered("namespace db = work::db;\n" + call), "co_await db::async::get_async(1)");
    EXPECT_EQ(offered("namespace jobs = work::db::async;\n" + call), "co_await jobs::get_async(1)");
    EXPECT_EQ(offered("using work::db::async::get_async;\n" + call), "co_await get_async(1)");
    EXPECT_EQ(offered("using namespace work::db;\n" + call), "co_await async::get_async(1)");
    EXPECT_EQ(offered("namespace work {\n" + call + "}\n"), "co_await db::async::get_async(1)");
}

TEST_F(Findings, TypesArePrintedForPeople) {
    project.only_unit("a.cpp",
                      "#include \"task.h\"\n"
                      "struct manager {};\n"
                      "manager get(int);\n"
                      "task<manager> get_async(int);\n"
                      "task<> f() { manager m = get(1); co_return; }\n");
    const auto findings = project.check({"--format", "json"}).json()["findings"];
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0]["rule"], "sync-call-in-coroutine");
    EXPECT_EQ(findings[0]["type"], "manager") << "not 'struct manager'";
}

TEST_F(Findings, TasksThatAreLostInASecondPlace) {
    project.only_unit("a.cpp",
                      "#include \"task.h\"\n"
                      "namespace std {\n"
                      "template <class T> T&& move(T& x);\n"
                      "template <class T> struct vector { void push_back(T&&); };\n"
                      "template <class T> struct future { void wait(); T get(); };\n"
                      "template <class F> auto async(F f) -> future<decltype(f())> { return {}; }\n"
                      "}\n"
                      "task<> save(int);\n"
                      "void moved() { auto a = save(1); auto b = std::move(a); }\n"
                      "void kept() { std::vector<task<>> all; all.push_back(save(1)); }\n"
                      "void given() { std::async([] { return save(1); }); }\n"
                      "struct disk { task<> save(); };\n"
                      "template <class Store> void put(Store& store) { store.save(); }\n"
                      "void use(disk& d) { put(d); }\n");
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << ran;
    for (const char* place : {"a.cpp:9:25: error: 'a' keeps 'task<>'", "a.cpp:10:54: error: 'all' keeps 'task<>'",
                              "a.cpp:11:27: error: this lambda returns 'task<>', which 'std::async' drops",
                              "a.cpp:13:49: error: 'save' returns 'task<>', dropped without co_await"})
        EXPECT_TRUE(contains(ran.out, place)) << place << "\n" << ran;
}

TEST_F(Findings, WithoutASynchronousSiblingTheReturnTypeIsTheWayOut) {
    project.only_unit("a.cpp",
                      "#include \"task.h\"\n"
                      "task<int> load(int);\n"
                      "int twice(int x) { return 2 * co_await load(x); }\n");
    const Ran ran = project.check({"--format", "json"});
    const auto suggestion = ran.json()["findings"][0]["suggestions"][0];
    EXPECT_EQ(suggestion["kind"], "type") << ran;
    EXPECT_EQ(suggestion["replacement"], "task<int>") << ran;
    EXPECT_EQ(suggestion["proven"], true) << ran;
    EXPECT_EQ(suggestion["applicability"], "unsafe") << ran;
    project.write("twice.h", "int twice(int x);\n");
    project.only_unit("a.cpp",
                      "#include \"task.h\"\n#include \"twice.h\"\n"
                      "task<int> load(int);\n"
                      "int twice(int x) { return 2 * co_await load(x); }\n");
    const Ran shared = project.check();
    EXPECT_TRUE(contains(shared.out,
                         "type: make 'twice' a coroutine   (not proven: it is declared in 'twice.h', and "
                         "whatever reads that may call it)"))
        << shared;
}

TEST_F(Findings, AChoiceIsAwaitedAsAWhole) {
    project.only_unit("a.cpp",
                      "#include \"task.h\"\n"
                      "task<> a();\ntask<> b();\n"
                      "task<> f(bool c) { co_await c ? a() : b(); }\n");
    const Ran ran = project.check();
    EXPECT_TRUE(contains(ran.out, "group: co_await (c ? a() : b())   (proven)")) << ran;
    EXPECT_TRUE(contains(ran.last_error_line(), ": 1 findings")) << ran;
    EXPECT_EQ(project.awaitlint({"fix"}).status, 0);
    EXPECT_EQ(project.check().status, 0);
}

}  // namespace
}  // namespace awaitlint
