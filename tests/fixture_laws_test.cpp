// The laws of the fixture language, each broken on purpose: a harness that cannot fail proves nothing.
//
// The fixtures are strings, analysed by the engine like those on disk. Each law has one that keeps it and at least one
// that breaks it, with the complaint that must follow.
#include <gtest/gtest.h>

#include "fixture_run.h"
#include "fixture_variants.h"

namespace awaitlint::fixtures {
namespace {

const std::string preamble =
    "#include \"task.h\"\n"            // 1
    "int get(int key);\n"              // 2
    "task<int> get_async(int key);\n"  // 3
    "task<int> load();\n"              // 4
    "struct ticket {\n"                // 5
    "    std::suspend_never operator co_await() &&;\n"
    "};\n";  // 7

Fixture fixture_of(const std::string& text) {
    Fixture fixture;
    fixture.name = "laws/law.cpp";
    fixture.files["law.cpp"] = text;
    fixture.settings = read_fixture(text).settings;
    return fixture;
}

std::string complaints_of(const Fixture& fixture) {
    std::string all;
    for (const std::string& complaint : complaints(fixture, run_fixtures({fixture}).front())) all += complaint + "\n";
    return all;
}

std::string complaints_about(const std::string& text) {
    return complaints_of(fixture_of(text));
}

/// One coroutine whose body is these lines, from line 9 on.
std::string in_coroutine(const std::string& body) {
    return preamble + "task<int> run() {\n" + body + "\nco_return 0;\n}\n";
}

void expect_broken(const std::string& text, const std::string& complaint) {
    const std::string found = complaints_about(text);
    EXPECT_NE(found.find(complaint), std::string::npos) << "wanted: " << complaint << "\ngot: " << found;
    EXPECT_NE(found.find("reproduce: build/awaitlint check fixtures/rules/laws/law.cpp -- -std="), std::string::npos)
        << found;
}

TEST(FixtureLaws, AFixtureThatIsAsItSaysHasNoComplaints) {
    EXPECT_EQ(complaints_about(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable sync-call \"'get'\"\n"
                                            "// async: co_await get_async(1)\n"
                                            "// sync: get(1)\n"
                                            "// without: move")),
              "");
    EXPECT_EQ(complaints_about("// clean\n" + in_coroutine("co_await load();")), "");
}

TEST(FixtureLaws, AFindingMustBeExpected) {
    expect_broken(in_coroutine("co_await load();\nco_await get(1);  // prose\n"
                               "co_await get(1);  // expect: await-on-non-awaitable"),
                  "law.cpp:10: found, but not expected: await-on-non-awaitable sync-call \"'get' is synchronous");
}

TEST(FixtureLaws, AnExpectationMustBeMet) {
    expect_broken(in_coroutine("co_await load();  // expect: await-on-non-awaitable"),
                  "law.cpp:9: expected, but not found: await-on-non-awaitable");
}

TEST(FixtureLaws, EachExpectationNeedsAFindingOfItsOwn) {
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable\n"
                               "// expect@-1: await-on-non-awaitable"),
                  "law.cpp:9: expected, but not found: await-on-non-awaitable");
}

TEST(FixtureLaws, EachFindingNeedsAnExpectationOfItsOwn) {
    expect_broken(in_coroutine("co_await get(co_await get(1));  // expect: await-on-non-awaitable"),
                  "law.cpp:9: found, but not expected");
    EXPECT_EQ(complaints_about(in_coroutine("co_await get(co_await get(1));  // expect: await-on-non-awaitable\n"
                                            "// expect@-1: await-on-non-awaitable sync-call")),
              "");
}

TEST(FixtureLaws, TheLineMustBeRight) {
    expect_broken(in_coroutine("co_await get(1);\n// expect: await-on-non-awaitable"),
                  "law.cpp:10: expected, but not found");
    EXPECT_EQ(complaints_about(in_coroutine("// expect@+2: await-on-non-awaitable\n\nco_await get(1);")), "");
}

TEST(FixtureLaws, TheReasonMustBeRight) {
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable not-awaitable"),
                  "found instead: await-on-non-awaitable sync-call");
}

TEST(FixtureLaws, TheReasonMustExist) {
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable sync"),
                  "law.cpp:9: 'sync' is no reason of await-on-non-awaitable");
}

TEST(FixtureLaws, TheRuleMustExist) {
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-nonawaitable"),
                  "law.cpp:9: 'expect:' names no rule: 'await-on-nonawaitable'");
}

TEST(FixtureLaws, TheMessageMustHoldTheSubstring) {
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable sync-call \"'got'\""),
                  "expected, but not found: await-on-non-awaitable sync-call \"'got'\"");
}

TEST(FixtureLaws, NothingMayFollowTheSubstring) {
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable \"'get'\" and more"),
                  "law.cpp:9: expected \"text\" between quotes");
}

TEST(FixtureLaws, UnknownDirectivesFail) {
    expect_broken("// clean\n" + in_coroutine("co_await load();  // expct: await-on-non-awaitable"),
                  "law.cpp:10: unknown directive 'expct'");
}

TEST(FixtureLaws, AFixtureMustSaySomething) {
    expect_broken(in_coroutine("co_await load();"), "law.cpp:1: it expects nothing");
}

TEST(FixtureLaws, CleanMeansThatNothingIsFound) {
    expect_broken("// clean\n" + in_coroutine("co_await get(1);"), "law.cpp:10: found, but not expected");
}

TEST(FixtureLaws, CleanAndExpectContradictEachOther) {
    expect_broken("// clean\n" + in_coroutine("co_await get(1);  // expect: await-on-non-awaitable"),
                  "law.cpp:10: a finding is expected in a file that says 'clean'");
}

TEST(FixtureLaws, CleanStandsAtTheTop) {
    expect_broken(in_coroutine("co_await load();  // clean"), "law.cpp:9: 'clean' belongs to the top");
}

TEST(FixtureLaws, AMissThatIsFoundMustBePromoted) {
    expect_broken(in_coroutine("co_await get(1);  // missed: await-on-non-awaitable too hard"),
                  "law.cpp:9: found at last: promote to expect: await-on-non-awaitable sync-call");
    EXPECT_EQ(complaints_about(in_coroutine("co_await load();  // missed: await-on-non-awaitable too hard")), "");
}

TEST(FixtureLaws, AnOverreachMustBeFound) {
    expect_broken(in_coroutine("co_await load();  // overreach: await-on-non-awaitable known"),
                  "law.cpp:9: not found any more: await-on-non-awaitable. Delete this overreach (known)");
    EXPECT_EQ(complaints_about(in_coroutine("co_await get(1);  // overreach: await-on-non-awaitable known")), "");
}

TEST(FixtureLaws, MissesAndOverreachesSayWhy) {
    expect_broken(in_coroutine("co_await load();  // missed: await-on-non-awaitable"), "'missed:' must say why");
    expect_broken(in_coroutine("co_await get(1);  // overreach: await-on-non-awaitable"), "'overreach:' must say why");
}

TEST(FixtureLaws, DirectivesInStringLiteralsAreText) {
    expect_broken(
        in_coroutine("const char* said = \"// expect: await-on-non-awaitable\"; co_await get(1); (void)said;"),
        "law.cpp:9: found, but not expected");
    expect_broken(in_coroutine("const char* said = R\"(\n// clean\n)\"; (void)said;"), "law.cpp:1: it expects nothing");
    expect_broken(in_coroutine("const char said = '\"'; co_await get(said); const char* more = \"// expect: "
                               "await-on-non-awaitable\"; (void)more;"),
                  "law.cpp:9: found, but not expected");
}

TEST(FixtureLaws, DirectivesInBlockCommentsCount) {
    EXPECT_EQ(
        complaints_about(in_coroutine("co_await get(1); /* expect: await-on-non-awaitable */ int x = 1; (void)x;")),
        "");
    expect_broken("/* clean */\n" + in_coroutine("co_await get(1);"), "law.cpp:10: found, but not expected");
    expect_broken("// clean\n" + in_coroutine("/* expct: await-on-non-awaitable */"), "unknown directive 'expct'");
}

TEST(FixtureLaws, DirectivesInsideProseAreText) {
    expect_broken(in_coroutine("co_await get(1);  // wrong, so expect: await-on-non-awaitable"),
                  "law.cpp:9: found, but not expected");
    expect_broken(in_coroutine("co_await get(1);  /* wrong\n expect: await-on-non-awaitable */"),
                  "law.cpp:9: found, but not expected");
}

TEST(FixtureLaws, HeadersHaveExpectationsToo) {
    Fixture fixture = fixture_of("// clean\n#include \"beside.h\"\n");
    fixture.files["beside.h"] = in_coroutine("co_await get(1);");
    EXPECT_NE(complaints_of(fixture).find("laws/beside.h:9: found, but not expected"), std::string::npos);
    fixture.files["beside.h"] = in_coroutine("co_await get(1);  // expect: await-on-non-awaitable\nco_await load();");
    EXPECT_EQ(complaints_of(fixture), "");
    fixture.files["beside.h"] = in_coroutine("co_await load();  // expect: await-on-non-awaitable");
    EXPECT_NE(complaints_of(fixture).find("laws/beside.h:9: expected, but not found"), std::string::npos);
    fixture.files["beside.h"] = "// fixture: std=c++23\n" + in_coroutine("co_await load();");
    EXPECT_NE(complaints_of(fixture).find("'fixture:' belongs to the unit"), std::string::npos);
}

TEST(FixtureLaws, SuggestionsMustBeThere) {
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable\n// async: co_await got(1)"),
                  "law.cpp:10: not suggested so: async: co_await got(1)\n    found: async: co_await get_async(1)");
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable\n// move: get_async(1)"),
                  "law.cpp:10: not suggested so: move: get_async(1)");
}

TEST(FixtureLaws, SuggestionsMustBeProven) {
    const std::string outside =
        preamble + "int run() {\n    return co_await get(1);  // expect: await-outside-coroutine\n";
    expect_broken(outside + "// async: co_await get_async(1)\n}\n", "law.cpp:10: not suggested so: async");
    EXPECT_EQ(complaints_about(outside + "// sync: get(1)\n// unproven: async \"no promise type\"\n}\n"), "");
    expect_broken(outside + "// unproven: sync\n}\n", "law.cpp:10: not suggested so: unproven: sync");
    expect_broken(outside + "// unproven: async \"on a whim\"\n}\n", "law.cpp:10: not suggested so: unproven: async");
}

TEST(FixtureLaws, SuggestionsMustBeInOrder) {
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable\n// sync: get(1)\n"
                               "// async: co_await get_async(1)"),
                  "law.cpp:11: suggested in another order: async: co_await get_async(1)");
}

TEST(FixtureLaws, SuggestionsMayBeForbidden) {
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable\n// without: async"),
                  "law.cpp:10: suggested, but must not be: async: co_await get_async(1)");
    expect_broken(in_coroutine("co_await get(1);  // expect: await-on-non-awaitable\n// without: suggestions"),
                  "law.cpp:10: suggested, but must not be: sync: get(1)");
}

TEST(FixtureLaws, SuggestionsFollowAnExpectation) {
    expect_broken("// clean\n" + in_coroutine("// sync: get(1)"), "law.cpp:10: 'sync:' follows no 'expect:'");
    expect_broken("// clean\n" + in_coroutine("// unproven: synch"), "law.cpp:10: 'synch' is no kind of suggestion");
}

TEST(FixtureLaws, AFixtureCompiles) {
    expect_broken("// clean\nint x = unknown;\n", "not analysed (failed)");
    expect_broken("// clean\n#include \"nowhere.h\"\n", "'nowhere.h' file not found");
    EXPECT_EQ(complaints_about("// clean\n// fixture: errors-ok\nint x = unknown;\n"), "");
    expect_broken("// clean\n// fixture: errors-ok\nint x = 1;\n", "it says 'errors-ok', but has no errors");
}

TEST(FixtureLaws, SettingsReachTheCompiler) {
    const std::string text = "#if __cplusplus != 202302L || FOUR != 4\n#error flags are lost\n#endif\n";
    EXPECT_EQ(complaints_about("// clean\n// fixture: std=c++23 args=-DFOUR=4\n" + text), "");
    expect_broken("// clean\n" + text, "flags are lost");
    expect_broken("// clean\n// fixture: std=c++20 arg=-DX\n", "law.cpp:2: unknown setting 'arg=-DX'");
    expect_broken("// clean\n// fixture: std=c++20\n// fixture: std=c++23\n", "law.cpp:3: 'fixture:' is given twice");
}

TEST(FixtureLaws, ConfigurationsReachTheRules) {
    Fixture fixture = fixture_of("// fixture: config=off.json\n// clean\n" + in_coroutine("co_await get(1);"));
    EXPECT_NE(complaints_of(fixture).find("laws/off.json: it has no configuration beside it"), std::string::npos);
    fixture.config = "{\"rules\": {\"await-on-non-awaitable\": \"off\"}}";
    EXPECT_EQ(complaints_of(fixture), "");
}

std::string joined(const std::vector<std::string>& complaints) {
    std::string all;
    for (const std::string& complaint : complaints) all += complaint + "\n";
    return all;
}

Outcome outcome_of(const Fixture& fixture) {
    return run_fixtures({fixture}).front();
}

TEST(FixtureLaws, SuppressingMustSilence) {
    const Fixture fixture = fixture_of(in_coroutine("co_await get(1);"));
    const Outcome before = outcome_of(fixture);
    for (const SuppressedBy by : {SuppressedBy::same_line, SuppressedBy::line_before}) {
        const Fixture silent = suppressed(fixture, before, by);
        EXPECT_NE(silent.files.at("law.cpp").find("NOLINT"), std::string::npos);
        EXPECT_EQ(joined(complaints_when_suppressed(before, outcome_of(silent))), "");
    }
    EXPECT_NE(joined(complaints_when_suppressed(before, before)).find("still found: law.cpp:9:1"), std::string::npos);
    const Fixture clean = fixture_of(in_coroutine("co_await load();  // NOLINT(await-on-non-awaitable)"));
    const std::string found = joined(complaints_when_suppressed(before, outcome_of(clean)));
    EXPECT_NE(found.find("still found: law.cpp:9:22: unused-suppression"), std::string::npos) << found;
}

TEST(FixtureLaws, RepairsMustRepair) {
    const Fixture fixture = fixture_of(in_coroutine("co_await get(1);"));
    const Outcome before = outcome_of(fixture);
    const Repaired repair = repaired(fixture, before);
    ASSERT_TRUE(repair.changed());
    EXPECT_NE(repair.fixture.files.at("law.cpp").find("co_await get_async(1);"), std::string::npos);
    EXPECT_EQ(joined(complaints_when_repaired(before, repair, outcome_of(repair.fixture))), "");

    const std::string unchanged = joined(complaints_when_repaired(before, repair, before));
    EXPECT_NE(unchanged.find("repaired, but still found: law.cpp:9:1"), std::string::npos) << unchanged;
    EXPECT_NE(unchanged.find("repairs do not come to rest"), std::string::npos) << unchanged;
    EXPECT_NE(unchanged.find("1 findings before, 1 repaired, 1 left"), std::string::npos) << unchanged;

    Fixture broken = repair.fixture;
    broken.files["law.cpp"] += "int x = unknown;\n";
    const std::string errors = joined(complaints_when_repaired(before, repair, outcome_of(broken)));
    EXPECT_NE(errors.find("does not compile: law.cpp:12: use of undeclared identifier"), std::string::npos) << errors;
}

/// An await may have no repair before another one is repaired; what had one must not be left.
TEST(FixtureLaws, ARepairMayGiveANeighbourItsOwn) {
    const Fixture fixture = fixture_of(
        "#include \"task.h\"\nstruct store {\n    static store open(int key);\n"
        "    static task<store> open_async(int key);\n    int size();\n    task<int> size_async();\n};\n"
        "int run() {\n    auto opened = co_await store::open_async(1);\n    return co_await opened.size_async();\n}\n");
    Outcome before = outcome_of(fixture);
    ASSERT_EQ(before.findings.size(), 2u);
    const Repaired repair = repaired(fixture, before);
    EXPECT_EQ(repair.applied.size(), 1u);
    const Outcome after = outcome_of(repair.fixture);
    ASSERT_EQ(after.findings.size(), 1u);
    EXPECT_EQ(joined(complaints_when_repaired(before, repair, after)), "");
    before.findings[1].suggestions = after.findings[0].suggestions;
    const std::string left = joined(complaints_when_repaired(before, repair, after));
    EXPECT_NE(left.find("repairs do not come to rest: law.cpp:10:12"), std::string::npos) << left;
}

TEST(FixtureLaws, RepairsOfNestedAwaits) {
    const Fixture fixture = fixture_of(in_coroutine("ticket one; co_await get(co_await get(1)); co_await one;"));
    const Outcome before = outcome_of(fixture);
    EXPECT_EQ(before.findings.size(), 3u);
    const Repaired repair = repaired(fixture, before);
    EXPECT_EQ(repair.applied.size() + repair.left.size(), 3u);
    EXPECT_EQ(joined(complaints_when_repaired(before, repair, outcome_of(repair.fixture))), "");
}

TEST(FixtureLaws, WithoutAwaitsNothingIsFound) {
    const Fixture fixture =
        fixture_of(in_coroutine("co_await get(1);  // co_await\nconst char* s = \"co_await\"; (void)s;"));
    const Fixture blank = without_awaits(fixture);
    EXPECT_NE(blank.files.at("law.cpp").find("         get(1);  // co_await\n"), std::string::npos);
    EXPECT_NE(blank.files.at("law.cpp").find("\"co_await\""), std::string::npos);
    EXPECT_NE(blank.files.at("law.cpp").find("operator co_await()"), std::string::npos);
    EXPECT_EQ(joined(complaints_without_awaits(outcome_of(blank))), "");
    EXPECT_NE(joined(complaints_without_awaits(outcome_of(fixture))).find("still found: law.cpp:9:1"),
              std::string::npos);
}

}  // namespace
}  // namespace awaitlint::fixtures
