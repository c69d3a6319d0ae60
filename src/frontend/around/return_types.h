// What to write where a return type is deduced and the body awaits: a coroutine's return type must be written.
//
// In: an await, its function and what it awaits. Out, into the await: the types that could be written, best first, and
// the errors that follow from the type that is missing. Says nothing where a plain `return` speaks of another type, nor
// where nothing is known of what takes the lambda: it might drop what it then returns.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

void describe_return_type(Await& await, const ParsedUnit& unit, const SourceText& source, Prober& prober,
                          const clang::FunctionDecl* function, const clang::Expr* expression, clang::QualType awaited);

}  // namespace awaitlint
