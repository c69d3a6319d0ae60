// Facts of loans: what the task of a coroutine refers to and does not own, where it may outlive its full expression.
//
// Part of facts.h, which is the one to include: its opening comment defines the words. Plain values; texts are the
// source's own bytes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "awaitlint/fates.h"
#include "awaitlint/place.h"
#include "awaitlint/site_facts.h"
#include "awaitlint/value_facts.h"

namespace awaitlint {

/// What is lent, by how long it lives.
enum class Lender {
    temporary,  // until the end of the full expression
    local,      // until the end of a block
    parameter,  // by value: of the function that makes the task
    capture,    // by copy: of the lambda that makes the task, until its closure is gone
};

/// How a coroutine refers to it.
enum class Hold {
    reference,
    pointer,
    view,
    object,   // the one that a member function is called on
    closure,  // the same of a lambda: what it captures
    capture,  // by reference: of a closure that is passed by value
};

/// Where a coroutine looks at what is lent to it for the last time.
enum class LastLook {
    unknown,  // its body is not seen
    never,
    before_suspension,  // the first one that is written in its body
    at_suspension,      // in the operand of an await or a co_yield, and not behind it
    after_suspension,
};

/// How a variable could own what is a temporary: one that is declared in front of the statement, in the block whose
/// variable keeps the task, and which alone waits for it.
struct OwnerBefore {
    LineBefore before;
    std::string name;            // means nothing else in the function
    std::string type;            // of the declaration: "auto", or what the argument is converted to
    bool wants_to_move = false;  // the parameter is a reference to an rvalue
    friend bool operator==(const OwnerBefore& a, const OwnerBefore& b) = default;
};

/// The statement behind the one that keeps the task awaits it, and nothing else is ever done with its variable.
struct NextAwait {
    Span keeping;      // the declaration, up to the statement that awaits unless a comment is between
    Span operand;      // there: `loading`, `std::move(loading)`
    std::string made;  // what makes the task, as written
    friend bool operator==(const NextAwait& a, const NextAwait& b) = default;
};

/// A function that is no coroutine returns the task, and nothing else: it could be one, and await the task.
struct AwaitedReturn {
    Span keyword;      // `return`
    std::string made;  // what makes the task, as written
    // Why that may mean something else to its callers, in plain words; empty: it does not.
    std::string why_unsafe;
    friend bool operator==(const AwaitedReturn& a, const AwaitedReturn& b) = default;
};

/// The type of a parameter in one declaration of its function, and what it would be as a value.
struct ValueType {
    Span written;
    std::string value;
    friend bool operator==(const ValueType& a, const ValueType& b) = default;
};

/// A parameter whose coroutine could own it as well: nothing that refers to it leaves the coroutine.
struct ByValue {
    std::vector<ValueType> types;  // in each declaration
    std::string type;              // where the function is defined
    bool is_copied = false;        // by each call, and more than a text; else moved
    friend bool operator==(const ByValue& a, const ByValue& b) = default;
};

/// One argument that a task refers to. The task is not awaited in the full expression that makes it.
struct Loan {
    Site site;  // the argument; one that is a default: the call
    Lender lender = Lender::temporary;
    Hold hold = Hold::reference;
    std::string object;       // the name of the variable; empty for a temporary
    std::string object_type;  // as written
    Symbol coroutine;         // what keeps it: the callee
    std::string parameter;    // its name, and where it is declared; unknown for the object of a member function
    Place parameter_declared;
    std::vector<std::string> captures;  // of a closure: the names of what is in it
    LastLook last_look = LastLook::unknown;
    bool is_default_argument = false;
    AwaitableType task;
    std::vector<std::string> taken_by;  // qualified: the functions that the task is handed to, one after the other
    Fate fate;                       // of the task, or of what the last of them returns; a closure may be passed itself
    std::string kept_in;             // the variable that keeps the task at first, of which nothing else is ever made
    std::string closure_taken_by;    // of a capture: the function that the lambda around is passed to
    bool runs_when_dropped = false;  // the coroutine's frame ends by itself: nobody has to keep the task
    // Of a local: the variable that keeps the task, itself or in a container, lives longer and is looked at later.
    bool is_outlived = false;
    // Of a local or a parameter: it is gone right behind the statement, and nothing in between could wait for the task.
    bool ends_next = false;
    // What could be written instead; nothing where it would mean something else, or is not written so that it can.
    std::optional<OwnerBefore> naming;
    std::optional<NextAwait> next_await;
    std::optional<AwaitedReturn> awaited_return;
    std::optional<ByValue> by_value;
    friend bool operator==(const Loan& a, const Loan& b) = default;
};

}  // namespace awaitlint
