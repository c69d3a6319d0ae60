// Which locks of its thread a coroutine holds for certain, step by step.
//
// In: steps of a coroutine in the order in which they run (coroutine_flow.h), and the way that a condition takes. Out:
// the guards and the locks taken by hand that are held on every way so far. What somebody else has a part in, be it a
// function that gets it or a lambda that captures it, is no longer known. Knows nothing of where a coroutine waits.
#pragma once

#include <map>

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace awaitlint {

/// A guard by its variable; a lock that is taken by hand, by the variable or member that it is.
using Lock = const clang::ValueDecl*;

/// What is held for certain, and where each was taken.
using HeldLocks = std::map<Lock, const clang::Expr*>;

class LockFlow {
public:
    explicit LockFlow(clang::ASTContext& ast) : ast_(ast) {}

    /// `look` sees each step in front of what it changes.
    void pass(HeldLocks& held, const clang::CFGElement& element, llvm::function_ref<void(const clang::Stmt*)> look);

    /// What the end of a block says on the way to its first successor, or to another: `if (lock.owns_lock())`.
    void take_way(HeldLocks& held, const clang::CFGBlock& block, unsigned successor);

private:
    void pass(HeldLocks& held, const clang::Stmt* step);
    void declare(HeldLocks& held, const clang::DeclStmt* statement);
    void assign(HeldLocks& held, const clang::CXXOperatorCallExpr* assignment);
    void begin_as(HeldLocks& held, Lock guard, const clang::Expr* value);
    void call_member(HeldLocks& held, const clang::CXXMemberCallExpr* call);
    void forget_captured(HeldLocks& held, const clang::CXXRecordDecl* closure);

    clang::ASTContext& ast_;
};

/// True if less is held than was known: what only one way holds is not certain.
bool keep_common(HeldLocks& known, const HeldLocks& other);

/// A guard begins by taking a lock, and does not come from another guard.
bool is_taken_at_once(const clang::Expr* initialiser);

/// Most coroutines have no lock, and need no graph.
bool mentions_lock(const clang::Stmt* body);

}  // namespace awaitlint
