// blocking-wait-in-coroutine on hand-written facts: what it says, and what it leaves alone.
#include <gtest/gtest.h>

#include "awaitlint/rule.h"

namespace awaitlint {
namespace {

Config config_with_profile() {
    Config config;
    LibraryProfile profile;
    profile.blocking = {"pool::block_on"};
    config.profiles = {profile};
    return config;
}

UnitFacts unit_with(const std::string& callee) {
    UnitFacts unit;
    BlockingCall call;
    call.site.span = {"a.cpp", 3, 5, 3, 19, 40, 14};
    call.site.text = callee + "(load())";
    call.call.callee.qualified_name = callee;
    unit.blocking_calls = {call};
    return unit;
}

std::vector<Finding> found_in(const UnitFacts& unit) {
    return find_rule("blocking-wait-in-coroutine")->check({unit, config_with_profile(), {}});
}

TEST(BlockingWaitInCoroutine, SaysWhatBlocks) {
    const std::vector<Finding> findings = found_in(unit_with("pool::block_on"));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].message, "'pool::block_on' blocks the thread that runs this coroutine");
    EXPECT_EQ(findings[0].callee, "pool::block_on");
    EXPECT_EQ(findings[0].severity, Severity::warning);
    EXPECT_TRUE(findings[0].suggestions.empty());
}

TEST(BlockingWaitInCoroutine, LeavesAloneWhatNoProfileOfThisFolderLists) {
    EXPECT_TRUE(found_in(unit_with("other::block_on")).empty());
}

TEST(BlockingWaitInCoroutine, LeavesAloneWhatDoesNotWait) {
    UnitFacts unit = unit_with("pool::block_on");
    unit.blocking_calls[0].why_harmless = "'is_done' has said that nothing is to be waited for";
    EXPECT_TRUE(found_in(unit).empty());
}

/// What the other rule says of it counts where it is proven, which the report decides.
TEST(BlockingWaitInCoroutine, LooksForNoOtherSiblingWhereThereIsOne) {
    UnitFacts unit = unit_with("pool::block_on");
    Call call;
    call.site = unit.blocking_calls[0].site;
    unit.calls = {call};
    unit.blocking_calls[0].call.parameters = "(task<int>)";
    ASSERT_EQ(found_in(unit).size(), 1u);
    EXPECT_FALSE(found_in(unit)[0].wanted);
    unit.calls[0].why_unwise = "a lock is held there";
    ASSERT_EQ(found_in(unit).size(), 1u) << "that rule is silent";
    EXPECT_TRUE(found_in(unit)[0].wanted);
}

TEST(BlockingWaitInCoroutine, AwaitsWhatItWaitsFor) {
    UnitFacts unit = unit_with("pool::block_on");
    unit.blocking_calls[0].awaitable_text = "load()";
    unit.blocking_calls[0].needs_parentheses = true;
    const std::vector<Finding> findings = found_in(unit);
    ASSERT_EQ(findings.size(), 1u);
    ASSERT_EQ(findings[0].suggestions.size(), 1u);
    EXPECT_EQ(findings[0].suggestions[0].kind, "await");
    EXPECT_EQ(findings[0].suggestions[0].replacement, "(co_await load())");
    EXPECT_EQ(findings[0].suggestions[0].edits, (std::vector<Edit>{{"a.cpp", 40, 14, "(co_await load())"}}));
}

TEST(BlockingWaitInCoroutine, EditsNothingWhereNoAwaitMayStand) {
    UnitFacts unit = unit_with("pool::block_on");
    unit.blocking_calls[0].awaitable_text = "load()";
    unit.blocking_calls[0].site.why_no_await = "no co_await may stand in a catch handler";
    const std::vector<Finding> findings = found_in(unit);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_TRUE(findings[0].suggestions[0].edits.empty());
    EXPECT_EQ(findings[0].suggestions[0].why_not, "no co_await may stand in a catch handler");
}

}  // namespace
}  // namespace awaitlint
