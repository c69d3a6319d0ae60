// lock-held-across-await on hand-written facts: what it says of one lock, and of several at one place.
#include <gtest/gtest.h>

#include "awaitlint/rule.h"

namespace awaitlint {
namespace {

HeldLock held(const std::string& name, std::uint32_t offset) {
    HeldLock lock;
    lock.site.span = {"a.cpp", 9, 5, 9, 20, offset, 15};
    lock.name = name;
    lock.type = "std::lock_guard<std::mutex>";
    lock.taken = {"a.cpp", 7, 21};
    return lock;
}

std::vector<Finding> found(std::vector<HeldLock> locks) {
    UnitFacts unit;
    unit.held_locks = std::move(locks);
    return find_rule("lock-held-across-await")->check({unit, Config(), {}});
}

TEST(LockHeldAcrossAwait, SaysWhichLockAndWhereItIsTaken) {
    const std::vector<Finding> findings = found({held("lock", 40)});
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].message, "'lock' is held while this coroutine is suspended");
    EXPECT_EQ(findings[0].notes, (std::vector<Note>{{"'lock' is taken here", {"a.cpp", 7, 21}}}));
    EXPECT_EQ(findings[0].severity, Severity::error);
    EXPECT_TRUE(findings[0].suggestions.empty());
}

TEST(LockHeldAcrossAwait, SaysItOnceAtOnePlace) {
    const std::vector<Finding> findings = found({held("a", 40), held("b", 40), held("a", 90)});
    ASSERT_EQ(findings.size(), 2u);
    ASSERT_EQ(findings[0].notes.size(), 2u);
    EXPECT_EQ(findings[0].notes[1].message, "'b' is held as well");
    EXPECT_EQ(findings[1].notes.size(), 1u);
}

HeldLock with_repairs() {
    HeldLock lock = held("lock", 40);
    lock.site.text = "co_await load()";
    LateTaking& late = lock.late_taking.emplace();
    late.before = {{"a.cpp", 7, 5, 7, 5, 10, 0}, "    "};
    late.name = "awaited";
    EarlyRelease& early = lock.early_release.emplace();
    early.before = {{"a.cpp", 9, 5, 9, 5, 30, 0}, "    "};
    return lock;
}

TEST(LockHeldAcrossAwait, NoRepairIsSafe) {
    const std::vector<Finding> findings = found({with_repairs()});
    ASSERT_EQ(findings[0].suggestions.size(), 2u);
    for (const Suggestion& suggestion : findings[0].suggestions)
        EXPECT_EQ(suggestion.why_unsafe, "others may take what 'lock' holds while this waits");
    EXPECT_EQ(
        findings[0].suggestions[0].edits,
        (std::vector<Edit>{{"a.cpp", 10, 0, "auto awaited = co_await load();\n    "}, {"a.cpp", 40, 15, "awaited"}}));
    EXPECT_EQ(findings[0].suggestions[1].edits, (std::vector<Edit>{{"a.cpp", 30, 0, "lock.unlock();\n    "}}));
}

TEST(LockHeldAcrossAwait, ALockThatCoroutinesWaitForIsTakenWhereverTheOtherWas) {
    UnitFacts unit;
    unit.held_locks = {held("lock", 40)};
    unit.held_locks[0].exchange = {{"a.cpp", 20, 5, 20, 15, 90, 10},
                                   "our::async_mutex",
                                   {{{"a.cpp", 3, 5, 3, 35, 10, 30}, "lock", "mutex_"},
                                    {{"a.cpp", 30, 5, 30, 35, 120, 28}, "other", "self->mutex_"}}};
    EXPECT_TRUE(find_rule("lock-held-across-await")->check({unit, Config(), {}})[0].suggestions.empty());
    Config config;
    config.profiles.emplace_back().locks = {{"our::async_mutex", "co_await {lock}.hold()"}};
    const std::vector<Finding> findings = find_rule("lock-held-across-await")->check({unit, config, {}});
    ASSERT_EQ(findings[0].suggestions.size(), 1u);
    EXPECT_EQ(findings[0].suggestions[0].kind, "coroutine_lock");
    EXPECT_FALSE(findings[0].suggestions[0].why_unsafe.empty());
    EXPECT_EQ(findings[0].suggestions[0].edits,
              (std::vector<Edit>{{"a.cpp", 10, 30, "auto lock = co_await mutex_.hold()"},
                                 {"a.cpp", 90, 10, "our::async_mutex"},
                                 {"a.cpp", 120, 28, "auto other = co_await self->mutex_.hold()"}}));
}

TEST(LockHeldAcrossAwait, OneOfSeveralLocksIsNotGivenBack) {
    EXPECT_TRUE(found({with_repairs(), held("other", 40)})[0].suggestions.empty());
}

}  // namespace
}  // namespace awaitlint
