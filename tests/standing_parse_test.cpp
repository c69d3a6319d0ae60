// Parses that stand still: what goes on from one says the same as a parse from the first byte.
//
// Facts and proofs of the same units are compared with and without; places to stand are looked at in texts.
#include "frontend/read/standing_parse.h"

#include <gtest/gtest.h>

#include "awaitlint/facts_json.h"
#include "unit_on_disk.h"

namespace awaitlint {
namespace {

using test::UnitOnDisk;

const std::string declarations =
    "#include \"task.h\"\n"
    "struct box { int count; };\n"
    "int get(int key);\n"
    "task<int> get_async(int key);\n"
    "box find(int key);\n"
    "task<box> find_async(int key);\n"
    "void use(int);\n"
    "template <class T> auto count_of(T value) { return value.count; }\n";

std::string facts_of(const UnitOnDisk& unit, StandingParse* standing) {
    Workbench workbench;
    workbench.standing = standing;
    const_cast<UnitOnDisk&>(unit).request().naming = {"*_async"};
    auto facts = analyse_unit(const_cast<UnitOnDisk&>(unit).request(), workbench);
    return facts ? nlohmann::json(*facts).dump(1) : llvm::toString(facts.takeError());
}

void expect_same_facts(const std::string& text) {
    SCOPED_TRACE(text);
    const UnitOnDisk unit(text);
    StandingParse standing;
    EXPECT_EQ(facts_of(unit, &standing), facts_of(unit, nullptr));
}

TEST(StandingParse, GivesTheSameFacts) {
    for (const std::string body : {
             "task<int> run() { auto x = co_await get(1); co_return count_of(x); }\n",
             "task<int> run() { use(co_await get(co_await get(co_await get_async(1)))); co_return co_await get(2); }\n",
             "task<> run() { get_async(1); co_return; }\n",
             "task<> run() { int n = -get_async(1); co_await get(2); co_return; }\n",
             "auto run = []() -> task<> { co_await get(1); };\nauto next = []() -> task<> { co_await find(2); };\n",
             "struct s { task<> late() { co_await later(); } int later(); task<> t() { co_await find(1); co_return; } "
             "};\n",
             "template <class T> task<> run(T t) { co_await t; co_return; }\ntask<> go() { co_await run(1); co_await "
             "get(1); }\n",
             "#define AWAIT(x) co_await x\ntask<> run() { AWAIT(get(1)); co_return; }\ntask<> go() { "
             "AWAIT(get_async(1)); }\n",
             "#include \"task.h\"\ntask<> run() { co_await get(1);\n#include \"task.h\"\nco_return; }\n",
             "task<> run() { co_await get(1); co_return lost; }\nint broken = lost;\n",
             "task<> run() { co_await get(1);",
             "task<> run() { co_await get(1); } // no end of line",
             "task<int> get_task();\nint plain() { return get_task(); }\ntask<> run() { co_await get(1); co_return; "
             "}\n",
         })
        expect_same_facts(declarations + body);
}

TEST(StandingParse, GivesTheSameProofs) {
    const UnitOnDisk unit(declarations +
                          "task<int> run() { auto x = co_await find(1); co_return count_of(x); }\n"
                          "task<int> wrong() { auto x = co_await get(1); co_return count_of(x); }\n"
                          "task<> calls() {\n    use(co_await get(1));\n    use(co_await get(2));\n}\n");
    StandingParse standing;
    Workbench workbench;
    workbench.standing = &standing;
    const UnitFacts facts = *analyse_unit(const_cast<UnitOnDisk&>(unit).request(), workbench);
    EXPECT_TRUE(standing.is_standing());
    ProofRequest request;
    request.unit = const_cast<UnitOnDisk&>(unit).request();
    request.blanks = facts.blanks;
    request.known_errors = facts.errors;
    std::uint32_t site = 0;
    for (const Await& await : facts.awaits) {
        if (await.outcome != Outcome::rejected) continue;
        const Span& span = await.site.span;
        const auto add = [&](std::vector<Edit> edits) {
            request.candidates.push_back({site,
                                          {"unit.cpp", span.offset},
                                          span,
                                          std::move(edits),
                                          "",
                                          false,
                                          facts.around(await.site).body,
                                          {}});
        };
        add({{"unit.cpp", span.offset, 9, ""}});
        add({{"unit.cpp", await.call->close.offset, 0, "+ a_much_longer_text_than_there_was_before"}});
        ++site;
    }
    ASSERT_EQ(site, 4u);
    auto standing_proofs = prove(request, workbench), proofs = prove(request);
    ASSERT_TRUE(!!standing_proofs && !!proofs);
    EXPECT_EQ(nlohmann::json(*standing_proofs).dump(1), nlohmann::json(*proofs).dump(1));
    EXPECT_TRUE((*proofs)[0].proven);
    EXPECT_FALSE((*proofs)[2].proven);
}

/// Without a preamble, which it would not be worth to stand behind.
TEST(StandingParse, TheFirstParseOfAUnitIsTheOnlyOneFromTheFirstByte) {
    UnitOnDisk unit(declarations + "task<> run() { use(co_await get(1)); co_return; }\n");
    StandingParse standing;
    Parses parses;
    Workbench workbench;
    workbench.standing = &standing;
    workbench.parses = &parses;
    const UnitFacts facts = *analyse_unit(unit.request(), workbench);
    EXPECT_EQ(parses.analysing, 1u);
    EXPECT_GT(parses.recovering, 0u);
    EXPECT_EQ(parses.resumed, parses.recovering);
    ProofRequest request;
    request.unit = unit.request();
    request.blanks = facts.blanks;
    const Span& span = facts.awaits.at(0).site.span;
    request.candidates = {{0,
                           {"unit.cpp", span.offset},
                           span,
                           {{"unit.cpp", span.offset, 9, ""}},
                           "",
                           false,
                           facts.around(facts.awaits[0].site).body,
                           {}}};
    auto proofs = prove(request, workbench);
    ASSERT_TRUE(!!proofs);
    EXPECT_TRUE((*proofs)[0].proven) << (*proofs)[0].why_not;
    EXPECT_GT(parses.proving, 0u);
    EXPECT_EQ(parses.resumed, parses.recovering + parses.proving);
}

/// What is an error by default and only a warning by its kind, in front of the stand, must not keep Clang from looking
/// for the warnings that a proof fails by.
TEST(StandingParse, WarnsAsAParseDoesThatBeginsAtTheFirstByte) {
    UnitOnDisk unit(declarations +
                    "const char narrow[] = {300};\n"
                    "[[nodiscard]] int taken(int key);\n"
                    "task<int> first() { co_return co_await get(1); }\n"
                    "task<> second() { co_await taken(2); co_return; }\n"
                    "int third() { return 3; }\n");
    StandingParse standing;
    Workbench workbench;
    workbench.standing = &standing;
    const UnitFacts facts = *analyse_unit(unit.request(), workbench);
    ASSERT_TRUE(standing.is_standing());
    ProofRequest request;
    request.unit = unit.request();
    request.blanks = facts.blanks;
    for (const auto& [code, body] :
         std::vector<std::pair<std::string, std::string>>{{"co_await get(1)", "{ co_return co_await get(1); }"},
                                                          {"co_await taken(2)", "{ co_await taken(2); co_return; }"},
                                                          {"return 3;", "{ return 3; }"}}) {
        const Span span = unit.span_of(code);
        const Blank blank = code.starts_with("co_await") ? Blank{"unit.cpp", span.offset} : Blank{};
        request.candidates.push_back({static_cast<std::uint32_t>(request.candidates.size()),
                                      blank,
                                      span,
                                      {{"unit.cpp", span.offset, 9, ""}},
                                      "",
                                      false,
                                      unit.span_of(body),
                                      {}});
    }
    auto standing_proofs = prove(request, workbench), proofs = prove(request);
    ASSERT_TRUE(!!standing_proofs && !!proofs);
    EXPECT_EQ(nlohmann::json(*standing_proofs).dump(1), nlohmann::json(*proofs).dump(1));
    EXPECT_TRUE((*proofs)[0].proven) << (*proofs)[0].why_not;
    EXPECT_FALSE((*proofs)[1].proven);
    EXPECT_FALSE((*proofs)[2].proven);
}

TEST(StandingParse, StandsBehindTheIncludesBeforeTheEdit) {
    const std::string text = "#include <a>\n#include <b>\nstruct s;\nint f() {\n    co_await x;\n}\n#include <c>\n";
    const auto keyword = first_coroutine_keyword(text);
    ASSERT_TRUE(keyword);
    EXPECT_EQ(*keyword, text.find("co_await"));
    const auto stand = stand_before(text, *keyword);
    ASSERT_TRUE(stand);
    EXPECT_EQ(stand->from, text.find(";\nint"));
    EXPECT_EQ(stand->to, *keyword);
}

TEST(StandingParse, StandsNowhereWhereNothingIsInFrontOfTheEdit) {
    EXPECT_FALSE(stand_before("#include <a>\nco_await x;", 13));
    EXPECT_FALSE(stand_before("#define f() { co_await x; }\n", 14));
    EXPECT_FALSE(first_coroutine_keyword("// co_await\nconst char* text = \"co_await\";\n"));
}

TEST(StandingParse, HasNoAnswerWhereBytesBeforeItDiffer) {
    const UnitOnDisk unit(declarations + "task<> run() { co_await get(1); co_return; }\n");
    StandingParse standing;
    facts_of(unit, &standing);
    ASSERT_TRUE(standing.is_standing());
    const std::string main = const_cast<UnitOnDisk&>(unit).request().command.file;
    EXPECT_TRUE(standing.fits({{main, unit.text()}}));
    EXPECT_TRUE(standing.fits({{main, unit.text() + "int more;\n"}}));
    EXPECT_FALSE(standing.fits({{main, "\n" + unit.text()}}));
    EXPECT_FALSE(standing.fits({{main, unit.text() + std::string(1 << 20, ' ')}}));
    EXPECT_FALSE(standing.fits({{main, unit.text()}, {"/other.h", ""}}));
    EXPECT_FALSE(standing.fits({}));
}

/// A question that it cannot read ends the trial, and no other.
TEST(StandingParse, OutlivesATrialThatEndsBadly) {
    const UnitOnDisk unit(declarations + "task<> run() { co_await get(1); co_return; }\n");
    StandingParse standing;
    facts_of(unit, &standing);
    EXPECT_FALSE(standing.ask("nonsense"));
    EXPECT_TRUE(standing.is_standing());
    EXPECT_FALSE(standing.ask("nonsense again"));
    standing.end();
    EXPECT_FALSE(standing.is_standing());
    EXPECT_FALSE(standing.ask("anything"));
}

}  // namespace
}  // namespace awaitlint
