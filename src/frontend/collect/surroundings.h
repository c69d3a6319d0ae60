// What surrounds a call within its innermost function, and why nobody waits there, or must not.
//
// In: a parsed unit (parents known) and a call. Out: the steps outward, the name of what is called, and the reason in
// plain words, or nothing: a lock that is held, an object that was asked before or has been awaited, a promise that was
// kept, another thread. Errs towards a reason. Looks at what stands before the call, by blocks, and follows no flow.
#pragma once

#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace awaitlint {

/// Where the walk outward stands: a statement, and the child that it came from.
struct Step {
    const clang::Stmt* parent = nullptr;
    const clang::Stmt* child = nullptr;
};

/// The next statement outward within the same function; variables are passed through.
Step outward(clang::ASTContext& context, const clang::Stmt* child);

/// Of the function, known or not; empty where it has none.
std::string named(const clang::Expr* callee);

/// `looks_for_locks`: where a co_await is to stand; else where a call blocks.
std::string why_not_at(clang::ASTContext& context, const clang::CallExpr* call, bool looks_for_locks);

}  // namespace awaitlint
