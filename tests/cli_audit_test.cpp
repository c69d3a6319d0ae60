// Audits, seen from outside: every use of a function and of its siblings, and that an audit and a check never
// contradict each other.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

class Audit : public testing::Test {
protected:
    Audit() {
        project.only_unit(
            "shop.cpp", two_twins + std::string("namespace shop {\n"  // 8
                                                "void take(task<Cart> cart);\n"
                                                "task<int> wrong() { co_return (co_await open_cart(1)).id; }\n"
                                                "task<int> right() { co_return (co_await open_cart_async(2)).id; }\n"
                                                "int plain() { return open_cart(3).id; }\n"
                                                "int no_coroutine() { return (co_await open_cart(4)).id; }\n"
                                                "task<> dropped() { open_cart_async(5); co_return; }\n"
                                                "void handed_on() { take(open_cart_async(6)); }\n"
                                                "auto named = &open_cart;\n"
                                                "task<Cart> open_cart_async(int user) { co_return open_cart(user); }\n"
                                                "Cart unrelated(int user);\n"
                                                "int other() { return unrelated(7).id; }\n"
                                                "}\n"));
    }

    json report(const std::vector<std::string>& arguments) { return project.report(arguments); }

    /// "line verdict should-be" of every row.
    Strings rows(const std::string& symbol) {
        Strings found;
        const json audit = report({"audit", symbol})["audit"];
        for (const json& row : audit["rows"])
            found.push_back(std::to_string(row["line"].get<int>()) + " " + row["verdict"].get<std::string>() + " " +
                            row["should_be"].get<std::string>());
        return found;
    }
    Strings rows_of(const std::string& code, const std::string& symbol) {
        project.only_unit("shop.cpp", two_twins + code);
        return rows(symbol);
    }

    CliProject project;
};

TEST_F(Audit, ANameWithoutItsScopeIsAnsweredWithThoseThatThereAre) {
    const Ran ran = project.awaitlint({"audit", "open_cart"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(
        ran.err, "no unit uses a function 'open_cart': give its qualified name\n  this code has: shop::open_cart\n"))
        << ran;
    const Ran unknown = project.awaitlint({"audit", "open_kart"});
    EXPECT_TRUE(contains(unknown.err, "give its qualified name, as in netra::get_manager")) << unknown;
}

TEST_F(Audit, ListsEveryUseRightOrWrong) {
    const Strings expected = {
        "10 wrong co_await open_cart_async(1)",
        "11 right co_await open_cart_async(2)",
        "12 right open_cart(3)",
        "13 wrong open_cart(4)",
        "14 wrong co_await open_cart_async(5)",
        "15 right open_cart_async(6)",
        "16 maybe ",
        "17 right open_cart(user)",
    };
    EXPECT_EQ(rows("shop::open_cart"), expected);
    EXPECT_EQ(rows("::shop::open_cart"), expected);
    EXPECT_EQ(rows("shop::open_cart_async"), expected) << "the sibling's uses are the same";
}

TEST_F(Audit, RowsSayWhereAndInWhat) {
    const json rows = report({"audit", "shop::open_cart"})["audit"]["rows"];
    ASSERT_EQ(rows.size(), 8u);
    EXPECT_EQ(rows[0]["file"], "shop.cpp");
    EXPECT_EQ(rows[0]["function"], "shop::wrong");
    EXPECT_EQ(rows[0]["context"], "coroutine");
    EXPECT_EQ(rows[0]["current"], "co_await open_cart(1)");
    EXPECT_EQ(rows[0]["proven"], true);
    EXPECT_EQ(rows[3]["function"], "shop::no_coroutine");
    EXPECT_EQ(rows[3]["context"], "function");
    EXPECT_EQ(rows[6]["context"], "namespace");
}

TEST_F(Audit, SeesThroughMacrosAndCallablesWhoseResultIsDropped) {
    project.only_unit(
        "calls.cpp",
        two_twins + std::string("#define ID_OF(cart) (co_await (cart)).id\n"  // 8
                                "namespace shop {\n"
                                "template <class Signature> struct function;\n"
                                "template <class R, class A> struct function<R(A)> {\n"
                                "    template <class Callable> function(Callable) {}\n"
                                "};\n"
                                "void on_user(function<void(int)> callback);\n"
                                "task<int> wrong() { co_return ID_OF(open_cart(1)); }\n"
                                "task<int> right() { co_return ID_OF(open_cart_async(2)); }\n"
                                "void named() { on_user(open_cart_async); }\n"
                                "void called() { on_user([](int user) { return open_cart_async(user); }); }\n"
                                "}\n"));
    const Strings expected = {
        "15 wrong ID_OF(open_cart_async(1))",
        "16 right ID_OF(open_cart_async(2))",
        "17 wrong ",
        "18 wrong ",
    };
    EXPECT_EQ(rows("shop::open_cart_async"), expected);
}

TEST_F(Audit, TextAndMarkdownShowTheSameUses) {
    const Ran text = project.awaitlint({"audit", "shop::open_cart"});
    EXPECT_EQ(text.status, 1) << text;
    EXPECT_TRUE(
        text.out.starts_with("shop.cpp:10:32: wrong: co_await open_cart(1)\n"
                             "  in coroutine 'shop::wrong'\n"
                             "  should be: co_await open_cart_async(1)   (proven)\n"))
        << text;
    EXPECT_TRUE(text.out.ends_with("8 uses of 'shop::open_cart': 4 right, 3 wrong, 1 maybe\n")) << text;
    const Ran table = project.awaitlint({"audit", "shop::open_cart", "--format", "markdown"});
    EXPECT_TRUE(
        table.out.starts_with("8 uses of `shop::open_cart`: 4 right, 3 wrong, 1 maybe\n\n"
                              "| place | function | current | verdict | should be | proven | why |\n"))
        << table;
    EXPECT_EQ(std::count(table.out.begin(), table.out.end(), '\n'), 2 + 2 + 8) << table;
}

TEST_F(Audit, OfPairsByConfiguration) {
    project.write(".awaitlint.json",
                  R"({"factories": [{"sync": "shop::unrelated", "async": "shop::later_open_cart"}]})");
    EXPECT_EQ(rows("shop::unrelated"), Strings{"19 right unrelated(7)"});
}

TEST_F(Audit, AnAuditWithNothingWrongPasses) {
    project.only_unit("shop.cpp", no_mistake);
    const json passed = report({"audit", "get_user"});
    EXPECT_EQ(passed["run"]["exit_code"], 0);
    EXPECT_EQ(passed["audit"]["rows"].size(), 2u);
}

TEST_F(Audit, IsNarrowedByPaths) {
    project.write("other.cpp", "namespace shop { struct Cart; Cart open_cart(int); }\nauto f = &shop::open_cart;\n");
    project.write_database({Entry{"shop.cpp"}, Entry{"other.cpp"}});
    EXPECT_EQ(rows("shop::open_cart").size(), 9u);
    const json narrowed = report({"audit", "shop::open_cart", "other.cpp"});
    EXPECT_EQ(narrowed["audit"]["rows"].size(), 1u);
    EXPECT_EQ(narrowed["run"]["exit_code"], 0);
    project.write("header.h", "#pragma once\n" + std::string("inline auto g = &shop::open_cart;\n"));
    project.write("other.cpp",
                  "namespace shop { struct Cart; Cart open_cart(int); }\n#include \"header.h\"\nauto f = g;\n");
    EXPECT_EQ(report({"audit", "shop::open_cart", "header.h"})["audit"]["rows"].size(), 1u)
        << "a header is read through units, and these are not what was asked for";
}

TEST_F(Audit, ATaskUsedAsItsResultIsWrongAsItIsForACheck) {
    EXPECT_EQ(rows_of("namespace shop {\n"  // 8
                      "task<int> count_async();\n"
                      "task<int> initialised() { int n = count_async(); co_return n; }\n"
                      "task<int> returned() { co_return count_async(); }\n"
                      "task<> tested() { if (count_async()) co_return; }\n"
                      "task<int> kept() { auto n = count_async(); co_return n + 1; }\n"
                      "}\n",
                      "shop::count_async"),
              (Strings{"10 wrong co_await count_async()", "11 wrong co_await count_async()",
                       "12 wrong co_await count_async()", "13 wrong co_await count_async()"}));
}

TEST_F(Audit, ACallWithAnAwaitableSiblingIsWrongAsItIsForACheck) {
    EXPECT_EQ(rows_of("namespace shop {\n"  // 8
                      "task<int> id() { co_return open_cart(1).id; }\n"
                      "}\n",
                      "shop::open_cart"),
              (Strings{"9 wrong (co_await open_cart_async(1))"}));
}

TEST_F(Audit, ALocalThatIsNeverAwaitedIsWrongAndOneThatIsLookedAtMayBe) {
    project.only_unit("shop.cpp",
                      two_twins + std::string("namespace shop {\n"  // 8
                                              "task<> never() { auto c = open_cart_async(1); co_return; }\n"
                                              "task<> later() { auto c = open_cart_async(2); co_await c; }\n"
                                              "}\n"));
    const json found = report({"audit", "shop::open_cart_async"})["audit"]["rows"];
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0]["verdict"], "wrong");
    EXPECT_EQ(found[0]["why"], "'c' keeps 'task<Cart>' and is never awaited: it never runs");
    EXPECT_EQ(found[0]["should_be"], "co_await open_cart_async(1)");
    EXPECT_EQ(found[0]["proven"], true);
    EXPECT_EQ(found[1]["verdict"], "maybe");
    EXPECT_EQ(found[1]["why"], "its result is kept in 'c': see that something awaits it");
}

TEST_F(Audit, WhatIsReturnedWithoutCoReturnIsWrong) {
    EXPECT_EQ(rows_of("namespace shop {\n"  // 8
                      "task<Cart> open() {\n"
                      "    co_await open_cart_async(1);\n"
                      "    return open_cart_async(2);\n"
                      "}\n"
                      "}\n",
                      "shop::open_cart_async"),
              (Strings{"10 right co_await open_cart_async(1)", "11 wrong co_return co_await open_cart_async(2)"}));
}

TEST_F(Audit, ARepairThatIsNotProvenSaysWhy) {
    project.only_unit("shop.cpp",
                      two_twins + std::string("namespace shop {\n"  // 8
                                              "void closed() { open_cart_async(1); }\n"
                                              "}\n"));
    const std::string reason = "'shop::closed' cannot be a coroutine: its return type 'void' has no promise type";
    const json row = report({"audit", "shop::open_cart_async"})["audit"]["rows"][0];
    EXPECT_EQ(row["verdict"], "wrong");
    EXPECT_EQ(row["why_not"], "");
    EXPECT_EQ(row["should_be"], "open_cart(1)");
    project.write("shop.cpp",
                  "#include \"task.h\"\nnamespace shop {\ntask<int> open_cart_async(int user);\n"
                  "void closed() { open_cart_async(1); }\n}\n");
    EXPECT_EQ(report({"audit", "shop::open_cart_async"})["audit"]["rows"][0]["why_not"], reason);
    const Ran text = project.awaitlint({"audit", "shop::open_cart_async"});
    EXPECT_TRUE(contains(text.out, "(not proven: " + reason + ")")) << text;
    const Ran table = project.awaitlint({"audit", "shop::open_cart_async", "--format", "markdown"});
    EXPECT_TRUE(contains(table.out, "| no: 'shop::closed' cannot be a coroutine")) << table;
}

TEST_F(Audit, WhatACheckPassesPassesAnAudit) {
    const std::string code =
        "namespace shop {\n"  // 8
        "task<int> id() { co_return open_cart(1).id; }\n"
        "task<> drop() { open_cart_async(2); co_return; }  // NOLINT(discarded-awaitable)\n"
        "}\n";
    project.only_unit("shop.cpp", two_twins + code);
    for (const Strings& more :
         {Strings{}, Strings{"--fail-on", "error"}, Strings{"--ignore", "sync-call-in-coroutine"}}) {
        Strings check = {"check"}, audit = {"audit", "shop::open_cart"};
        check.insert(check.end(), more.begin(), more.end());
        audit.insert(audit.end(), more.begin(), more.end());
        EXPECT_EQ(report(check)["run"]["exit_code"], report(audit)["run"]["exit_code"]) << testing::PrintToString(more);
    }
    EXPECT_EQ(report({"audit", "shop::open_cart"})["run"]["exit_code"], 1);
    EXPECT_EQ(report({"audit", "shop::open_cart", "--ignore", "discarded-awaitable"})["audit"]["rows"][1]["why"],
              "its result is dropped, and no rule objects: see that something awaits it");
}

TEST_F(Audit, IsWrongWhereACheckFindsSomethingAndNowhereElse) {
    project.only_unit(
        "shop.cpp",
        two_twins +
            std::string(
                "#define TRY(cart) (co_await (cart)).id\n"  // 8
                "namespace std { struct ignore_t { template <class T> void operator=(T&&) const {} };\n"
                "inline const ignore_t ignore; template <class I, class F> F for_each(I, I, F f) { return f; } }\n"
                "namespace shop {\n"  // 11
                "void take(task<Cart> cart);\n"
                "task<int> all(int* ids, bool b) {\n"
                "    open_cart_async(1);\n"
                "    (void)open_cart_async(2);\n"
                "    std::ignore = open_cart_async(3);\n"
                "    b ? open_cart_async(4) : open_cart_async(5);\n"
                "    take(open_cart_async(6));\n"
                "    std::for_each(ids, ids, [](int id) { return open_cart_async(id); });\n"
                "    std::for_each(ids, ids, open_cart_async);\n"
                "    Cart first = open_cart_async(7);\n"
                "    auto second = open_cart_async(8);\n"
                "    int id = open_cart_async(9).id;\n"
                "    auto third = open_cart_async(10);\n"
                "    take(static_cast<task<Cart>&&>(third));\n"
                "    id += TRY(open_cart(11)) + TRY(open_cart_async(12));\n"
                "    id += open_cart(13).id + (co_await open_cart(14)).id;\n"
                "    co_return open_cart_async(15);\n"
                "}\n"
                "int none() { return (co_await open_cart(16)).id + open_cart(17).id; }\n"
                "}\n"));
    std::set<int> found, wrong;
    const json check = report({"check"}), audit = report({"audit", "shop::open_cart"});
    for (const json& finding : check["findings"]) found.insert(finding["line"].get<int>());
    for (const json& row : audit["audit"]["rows"])
        if (row["verdict"] == "wrong") wrong.insert(row["line"].get<int>());
    EXPECT_EQ(wrong, found);
    EXPECT_GE(found.size(), 12u);
}

}  // namespace
}  // namespace awaitlint
