// Whether anything in a statement is of a kind: the walk that asks it.
//
// In: a statement and a predicate of its parts. Out: yes or no, the first part that it holds for ends the walk. Null
// has no parts.
#pragma once

#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/STLExtras.h"

namespace awaitlint {

/// Bodies of lambdas included: somebody may call them.
template <class Predicate>
bool has_part_or_in_lambda(const clang::Stmt* statement, const Predicate& holds) {
    return statement && (holds(statement) || llvm::any_of(statement->children(), [&](const clang::Stmt* part) {
                             return has_part_or_in_lambda(part, holds);
                         }));
}

/// What runs when the statement runs: no lambdas.
template <class Predicate>
bool has_part(const clang::Stmt* statement, const Predicate& holds) {
    if (!statement || llvm::isa<clang::LambdaExpr>(statement)) return false;
    return holds(statement) ||
           llvm::any_of(statement->children(), [&](const clang::Stmt* part) { return has_part(part, holds); });
}

}  // namespace awaitlint
