// What could be written so that a task owns what it refers to, or is gone before that is.
//
// In: a call of a coroutine, one of its arguments, the variable that keeps its task. Out: the parts of a Loan that say
// how a variable could own a temporary, whether the next statement awaits the task, what the parameter would be as a
// value. Nothing where that would mean something else for certain, or where it is not seen that it would not: whether
// it compiles is not asked. Refuses macros, templates, and what others may override.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include "awaitlint/facts.h"
#include "frontend/around/lenders.h"
#include "frontend/collect/values.h"

namespace awaitlint {

/// A call whose task a variable keeps, which the call alone initialises; and an argument of it.
struct KeptCall {
    const clang::CallExpr* call = nullptr;
    const clang::VarDecl* variable = nullptr;
    const clang::FunctionDecl* function = nullptr;  // around
};

std::optional<OwnerBefore> naming_of(const ValueContext& around, const KeptCall& kept, const clang::Expr* argument,
                                     const clang::ParmVarDecl* parameter, const Lent& lent,
                                     const std::set<std::string>& taken_names);

std::optional<NextAwait> next_await_of(const ValueContext& around, const KeptCall& kept);

/// Of a call whose task the function around returns as it is. `parameter`: what refers to what is lent; null for the
/// object.
std::optional<AwaitedReturn> awaited_return_of(const ValueContext& around, const clang::CallExpr* call,
                                               const clang::ParmVarDecl* parameter,
                                               const clang::FunctionDecl* function);

std::optional<ByValue> by_value_of(const ValueContext& around, const clang::FunctionDecl* coroutine,
                                   unsigned parameter);

}  // namespace awaitlint
