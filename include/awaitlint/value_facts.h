// Facts of values: each awaitable that the user's files make outside of a co_await, and what becomes of it.
//
// Part of facts.h, which is the one to include: its opening comment defines the words. Plain values; texts are the
// source's own bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "awaitlint/fates.h"
#include "awaitlint/place.h"
#include "awaitlint/site_facts.h"

namespace awaitlint {

/// A type whose values are there to be awaited: tasks, and operations that start when they are awaited.
struct AwaitableType {
    std::string name;           // as written, for messages
    std::string full_name;      // fully qualified, for JSON
    std::string template_name;  // qualified, without template arguments: how profiles name it
    Place declared;
    std::string result;    // what co_await makes of it: "void", "int"; empty where it depends on a template parameter
    bool is_task = false;  // a coroutine may return it
    bool is_tag = false;   // says something only to the promise that takes it by name
    bool is_awaiter = false;     // has await_ready, await_suspend and await_resume itself
    bool is_generator = false;   // its coroutines yield values
    bool starts_lazily = false;  // its coroutines start when they are awaited (both false: not known)
    bool starts_eagerly = false;
    bool ends_when_dropped = false;  // its destructor destroys the coroutine, finished or not
    bool is_nodiscard = false;
    bool may_discard = false;  // marked so in the source: [[clang::annotate("awaitlint::may_discard")]]
    friend bool operator==(const AwaitableType& a, const AwaitableType& b) = default;
};

/// What makes a value. The last two are callables, which make one when they are called.
enum class Maker { call, constructor, await, binding, mention, lambda, function };

/// An awaitable value that the user's code makes and that is not the operand of a co_await there; or a callable that
/// would make one.
struct Value {
    Site site;
    AwaitableType type;
    Fate fate;
    Maker made = Maker::call;
    std::optional<CallSite> call;  // what it is the result of; of a function: what would be called
    bool is_callee_nodiscard = false;
    bool may_callee_discard = false;  // its result is marked as AwaitableType::may_discard is
    bool is_callee_awaited = false;   // the result of another call of it is awaited in this unit
    bool is_type_awaited = false;     // others of its type are awaited in this unit, or it is of no other use

    // The rest is filled in where something may be wrong: discarded, tested, misused, kept and never used.
    Certainty is_awaitable = Certainty::no;  // here, if the function is or became a coroutine
    bool is_in_loop = false;                 // of its function: it is made more than once
    std::string type_namespace;              // of its type's class, as the code here names it: "asio"
    bool needs_parentheses = false;          // co_await binds more tightly than the value's own operator
    // `co_await a() || b()`, where the value is b(): both operands, as text too. `co_await box.name().size()`, where it
    // is box.name(): all behind the keyword; then the site's keyword is set, and the text begins with it.
    Span operands;
    std::string operands_text;

    template <class Kind>
    bool is() const {
        return std::holds_alternative<Kind>(fate);
    }
    /// The variable that keeps it, be it a misused one; or null.
    const fate::Kept* kept() const {
        if (const auto* kept = std::get_if<fate::Kept>(&fate)) return kept;
        const auto* misused = std::get_if<fate::Misused>(&fate);
        return misused && misused->kept ? &*misused->kept : nullptr;
    }
    /// The compiler's errors that it explains.
    std::span<const CompileError> errors() const {
        const auto* misused = std::get_if<fate::Misused>(&fate);
        return misused ? std::span<const CompileError>(misused->errors) : std::span<const CompileError>();
    }
    friend bool operator==(const Value& a, const Value& b) = default;
};

}  // namespace awaitlint
