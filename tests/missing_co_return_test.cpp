// missing-co-return on hand-written facts: what it says, and what it leaves alone.
#include <gtest/gtest.h>

#include "awaitlint/rule.h"
#include "facts_builder.h"

namespace awaitlint {
namespace {

MissingReturn some_end(const std::string& source, const std::string& marked) {
    MissingReturn missing;
    const std::size_t at = source.find(marked);
    missing.span = test::span_in(source, at, at + marked.size());
    missing.text = marked;
    missing.type.name = "task<void>";
    missing.enclosing.qualified_name = "ns::drain";
    missing.enclosing.body = test::span_in(source, source.find('{'), source.size());
    missing.enclosing.closing_brace = test::span_in(source, source.size() - 1, source.size());
    missing.enclosing.promise_has_return_void = true;
    return missing;
}

std::vector<Finding> check(const MissingReturn& missing, const std::vector<Value>& values = {}) {
    UnitFacts unit;
    unit.missing_returns = {missing};
    unit.values = values;
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
    MissingReturn missing = some_end("task<int> drain() { count(); }", "drain");
    missing.enclosing.promise_has_return_void = false;
    const std::vector<Finding> findings = check(missing);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_TRUE(findings[0].suggestions[0].edits.empty());
    EXPECT_EQ(findings[0].suggestions[0].why_not, "its coroutines return a value, and which one is not known");
}

TEST(MissingCoReturn, IsSilentWhereADroppedTaskIsTold) {
    const MissingReturn missing = some_end("task<> drain() { flush(); }", "drain");
    Value value;
    value.fate = Fate::discarded;
    value.enclosing = missing.enclosing;
    EXPECT_TRUE(check(missing, {value}).empty());
    value.enclosing.body.offset += 1;
    EXPECT_EQ(check(missing, {value}).size(), 1u);
}

TEST(MissingCoReturn, ReplacesAPlainReturn) {
    const std::string source = "task<int> drain() { co_await flush(); return load(1); }";
    MissingReturn missing = some_end(source, "return load(1)");
    missing.keyword = missing.span;
    missing.keyword.length = 6;
    const std::vector<Finding> of_value = check(missing);
    ASSERT_EQ(of_value.size(), 1u);
    EXPECT_EQ(of_value[0].reason, "plain-return");
    EXPECT_EQ(of_value[0].message, "'ns::drain' is a coroutine: it ends with co_return, not return");
    ASSERT_EQ(of_value[0].suggestions.size(), 1u);
    EXPECT_EQ(of_value[0].suggestions[0].replacement, "co_return load(1)");
    missing.gives_awaitable = true;
    const std::vector<Finding> of_task = check(missing);
    ASSERT_EQ(of_task[0].suggestions.size(), 2u);
    EXPECT_EQ(of_task[0].suggestions[0].replacement, "co_return co_await load(1)");
    EXPECT_EQ(test::applied(source, of_task[0].suggestions[0].edits),
              "task<int> drain() { co_await flush(); co_return co_await load(1); }");
}

}  // namespace
}  // namespace awaitlint
