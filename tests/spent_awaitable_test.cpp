// spent-awaitable on hand-written facts: its reasons, and where it points.
#include <gtest/gtest.h>

#include "awaitlint/rule.h"

namespace awaitlint {
namespace {

std::vector<Finding> check(const Spent& spent) {
    UnitFacts unit;
    unit.spent = {spent};
    return find_rule("spent-awaitable")->check({unit, Config(), {}});
}

Spent some_spent() {
    Spent spent;
    spent.site.text = "co_await work";
    spent.variable = "work";
    spent.type.name = "task<int>";
    spent.before = {"app.cpp", 7, 5};
    return spent;
}

TEST(SpentAwaitable, SaysWhereItWasAwaited) {
    const std::vector<Finding> findings = check(some_spent());
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].reason, "awaited");
    EXPECT_EQ(findings[0].message, "'work' was awaited before in line 7: its 'task<int>' gives its result once");
    ASSERT_EQ(findings[0].notes.size(), 1u);
    EXPECT_EQ(findings[0].notes[0].message, "it is awaited here");
    EXPECT_EQ(findings[0].notes[0].place.line, 7u);
}

TEST(SpentAwaitable, SaysWhereItWentTo) {
    Spent spent = some_spent();
    spent.is_moved = true;
    const std::vector<Finding> findings = check(spent);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].reason, "moved");
    EXPECT_EQ(findings[0].message, "'work' was moved from in line 7: nothing is left of its 'task<int>' to be awaited");
    EXPECT_TRUE(findings[0].suggestions.empty());
}

}  // namespace
}  // namespace awaitlint
