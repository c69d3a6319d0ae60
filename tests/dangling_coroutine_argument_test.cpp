// dangling-coroutine-argument on hand-written facts: what it says, and what it leaves alone.
#include <gtest/gtest.h>

#include "awaitlint/rule.h"

namespace awaitlint {
namespace {

Loan some_loan() {
    Loan loan;
    loan.site.text = "make()";
    loan.object_type = "std::string";
    loan.coroutine.name = "load";
    loan.coroutine.qualified_name = "app::load";
    loan.parameter = "name";
    loan.parameter_declared = {"app.h", 7, 5};
    loan.last_look = LastLook::before_suspension;
    loan.task.name = "task<int>";
    loan.task.template_name = "task";
    loan.task.starts_lazily = true;
    fate::Kept& kept = loan.fate.emplace<fate::Kept>();
    kept.variable = "loading";
    return loan;
}

Loan started_loan() {
    Loan loan = some_loan();
    loan.taken_by = {"asio::co_spawn"};
    loan.fate = fate::Discarded();
    loan.last_look = LastLook::after_suspension;
    return loan;
}

Config config() {
    Config config;
    LibraryProfile& asio = config.profiles.emplace_back();
    asio.starters = {"asio::co_spawn"};
    asio.blocking = {"sync_wait"};
    return config;
}

std::vector<Finding> check(const Loan& loan) {
    UnitFacts unit;
    unit.loans = {loan};
    const Config with_asio = config();
    return find_rule("dangling-coroutine-argument")->check({unit, with_asio, {}});
}

TEST(DanglingCoroutineArgument, SaysWhatIsGoneAndWhen) {
    const std::vector<Finding> findings = check(some_loan());
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].reason, "kept");
    EXPECT_EQ(findings[0].callee, "app::load");
    EXPECT_EQ(findings[0].message,
              "this temporary 'std::string' is gone when 'loading' runs: 'load' takes it by reference, as 'name'");
    ASSERT_EQ(findings[0].notes.size(), 1u);
    EXPECT_EQ(findings[0].notes[0].message, "'name' is declared here");
    EXPECT_EQ(findings[0].notes[0].place.line, 7u);
    EXPECT_TRUE(findings[0].suggestions.empty());
}

TEST(DanglingCoroutineArgument, SaysHowItIsHeld) {
    Loan loan = some_loan();
    loan.fate = fate::Returned();
    loan.lender = Lender::local;
    loan.object = "text";
    loan.hold = Hold::view;
    EXPECT_EQ(check(loan)[0].message,
              "'text' is gone when the task that is returned here runs: 'load' takes a view of it, as 'name'");
    loan.hold = Hold::pointer;
    loan.parameter.clear();
    EXPECT_EQ(check(loan)[0].message,
              "'text' is gone when the task that is returned here runs: 'load' takes a pointer to it");
    loan.hold = Hold::object;
    loan.parameter_declared = {};
    EXPECT_EQ(check(loan)[0].message,
              "'text' is gone when the task that is returned here runs: 'load' uses the object that it is called on");
    EXPECT_TRUE(check(loan)[0].notes.empty());
    loan.lender = Lender::parameter;
    EXPECT_EQ(check(loan)[0].message,
              "'text' may be gone when the task that is returned here runs: 'load' uses the object that it is called "
              "on");
    loan.hold = Hold::closure;
    EXPECT_TRUE(check(loan).empty());
}

TEST(DanglingCoroutineArgument, LeavesAVariableAlone) {
    Loan loan = some_loan();
    std::get<fate::Kept>(loan.fate).is_never_used = true;
    EXPECT_TRUE(check(loan).empty());
    loan = some_loan();
    loan.lender = Lender::local;
    EXPECT_TRUE(check(loan).empty());
    loan = started_loan();
    loan.lender = Lender::local;
    EXPECT_TRUE(check(loan).empty());
}

TEST(DanglingCoroutineArgument, AsksWhenTheCoroutineLooks) {
    Loan loan = some_loan();
    for (const LastLook look : {LastLook::unknown, LastLook::never}) {
        loan.last_look = look;
        EXPECT_TRUE(check(loan).empty());
    }
    loan.task.starts_lazily = false;
    loan.last_look = LastLook::after_suspension;
    EXPECT_TRUE(check(loan).empty());
    loan.task.starts_eagerly = true;
    EXPECT_EQ(check(loan).size(), 1u);
    loan.last_look = LastLook::at_suspension;
    EXPECT_TRUE(check(loan).empty());
}

TEST(DanglingCoroutineArgument, KnowsWhatWaitsForAllThatItIsGiven) {
    Loan loan = some_loan();
    for (const std::string& taker : {"lib::when_all_ready", "lib::collectAny"}) {
        loan.taken_by = {taker};
        EXPECT_EQ(check(loan).at(0).reason, "kept");
    }
    loan.lender = Lender::local;  // it may live as long as the variable
    EXPECT_TRUE(check(loan).empty());
    loan.lender = Lender::temporary;
    loan.taken_by = {"lib::someone"};
    EXPECT_TRUE(check(loan).empty());
    loan = some_loan();
    loan.taken_by = {"lib::when_all"};
    loan.fate = fate::Kept();  // by what: nothing is known of it
    EXPECT_TRUE(check(loan).empty());
    loan.fate = fate::Returned();
    loan.lender = Lender::local;
    EXPECT_EQ(check(loan).at(0).reason, "returned");
}

TEST(DanglingCoroutineArgument, SaysWhichVariableIsHandedOn) {
    Loan loan = some_loan();
    loan.fate = fate::Returned();
    loan.lender = Lender::local;
    loan.object = "text";
    loan.kept_in = "loading";
    EXPECT_EQ(check(loan).at(0).message,
              "'text' is gone when the task in 'loading', which is returned, runs: 'load' takes it by reference, as "
              "'name'");
}

TEST(DanglingCoroutineArgument, AsksWhoTakesTheTask) {
    EXPECT_EQ(check(started_loan())[0].reason, "started");
    Loan loan = started_loan();
    loan.last_look = LastLook::before_suspension;  // it may run so far at once
    EXPECT_TRUE(check(loan).empty());
    loan = started_loan();
    loan.taken_by.emplace_back("std::future::get");
    EXPECT_TRUE(check(loan).empty());
    loan = started_loan();
    loan.taken_by = {"app::submit"};
    EXPECT_TRUE(check(loan).empty());
    loan.taken_by = {"sync_wait", "asio::co_spawn"};
    EXPECT_TRUE(check(loan).empty());
    loan.taken_by = {"std::vector::push_back"};
    EXPECT_EQ(check(loan)[0].reason, "stored");
    loan.taken_by = {"app::vector::push_back"};
    EXPECT_TRUE(check(loan).empty());
}

TEST(DanglingCoroutineArgument, OffersWhatTheFactsSayBestFirst) {
    Loan loan = some_loan();
    loan.site.span = {"app.cpp", 3, 25, 3, 31, 60, 6};
    loan.next_await = {{"app.cpp", 3, 5, 4, 5, 40, 32}, {"app.cpp", 4, 14, 4, 21, 81, 7}, "load(make())"};
    loan.naming = {{{"app.cpp", 3, 5, 3, 5, 40, 0}, "    "}, "name", "auto"};
    loan.by_value = {{{{"app.h", 7, 11, 7, 29, 90, 18}, "std::string"}}, "std::string"};
    const std::vector<Suggestion> suggestions = check(loan)[0].suggestions;
    ASSERT_EQ(suggestions.size(), 3u);
    EXPECT_EQ(suggestions[0].kind, "at_once");
    EXPECT_EQ(suggestions[0].edits, (std::vector<Edit>{{"app.cpp", 40, 32, ""}, {"app.cpp", 81, 7, "load(make())"}}));
    EXPECT_EQ(suggestions[1].kind, "name");
    EXPECT_EQ(suggestions[1].edits,
              (std::vector<Edit>{{"app.cpp", 40, 0, "auto name = make();\n    "}, {"app.cpp", 60, 6, "name"}}));
    EXPECT_EQ(suggestions[2].kind, "value");
    EXPECT_EQ(suggestions[2].replacement, "std::string name");
    EXPECT_EQ(suggestions[2].edits, (std::vector<Edit>{{"app.h", 90, 18, "std::string"}}));
    for (const Suggestion& suggestion : suggestions) EXPECT_EQ(suggestion.why_unsafe, "");
    loan.by_value->is_copied = true;
    EXPECT_EQ(check(loan)[0].suggestions[2].why_unsafe, "each call would copy its argument");
}

TEST(DanglingCoroutineArgument, NoVariableHelpsATaskThatIsReturned) {
    Loan loan = some_loan();
    loan.naming.emplace();
    loan.next_await.emplace();
    loan.fate = fate::Returned();
    EXPECT_TRUE(check(loan)[0].suggestions.empty());
}

}  // namespace
}  // namespace awaitlint
