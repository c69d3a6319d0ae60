// dangling-lambda-capture on hand-written facts: what it says, and what it leaves alone.
#include <gtest/gtest.h>

#include "awaitlint/rule.h"

namespace awaitlint {
namespace {

Loan some_loan() {
    Loan loan;
    loan.hold = Hold::closure;
    loan.captures = {"this", "n"};
    loan.coroutine.name = "operator()";
    loan.last_look = LastLook::after_suspension;
    loan.task.name = "future<>";
    loan.task.template_name = "future";
    loan.task.starts_eagerly = true;
    fate::Kept& kept = loan.fate.emplace<fate::Kept>();
    kept.variable = "working";
    return loan;
}

/// A closure that is given to a function without being called.
Loan passed_loan(const std::string& to) {
    Loan loan = some_loan();
    loan.taken_by = {to};
    loan.fate = fate::Passed{to};
    return loan;
}

std::vector<Finding> check(const Loan& loan) {
    UnitFacts unit;
    unit.loans = {loan};
    Config config;
    LibraryProfile& profile = config.profiles.emplace_back();
    profile.droppers = {"future::then"};
    profile.starters = {"spawn"};
    return find_rule("dangling-lambda-capture")->check({unit, config, {}});
}

TEST(DanglingLambdaCapture, SaysWhatIsGoneAndWhen) {
    Loan loan = some_loan();
    const std::vector<Finding> findings = check(loan);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].reason, "kept");
    EXPECT_EQ(findings[0].message,
              "the closure of this lambda is gone when 'working' runs, and with it what it captures: 'this', 'n'");
    loan.object = "work";
    loan.lender = Lender::local;
    loan.fate = fate::Returned();
    EXPECT_EQ(check(loan)[0].reason, "returned");
    EXPECT_EQ(check(loan)[0].message,
              "the closure 'work' is gone when the task that is returned here runs, and with it what it captures: "
              "'this', 'n'");
}

TEST(DanglingLambdaCapture, LeavesAloneWhatIsNoClosureOrLooksEarly) {
    Loan loan = some_loan();
    loan.last_look = LastLook::before_suspension;
    EXPECT_TRUE(check(loan).empty());
    loan = some_loan();
    loan.hold = Hold::object;
    EXPECT_TRUE(check(loan).empty());
}

TEST(DanglingLambdaCapture, KnowsWhoDropsAClosure) {
    EXPECT_EQ(check(passed_loan("future::then"))[0].reason, "started");
    EXPECT_TRUE(check(passed_loan("spawn")).empty());
    EXPECT_TRUE(check(passed_loan("co_invoke")).empty());
}

TEST(DanglingLambdaCapture, KnowsWhatGoesOnWhenItIsDropped) {
    Loan loan = some_loan();
    loan.fate = fate::Discarded();
    EXPECT_TRUE(check(loan).empty());
    loan.runs_when_dropped = true;
    EXPECT_EQ(check(loan)[0].reason, "started");
    loan.lender = Lender::local;
    EXPECT_TRUE(check(loan).empty());
}

}  // namespace
}  // namespace awaitlint
