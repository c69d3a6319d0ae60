// Where a co_await in place of a synchronous call would be legal and still unwise.
//
// In: a parsed unit (parents known) and a call. Out: the reason in plain words, or nothing. Walks from the call outward
// through its innermost function. Errs towards a reason: who reads it offers nothing then.
#pragma once

#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"

#include "frontend/collect/values.h"

namespace awaitlint {

/// A lock is held there, the call's object has just been asked whether it is ready, the coroutine has gone to a thread
/// that may block, or it is part of an awaiter.
std::string why_unwise_at(clang::ASTContext& context, const clang::CallExpr* call);

/// The call's object has just been asked whether it is ready, or the coroutine has gone to a thread that may block.
std::string why_not_blocked_at(clang::ASTContext& context, const clang::CallExpr* call);

/// A coroutine that yields: the code that takes its values is mostly no coroutine.
bool is_generator(const ValueContext& around, const clang::FunctionDecl* function);

/// True if a loop of its function makes it, perhaps more than once.
bool is_in_loop(clang::ASTContext& context, const clang::Expr* place);

/// True if the same function calls the sibling elsewhere: its author knows both.
bool is_used_beside(clang::ASTContext& context, const clang::CallExpr* call, const clang::FunctionDecl* sibling);

/// True if what can be seen of the function calls the other, be it through further functions. Bodies are seen where
/// `around` looks: elsewhere they may have been skipped.
bool calls_back(const ValueContext& around, const clang::FunctionDecl* function, const clang::FunctionDecl* other);

/// True if nothing can block in there: it is constexpr, or only says what its object holds.
bool is_immediate(const ValueContext& around, const clang::FunctionDecl* function);

}  // namespace awaitlint
