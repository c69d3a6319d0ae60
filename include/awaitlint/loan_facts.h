// Facts of loans: what the task of a coroutine refers to and does not own, where it may outlive its full expression.
//
// Part of facts.h, which is the one to include: its opening comment defines the words. Plain values; texts are the
// source's own bytes.
#pragma once

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
    std::string closure_taken_by;    // of a capture: the function that the lambda around is passed to
    bool runs_when_dropped = false;  // the coroutine's frame ends by itself: nobody has to keep the task
    // Of a local: the variable that keeps the task, itself or in a container, lives longer and is looked at later.
    bool is_outlived = false;
    // Of a local or a parameter: it is gone right behind the statement, and nothing in between could wait for the task.
    bool ends_next = false;
    friend bool operator==(const Loan& a, const Loan& b) = default;
};

}  // namespace awaitlint
