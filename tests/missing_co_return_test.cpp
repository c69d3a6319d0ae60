// missing-co-return on hand-written facts: what it says, and what it leaves alone.
#include <gtest/gtest.h>

#include "awaitlint/rule.h"
#include "facts_builder.h"

namespace awaitlint {
namespace {

/// The function `drain`, which lacks what is marked.
UnitFacts some_end(const std::string& source, const std::string& marked) {
    UnitFacts unit;
    MissingReturn& missing = unit.missing_returns.emplace_back();
    const std::size_t at = source.find(marked);
    missing.site.span = test::span_in(source, at, at + marked.size());
    missing.site.text = marked;
    missing.site.function = 0;
    missing.type.name = "task<void>";
    Enclosing& drain = unit.functions.emplace_back();
    drain.qualified_name = "ns::drain";
    drain.body = test::span_in(source, source.find('{'), source.size());
    drain.closing_brace = test::span_in(source, source.size() - 1, source.size());
    drain.promise_has_return_void = true;
    return unit;
}

std::vector<Finding> check(const UnitFacts& unit) {
    return find_rule("missing-co-return")->check({unit, Config(), {}});
}

TEST(MissingCoReturn, EndsAFunctionThatReturnsNothing) {
    const std::string source = "task<> drain() { count(); }";
    const std::vector<Finding> findings = check(some_end(source, "drain"));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].reason, "no-return");
    EXPECT_EQ(findings[0].message,
              "'ns::drain' returns 'task<void>', is no coroutine and returns nothing: co_return is missing");
    ASSERT_EQ(findings[0].suggestions.size(), 1u);
    EXPECT_EQ(test::applied(source, findings[0].suggestions[0].edits), "task<> drain() { count(); co_return; }");
}

TEST(MissingCoReturn, DoesNotInventAValue) {
    UnitFacts unit = some_end("task<int> drain() { count(); }", "drain");
    unit.functions[0].promise_has_return_void = false;
    const std::vector<Finding> findings = check(unit);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_TRUE(findings[0].suggestions[0].edits.empty());
    EXPECT_EQ(findings[0].suggestions[0].why_not, "its coroutines return a value, and which one is not known");
}

TEST(MissingCoReturn, IsSilentWhereADroppedTaskIsTold) {
    UnitFacts unit = some_end("task<> drain() { flush(); }", "drain");
    unit.values.emplace_back().fate = fate::Discarded();
    unit.values[0].site.function = 0;
    EXPECT_TRUE(check(unit).empty());
    unit.functions.push_back(unit.functions[0]);
    unit.functions[1].body.offset += 1;
    unit.values[0].site.function = 1;
    EXPECT_EQ(check(unit).size(), 1u);
}

TEST(MissingCoReturn, ReplacesAPlainReturn) {
    const std::string source = "task<int> drain() { co_await flush(); return load(1); }";
    UnitFacts unit = some_end(source, "return load(1)");
    MissingReturn& missing = unit.missing_returns[0];
    missing.site.keyword = missing.site.span;
    missing.site.keyword.length = 6;
    const std::vector<Finding> of_value = check(unit);
    ASSERT_EQ(of_value.size(), 1u);
    EXPECT_EQ(of_value[0].reason, "plain-return");
    EXPECT_EQ(of_value[0].message, "'ns::drain' is a coroutine: it ends with co_return, not return");
    ASSERT_EQ(of_value[0].suggestions.size(), 1u);
    EXPECT_EQ(of_value[0].suggestions[0].replacement, "co_return load(1)");
    missing.gives_awaitable = true;
    const std::vector<Finding> of_task = check(unit);
    ASSERT_EQ(of_task[0].suggestions.size(), 2u);
    EXPECT_EQ(of_task[0].suggestions[0].replacement, "co_return co_await load(1)");
    EXPECT_EQ(test::applied(source, of_task[0].suggestions[0].edits),
              "task<int> drain() { co_await flush(); co_return co_await load(1); }");
}

}  // namespace
}  // namespace awaitlint
