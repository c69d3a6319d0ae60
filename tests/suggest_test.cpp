// Suggestions on hand-written facts: which, in which order, and what their edits make of the text.
#include "awaitlint/suggest.h"

#include <gtest/gtest.h>

#include "facts_builder.h"

namespace awaitlint {
namespace {

using test::applied;
using test::await_at;
using test::AwaitAt;
using test::sibling;

std::vector<Suggestion> suggest(const AwaitAt& at, const Config& config = {}) {
    const UnitFacts unit = test::unit_with({at});
    return suggestions_for(unit.awaits.front(), {unit, config, {}});
}

/// "async get_async, sync get": kind and replacement's target of each, in order.
std::string outline(const std::vector<Suggestion>& suggestions) {
    std::string text;
    for (const Suggestion& suggestion : suggestions) {
        if (!text.empty()) text += ", ";
        text += suggestion.kind + " " + suggestion.target;
        if (!suggestion.why_not.empty()) text += "!";
    }
    return text;
}

std::string first_applied(const AwaitAt& at, const Config& config = {}) {
    const auto suggestions = suggest(at, config);
    return suggestions.empty() ? "no suggestion" : applied(at.source, suggestions.front().edits);
}

AwaitAt with_siblings(const std::string& marked, std::vector<Sibling> siblings) {
    AwaitAt result = await_at(marked);
    if (!result.await.call) result.await.call.emplace();
    result.await.call->siblings = std::move(siblings);
    return result;
}

TEST(SyncSuggestion, DeletesTheKeywordAndTheSpaceBehindIt) {
    const AwaitAt it = await_at("auto m = $co_await  get(ctx)$;");
    const auto suggestions = suggest(it);
    ASSERT_EQ(suggestions.size(), 1u);
    EXPECT_EQ(suggestions[0].kind, "sync");
    EXPECT_EQ(suggestions[0].title, "call 'get' without co_await");
    EXPECT_EQ(suggestions[0].replacement, "get(ctx)");
    EXPECT_EQ(suggestions[0].target, "ns::get");
    EXPECT_EQ(suggestions[0].target_usr, "c:ns::get");
    EXPECT_EQ(suggestions[0].target_place, (Place{"api.h", 12, 6}));
    EXPECT_EQ(suggestions[0].why_not, "");
    EXPECT_FALSE(suggestions[0].proven);
    EXPECT_EQ(applied(it.source, suggestions[0].edits), "auto m = get(ctx);");
}

TEST(SyncSuggestion, WorksWithoutSpaceAndAcrossLinesAndKeepsComments) {
    EXPECT_EQ(first_applied(await_at("x = $co_await(get())$;")), "x = (get());");
    EXPECT_EQ(first_applied(await_at("x = $co_await\n    get()$;")), "x = get();");
    EXPECT_EQ(first_applied(await_at("x = $co_await /*now*/ get()$;")), "x = /*now*/ get();");
}

TEST(SyncSuggestion, NeedsNoCallee) {
    const AwaitAt it = await_at("x = $co_await value$;");
    const auto suggestions = suggest(it);
    ASSERT_EQ(suggestions.size(), 1u);
    EXPECT_EQ(suggestions[0].title, "drop co_await");
    EXPECT_EQ(suggestions[0].target, "");
    EXPECT_EQ(applied(it.source, suggestions[0].edits), "x = value;");
}

TEST(SyncSuggestion, NeverDropsATask) {
    AwaitAt wrong_coroutine = await_at("$co_await get()$;");
    wrong_coroutine.await.protocol.operand_is_awaitable_itself = true;
    EXPECT_EQ(outline(suggest(wrong_coroutine)), "");

    AwaitAt half = await_at("$co_await get()$;");
    half.await.protocol.awaiter_members = {"await_ready"};
    half.await.operand_type = "Ticket";
    const auto suggestions = suggest(half);
    ASSERT_EQ(suggestions.size(), 1u);
    EXPECT_EQ(suggestions[0].why_not, "'Ticket' is part of an awaiter: nothing would wait for it");
}

TEST(SyncSuggestion, IsGivenForPassThroughToo) {
    AwaitAt it = await_at("int x = $co_await get()$;");
    it.await.outcome = Outcome::pass_through;
    EXPECT_EQ(first_applied(it), "int x = get();");
}

TEST(Suggestions, AreNoneForASoundAwait) {
    AwaitAt it = with_siblings("$co_await get()$;", {sibling("get_async")});
    it.await.outcome = Outcome::accepted;
    EXPECT_TRUE(suggest(it).empty());
    it.await.outcome = Outcome::dependent;
    EXPECT_TRUE(suggest(it).empty());
}

TEST(AsyncSuggestion, ReplacesTheNameAlone) {
    const AwaitAt it = with_siblings("auto m = $co_await pool->get<Manager>(ctx, 1)$;", {sibling("get_async")});
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "async ns::get_async, sync ns::get");
    EXPECT_EQ(suggestions[0].title, "await 'get_async' instead");
    EXPECT_EQ(suggestions[0].replacement, "co_await pool->get_async<Manager>(ctx, 1)");
    EXPECT_EQ(suggestions[0].target_usr, "c:ns::get_async");
    EXPECT_EQ(suggestions[0].target_place, (Place{"api.h", 12, 6}));
    EXPECT_EQ(applied(it.source, suggestions[0].edits), "auto m = co_await pool->get_async<Manager>(ctx, 1);");
    EXPECT_EQ(applied(it.source, suggestions[1].edits), "auto m = pool->get<Manager>(ctx, 1);");
}

TEST(AsyncSuggestion, ReplacesTheQualifierWhereTheSpellingHasIt) {
    Sibling twin = sibling("net::aio::read");
    twin.spelling = "net::aio::read";
    twin.replaces_qualifier = true;
    AwaitAt it = with_siblings("$co_await net::read(s)$;", {twin});
    it.await.call->callee = test::symbol("net::read");
    EXPECT_EQ(first_applied(it), "co_await net::aio::read(s);");
}

TEST(AsyncSuggestion, AddsACompletionToken) {
    Sibling twin = sibling("async_read");
    twin.extra_argument = "use_awaitable";
    EXPECT_EQ(first_applied(with_siblings("$co_await s.read(b)$;", {twin})),
              "co_await s.async_read(b, use_awaitable);");
    EXPECT_EQ(first_applied(with_siblings("$co_await s.read()$;", {twin})), "co_await s.async_read(use_awaitable);");
    twin = sibling("read");
    twin.symbol.usr = "c:ns::read#token";
    twin.extra_argument = "use_awaitable";
    EXPECT_EQ(first_applied(with_siblings("$co_await s.read(b)$;", {twin})), "co_await s.read(b, use_awaitable);");
}

TEST(AsyncSuggestion, OfAnOverloadThatTheCallDoesNotPickIsToldWithoutEdits) {
    Sibling twin = sibling("get");
    twin.symbol.usr = "c:ns::get#other";
    const auto suggestions = suggest(with_siblings("$co_await get(1)$;", {twin}));
    ASSERT_EQ(outline(suggestions), "sync ns::get, async ns::get!");
    EXPECT_TRUE(suggestions[1].edits.empty());
    EXPECT_EQ(suggestions[1].why_not, "'ns::get' has another signature: the call as written does not pick it");
}

TEST(AsyncSuggestion, NeedsANameToReplace) {
    AwaitAt it = with_siblings("$co_await get(1)$;", {sibling("get_async")});
    it.await.call->name.length = it.await.call->qualified_name.length = 0;
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "sync ns::get, async ns::get_async!");
    EXPECT_TRUE(suggestions[1].edits.empty());
    EXPECT_EQ(suggestions[1].replacement, "co_await get_async(1)");
}

TEST(AsyncSuggestion, IgnoresWhatIsNotAwaitableOrNotRelatedOrTheCalleeItself) {
    const AwaitAt it =
        with_siblings("$co_await get(1)$;", {sibling("get_async", Certainty::no), sibling("fetch"), sibling("get")});
    EXPECT_EQ(outline(suggest(it)), "sync ns::get");
}

TEST(AsyncSuggestion, NeverSuggestsADeprecatedFunction) {
    Sibling old = sibling("get_async");
    old.symbol.is_deprecated = true;
    EXPECT_EQ(outline(suggest(with_siblings("$co_await get(1)$;", {old}))), "sync ns::get");
}

TEST(AsyncSuggestion, KeepsTheEnclosingFunctionOnlyWhereNothingElseIsLeft) {
    Sibling enclosing = sibling("get_async");
    enclosing.is_enclosing_function = true;
    const auto alone = suggest(with_siblings("$co_await get(1)$;", {enclosing}));
    ASSERT_EQ(outline(alone), "sync ns::get, async ns::get_async!");
    EXPECT_EQ(alone[1].why_not, "'get_async' would call itself");
    EXPECT_EQ(outline(suggest(with_siblings("$co_await get(1)$;", {enclosing, sibling("co_get")}))),
              "async ns::co_get, sync ns::get");
}

TEST(AsyncSuggestion, OrdersByExplicitPairThenConfiguredThenBuiltInThenEqualName) {
    Config config;
    config.factories = {{"ns::get", "::ns::obtain"}};
    config.naming = {"{}_later"};
    AwaitAt it = with_siblings("$co_await get(1)$;", {sibling("other::get"), sibling("co_get"), sibling("get_async"),
                                                      sibling("get_later"), sibling("obtain")});
    it.await.call->siblings[0].spelling = "other::get";
    EXPECT_EQ(outline(suggest(it, config)), "async ns::obtain, async ns::get_later, async ns::get_async, sync ns::get");
    it.await.call->siblings.pop_back();
    EXPECT_EQ(outline(suggest(it, config)), "async ns::get_later, async ns::get_async, async ns::co_get, sync ns::get");
    it.await.call->siblings.erase(it.await.call->siblings.begin() + 2, it.await.call->siblings.end());
    EXPECT_EQ(outline(suggest(it, config)), "async ns::co_get, async other::get, sync ns::get");
}

TEST(AsyncSuggestion, AcceptsAPairInEitherDirection) {
    Config config;
    config.factories = {{"ns::obtain", "ns::get"}};
    EXPECT_EQ(outline(suggest(with_siblings("$co_await get(1)$;", {sibling("obtain")}), config)),
              "async ns::obtain, sync ns::get");
}

TEST(AsyncSuggestion, PutsASureTwinBeforeOneThatDependsOnATemplate) {
    Sibling maybe = sibling("a::get_async", Certainty::maybe);
    const AwaitAt it = with_siblings("$co_await get(1)$;", {maybe, sibling("b::get_async"), sibling("a::co_get")});
    EXPECT_EQ(outline(suggest(it)), "async b::get_async, async a::get_async, async a::co_get, sync ns::get");
}

TEST(AsyncSuggestion, NamesEachTargetOnce) {
    Sibling first = sibling("get_async"), second = sibling("get_async");
    first.symbol.usr = "c:1";
    second.symbol.usr = "c:2";
    const auto overloads = suggest(with_siblings("$co_await get(1)$;", {first, second}));
    ASSERT_EQ(outline(overloads), "async ns::get_async, sync ns::get");
    EXPECT_EQ(overloads[0].target_usr, "") << "either overload is right";

    AwaitAt lenient = with_siblings("$co_await get(1)$;", {first, second});
    lenient.await.outcome = Outcome::pass_through;
    EXPECT_EQ(suggest(lenient)[0].target_usr, "");

    second.symbol.is_deprecated = true;
    EXPECT_EQ(suggest(with_siblings("$co_await get(1)$;", {first, second}))[0].target_usr, "c:1");
    second = sibling("get_async", Certainty::no);
    second.symbol.usr = "c:2";
    AwaitAt beside_callback = with_siblings("$co_await get(1)$;", {first, second});
    EXPECT_EQ(suggest(beside_callback)[0].target_usr, "") << "awaiting the other one is an error anyway";
    beside_callback.await.outcome = Outcome::pass_through;
    EXPECT_EQ(suggest(beside_callback)[0].target_usr, "c:1");
}

TEST(Order, FollowsThePreferenceInACoroutine) {
    Config config;
    config.prefer = "sync";
    const AwaitAt it = with_siblings("$co_await get(1)$;", {sibling("get_async"), sibling("co_get")});
    EXPECT_EQ(outline(suggest(it)), "async ns::get_async, async ns::co_get, sync ns::get");
    EXPECT_EQ(outline(suggest(it, config)), "sync ns::get, async ns::get_async, async ns::co_get");
}

AwaitAt outside(AwaitAt it) {
    it.await.outcome = Outcome::outside;
    it.function.qualified_name = "main";
    it.function.return_type = "int";
    it.function.can_be_coroutine = false;
    it.function.sound_keywords = 0;
    it.function.why_not_coroutine = "its return type 'int' has no promise type";
    return it;
}

TEST(Outside, SuggestsTheCallFirstAndTellsWhyNothingCanBeAwaited) {
    const AwaitAt it = outside(with_siblings("int main() { $co_await get(1)$; }", {sibling("get_async")}));
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "sync ns::get, async ns::get_async!");
    EXPECT_EQ(applied(it.source, suggestions[0].edits), "int main() { get(1); }");
    EXPECT_EQ(suggestions[1].replacement, "co_await get_async(1)");
    EXPECT_EQ(suggestions[1].why_not, "'main' cannot be a coroutine: its return type 'int' has no promise type");
}

TEST(Outside, SuggestsTheSynchronousTwinOfAnAwaitableCall) {
    AwaitAt it = outside(with_siblings("x = $co_await get_async(1)$;", {sibling("get", Certainty::no)}));
    it.await.protocol.operand_is_awaitable_itself = true;
    auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "sync ns::get");
    EXPECT_EQ(suggestions[0].title, "call 'get' without co_await");
    EXPECT_EQ(suggestions[0].replacement, "get(1)");
    EXPECT_EQ(applied(it.source, suggestions[0].edits), "x = get(1);");

    it.await.call->siblings.clear();
    EXPECT_EQ(outline(suggest(it)), "") << "dropping co_await would drop the task";
    it.await.call->siblings = {sibling("get", Certainty::no)};
    it.await.call->siblings[0].is_enclosing_function = true;
    suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "sync ns::get!");
    EXPECT_EQ(suggestions[0].why_not, "'get' would call itself");
}

TEST(Outside, TrustsTheNamesWhereTheTypeAloneDoesNotShowThatACallIsAsynchronous) {
    EXPECT_EQ(outline(suggest(outside(with_siblings("$co_await get_async(1)$;", {sibling("get", Certainty::no)})))),
              "sync ns::get");
    EXPECT_EQ(outline(suggest(outside(with_siblings("$co_await get(1)$;", {sibling("sync_get", Certainty::no)})))),
              "sync ns::get");
    AwaitAt overload = outside(with_siblings("$co_await get(1)$;", {sibling("get", Certainty::no)}));
    overload.await.call->siblings[0].symbol.usr = "c:ns::get#other";
    EXPECT_EQ(first_applied(overload), "get(1);");
}

TEST(Outside, NeverDropsAnOperandThatMeansToBeAwaited) {
    for (auto change :
         {+[](Protocol& p) { p.operand_is_awaitable_itself = true; },
          +[](Protocol& p) { p.is_awaitable_as_rvalue = true; }, +[](Protocol& p) { p.names_function = true; },
          +[](Protocol& p) { p.hidden_operator = "ns::operator co_await"; },
          +[](Protocol& p) { p.awaiter_members = {"await_ready"}; }}) {
        AwaitAt it = outside(await_at("$co_await value$;"));
        EXPECT_EQ(outline(suggest(it)), "sync ");
        change(it.await.protocol);
        EXPECT_EQ(outline(suggest(it)), "");
    }
}

TEST(CallSuggestion, CallsTheOperand) {
    AwaitAt it = await_at("int x = $co_await load$;");
    it.await.protocol.names_function = true;
    EXPECT_EQ(outline(suggest(it)), "") << "its result is not known to be awaitable";
    it.await.protocol.is_callable_without_arguments = it.await.protocol.is_awaitable_when_called = true;
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "call ");
    EXPECT_EQ(suggestions[0].replacement, "co_await load()");
    EXPECT_EQ(applied(it.source, suggestions[0].edits), "int x = co_await load();");
}

TEST(CallSuggestion, BracketsAPrefixExpression) {
    const auto called = [](const std::string& marked) {
        AwaitAt it = await_at(marked);
        it.await.protocol.is_callable_without_arguments = it.await.protocol.is_awaitable_when_called = true;
        return first_applied(it);
    };
    EXPECT_EQ(called("$co_await *job$;"), "co_await (*job)();");
    EXPECT_EQ(called("$co_await (job)$;"), "co_await (job)();");
    EXPECT_EQ(called("$co_await (Job)(job)$;"), "co_await ((Job)(job))();");
    EXPECT_EQ(called("$co_await [] { return f(); }$;"), "co_await [] { return f(); }();");
    EXPECT_EQ(called("$co_await make_job()$;"), "co_await make_job()();");
}

TEST(MoveSuggestion, WrapsTheOperand) {
    AwaitAt it = await_at("int x = $co_await future$;");
    it.await.protocol.is_awaitable_as_rvalue = true;
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "move ");
    EXPECT_EQ(suggestions[0].title, "move it: std::move(future)");
    EXPECT_EQ(suggestions[0].replacement, "co_await std::move(future)");
    EXPECT_EQ(applied(it.source, suggestions[0].edits), "int x = co_await std::move(future);");
}

TEST(UsingSuggestion, SaysWhatToAddAndEditsNothing) {
    AwaitAt it = await_at("$co_await 5s$;");
    it.await.protocol.hidden_operator = "waits::operator co_await";
    it.await.protocol.hidden_operator_place = {"waits.h", 7, 1};
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "using waits::operator co_await!");
    EXPECT_EQ(suggestions[0].title, "make 'waits::operator co_await' visible");
    EXPECT_EQ(suggestions[0].target_place, (Place{"waits.h", 7, 1}));
    EXPECT_EQ(suggestions[0].why_not, "add 'using waits::operator co_await;' before this line by hand");
    EXPECT_TRUE(suggestions[0].edits.empty());
}

TEST(Macro, BodiesAreNeverEdited) {
    AwaitAt it = with_siblings("$co_await get(1)$;", {sibling("get_async")});
    it.await.site.macro = "AWAIT";
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "async ns::get_async!, sync ns::get!");
    for (const Suggestion& suggestion : suggestions) {
        EXPECT_TRUE(suggestion.edits.empty());
        EXPECT_EQ(suggestion.why_not, "written in the body of macro 'AWAIT'");
    }
    EXPECT_EQ(suggestions[1].replacement, "get(1)");
}

TEST(Macro, BodiesAreShownAsTheyWouldRead) {
    AwaitAt it = with_siblings("AWAIT($co_await get(1)$);", {sibling("get_async")});
    // As the front end tells it: the span is the macro's use, and the callee has no place of its own.
    it.await.site.macro = "AWAIT";
    it.await.site.text = "AWAIT(forget, get(1))";
    it.await.site.span.length = static_cast<std::uint32_t>(it.await.site.text.size());
    it.await.site.keyword.file = "macros.h";
    it.await.call->name = it.await.call->qualified_name = it.await.call->close = {};
    auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "async ns::get_async!, sync ns::get!");
    EXPECT_EQ(suggestions[0].replacement, "AWAIT(forget, get_async(1))");
    EXPECT_EQ(suggestions[0].why_not, "written in the body of macro 'AWAIT'");
    EXPECT_EQ(suggestions[1].replacement, "get(1)");
    it.await.site.text = "LOAD()";
    it.await.site.span.length = 6;
    it.await.operand_text.clear();
    it.await.site.macro.clear();
    it.await.site.is_partly_in_macro = true;
    suggestions = suggest(it);
    EXPECT_EQ(suggestions[0].replacement, "co_await get_async(...)");
    EXPECT_EQ(suggestions[0].why_not, "written partly in a macro");
    EXPECT_EQ(suggestions[1].replacement, "get(...)");
}

TEST(Macro, ArgumentsAreTheUsersOwn) {
    AwaitAt it = with_siblings("$CO_TRY(get(1))$;", {sibling("get_async")});
    it.await.site.macro = "CO_TRY";
    it.await.site.keyword.file = "macros.h";
    it.await.call->callee = test::symbol("get");
    it.await.call->name = it.await.call->qualified_name = test::span_in(it.source, 7, 10);
    it.await.call->close = test::span_in(it.source, 12, 13);
    it.await.call->argument_count = 1;
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "async ns::get_async, sync ns::get!");
    EXPECT_EQ(suggestions[0].replacement, "CO_TRY(get_async(1))");
    EXPECT_EQ(applied(it.source, suggestions[0].edits), "CO_TRY(get_async(1));");
    EXPECT_TRUE(suggestions[1].edits.empty());
}

TEST(SyncSuggestion, IsNeverTriedOnWhatIsThereToBeWaitedFor) {
    AwaitAt it = await_at("$co_await launch(1)$;");
    it.await.protocol.meant_by = "it has a member 'GetResults'";
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "sync ns::launch!");
    EXPECT_EQ(suggestions[0].why_not, "'int' is there to be waited for, and nothing would wait for it");
    it.await.protocol.meant_by.clear();
    it.await.call->callee.name = "LaunchAsync";
    it.await.is_statement = true;
    EXPECT_EQ(suggest(it)[0].why_not, "'LaunchAsync' is named as an asynchronous operation: nothing would wait for it");
    it.await.is_statement = false;
    EXPECT_EQ(suggest(it)[0].why_not, "");
}

AwaitAt last_keyword(const std::string& marked) {
    AwaitAt it = await_at(marked);
    it.function.sound_keywords = 0;
    it.function.promise_has_return_void = true;
    return it;
}

TEST(LastKeyword, IsReplacedByCoReturnOnALineOfItsOwn) {
    const AwaitAt it = last_keyword("task<> f() {\n    $co_await get()$;\n}\n");
    EXPECT_EQ(first_applied(it), "task<> f() {\n    get();\n    co_return;\n}\n");
    EXPECT_EQ(suggest(it)[0].title, "call 'get' without co_await and end with co_return");
    EXPECT_EQ(suggest(it)[0].replacement, "get()");
}

TEST(LastKeyword, FollowsTheIndentationOfTheBody) {
    EXPECT_EQ(first_applied(last_keyword("struct S {\n    task<> f() {\n        $co_await get()$;\n    }")),
              "struct S {\n    task<> f() {\n        get();\n        co_return;\n    }");
    EXPECT_EQ(first_applied(last_keyword("\ttask<> f() {\n\t\t$co_await get()$;\n\t}")),
              "\ttask<> f() {\n\t\tget();\n\t\tco_return;\n\t}");
    AwaitAt two = last_keyword("task<> f() {\n  $co_await get()$;\n}");
    two.function.body_indent = "  ";
    EXPECT_EQ(first_applied(two), "task<> f() {\n  get();\n  co_return;\n}");
}

TEST(LastKeyword, IsReplacedByCoReturnInAOneLineBody) {
    EXPECT_EQ(first_applied(last_keyword("task<> f() { $co_await get()$; }")), "task<> f() { get(); co_return; }");
    EXPECT_EQ(first_applied(last_keyword("task<> f() {\n    $co_await get()$; }")),
              "task<> f() {\n    get(); co_return; }");
}

TEST(LastKeyword, CannotBeDroppedWhereThePromiseWantsAValue) {
    AwaitAt it = last_keyword("task<int> f() {\n    $co_await get()$;\n}");
    it.function.promise_has_return_void = false;
    const auto suggestions = suggest(it);
    ASSERT_EQ(outline(suggestions), "sync ns::get!");
    EXPECT_EQ(suggestions[0].why_not,
              "without this co_await 'ns::on_connect' is no longer a coroutine and runs off its end");
}

TEST(LastKeyword, CannotBeReplacedInAMacro) {
    AwaitAt it = last_keyword("task<> f() {\n    $co_await get()$;\n}");
    it.function.closing_brace.length = 0;
    EXPECT_EQ(suggest(it)[0].why_not, "'ns::on_connect' needs a 'co_return;' at its end, which is written in a macro");
}

TEST(LastKeyword, MattersOnlyWhereNothingElseKeepsTheFunctionWhole) {
    AwaitAt returning = last_keyword("task<int> f() { $co_await get()$; return g(); }");
    returning.function.has_return_statement = true;
    EXPECT_EQ(first_applied(returning), "task<int> f() { get(); return g(); }");
    AwaitAt other = last_keyword("task<> f() { $co_await get()$; co_await g(); }");
    other.function.sound_keywords = 1;
    EXPECT_EQ(first_applied(other), "task<> f() { get(); co_await g(); }");
    EXPECT_EQ(first_applied(outside(last_keyword("int f() { $co_await get()$; }"))), "int f() { get(); }");
}

TEST(LastKeyword, DoesNotMatterForTheAsyncSuggestion) {
    AwaitAt it = last_keyword("task<> f() { $co_await get()$; }");
    it.await.call->siblings = {sibling("get_async")};
    EXPECT_EQ(first_applied(it), "task<> f() { co_await get_async(); }");
}

TEST(Names, RelateASynchronousFunctionToItsTwin) {
    const Config config;
    for (const auto& [sync, async] :
         std::vector<std::pair<std::string, std::string>>{{"get", "get_async"},
                                                          {"get", "async_get"},
                                                          {"Get", "GetAsync"},
                                                          {"get", "co_get"},
                                                          {"get", "get_coro"},
                                                          {"get", "getCoro"},
                                                          {"clear", "clear_gently"},
                                                          {"lock", "coLock"},
                                                          {"getFile", "asyncGetFile"},
                                                          {"sync_get", "co_get"},
                                                          {"sync_get", "async_get"},
                                                          {"sync_get", "get"},
                                                          {"getSync", "get"},
                                                          {"getSync", "getAsync"},
                                                          {"get_sync", "get_async"},
                                                          {"get_sync", "get"},
                                                          {"a::B<c::d>::get", "a::get_async"},
                                                          {"x::get", "y::get"}}) {
        EXPECT_TRUE(pair_rank(sync, async, config)) << sync << " " << async;
        EXPECT_TRUE(are_siblings(sync, async, config)) << sync << " " << async;
        EXPECT_TRUE(are_siblings(async, sync, config)) << sync << " " << async;
    }
    EXPECT_FALSE(pair_rank("get_async", "get", config)) << "the direction counts";
    for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{{"try_get", "get"},
                                                                               {"get", "get_it"},
                                                                               {"_async", ""},
                                                                               {"", "_async"},
                                                                               {"get", "gets"},
                                                                               {"sync_", "co_"},
                                                                               {"lock", "colock"}}) {
        EXPECT_FALSE(are_siblings(a, b, config)) << a << " " << b;
    }
}

TEST(Names, AreMarkedAsyncByPairOrPatternOnly) {
    Config config;
    EXPECT_TRUE(is_marked_async("ns::get", "ns::get_async", config));
    EXPECT_FALSE(is_marked_async("ns::sync_get", "ns::get", config));
    EXPECT_FALSE(is_marked_async("ns::get", "other::get", config));
    EXPECT_FALSE(is_marked_async("ns::get", "ns::obtain", config));
    config.factories = {{"ns::get", "ns::obtain"}};
    EXPECT_TRUE(is_marked_async("ns::get", "ns::obtain", config));
    EXPECT_FALSE(is_marked_async("ns::obtain", "ns::get", config));
}

TEST(Names, FollowTheProfileOfTheCoroutinesLibraryBeforeTheBuiltInRelations) {
    Config config;
    LibraryProfile rpc;
    rpc.types.emplace_back().name = "rpc::Call";
    rpc.naming = {"{}Coro", "{}_call"};
    rpc.siblings = {{"rpc::ask", "rpc::question"}};
    config.profiles = {rpc};
    EXPECT_TRUE(are_siblings("ns::get", "ns::get_call", config));
    EXPECT_TRUE(is_marked_async("ns::get", "ns::get_call", config));
    EXPECT_FALSE(is_marked_async("ns::get_call", "ns::get", config));
    EXPECT_EQ(pair_rank("rpc::ask", "rpc::question", config), 0u);
    EXPECT_FALSE(pair_rank("ns::get", "ns::get_call", config)) << "no coroutine of that library";
    EXPECT_TRUE(pair_rank("ns::get", "ns::get_call", config, &config.profiles.front()));

    AwaitAt it = with_siblings("$co_await get()$;", {sibling("get_async"), sibling("getCoro"), sibling("get_call")});
    EXPECT_EQ(outline(suggest(it, config)), "async ns::get_async, async ns::getCoro, sync ns::get");
    it.function.task_type = "rpc::Call";
    EXPECT_EQ(outline(suggest(it, config)), "async ns::getCoro, async ns::get_call, async ns::get_async, sync ns::get");
}

TEST(Names, FollowConfiguredPatterns) {
    Config config;
    EXPECT_FALSE(are_siblings("ns::get", "ns::get_later", config));
    config.naming = {"{}_later", "no hole"};
    EXPECT_TRUE(are_siblings("ns::get", "ns::get_later", config));
    EXPECT_FALSE(are_siblings("ns::get", "ns::no hole", config));
    EXPECT_EQ(apply_naming("co{}", "get"), "coGet");
    EXPECT_EQ(apply_naming("co_{}", "get"), "co_get");
    EXPECT_EQ(apply_naming("x", "get"), "");
}

TEST(Naming, APatternIsWhatAWordInFrontOrBehindMakes) {
    EXPECT_EQ(pattern_between("get", "get_later"), "{}_later");
    EXPECT_EQ(pattern_between("get", "getLater"), "{}Later");
    EXPECT_EQ(pattern_between("get", "begin_get"), "begin_{}");
    EXPECT_EQ(pattern_between("get", "coGet"), "co{}");
    for (const char* other : {"get", "getter", "target", "get_", "forget", "later", "get2"})
        EXPECT_EQ(pattern_between("get", other), "") << other;
    EXPECT_EQ(pattern_between("", "get"), "");
}

TEST(Naming, SomeNamesSayThatTheyWaitForAllOrForTheFirst) {
    for (const char* name : {"when_all", "whenAll", "when_all_ready", "collectAllRange", "gather"})
        EXPECT_TRUE(is_named_for_all(name) && !is_named_for_any(name)) << name;
    for (const char* name : {"when_any", "collectAny"})
        EXPECT_TRUE(is_named_for_any(name) && !is_named_for_all(name)) << name;
    for (const char* name : {"", "when", "all", "call_all", "any"})
        EXPECT_FALSE(is_named_for_any(name) || is_named_for_all(name)) << name;
}

TEST(Naming, ANameWithoutAWordIsWhatAPatternMakesItOf) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(names_without_a_word("get_all_later"), (Names{"all_later", "get_all", "later", "get"}));
    EXPECT_EQ(names_without_a_word("coGetAll"), (Names{"GetAll", "getAll", "coGet", "All", "all", "co"}));
    EXPECT_EQ(names_without_a_word("get"), Names());
    EXPECT_EQ(names_without_a_word(""), Names());
    for (const std::string& name : names_without_a_word("async_get_userLater"))
        EXPECT_NE(pattern_between(name, "async_get_userLater"), "") << name;
}

}  // namespace
}  // namespace awaitlint
