// What a run reports, seen from outside: JSON that fits its schema, Markdown, suppressions, selected rules,
// configuration. Audits have tests of their own.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

class Reports : public testing::Test {
protected:
    json report(const std::vector<std::string>& arguments) { return project.report(arguments); }
    json check(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "check");
        return report(std::move(arguments));
    }

    /// "rule line", with a star behind the suppressed.
    static std::vector<std::string> places(const json& report) {
        std::vector<std::string> found;
        for (const json& finding : report["findings"])
            found.push_back(finding["rule"].get<std::string>() + " " + std::to_string(finding["line"].get<int>()) +
                            (finding["suppressed"].get<bool>() ? "*" : ""));
        return found;
    }
    static std::vector<std::string> replacements(const json& report) {
        std::vector<std::string> found;
        for (const json& suggestion : report["findings"][0]["suggestions"]) found.push_back(suggestion["replacement"]);
        return found;
    }

    CliProject project;
};

using Strings = std::vector<std::string>;

TEST_F(Reports, JsonSaysEverythingOfAFinding) {
    project.only_unit("src/cart.cpp",
                      two_twins + std::string("task<int> id() { co_return (co_await shop::open_cart(7)).id; }\n"));
    const json finding = check()["findings"][0];
    EXPECT_EQ(finding["rule"], "await-on-non-awaitable");
    EXPECT_EQ(finding["reason"], "sync-call");
    EXPECT_EQ(finding["severity"], "error");
    EXPECT_EQ(finding["file"], "src/cart.cpp");
    EXPECT_EQ(finding["line"], 8);
    EXPECT_EQ(finding["column"], 29);
    EXPECT_EQ(finding["end_line"], 8);
    EXPECT_EQ(finding["end_column"], 56);
    EXPECT_EQ(finding["function"], "id");
    EXPECT_EQ(finding["context"], "coroutine");
    EXPECT_EQ(finding["current"], "co_await shop::open_cart(7)");
    EXPECT_EQ(finding["callee"], "shop::open_cart");
    EXPECT_EQ(finding["type"], "shop::Cart");
    const json best = finding["suggestions"][0];
    EXPECT_EQ(best["kind"], "async");
    EXPECT_EQ(best["replacement"], "co_await shop::open_cart_async(7)");
    EXPECT_EQ(best["target"], "shop::open_cart_async");
    EXPECT_EQ(best["proven"], true);
    EXPECT_EQ(best["why_not"], "");
}

TEST_F(Reports, EditsApplyToTheBytesOnDisk) {
    const std::string code = std::string("// \xc3\xa4\xf0\x9f\x98\x80\r\n") + one_mistake;
    project.only_unit("a.cpp", code);
    const json found = check();
    for (const auto& [index, text] : {std::pair{0, "co_await get_user_async(1)"}, {1, "co_return get_user(1)"}}) {
        std::string repaired = code;
        json edits = found["findings"][0]["suggestions"][index]["edits"];
        std::reverse(edits.begin(), edits.end());
        for (const json& edit : edits)
            repaired.replace(edit["offset"], edit["length"], edit["text"].get<std::string>());
        EXPECT_TRUE(contains(repaired, text)) << repaired;
        project.write("a.cpp", repaired);
        const json left = check();
        EXPECT_EQ(left["summary"]["findings"]["error"], 0) << repaired;
        // Who calls the synchronous function is told of its sibling.
        EXPECT_EQ(left["summary"]["findings"]["warning"], index) << repaired;
    }
}

TEST_F(Reports, JsonOfEveryKindOfRunFitsTheSchema) {
    project.write("broken.cpp", broken_code);
    project.write("crash.cpp", "#pragma clang __debug crash\n// co_await\n");
    project.write("a.cpp", std::string(one_mistake) +
                               "void f() { co_await get_user(1); }\nint x;  // NOLINT(unused-suppression)\n" +
                               "int y;  // NOLINT(await-on-non-awaitable)\n");
    project.write_database({Entry{"a.cpp", {"-fno-such-flag"}}, Entry{"broken.cpp"}, Entry{"crash.cpp"}});
    EXPECT_EQ(check()["run"]["exit_code"], 3);
    EXPECT_EQ(check({"a.cpp"})["run"]["exit_code"], 1);
    EXPECT_EQ(check({"a.cpp", "--fail-on", "never"})["run"]["exit_code"], 0);
    EXPECT_EQ(report({"audit", "get_user", "a.cpp"})["run"]["exit_code"], 1);
    EXPECT_EQ(report({"audit", "nobody", "a.cpp"})["run"]["exit_code"], 2);
}

TEST_F(Reports, KeysComeAsTheContractShowsThem) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = project.check({"--format", "json"});
    const auto ordered = nlohmann::ordered_json::parse(ran.out);
    const auto keys = [](const nlohmann::ordered_json& object) {
        Strings names;
        for (const auto& item : object.items()) names.push_back(item.key());
        return names;
    };
    EXPECT_EQ(keys(ordered), (Strings{"schema", "tool", "run", "summary", "findings", "units", "sources", "coverage"}));
    EXPECT_EQ(keys(ordered["findings"][0]),
              (Strings{"rule",     "reason",     "severity",    "message", "file",        "line",      "column",
                       "end_line", "end_column", "offset",      "length",  "function",    "context",   "current",
                       "callee",   "type",       "suggestions", "notes",   "fingerprint", "suppressed"}));
    EXPECT_EQ(keys(ordered["units"][0]), (Strings{"file", "status", "reason", "errors"}));
}

TEST_F(Reports, FingerprintsSurviveMovedLines) {
    project.only_unit("a.cpp", one_mistake);
    const json before = check();
    project.write("a.cpp", "\n\n// a comment\n" + std::string(one_mistake));
    const json after = check();
    EXPECT_NE(before["findings"][0]["line"], after["findings"][0]["line"]);
    EXPECT_EQ(before["findings"][0]["fingerprint"], after["findings"][0]["fingerprint"]);
}

TEST_F(Reports, MarkdownIsOneTable) {
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(project.check({"--format", "markdown"}).out,
              "1 finding (1 error, 0 warnings, 0 suppressed)\n\n"
              "| place | function | current | should be | proven | rule | message |\n"
              "| --- | --- | --- | --- | --- | --- | --- |\n"
              "| `a.cpp:4:31` | `greet` (coroutine) | `co_await get_user(1)` | `co_await get_user_async(1)` | yes | "
              "await-on-non-awaitable | 'get\\_user' is synchronous: 'int' cannot be awaited |\n");
}

TEST_F(Reports, SuppressedFindingsAreCountedAndNotShown) {
    project.only_unit("a.cpp",
                      "#include \"task.h\"\n"
                      "int get(int);\n"
                      "task<> f() {\n"
                      "    co_await get(4);  // NOLINT(await-on-non-awaitable): the mock is synchronous\n"
                      "    // NOLINTNEXTLINE(await-on-non-awaitable)\n"
                      "    co_await get(6);\n"
                      "    // NOLINTBEGIN(await-on-non-awaitable)\n"
                      "    co_await get(8);\n"
                      "    // NOLINTEND(await-on-non-awaitable)\n"
                      "    co_await get(10);\n"
                      "    co_await get(11);  // NOLINT(bugprone-other)\n"
                      "}\n"
                      "int x;  // NOLINT(await-on-non-awaitable)\n"
                      "int y;  // NOLINT(bugprone-other)\n");
    const json found = check();
    EXPECT_EQ(places(found),
              (Strings{"await-on-non-awaitable 4*", "await-on-non-awaitable 6*", "await-on-non-awaitable 8*",
                       "await-on-non-awaitable 10", "await-on-non-awaitable 11", "unused-suppression 13"}));
    EXPECT_EQ(found["summary"]["findings"],
              json::parse(R"({"total": 3, "error": 2, "warning": 1, "note": 0, "suppressed": 3})"));
    const Ran text = project.check();
    EXPECT_FALSE(contains(text.out, "a.cpp:4:")) << text;
    EXPECT_TRUE(contains(text.out, "a.cpp:10:")) << text;
}

TEST_F(Reports, SuppressionsSayWhy) {
    project.only_unit("a.cpp",
                      "#include \"task.h\"\n"
                      "int get(int);\n"
                      "task<> f() {\n"
                      "    co_await get(4);  // NOLINT(await-on-non-awaitable): the mock is synchronous\n"
                      "    // NOLINTNEXTLINE(await-on-non-awaitable) -- until the next release\n"
                      "    co_await get(6);\n"
                      "    // NOLINTBEGIN(await-on-non-awaitable): all of these\n"
                      "    co_await get(8);\n"
                      "    co_await get(9);  // NOLINT(await-on-non-awaitable): this one for another reason\n"
                      "    co_await get(10);  // NOLINT(await-on-non-awaitable)\n"
                      "    // NOLINTEND(await-on-non-awaitable)\n"
                      "    co_await get(12);  // NOLINT(await-on-non-awaitable)\n"
                      "    co_await get(13);\n"
                      "}\n");
    Strings reasons;
    const json report = check();
    for (const json& finding : report["findings"])
        reasons.push_back(finding["line"].dump() + ": " + finding.value("suppression_reason", "-"));
    EXPECT_EQ(reasons, (Strings{"4: the mock is synchronous", "6: until the next release", "8: all of these",
                                "9: this one for another reason", "10: all of these", "12: -", "13: -"}));
    const Ran junit = project.check({"--format", "junit"});
    EXPECT_TRUE(contains(junit.out, "message=\"suppressed: until the next release\"")) << junit;
}

TEST_F(Reports, AllSuppressedPasses) {
    project.only_unit("a.cpp",
                      "#include \"task.h\"\nint get(int);\n"
                      "task<> f() { co_await get(1); }  // NOLINT(await-on-non-awaitable): for now\n");
    EXPECT_EQ(check()["run"]["exit_code"], 0);
}

TEST_F(Reports, SelectAndIgnoreChooseRules) {
    project.only_unit("a.cpp", std::string(one_mistake) +
                                   "void f() { co_await get_user(1); }\n"
                                   "int x;  // NOLINT(await-on-non-awaitable)\n");
    const Strings all = {"await-on-non-awaitable 4", "await-outside-coroutine 5", "unused-suppression 6"};
    EXPECT_EQ(places(check()), all);
    EXPECT_EQ(places(check({"--select", "await-outside-coroutine"})), Strings{all[1]});
    EXPECT_EQ(places(check({"--select", "await-outside-coroutine,await-on-non-awaitable"})), (Strings{all[0], all[1]}));
    EXPECT_EQ(places(check({"--select", "await-outside-coroutine", "--select", "await-on-non-awaitable"})),
              (Strings{all[0], all[1]}));
    EXPECT_EQ(places(check({"--ignore", "await-outside-coroutine"})), (Strings{all[0], all[2]}));
    EXPECT_EQ(places(check({"--select", "unused-suppression"})), Strings{})
        << "a suppression of a rule that did not run is not called unused";
    EXPECT_EQ(check({"--select", "unused-suppression"})["run"]["exit_code"], 0);
}

TEST_F(Reports, SeveritiesAreAsConfigured) {
    project.only_unit("a.cpp", std::string(one_mistake) + "void f() { co_await get_user(1); }\n");
    project.write(".awaitlint.json", R"({
        // comments are welcome
        "rules": {"await-on-non-awaitable": "warning", "await-outside-coroutine": "off"}})");
    EXPECT_EQ(places(check()), Strings{"await-on-non-awaitable 4"});
    EXPECT_EQ(check()["findings"][0]["severity"], "warning");
    EXPECT_EQ(check({"--fail-on", "error"})["run"]["exit_code"], 0);
    EXPECT_EQ(places(check({"--select", "await-outside-coroutine"})), Strings{"await-outside-coroutine 5"})
        << "asked for by name";
}

TEST_F(Reports, ThePreferredRepairComesFirst) {
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(replacements(check()), (Strings{"co_await get_user_async(1)", "get_user(1)"}));
    project.write(".awaitlint.json", R"({"prefer": "sync"})");
    EXPECT_EQ(replacements(check()), (Strings{"get_user(1)", "co_await get_user_async(1)"}));
}

TEST_F(Reports, ConfiguredNamingIsTriedFirst) {
    project.only_unit("a.cpp",
                      two_twins + std::string("task<int> id() { co_return (co_await shop::open_cart(7)).id; }\n"));
    EXPECT_EQ(replacements(check())[0], "co_await shop::open_cart_async(7)");
    project.write(".awaitlint.json", R"({"naming": ["later_{}"]})");
    EXPECT_EQ(replacements(check())[0], "co_await shop::later_open_cart(7)") << "tried before the built-in relations";
}

TEST_F(Reports, ConfiguredPairsAreOffered) {
    project.only_unit("a.cpp",
                      "#include \"task.h\"\n"
                      "namespace shop { int total(int cart); }\n"
                      "namespace ledger { task<int> sum_up(int cart); }\n"
                      "task<int> pay() { co_return co_await shop::total(1); }\n");
    EXPECT_EQ(replacements(check()), Strings{"shop::total(1)"});
    project.write(".awaitlint.json", R"({"factories": [{"sync": "shop::total", "async": "ledger::sum_up"}]})");
    const json found = check();
    EXPECT_EQ(replacements(found), (Strings{"co_await ledger::sum_up(1)", "shop::total(1)"}));
    EXPECT_EQ(found["findings"][0]["suggestions"][0]["proven"], true);
}

TEST_F(Reports, ExcludedFilesGetNoFindings) {
    project.write("src/a.cpp", one_mistake);
    project.write("gen/b.cpp", one_mistake);
    project.write_database({Entry{"src/a.cpp"}, Entry{"gen/b.cpp"}});
    EXPECT_EQ(check()["findings"].size(), 2u);
    for (const char* config : {R"({"exclude": ["gen/**"]})", R"({"exclude": ["gen"]})", R"({"include": ["src/**"]})"}) {
        project.write(".awaitlint.json", config);
        const json found = check();
        ASSERT_EQ(found["findings"].size(), 1u) << config;
        EXPECT_EQ(found["findings"][0]["file"], "src/a.cpp");
        EXPECT_EQ(found["summary"]["units"]["total"], 1) << "nor is it analysed";
    }
}

TEST_F(Reports, RulesAsTextAndJson) {
    const json rules = project.awaitlint({"rules", "--format", "json"}).json();
    const std::string text = project.awaitlint({"rules"}).out;
    ASSERT_GE(rules.size(), 3u);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), static_cast<std::ptrdiff_t>(rules.size()));
    for (const json& rule : rules) {
        EXPECT_TRUE(contains(text, rule["id"].get<std::string>())) << text;
        EXPECT_TRUE(contains(text, rule["summary"].get<std::string>())) << text;
        const Ran page = project.awaitlint({"explain", rule["id"]});
        EXPECT_TRUE(page.out.starts_with("# " + rule["id"].get<std::string>() + "\n")) << page;
        EXPECT_TRUE(contains(page.out, rule["summary"].get<std::string>())) << page;
    }
}

}  // namespace
}  // namespace awaitlint
