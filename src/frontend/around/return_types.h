// What to write where a function awaits and its return type is none of a coroutine: a type that is one.
//
// In: an await, its function and what it awaits. Out, into the await: the types that could be written, best first,
// where, which returns would become co_return, and the errors that follow from a type that is missing; or why there is
// no such type. Where the type is deduced, says nothing if a plain `return` speaks of another type, nor where nothing
// is known of what takes the lambda: it might drop what it then returns.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/around/enclosing.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// What is around an await whose function cannot be a coroutine as it is.
struct OutsideCoroutine {
    ParsedUnit& unit;
    const SourceText& source;
    const FunctionBodies& bodies;
    Prober& prober;
    const clang::FunctionDecl* function;  // null: none
    const clang::Expr* expression;        // the await
    clang::QualType awaited;              // the type of its operand
};

void describe_return_type(Await& await, const OutsideCoroutine& outside);

}  // namespace awaitlint
