// Facts: what one unit does with coroutines, as plain values. The only thing rules see.
//
// The front end fills them in; workers send them, the cache stores them, unit tests write them by hand. They are
// serialisable (facts_json.h) and hold no Clang type, no pointer, no text of a rule. They do not depend on the
// configuration, except for `functions named on request` (explicit pairs, the symbol of an audit).
//
// Words, used everywhere alike:
//   coroutine   a function whose body has co_await, co_yield or co_return
//   operand     the expression written after co_await
//   awaitable   a value that co_await accepts in this coroutine
//   awaiter     what finally has await_ready, await_suspend and await_resume
//   promise     the coroutine's promise object; its await_transform, if any, sees the operand first
//   sibling     the async (or sync) twin of a function
//   site        a place in the user's source that a fact, and so a finding, is about
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "awaitlint/place.h"

namespace awaitlint {

/// A function as others see it. `usr` (Clang's unified symbol resolution) is its identity across units.
struct Symbol {
    std::string usr;
    std::string name;            // "get_manager"
    std::string qualified_name;  // "netra::get_manager"
    std::string return_type;     // fully qualified, as C++ text; empty for a template whose result is not known
    Place declared;
    bool is_deprecated = false;
    friend bool operator==(const Symbol& a, const Symbol& b) = default;
};

/// Three-valued: what depends on a template parameter is `maybe`, and maybe is silent.
enum class Certainty { no, maybe, yes };

/// A function that may stand in for the callee of an await or a call.
struct Sibling {
    Symbol symbol;
    std::string spelling;  // what to write in place of the callee's name, qualified only if it must be
    Certainty is_awaitable = Certainty::no;  // its result, in the coroutine of the site
    std::string awaited_type;                // of a call's siblings: what co_await makes of its result, canonical
    std::string extra_argument;              // completion token to append, else empty
    bool is_enclosing_function = false;      // calling it here would be recursion
    bool replaces_qualifier = false;         // `spelling` replaces the qualifier too, not the name alone
    bool replaces_last_argument = false;  // `extra_argument` takes its place: an error code that a token makes needless
    friend bool operator==(const Sibling& a, const Sibling& b) = default;
};

/// The function (or lambda) around a site.
struct Enclosing {
    std::string qualified_name;  // lambdas: "outer::(lambda)"; empty at namespace scope
    std::string return_type;
    std::string task_type;  // the class that it returns, as profiles name it; empty: none, or not known
    bool is_lambda = false;
    bool is_coroutine = false;      // has a coroutine keyword, even one that the compiler rejects
    bool can_be_coroutine = false;  // its type has a promise and its kind allows one
    std::string why_not_coroutine;  // where it cannot: in plain words
    std::string promise_type;       // empty if there is none or it depends on a template parameter
    bool promise_has_return_void = false;
    bool has_return_statement = false;    // a plain `return`, not in a nested lambda
    std::uint32_t sound_keywords = 0;     // coroutine keywords other than awaits that were rejected
    Span body;                            // with its braces; unknown when they are in a macro
    Span closing_brace;                   // where `co_return;` would go; length 0 when in a macro
    bool has_parameter_list = true;       // false: a lambda without parentheses
    bool closing_brace_is_alone = false;  // only white space stands before it on its line
    std::string closing_brace_indent;     // that white space, when it is alone
    std::string body_indent;              // the white space before the body's first statement, when it opens a line
    std::string line_end = "\n";          // how the lines around the closing brace end
    friend bool operator==(const Enclosing& a, const Enclosing& b) = default;
};

/// Where a fact is about, and what is around it there.
struct Site {
    static constexpr std::uint32_t no_function = 0xffffffff;

    Span span;         // what a finding there flags
    std::string text;  // the source of `span`
    Span keyword;      // the co_await or `return` that it is about, as spelled; unknown where there is none
    std::uint32_t function = no_function;  // the one around it, in UnitFacts::functions; none: nobody asked
    std::string macro;                     // the one whose body holds its keyword, or makes the value; else empty
    bool is_partly_in_macro = false;       // it begins and ends in different ones, so that none can be named
    std::string why_no_await;              // no co_await may stand right here, in plain words; empty: it may

    bool is_in_macro() const { return is_partly_in_macro || !macro.empty(); }
    friend bool operator==(const Site& a, const Site& b) = default;
};

/// A call at a site: what is called, how that is spelled, and what could be called instead. Spans are unknown where the
/// source does not spell it so: an operator, a function object, a macro.
struct CallSite {
    Symbol callee;
    Span name;            // the callee's alone
    Span qualified_name;  // with its qualifier
    Span close;           // the closing parenthesis
    Span last_argument;
    std::uint32_t argument_count = 0;  // written ones
    std::vector<Sibling> siblings;
    friend bool operator==(const CallSite& a, const CallSite& b) = default;
};

/// An error of the compiler.
struct CompileError {
    Place place;
    std::string message;
    friend bool operator==(const CompileError& a, const CompileError& b) = default;
    friend bool operator<(const CompileError& a, const CompileError& b) {
        return std::tie(a.place, a.message) < std::tie(b.place, b.message);
    }
};

/// What the compiler makes of one co_await.
enum class Outcome {
    accepted,      // awaitable here
    pass_through,  // accepted only because this promise accepts any value at all
    rejected,      // not awaitable here; `protocol` says why
    outside,       // stands in a function that cannot be a coroutine
    dependent,     // depends on a template parameter: maybe
};

/// The await protocol as tried on one operand, step by step, in the order of the standard ([expr.await]).
struct Protocol {
    bool operand_is_awaitable_itself = false;  // without any promise's await_transform
    bool is_awaitable_as_rvalue = false;       // only std::move is missing
    std::vector<std::string> awaiter_members;  // those of await_ready, await_suspend, await_resume that exist
    bool has_own_operator = false;             // its class has an operator co_await, or one takes it by name
    std::vector<Symbol> rival_operators;       // the operator co_await is ambiguous between these
    std::string meant_by;                      // no await protocol, and still there to be waited for, in plain words:
                                               // "it has a member 'GetResults'"; empty: nothing says so
    std::string failed_step;                   // "await_transform", "operator co_await", "await_ready", ...
    std::string failure;                       // that step in plain words, without a final stop
    std::string hidden_operator;               // an operator co_await that would accept it but is not visible
    Place hidden_operator_place;
    bool names_function = false;  // a function, not a call of one
    bool is_callable_without_arguments = false;
    bool is_awaitable_when_called = false;  // the result of calling it without arguments is awaitable
    friend bool operator==(const Protocol& a, const Protocol& b) = default;
};

/// One co_await in one of the user's files.
struct Await {
    Site site;  // from the keyword to the end of the operand
    std::string operand_text;
    std::uint32_t operand_offset = 0;
    Outcome outcome = Outcome::accepted;
    Protocol protocol;              // filled in where the outcome is not `accepted`
    std::string operand_type;       // as written, for messages
    std::string operand_type_full;  // fully qualified, for JSON
    Place type_declared;
    std::optional<CallSite> call;         // when the operand is one
    bool is_statement = false;            // its result is dropped
    bool is_operand_dependent = false;    // its type is known in instantiations only
    bool is_token_missing = false;        // the callee exists, and takes the completion token of the only sibling
    std::vector<std::string> task_types;  // outcome `outside`: return types that would make it a coroutine, best first
    // Where that would be written in place of another type, in each declaration of the function, and its plain returns;
    // none where the type is deduced. Or why there is no such type, in plain words.
    std::vector<Span> return_types;
    std::vector<Span> plain_returns;
    std::string why_no_task_type;
    // `co_await c ? a() : b()`, where it is c, and both others are awaitable: all behind the keyword, as text too.
    Span operands;
    std::string operands_text;
    std::vector<CompileError> errors;  // that follow from this await and from no other mistake
    friend bool operator==(const Await& a, const Await& b) = default;
};

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
    bool is_nodiscard = false;
    bool may_discard = false;  // marked so in the source: [[clang::annotate("awaitlint::may_discard")]]
    friend bool operator==(const AwaitableType& a, const AwaitableType& b) = default;
};

/// What becomes of a value where it is made: one of these.
namespace fate {

/// In a way that no other word here fits.
struct Used {
    friend bool operator==(const Used&, const Used&) = default;
};

/// By the form of its statement.
struct Discarded {
    enum class Form { statement, conditional_arm, comma_left, void_cast, static_cast_to_void, std_ignore };
    Form form = Form::statement;
    Span in_front;  // what stands before the value to drop it: "std::ignore ="
    friend bool operator==(const Discarded& a, const Discarded& b) = default;
};

/// In a local variable.
struct Kept {
    std::string variable;           // its name
    Span type;                      // as written, when it can be replaced by itself
    Span declaration;               // the statement up to the value, when it declares nothing else
    bool is_assigned = false;       // the variable was there before
    bool is_never_used = false;     // it is not mentioned, or only to silence the compiler
    bool is_marked_unused = false;  // [[maybe_unused]]
    friend bool operator==(const Kept& a, const Kept& b) = default;
};

/// Elsewhere: in a member, a container, a global.
struct Stored {
    friend bool operator==(const Stored&, const Stored&) = default;
};

struct Returned {
    friend bool operator==(const Returned&, const Returned&) = default;
};

struct Yielded {
    friend bool operator==(const Yielded&, const Yielded&) = default;
};

/// By a lambda.
struct Captured {
    friend bool operator==(const Captured&, const Captured&) = default;
};

struct Passed {
    std::string to;  // the function's qualified name
    friend bool operator==(const Passed& a, const Passed& b) = default;
};

/// A member of it is used: awaited or not, somebody looks at it.
struct Accessed {
    std::string member;
    friend bool operator==(const Accessed& a, const Accessed& b) = default;
};

/// Converted to bool without being asked.
struct Tested {
    std::string by;  // "if", "!", the name of an assertion; empty: it is taken for a bool
    friend bool operator==(const Tested& a, const Tested& b) = default;
};

/// Used as its result would be, and rejected by the compiler.
struct Misused {
    enum class Way { as_result, member_access, returned };
    Way way = Way::as_result;
    std::vector<CompileError> errors;  // those that this explains
    std::optional<Kept> kept;          // it is the variable that is misused
    friend bool operator==(const Misused& a, const Misused& b) = default;
};

/// A callable that returns it becomes one that returns nothing.
struct Erased {
    std::string by;  // a function, or the type that the callable becomes
    friend bool operator==(const Erased& a, const Erased& b) = default;
};

struct Converted {
    std::string to;  // a type
    friend bool operator==(const Converted& a, const Converted& b) = default;
};

}  // namespace fate

using Fate =
    std::variant<fate::Used, fate::Discarded, fate::Kept, fate::Stored, fate::Returned, fate::Yielded, fate::Captured,
                 fate::Passed, fate::Accessed, fate::Tested, fate::Misused, fate::Erased, fate::Converted>;

/// What makes a value, or, of the last two, would make one for whoever is given the callable.
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
    bool is_type_awaited = false;     // another value of its type is made to be awaited in this unit

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

/// One use of a function asked for by name (audit), right or wrong.
struct Use {
    Site site;  // the call with its co_await, else the reference: the same as that of an Await, Value or Call there
    std::vector<SiteId> also_at;  // what is wrong there is wrong with it: a callable that gives it, a statement's end
    Symbol callee;
    Certainty is_awaitable = Certainty::no;  // the callee's result, here
    bool is_call = false;
    bool is_awaited = false;  // stands directly under a co_await
    bool is_await_accepted = false;
    bool is_dependent = false;
    Fate fate;  // of a result that is not awaited
    friend bool operator==(const Use& a, const Use& b) = default;
};

/// A call in a coroutine of a synchronous function beside which stands one that is awaitable there, by its name.
struct Call {
    Site site;
    CallSite call;            // with awaitable siblings only
    std::string result_type;  // canonical
    std::string why_unwise;   // a co_await would be legal there and still wrong, in plain words: a lock is held
    bool needs_parentheses = false;
    friend bool operator==(const Call& a, const Call& b) = default;
};

/// A co_await of a local variable whose task was used up before on every way to it.
struct Spent {
    Site site;  // the co_await with its operand
    std::string variable;
    AwaitableType type;
    bool is_moved = false;  // from; else awaited
    Place before;           // where that was
    friend bool operator==(const Spent& a, const Spent& b) = default;
};

/// A function that returns a task and lacks a co_return.
struct MissingReturn {
    Site site;  // a plain `return` in a coroutine, with its keyword; else the name of a function without any
    AwaitableType type;
    bool gives_awaitable = false;      // the plain `return` has an operand that is to be awaited
    std::vector<CompileError> errors;  // about that `return`
    friend bool operator==(const MissingReturn& a, const MissingReturn& b) = default;
};

/// A NOLINT comment that names at least one rule of ours or anybody's.
struct Suppression {
    enum class Kind { line, next_line, begin, end };
    Place place;  // of the comment's directive
    Kind kind = Kind::line;
    std::vector<std::string> rules;  // as written between the parentheses
    friend bool operator==(const Suppression& a, const Suppression& b) = default;
};

/// A keyword that has to be blanked before the unit can be parsed with all its operands.
struct Blank {
    std::string file;
    std::uint32_t offset = 0;
    bool fits_anything = false;  // its operand is a task, and would not fit the place of the task's result
    friend bool operator==(const Blank& a, const Blank& b) = default;
    friend bool operator<(const Blank& a, const Blank& b) {
        return std::tie(a.file, a.offset) < std::tie(b.file, b.offset);
    }
};

struct UnitFacts {
    std::string file;
    std::vector<std::string> user_files;         // the user's files that the unit read, sorted
    std::vector<std::string> digests;            // of their bytes, in the same order
    std::vector<Enclosing> functions;            // those around sites: each once, and sites refer to them
    std::vector<Await> awaits;                   // in source order
    std::vector<Value> values;                   // in source order
    std::vector<Call> calls;                     // in source order
    std::vector<Spent> spent;                    // in source order
    std::vector<MissingReturn> missing_returns;  // in source order
    std::vector<Use> uses;
    std::vector<Suppression> suppressions;
    std::vector<CompileError> errors;        // unexplained ones only
    std::vector<CompileError> first_errors;  // all errors of the unit as it stands
    std::vector<Blank> blanks;
    std::vector<std::string> remarks;   // what was dropped or worked around, one plain line each
    std::vector<std::string> declared;  // of UnitRequest::names, those that it declares, sorted
    std::string toolchain;  // for people: "libstdc++ 12 for x86_64-pc-linux-gnu"; empty where nothing was parsed
    std::uint32_t coroutines = 0;
    std::string skipped;  // why the unit was not parsed; empty when it was
    bool was_fully_parsed = false;

    /// What is known of the function around a site of this unit; nothing, where nobody asked.
    const Enclosing& around(const Site& site) const;
    friend bool operator==(const UnitFacts& a, const UnitFacts& b) = default;
};

inline const Enclosing& UnitFacts::around(const Site& site) const {
    static const Enclosing unknown;
    return site.function < functions.size() ? functions[site.function] : unknown;
}

}  // namespace awaitlint
