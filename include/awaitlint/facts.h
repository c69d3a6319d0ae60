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
//
// This is the header to include. Its parts: site_facts.h (what all facts speak of), await_facts.h, value_facts.h,
// loan_facts.h (what a task refers to), view_facts.h (what a coroutine still looks at), thread_facts.h, and fates.h
// (what becomes of a value).
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "awaitlint/await_facts.h"
#include "awaitlint/fates.h"
#include "awaitlint/loan_facts.h"
#include "awaitlint/place.h"
#include "awaitlint/site_facts.h"
#include "awaitlint/thread_facts.h"
#include "awaitlint/value_facts.h"
#include "awaitlint/view_facts.h"

namespace awaitlint {

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

/// A function with external linkage that a header of the user's declares, and whose result is there to be awaited:
/// units that do not include the header may have been meant to await it.
struct AsyncFunction {
    std::string qualified_name;
    Place declared;
    std::string parameters;  // "(int, net::context)": their types, without references and const; empty: not known
    std::string task_type;   // the class that it returns, as profiles name it; empty: an awaiter, no task
    // A function of its scope that takes the same, gives what awaiting it gives, and has its name without a word in
    // front or behind.
    std::string beside = {};  // NOLINT(readability-redundant-member-init)
    bool is_member = false;
    friend bool operator==(const AsyncFunction& a, const AsyncFunction& b) = default;
};

/// A NOLINT comment that names at least one rule of ours or anybody's.
struct Suppression {
    enum class Kind { line, next_line, begin, end };
    Place place;  // of the comment's directive
    Kind kind = Kind::line;
    std::vector<std::string> rules;  // as written between the parentheses
    std::string reason = {};         // the text behind them. NOLINT(readability-redundant-member-init)
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
    std::vector<BlockingCall> blocking_calls;    // in source order
    std::vector<HeldLock> held_locks;            // in source order
    std::vector<Loan> loans;                     // in source order
    std::vector<StaleView> stale_views;          // in source order
    std::vector<Use> uses;
    std::vector<AsyncFunction> async_functions;  // of its headers, by place
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
