// use-after-suspend on hand-written facts: what it says of an element, a loop and a variable of the thread, and where a
// profile knows that the thread stays the same.
#include <gtest/gtest.h>

#include "awaitlint/rule.h"

namespace awaitlint {
namespace {

StaleView stale(const std::string& name) {
    StaleView view;
    view.site.span = {"a.cpp", 9, 5, 9, 7, 40, 2};
    view.site.function = 0;
    view.name = name;
    view.object = "sessions_";
    view.obtained = {"a.cpp", 7, 15};
    view.suspended = {"a.cpp", 8, 5};
    view.changed = {"a.cpp", 20, 9};
    view.changed_in = "server::remove";
    return view;
}

StaleView of_thread() {
    StaleView view = stale("here");
    view.object = "depth";
    view.changed = {};
    view.changed_in.clear();
    return view;
}

std::vector<Finding> found(const StaleView& view, const Config& config = {}) {
    UnitFacts unit;
    unit.functions.emplace_back().task_type = "lib::task";
    unit.stale_views = {view};
    return find_rule("use-after-suspend")->check({unit, config, {}});
}

TEST(UseAfterSuspend, SaysWhatItRefersIntoAndWhoMayChangeIt) {
    const std::vector<Finding> findings = found(stale("it"));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].message,
              "'it' refers into 'sessions_' since before a suspension, in which 'server::remove' may change that");
    EXPECT_EQ(findings[0].notes, (std::vector<Note>{{"'it' is obtained here", {"a.cpp", 7, 15}},
                                                    {"the coroutine may be suspended here", {"a.cpp", 8, 5}},
                                                    {"'sessions_' is changed here", {"a.cpp", 20, 9}}}));
    EXPECT_EQ(findings[0].severity, Severity::warning);
    EXPECT_TRUE(findings[0].suggestions.empty());
}

TEST(UseAfterSuspend, SaysOfALoopThatItGoesOn) {
    const std::vector<Finding> findings = found(stale(""));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].message,
              "this loop goes on over 'sessions_' after a suspension, in which 'server::remove' may change it");
    EXPECT_EQ(findings[0].notes.size(), 2u);
}

TEST(UseAfterSuspend, SaysOfAVariableOfTheThreadThatItMayBeAnother) {
    const std::vector<Finding> findings = found(of_thread());
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].message,
              "'here' refers to 'depth' of the thread in which this coroutine was suspended: it may go on in another");
    EXPECT_EQ(findings[0].notes.size(), 2u);
}

TEST(UseAfterSuspend, BelievesAProfileThatTheThreadStaysTheSame) {
    LibraryProfile profile;
    TaskType& task = profile.types.emplace_back();
    task.name = "lib::task";
    task.stays_in_thread = true;
    Config config;
    config.profiles = {profile};
    EXPECT_TRUE(found(of_thread(), config).empty());
    EXPECT_EQ(found(stale("it"), config).size(), 1u);
}

}  // namespace
}  // namespace awaitlint
