// Baselines without a run: what makes two findings alike, how often an entry counts, what is stale, and which files are
// refused.
#include <gtest/gtest.h>

#include "baseline/baseline_file.h"
#include "baseline/entry.h"
#include "baseline/match.h"
#include "temporary_folder.h"

namespace awaitlint {
namespace {

Finding finding(const std::string& file, const std::string& function, const std::string& code,
                const std::string& rule = "await-on-non-awaitable") {
    Finding made;
    made.rule = rule;
    made.span.file = file;
    made.function = function;
    made.current = code;
    return made;
}

struct Matched {
    std::string states;  // of the findings: k(nown), n(ew), - where a comment suppresses it
    std::uint64_t stale = 0, not_looked_at = 0;
    friend bool operator==(const Matched& a, const Matched& b) = default;
    friend std::ostream& operator<<(std::ostream& stream, const Matched& matched) {
        return stream << matched.states << " " << matched.stale << " " << matched.not_looked_at;
    }
};

Matched match(const std::vector<Finding>& before, std::vector<Finding> now, Sight sight = Sight::looked_at) {
    std::vector<BaselineEntry> entries;
    for (const Finding& known : before) entries.push_back(entry_of(known));
    const Baseline baseline{"b", in_order(entries)};
    const BaselineOutcome outcome = match_baseline(baseline, now, [&](const BaselineEntry&) { return sight; });
    Matched matched{"", findings_of(outcome.stale), findings_of(outcome.not_looked_at)};
    std::uint64_t known = 0, added = 0;
    for (const Finding& one : now) {
        known += one.baseline_state == BaselineState::known;
        added += one.baseline_state == BaselineState::added;
        matched.states += one.baseline_state == BaselineState::none    ? '-'
                          : one.baseline_state == BaselineState::known ? 'k'
                                                                       : 'n';
    }
    EXPECT_EQ(known, outcome.known);
    EXPECT_EQ(added, outcome.added);
    return matched;
}

const Finding old_one = finding("a.cpp", "shop::open", "co_await get(1)");

TEST(Baseline, CodeIsItsTokens) {
    EXPECT_EQ(normalised_code("co_await  get ( 1,\n\t 2 )"), "co_await get(1,2)");
    EXPECT_EQ(normalised_code("co_await /* now */ get(1) // later\n"), "co_await get(1)");
    EXPECT_EQ(normalised_code("a \\\n + b"), "a+b");
    EXPECT_EQ(normalised_code("f(\"a  // b\", 'x', ' ')"), "f(\"a  // b\",'x',' ')");
    EXPECT_EQ(normalised_code(R"(f("\"  /*"  ))"), R"(f("\"  /*"))");
    EXPECT_EQ(normalised_code("f(R\"x( ) \" /* */ )x\"  , 1)"), "f(R\"x( ) \" /* */ )x\",1)");
    EXPECT_EQ(normalised_code("1'000 + 2e-3 - 0x1p+4"), "1'000+2e-3-0x1p+4");
    EXPECT_EQ(normalised_code("return u8\"x\" \"y\""), "return u8\"x\"\"y\"");
    EXPECT_EQ(normalised_code("return \"y\""), "return \"y\"") << "not a literal with a prefix";
    EXPECT_NE(normalised_code("f(\"a b\")"), normalised_code("f(\"ab\")")) << "what a string holds is code";
    EXPECT_EQ(normalised_code("a / *b"), "a/ *b") << "no comment";
    EXPECT_EQ(normalised_code("\xff"), "\xEF\xBF\xBD");
    EXPECT_EQ(normalised_code("/* never closed"), "");
    EXPECT_EQ(normalised_code("\"never closed"), "\"never closed");
}

/// The reasons of the findings that are known.
std::vector<std::string> reasons(const std::vector<BaselineEntry>& entries, std::vector<Finding> now) {
    match_baseline({"b", entries}, now, [](const BaselineEntry&) { return Sight::looked_at; });
    std::vector<std::string> found;
    for (const Finding& one : now) found.push_back(one.baseline_reason);
    return found;
}

TEST(Baseline, AFindingHasTheReasonOfItsEntry) {
    BaselineEntry agreed = entry_of(old_one);
    agreed.reason = "until May";
    EXPECT_EQ(reasons({agreed}, {old_one}), std::vector<std::string>{"until May"});
    Finding renamed = old_one;
    renamed.function = "shop::reopen";
    EXPECT_EQ(reasons({agreed}, {renamed}), std::vector<std::string>{"until May"});
    EXPECT_EQ(reasons({agreed}, {old_one, old_one}), (std::vector<std::string>{"until May", ""})) << "a copy is new";
    renamed.baseline_reason = agreed.reason;
    EXPECT_EQ(entry_of(renamed).reason, "until May") << "it stays when the entry is called by its new place";
}

TEST(Baseline, EntriesThatBecomeOneKeepTheirReasons) {
    BaselineEntry one = entry_of(old_one), two = one, three = one;
    one.reason = "until May";
    two.reason = "a fake";
    const std::vector<BaselineEntry> joined = in_order({one, two, three, one});
    ASSERT_EQ(joined.size(), 1u);
    EXPECT_EQ(joined[0].count, 4u);
    EXPECT_EQ(joined[0].reason, "a fake; until May");
    one.reason = std::string(3000, 'a');
    two.reason = std::string(3000, 'b');
    EXPECT_EQ(in_order({one, two})[0].reason, one.reason) << "what is written has to be read again";
}

TEST(Baseline, LongCodeIsToldApartByItsEnd) {
    const std::string one = normalised_code("f(" + std::string(5000, 'a') + "1)");
    const std::string other = normalised_code("f(" + std::string(5000, 'a') + "2)");
    EXPECT_NE(one, other);
    EXPECT_LE(one.size(), 200u);
    EXPECT_TRUE(one.starts_with("f(aaa"));
    const std::string wide = "\"" + std::string(177, 'a');
    EXPECT_EQ(normalised_code(wide + "\xC3\xA4" + std::string(5000, 'b')).find("\xC3 "), std::string::npos);
}

TEST(Baseline, TheSameFindingIsKnown) {
    EXPECT_EQ(match({old_one}, {old_one}), (Matched{"k", 0, 0}));
    Finding moved = old_one;
    moved.span.line = 400;
    EXPECT_EQ(match({old_one}, {moved}), (Matched{"k", 0, 0}));
    EXPECT_EQ(match({old_one}, {finding("a.cpp", "shop::open", "co_await\n  get( 1 )")}), (Matched{"k", 0, 0}));
    EXPECT_EQ(match({old_one}, {finding("a.cpp", "shop::reopen", "co_await get(1)")}), (Matched{"k", 0, 0}));
    EXPECT_EQ(match({old_one}, {finding("b.cpp", "shop::open", "co_await get(1)")}), (Matched{"k", 0, 0}));
}

TEST(Baseline, AnotherFindingIsNew) {
    EXPECT_EQ(match({old_one}, {finding("a.cpp", "shop::open", "co_await get(2)")}), (Matched{"n", 1, 0}));
    EXPECT_EQ(match({old_one}, {finding("a.cpp", "shop::open", "co_await get(1)", "discarded-awaitable")}),
              (Matched{"n", 1, 0}));
    EXPECT_EQ(match({old_one}, {finding("b.cpp", "shop::close", "co_await get(1)")}), (Matched{"n", 1, 0}))
        << "another file and another function: nothing says that it has moved";
    EXPECT_EQ(match({}, {old_one}), (Matched{"n", 0, 0}));
}

TEST(Baseline, ASecondCopyIsNew) {
    EXPECT_EQ(match({old_one}, {old_one, old_one}), (Matched{"kn", 0, 0}));
    EXPECT_EQ(match({old_one, old_one}, {old_one, old_one}), (Matched{"kk", 0, 0}));
    EXPECT_EQ(match({old_one, old_one}, {old_one}), (Matched{"k", 1, 0}));
    const Finding in_other_function = finding("a.cpp", "shop::close", "co_await get(1)");
    const Finding in_other_file = finding("b.cpp", "shop::open", "co_await get(1)");
    EXPECT_EQ(match({old_one}, {in_other_function, old_one}), (Matched{"nk", 0, 0})) << "what fits exactly comes first";
    EXPECT_EQ(match({old_one}, {in_other_file, old_one}), (Matched{"nk", 0, 0}));
    EXPECT_EQ(match({old_one}, {in_other_file, in_other_function}), (Matched{"nk", 0, 0}))
        << "the same file comes before another one";
}

TEST(Baseline, WhatWasNotLookedAtIsNeitherStaleNorElsewhere) {
    const Finding in_other_file = finding("b.cpp", "shop::open", "co_await get(1)");
    EXPECT_EQ(match({old_one}, {}, Sight::hidden), (Matched{"", 0, 1}));
    EXPECT_EQ(match({old_one}, {}, Sight::gone), (Matched{"", 0, 1}));
    EXPECT_EQ(match({old_one}, {in_other_file}, Sight::hidden), (Matched{"n", 0, 1}))
        << "a copy, for all that is known";
    EXPECT_EQ(match({old_one}, {in_other_file}, Sight::gone), (Matched{"k", 0, 0}));
}

TEST(Baseline, SuppressedFindingsUseNoEntry) {
    Finding suppressed = old_one;
    suppressed.suppressed = true;
    EXPECT_EQ(match({old_one}, {suppressed}), (Matched{"-", 1, 0}));
    EXPECT_EQ(match({old_one}, {suppressed, old_one}), (Matched{"-k", 0, 0}));
}

class BaselineFile : public testing::Test {
protected:
    std::string error_of(const std::string& text) {
        const auto read = read_baseline(folder.write("b.json", text));
        return read ? "" : read.error().message;
    }
    /// A file with these lines for entries.
    std::string error_of_entries(const std::string& entries) {
        return error_of("{\"schema\": \"awaitlint-baseline/1\", \"findings\": [" + entries + "]}");
    }

    TemporaryFolder folder;
};

const char* const good = R"({"file": "a.cpp", "rule": "r", "function": "", "code": "x"})";

TEST_F(BaselineFile, IsSortedWithOneEntryPerLine) {
    const std::vector<BaselineEntry> entries =
        in_order({entry_of(finding("b.cpp", "f", "x")), entry_of(finding("a.cpp", "f", "\"\\\" \xC3\xA4\"")),
                  entry_of(finding("b.cpp", "f", "x"))});
    const std::string text = baseline_text(entries);
    EXPECT_EQ(text,
              "{\n"
              "  \"schema\": \"awaitlint-baseline/1\",\n"
              "  \"findings\": [\n"
              "    {\"file\": \"a.cpp\", \"rule\": \"await-on-non-awaitable\", \"function\": \"f\", "
              "\"code\": \"\\\"\\\\\\\" \xC3\xA4\\\"\"},\n"
              "    {\"file\": \"b.cpp\", \"rule\": \"await-on-non-awaitable\", \"function\": \"f\", \"code\": \"x\", "
              "\"count\": 2}\n"
              "  ]\n"
              "}\n");
    const auto read = read_baseline(folder.write("b.json", text));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, entries);
    EXPECT_EQ(error_of(baseline_text({})), "");
}

TEST_F(BaselineFile, WhatIsNotUnderstoodIsRefused) {
    EXPECT_EQ(error_of_entries(good), "");
    const std::pair<std::string, std::string> wrong[] = {
        {R"({"file": "a.cpp", "rule": "r", "function": ""})", "has no 'code'"},
        {R"({"file": "a.cpp", "rule": "r", "function": "", "code": ""})", "1 to"},
        {R"({"file": 1, "rule": "r", "function": "", "code": "x"})", "findings[0].file"},
        {R"({"file": "a.cpp", "rule": "r", "function": "", "code": "x", "cuont": 2})", "Did you mean 'count'?"},
        {R"({"file": "a.cpp", "rule": "r", "function": "", "code": "x", "count": 0})", "from 1 to"},
        {R"({"file": "a.cpp", "rule": "r", "function": "", "code": "x", "count": -1})", "from 1 to"},
        {R"({"file": "a.cpp", "rule": "r", "function": "", "code": "x", "count": 1e9})", "from 1 to"},
        {R"({"file": "a.cpp", "rule": "r", "function": "", "code": "x", "count": 99999999999999999999})", "from 1 to"},
        {R"({"file": "/etc/passwd", "rule": "r", "function": "", "code": "x"})", "below the project's root"},
        {R"({"file": "a/../../x", "rule": "r", "function": "", "code": "x"})", "below the project's root"},
        {R"({"file": "a.cpp", "file": "b.cpp", "rule": "r", "function": "", "code": "x"})", "given twice"},
        {std::string(good) + "," + good, "add their counts up"},
        {"7", "must be an object, not a number"},
        {std::string(good) + ", // why\n" + good, "not valid JSON"},
        {std::string(200, '[') + std::string(200, ']'), "nested deeper"},
        {R"({"file": ")" + std::string(5000, 'a') + R"(", "rule": "r", "function": "", "code": "x"})",
         "findings[0].file"}};
    for (const auto& [entries, what] : wrong) {
        const std::string error = error_of_entries(entries);
        EXPECT_TRUE(error.starts_with(folder.path("b.json"))) << entries << "\n" << error;
        EXPECT_NE(error.find(what), std::string::npos) << entries << "\n" << error;
    }
    EXPECT_NE(error_of("[]").find("must be an object"), std::string::npos);
    EXPECT_NE(error_of("{}").find("awaitlint-baseline/1"), std::string::npos);
    EXPECT_NE(error_of(R"({"schema": "awaitlint-baseline/2"})").find("another version"), std::string::npos);
    EXPECT_NE(error_of(R"({"schema": "awaitlint-baseline/1"})").find("no 'findings'"), std::string::npos);
    EXPECT_NE(error_of(R"({"schema": "awaitlint-baseline/1", "findings": [], "findngs": []})").find("'findings'?"),
              std::string::npos);
    EXPECT_NE(error_of("<<<<<<< HEAD\n{}").find("not valid JSON"), std::string::npos);
    EXPECT_NE(error_of_entries("7").find("awaitlint baseline write"), std::string::npos) << "what to do";
}

TEST_F(BaselineFile, ManyProblemsAreAFewLines) {
    std::string entries = "7";
    for (int i = 0; i < 5000; ++i) entries += ",7";
    const std::string error = error_of_entries(entries);
    EXPECT_LT(error.size(), 4000u);
}

}  // namespace
}  // namespace awaitlint
