// What a unit says only because some of its rejected co_await are replaced: nobody wrote it, so it is no value.
//
// In: a parsed unit with blanks, an expression or a variable. Out: whether the replacement has made it what it is; no,
// where the unit has no blanks. Refuses to say what the co_await itself would have given.
#pragma once

#include <set>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include "frontend/collect/values.h"

namespace awaitlint {

/// Made by the replacement of a rejected co_await: the call that Clang adds to a bare function's name behind
/// it, and the task that a lambda or function returns whose type is deduced without it.
bool is_of_blanks(const ValueContext& around, const clang::Expr* expression);

/// `co_await c ? a() : b()`, where the co_await, which is of c alone, is rejected: that is told of it.
bool is_chosen_by_blank(const ValueContext& around, const clang::Expr* expression);

/// `auto x = co_await f();` without its co_await: it was to be another type.
bool is_initialised_by_blank(const ValueContext& around, const clang::ValueDecl* variable,
                             const std::set<const clang::Stmt*>& awaited);

}  // namespace awaitlint
