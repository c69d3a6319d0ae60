// Facts of awaits: each co_await of the user's files, what the compiler makes of it, and why.
//
// Part of facts.h, which is the one to include: its opening comment defines the words. Plain values; texts are the
// source's own bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "awaitlint/place.h"
#include "awaitlint/site_facts.h"

namespace awaitlint {

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

}  // namespace awaitlint
