// Awaits and uses of awaitables that only look accepted, as the body that would be wrong was skipped.
//
// In: a co_await that the compiler took, or an awaitable that a library's function was given, in a unit whose library
// bodies are skipped. Out: whether what is made of it there may hold an error that nobody has seen. Refuses to parse
// anything: the recovery has the unit parsed once more.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include "frontend/around/fate.h"
#include "frontend/collect/values.h"

namespace awaitlint {

/// The call of the promise's await_transform, if it has one.
const clang::CXXMemberCallExpr* transform_call(const clang::CoawaitExpr* await);

/// True if an error of what an await_transform makes of its argument would stand in a body that was skipped: its
/// own, one of the awaiter that it gives, or one that it calls outside of the standard library.
bool hides_errors(const clang::FunctionDecl* transform, const clang::CoawaitExpr* await);

/// EXPECT_EQ(load(), 1), `std::make_shared<connection>(load())`: a library's template takes a value of this type as it
/// takes anything.
bool is_judged_in_library(const ValueContext& around, const FateOfValue& fate, clang::QualType type);

}  // namespace awaitlint
