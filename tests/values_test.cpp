// Rules about a missing co_await, on hand-written facts: which drops are mistakes, what they say, what they offer.
#include <gtest/gtest.h>

#include "awaitlint/profile.h"
#include "awaitlint/value_site.h"
#include "facts_builder.h"

namespace awaitlint::test {
namespace {

using Form = fate::Discarded::Form;

/// A lazy [[nodiscard]] task that 'load' returns, in a coroutine where it can be awaited. The value stands between '$'.
Value value(const std::string& marked, std::string* source = nullptr) {
    const AwaitAt it = await_at(marked);
    if (source) *source = it.source;
    Value value;
    value.site.span = it.await.site.span;
    value.site.text = it.await.site.text;
    value.site.function = 0;
    value.type = {"task<int>", "lib::task<int>", "lib::task", {"task.h", 3, 1}, "int"};
    value.type.is_task = value.type.starts_lazily = value.type.is_nodiscard = true;
    value.fate = fate::Discarded();
    value.made = Maker::call;
    value.call.emplace().callee = symbol("load");
    value.is_awaitable = Certainty::yes;
    return value;
}

Value eager() {
    Value it = value("$load()$;");
    it.type.starts_lazily = false;
    it.type.starts_eagerly = true;
    return it;
}

Value operation() {
    Value it = value("$load()$;");
    it.type.is_task = it.type.starts_lazily = it.type.is_nodiscard = false;
    return it;
}

bool is_mistake(const Value& value, const Config& config = {}) {
    return is_drop_a_mistake(value, config);
}

/// In the coroutine that await_at() puts around what it marks.
Enclosing coroutine() {
    return await_at("$co_await load()$;").function;
}

std::vector<Finding> findings(std::string_view rule, const Value& value, const Config& config = {}) {
    UnitFacts unit;
    unit.values = {value};
    unit.functions = {coroutine()};
    return find_rule(rule)->check({unit, config, {}});
}

std::vector<Suggestion> suggest(const Value& value, const Enclosing& function = coroutine()) {
    UnitFacts unit;
    unit.functions = {function};
    return suggestions_for(value, {unit, {}, {}});
}

TEST(DroppedValue, ALazyTaskIsAMistakeInAnyForm) {
    Value it = value("$load()$;");
    it.type.is_nodiscard = false;
    for (const Form form : {Form::statement, Form::conditional_arm, Form::comma_left, Form::void_cast,
                            Form::static_cast_to_void, Form::std_ignore}) {
        it.fate = fate::Discarded{form, {}};
        EXPECT_TRUE(is_mistake(it)) << static_cast<int>(form);
    }
}

TEST(DroppedValue, AnEagerTaskIsOneWhereItIsMarkedAndNotCast) {
    Value it = eager();
    EXPECT_TRUE(is_mistake(it));
    it.fate = fate::Discarded{Form::void_cast, {}};
    EXPECT_FALSE(is_mistake(it));
    it.fate = fate::Discarded();
    it.type.is_nodiscard = false;
    EXPECT_FALSE(is_mistake(it)) << "its library's idiom may be to drop it";
    it.is_callee_nodiscard = true;
    EXPECT_TRUE(is_mistake(it));
}

TEST(DroppedValue, AnOperationIsOneWhereItHasNoOtherPurpose) {
    Value it = operation();
    EXPECT_FALSE(is_mistake(it)) << "an object that is also awaitable";
    it.is_callee_awaited = true;
    EXPECT_TRUE(is_mistake(it));
    it.is_callee_awaited = false;
    it.type.is_awaiter = true;
    EXPECT_TRUE(is_mistake(it));
    it.fate = fate::Discarded{Form::void_cast, {}};
    EXPECT_FALSE(is_mistake(it));
}

TEST(DroppedValue, IsNoMistakeWhereTheSourceSaysSo) {
    Value it = value("$load()$;");
    it.type.may_discard = true;
    EXPECT_FALSE(is_mistake(it));
    it.type.may_discard = false;
    it.may_callee_discard = true;
    EXPECT_FALSE(is_mistake(it));
    it.may_callee_discard = false;
    it.type.is_generator = true;
    EXPECT_FALSE(is_mistake(it));
    it.type.is_generator = false;
    it.made = Maker::constructor;
    EXPECT_FALSE(is_mistake(it)) << "an empty task";
}

TEST(DroppedValue, AProfileKnowsBetterThanThePromise) {
    LibraryProfile profile;
    profile.types = {{.name = "lib::task", .start = Start::eager, .when_dropped = "its error is lost"}};
    Config config;
    config.profiles = {profile};
    Value it = value("$load()$;");
    EXPECT_EQ(loss_of(it, config), "its error is lost");
    it.fate = fate::Discarded{Form::void_cast, {}};
    EXPECT_FALSE(is_mistake(it, config)) << "eager, by its profile";
    it.fate = fate::Discarded();
    it.type.is_nodiscard = false;
    EXPECT_TRUE(is_mistake(it, config)) << "a loss that the profile names";
    config.profiles[0].types[0].may_discard = true;
    EXPECT_FALSE(is_mistake(it, config));
}

TEST(DroppedValue, AVariableMayKeepWhatEndsWithIt) {
    LibraryProfile profile;
    profile.types = {{.name = "lib::task", .start = Start::eager, .when_dropped = "it is cancelled", .may_keep = true}};
    Config config;
    config.profiles = {profile};
    Value it = value("auto listening = $listen()$;");
    EXPECT_TRUE(is_mistake(it, config)) << "dropped at once";
    it.fate.emplace<fate::Kept>().variable = "listening";
    EXPECT_FALSE(is_mistake(it, config));
    it.call->callee = symbol("get_units");
    EXPECT_TRUE(is_mistake(it, config)) << "a guard is held by nobody";
}

TEST(DroppedValue, SaysThatNoLockIsHeld) {
    Value it = eager();
    EXPECT_EQ(loss_of(it, {}), "nothing waits for it, and its error is lost");
    for (const char* name : {"get_units", "hold_write_lock", "lock_async", "scoped_lock", "coScopedLock"}) {
        it.call->callee = symbol(name);
        EXPECT_EQ(loss_of(it, {}), "no lock is held") << name;
    }
    EXPECT_EQ(loss_of(value("$load()$;"), {}), "it never runs");
}

TEST(NeverAwaitedLocal, WantsAVariableThatIsNeverUsed) {
    Value it = value("auto x = $load()$;");
    fate::Kept& kept = it.fate.emplace<fate::Kept>();
    kept.variable = "x";
    EXPECT_TRUE(findings("never-awaited-local", it).empty());
    kept.is_never_used = true;
    ASSERT_EQ(findings("never-awaited-local", it).size(), 1u);
    EXPECT_EQ(findings("never-awaited-local", it)[0].message,
              "'x' keeps 'task<int>' and is never awaited: it never runs");
    EXPECT_TRUE(findings("discarded-awaitable", it).empty());
}

TEST(NeverAwaitedLocal, AnEagerOneMayBeSetAsideUnlessItGivesAGuard) {
    Value it = eager();
    fate::Kept& kept = it.fate.emplace<fate::Kept>();
    kept.is_never_used = true;
    kept.variable = "x";
    EXPECT_TRUE(is_mistake(it));
    kept.is_marked_unused = true;
    EXPECT_FALSE(is_mistake(it));
    it.call->callee = symbol("get_units");
    EXPECT_TRUE(is_mistake(it));
}

TEST(ValueSuggestions, PutTheAwaitInFrontOfTheValue) {
    std::string source;
    const Value it = value("if (x) $load(1)$;", &source);
    const std::vector<Suggestion> suggestions = suggest(it);
    ASSERT_EQ(suggestions.size(), 1u);
    EXPECT_EQ(suggestions[0].kind, "await");
    EXPECT_EQ(applied(source, suggestions[0].edits), "if (x) co_await load(1);");
}

TEST(ValueSuggestions, GroupWhatBindsLessOrMoreTightly) {
    std::string source;
    Value it = value("$a + b$;", &source);
    it.needs_parentheses = true;
    EXPECT_EQ(applied(source, suggest(it)[0].edits), "co_await (a + b);");
    it = value("$load()$->send();", &source);
    it.fate.emplace<fate::Misused>().way = fate::Misused::Way::member_access;
    EXPECT_EQ(applied(source, suggest(it)[0].edits), "(co_await load())->send();");
}

TEST(ValueSuggestions, AVariableGetsTheResult) {
    std::string source;
    Value it = value("task<int> x = $load()$;", &source);
    fate::Kept& kept = it.fate.emplace<fate::Kept>();
    kept.variable = "x";
    kept.type = span_in(source, 0, 9);
    kept.declaration = span_in(source, 0, 14);
    EXPECT_EQ(applied(source, suggest(it)[0].edits), "auto x = co_await load();");
    it.type.result = "void";
    EXPECT_EQ(applied(source, suggest(it)[0].edits), "co_await load();");
}

TEST(ValueSuggestions, WhatDroppedAVoidResultGoes) {
    std::string source;
    Value it = value("std::ignore = $load()$;", &source);
    it.fate = fate::Discarded{Form::std_ignore, span_in(source, 0, 14)};
    EXPECT_EQ(applied(source, suggest(it)[0].edits), "std::ignore = co_await load();");
    it.type.result = "void";
    EXPECT_EQ(applied(source, suggest(it)[0].edits), "co_await load();");
}

TEST(ValueSuggestions, SayWhyNothingCanBeAwaited) {
    Value it = value("$load()$;");
    it.site.why_no_await = "no co_await may stand in a catch handler";
    EXPECT_EQ(suggest(it)[0].why_not, it.site.why_no_await);
    it.site.why_no_await.clear();
    Enclosing function = coroutine();
    function.is_coroutine = false;
    function.has_return_statement = true;
    EXPECT_EQ(suggest(it, function)[0].why_not,
              "'ns::on_connect' is not a coroutine: each 'return' in it would have to become 'co_return'");
    function.can_be_coroutine = false;
    function.why_not_coroutine = "a constructor cannot be a coroutine";
    EXPECT_EQ(suggest(it, function)[0].why_not, "'ns::on_connect' cannot be a coroutine: it is a constructor");
}

TEST(ErasedAwaitable, KnowsWhoDrops) {
    Value it = value("$[]() -> task<int> {}$");
    it.made = Maker::lambda;
    it.call.reset();
    it.fate = fate::Passed{"std::for_each"};
    EXPECT_EQ(findings("erased-awaitable", it).size(), 1u);
    it.fate = fate::Passed{"std::transform"};
    EXPECT_TRUE(findings("erased-awaitable", it).empty());
    it.fate = fate::Erased{"std::function<void ()>"};
    ASSERT_EQ(findings("erased-awaitable", it).size(), 1u);
    EXPECT_EQ(findings("erased-awaitable", it)[0].message,
              "this lambda returns 'task<int>', which 'std::function<void ()>' drops: it never runs");
}

}  // namespace
}  // namespace awaitlint::test
