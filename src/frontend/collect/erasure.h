// Callables that return an awaitable, given to something that drops what they return.
//
// In: a call or a construction that takes a callable. Out: Value facts with the fate `erased` (the callable becomes one
// that returns void: std::function<void()> and the like) or `passed` (to a function template, by its name: whether that
// drops results is the rules' business). A generic lambda, whose result is not known, is left out.
#pragma once

#include <optional>

#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/ask/awaitable_types.h"
#include "frontend/collect/values.h"

namespace awaitlint {

/// `taker` is a CallExpr or a CXXConstructExpr.
std::vector<Value> erased_callables(const ValueContext& context, AwaitableTypes& types, const clang::Expr* taker);

}  // namespace awaitlint
