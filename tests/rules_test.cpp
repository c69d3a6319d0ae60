// The rules on hand-written facts: what each flags, with which reason, message and notes, and what it leaves alone.
#include <gtest/gtest.h>

#include "awaitlint/site.h"
#include "facts_builder.h"

namespace awaitlint {
namespace {

using test::await_at;
using test::AwaitAt;
using test::check;

const Rule& rule(std::string_view id) {
    const Rule* found = find_rule(id);
    if (found == nullptr) throw std::invalid_argument("no such rule");
    return *found;
}

/// The one finding of await-on-non-awaitable, or one that says how many there are.
Finding only_finding(const AwaitAt& at, const Config& config = {}) {
    const auto findings = check(rule("await-on-non-awaitable"), {at}, config);
    if (findings.size() == 1) return findings.front();
    Finding none;
    none.message = std::to_string(findings.size()) + " findings";
    return none;
}

TEST(AwaitOnNonAwaitable, NamesTheSynchronousFunction) {
    AwaitAt it = await_at("auto manager = $co_await get_websocket_manager(ctx)$;");
    it.await.operand_type = "std::shared_ptr<Manager>";
    it.await.operand_type_full = "std::shared_ptr<netra::Manager>";
    const Finding finding = only_finding(it);
    EXPECT_EQ(finding.rule, "await-on-non-awaitable");
    EXPECT_EQ(finding.reason, "sync-call");
    EXPECT_EQ(finding.severity, Severity::error);
    EXPECT_EQ(finding.message, "'get_websocket_manager' is synchronous: 'std::shared_ptr<Manager>' cannot be awaited");
    EXPECT_EQ(finding.span, it.await.site.span);
    EXPECT_EQ(finding.function, "ns::on_connect");
    EXPECT_EQ(finding.context, "coroutine");
    EXPECT_EQ(finding.current, "co_await get_websocket_manager(ctx)");
    EXPECT_EQ(finding.callee, "ns::get_websocket_manager");
    EXPECT_EQ(finding.type, "std::shared_ptr<netra::Manager>");
    ASSERT_EQ(finding.suggestions.size(), 1u);
    EXPECT_EQ(finding.suggestions[0].replacement, "get_websocket_manager(ctx)");
}

TEST(AwaitOnNonAwaitable, SaysThatAVoidFunctionReturnsNothing) {
    AwaitAt it = await_at("$co_await close()$;");
    it.await.operand_type = "void";
    EXPECT_EQ(only_finding(it).message, "'close' is synchronous: it returns 'void', which cannot be awaited");
}

TEST(AwaitOnNonAwaitable, FlagsAPlainValue) {
    const Finding finding = only_finding(await_at("$co_await value$;"));
    EXPECT_EQ(finding.reason, "not-awaitable");
    EXPECT_EQ(finding.message, "'int' cannot be awaited: it is a value, not an awaitable");
    EXPECT_EQ(finding.callee, "");
    EXPECT_EQ(finding.type, "int");
}

TEST(AwaitOnNonAwaitable, FlagsAFunctionThatIsNotCalled) {
    AwaitAt it = await_at("$co_await load$;");
    it.await.protocol.names_function = true;
    EXPECT_EQ(only_finding(it).message, "'load' is not called: a function cannot be awaited");
    it.await.protocol.is_awaitable_when_called = true;
    const Finding finding = only_finding(it);
    EXPECT_EQ(finding.reason, "not-called");
    EXPECT_EQ(finding.message, "'load' is not called: only the result of calling it is awaitable");
}

TEST(AwaitOnNonAwaitable, FlagsACallableObjectThatIsNotCalled) {
    AwaitAt it = await_at("$co_await [] {\n    return load();\n}$;");
    it.await.protocol.is_callable_without_arguments = true;
    EXPECT_EQ(only_finding(it).reason, "not-awaitable") << "calling it would not help";
    it.await.protocol.is_awaitable_when_called = true;
    const Finding finding = only_finding(it);
    EXPECT_EQ(finding.reason, "not-called");
    EXPECT_EQ(finding.message, "the operand is not called: only the result of calling it is awaitable");
    it.await.protocol.awaiter_members = {"await_ready"};
    EXPECT_EQ(only_finding(it).reason, "incomplete-awaiter") << "it has a protocol of its own";
}

TEST(AwaitOnNonAwaitable, FlagsAnLvalueThatMustBeMoved) {
    AwaitAt it = await_at("$co_await future$;");
    it.await.operand_type = "future<int>";
    it.await.protocol.is_awaitable_as_rvalue = true;
    const Finding finding = only_finding(it);
    EXPECT_EQ(finding.reason, "needs-move");
    EXPECT_EQ(finding.message, "'future<int>' is awaitable only as an rvalue: 'future' must be moved");
}

TEST(AwaitOnNonAwaitable, FlagsAnOperatorThatIsNotVisible) {
    AwaitAt it = await_at("$co_await 5s$;");
    it.await.operand_type = "std::chrono::seconds";
    it.await.type_declared = {"chrono", 80, 3};
    it.await.protocol.failure = "it has no member 'await_ready'";
    it.await.protocol.hidden_operator = "waits::operator co_await";
    it.await.protocol.hidden_operator_place = {"waits.h", 7, 1};
    const Finding finding = only_finding(it);
    EXPECT_EQ(finding.reason, "missing-operator");
    EXPECT_EQ(finding.message,
              "'std::chrono::seconds' cannot be awaited here: 'waits::operator co_await' is not visible");
    ASSERT_EQ(finding.notes.size(), 2u);
    EXPECT_EQ(finding.notes[0], (Note{"'waits::operator co_await' is declared here", {"waits.h", 7, 1}}));
    EXPECT_EQ(finding.notes[1],
              (Note{"'std::chrono::seconds' is declared here: it has no member 'await_ready'", {"chrono", 80, 3}}));
}

TEST(AwaitOnNonAwaitable, FlagsAnAwaitableOfAnotherKindOfCoroutine) {
    AwaitAt it = await_at("$co_await load()$;");
    it.await.operand_type = "task<int>";
    it.function.return_type = "strict_task<void>";
    it.await.protocol.operand_is_awaitable_itself = true;
    Finding finding = only_finding(it);
    EXPECT_EQ(finding.reason, "not-in-this-coroutine");
    EXPECT_EQ(finding.message, "'task<int>' is awaitable, but not in a coroutine that returns 'strict_task<void>'");
    it.await.protocol.operand_is_awaitable_itself = false;
    EXPECT_EQ(only_finding(it).reason, "sync-call");
}

TEST(AwaitOnNonAwaitable, NamesTheMissingMembersOfAnAwaiter) {
    AwaitAt it = await_at("$co_await ticket$;");
    it.await.operand_type = "Ticket";
    it.await.protocol.awaiter_members = {"await_ready"};
    Finding finding = only_finding(it);
    EXPECT_EQ(finding.reason, "incomplete-awaiter");
    EXPECT_EQ(finding.message, "'Ticket' is not awaitable: its awaiter lacks 'await_suspend' and 'await_resume'");
    it.await.protocol.awaiter_members = {"await_ready", "await_suspend", "await_resume"};
    it.await.protocol.failure = "'await_ready' returns 'void', not 'bool'";
    EXPECT_EQ(only_finding(it).message, "'Ticket' is not awaitable here: 'await_ready' returns 'void', not 'bool'");
    it.await.protocol.failure.clear();
    EXPECT_EQ(only_finding(it).message, "'Ticket' is not awaitable here: its awaiter does not fit this coroutine");
}

TEST(AwaitOnNonAwaitable, FlagsWhatCompilesOnlyBecauseThePromiseAcceptsAnything) {
    AwaitAt it = await_at("$co_await compute()$;");
    it.await.outcome = Outcome::pass_through;
    const Finding finding = only_finding(it);
    EXPECT_EQ(finding.reason, "pass-through");
    EXPECT_EQ(finding.message,
              "'compute' is synchronous: 'int' is not awaitable, this coroutine's promise lets any value through");
    AwaitAt value = await_at("$co_await 5$;");
    value.await.outcome = Outcome::pass_through;
    EXPECT_EQ(only_finding(value).message, "'int' is not awaitable, this coroutine's promise lets any value through");
}

TEST(AwaitOnNonAwaitable, MergesFailureAndDeclarationIntoOneNote) {
    AwaitAt it = await_at("$co_await get()$;");
    it.await.operand_type = "const Manager &";
    EXPECT_TRUE(only_finding(it).notes.empty());
    it.await.protocol.failure = "it has no member 'await_ready'";
    Finding finding = only_finding(it);
    ASSERT_EQ(finding.notes.size(), 1u);
    EXPECT_EQ(finding.notes[0], (Note{"it has no member 'await_ready'", {}}));
    it.await.type_declared = {"manager.h", 4, 8};
    finding = only_finding(it);
    ASSERT_EQ(finding.notes.size(), 1u);
    EXPECT_EQ(finding.notes[0],
              (Note{"'Manager' is declared here: it has no member 'await_ready'", {"manager.h", 4, 8}}));
    it.await.protocol.failure = "'Manager' has no member 'await_ready'";
    EXPECT_EQ(only_finding(it).notes, finding.notes) << "the name is not said twice";
    it.await.protocol.failure.clear();
    EXPECT_EQ(only_finding(it).notes[0].message, "'Manager' is declared here");
}

TEST(AwaitOnNonAwaitable, TakesTheFirstReasonThatFits) {
    AwaitAt it = await_at("$co_await get()$;");
    Protocol& protocol = it.await.protocol;
    const auto reason = [&] { return only_finding(it).reason; };
    EXPECT_EQ(reason(), "sync-call");
    protocol.awaiter_members = {"await_ready"};
    EXPECT_EQ(reason(), "incomplete-awaiter");
    protocol.operand_is_awaitable_itself = true;
    EXPECT_EQ(reason(), "not-in-this-coroutine");
    it.await.outcome = Outcome::pass_through;
    EXPECT_EQ(reason(), "pass-through");
    protocol.hidden_operator = "operator co_await";
    EXPECT_EQ(reason(), "missing-operator");
    protocol.is_awaitable_as_rvalue = true;
    EXPECT_EQ(reason(), "needs-move");
    protocol.names_function = true;
    EXPECT_EQ(reason(), "not-called");
}

TEST(AwaitOnNonAwaitable, IsSilentWhereTheAwaitIsSoundOrUnsureOrNotItsBusiness) {
    AwaitAt it = await_at("$co_await get()$;");
    for (const Outcome outcome : {Outcome::accepted, Outcome::dependent, Outcome::outside}) {
        it.await.outcome = outcome;
        EXPECT_EQ(only_finding(it).message, "0 findings");
    }
}

TEST(AwaitOnNonAwaitable, TakesItsSeverityFromTheConfiguration) {
    Config config;
    config.rules = {{"await-on-non-awaitable", Severity::note}, {"unused-suppression", Severity::error}};
    EXPECT_EQ(only_finding(await_at("$co_await get()$;"), config).severity, Severity::note);
}

TEST(AwaitOnNonAwaitable, ReportsEachAwaitOfAUnit) {
    const auto findings =
        check(rule("await-on-non-awaitable"), {await_at("$co_await a()$;"), await_at("$co_await b()$;")});
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_EQ(findings[0].callee, "ns::a");
    EXPECT_EQ(findings[1].callee, "ns::b");
}

AwaitAt outside() {
    AwaitAt at = await_at("int f() { $co_await get()$; }");
    at.await.outcome = Outcome::outside;
    at.function.can_be_coroutine = false;
    at.function.qualified_name = "ns::f";
    at.function.why_not_coroutine = "its return type 'int' has no promise type";
    return at;
}

Finding only_outside(const AwaitAt& at) {
    const auto findings = check(rule("await-outside-coroutine"), {at});
    return findings.size() == 1 ? findings.front() : Finding{};
}

TEST(AwaitOutsideCoroutine, SaysWhyTheFunctionCannotBeACoroutine) {
    const Finding finding = only_outside(outside());
    EXPECT_EQ(finding.rule, "await-outside-coroutine");
    EXPECT_EQ(finding.reason, "");
    EXPECT_EQ(finding.severity, Severity::error);
    EXPECT_EQ(finding.context, "function");
    EXPECT_EQ(finding.message,
              "co_await in 'ns::f', which cannot be a coroutine: its return type 'int' has no promise type");
    ASSERT_EQ(finding.suggestions.size(), 1u);
    EXPECT_EQ(finding.suggestions[0].replacement, "get()");
}

TEST(AwaitOutsideCoroutine, DoesNotSayTwiceThatAFunctionCannotBeACoroutine) {
    AwaitAt at = outside();
    at.function.qualified_name = "ns::Pool::Pool";
    at.function.why_not_coroutine = "a constructor cannot be a coroutine";
    EXPECT_EQ(only_outside(at).message,
              "co_await in 'ns::Pool::Pool', which cannot be a coroutine: it is a constructor");
    at.function.qualified_name = "main";
    at.function.why_not_coroutine = "'main' cannot be a coroutine";
    EXPECT_EQ(only_outside(at).message, "co_await in 'main', which cannot be a coroutine");
}

TEST(AwaitOutsideCoroutine, KnowsLambdasAndNamespaceScope) {
    AwaitAt at = outside();
    at.function.is_lambda = true;
    at.function.why_not_coroutine.clear();
    EXPECT_EQ(only_outside(at).message, "co_await in a lambda, which cannot be a coroutine");
    at.function = {};
    const Finding finding = only_outside(at);
    EXPECT_EQ(finding.message, "co_await outside a function: only a coroutine can await");
    EXPECT_EQ(finding.context, "namespace");
    EXPECT_EQ(finding.function, "");
}

TEST(AwaitOutsideCoroutine, LeavesAwaitsInCoroutinesAlone) {
    const Rule& outside_rule = rule("await-outside-coroutine");
    AwaitAt at = outside();
    for (const Outcome outcome : {Outcome::accepted, Outcome::pass_through, Outcome::rejected, Outcome::dependent}) {
        at.await.outcome = outcome;
        EXPECT_TRUE(check(outside_rule, {at}).empty());
    }
}

std::vector<Finding> unused(const std::vector<Suppression>& suppressions, const Config& config = {}) {
    const UnitFacts nothing;
    return rule("unused-suppression").check({nothing, config, suppressions});
}

TEST(UnusedSuppression, NamesTheRuleThatFindsNothing) {
    const auto findings = unused({{{"app.cpp", 7, 21}, Suppression::Kind::line, {"await-on-non-awaitable"}}});
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].rule, "unused-suppression");
    EXPECT_EQ(findings[0].severity, Severity::warning);
    EXPECT_EQ(findings[0].message, "no finding of 'await-on-non-awaitable' here: this suppression is not needed");
    EXPECT_EQ(findings[0].current, "NOLINT(await-on-non-awaitable)");
    EXPECT_EQ(findings[0].span.place(), (Place{"app.cpp", 7, 21}));
    EXPECT_EQ(findings[0].span.end_line, 7u);
    EXPECT_EQ(findings[0].span.end_column, 27u);
}

TEST(UnusedSuppression, WordsEachKind) {
    using Kind = Suppression::Kind;
    const auto message = [](Kind kind) {
        const auto findings = unused({{{"a.cpp", 1, 1}, kind, {"await-outside-coroutine"}}});
        return findings.size() == 1 ? findings[0].message : "";
    };
    EXPECT_EQ(message(Kind::next_line),
              "no finding of 'await-outside-coroutine' on the next line: this suppression is not needed");
    EXPECT_EQ(message(Kind::begin),
              "no finding of 'await-outside-coroutine' behind this NOLINTBEGIN: this suppression is not needed");
    EXPECT_EQ(message(Kind::end),
              "this NOLINTEND ends nothing: no NOLINTBEGIN of 'await-outside-coroutine' is open here");
}

TEST(UnusedSuppression, LeavesOtherNamesToTheirOwners) {
    const Suppression suppression{
        {"a.cpp", 1, 1},
        Suppression::Kind::line,
        {"bugprone-use-after-move", "await-on-non-awaitables", "*", "unused-suppression", "await-outside-coroutine"}};
    const auto findings = unused({suppression});
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].current, "NOLINT(await-outside-coroutine)");
}

TEST(UnusedSuppression, IgnoresRulesThatAreTurnedOff) {
    Config config;
    config.rules = {{"await-outside-coroutine", Severity::off}, {"unused-suppression", Severity::note}};
    const auto findings = unused(
        {{{"a.cpp", 1, 1}, Suppression::Kind::line, {"await-outside-coroutine", "await-on-non-awaitable"}}}, config);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].current, "NOLINT(await-on-non-awaitable)");
    EXPECT_EQ(findings[0].severity, Severity::note);
}

TEST(EveryRule, IsSilentOnAnEmptyUnit) {
    for (const Rule* each : all_rules()) EXPECT_TRUE(check(*each, {}).empty()) << each->info.id;
}

TEST(Context, IsACoroutineOnlyWhereTheFunctionCanBeOne) {
    Enclosing enclosing;
    EXPECT_EQ(context_of(enclosing), "namespace");
    enclosing.qualified_name = "f";
    enclosing.is_coroutine = true;
    EXPECT_EQ(context_of(enclosing), "function");
    enclosing.can_be_coroutine = true;
    EXPECT_EQ(context_of(enclosing), "coroutine");
    enclosing.is_coroutine = false;
    EXPECT_EQ(context_of(enclosing), "function");
}

}  // namespace
}  // namespace awaitlint
