// What could be written so that a guard is not held while its coroutine waits.
//
// In: a co_await, the guard that is held there. Out: the parts of a HeldLock that say where the guard could be given
// back sooner or taken later. Nothing where what would lose its protection is, or may be, what others reach; where the
// lock itself is a global; where it is not seen what the guard is for. Whether it compiles is not asked. That others
// may take the lock while the coroutine waits is what it is about: whether they may, only a person knows.
#pragma once

#include <optional>

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

struct GuardedAwait {
    const clang::CoawaitExpr* await = nullptr;
    const clang::VarDecl* guard = nullptr;
    const clang::FunctionDecl* function = nullptr;  // around
};

std::optional<EarlyRelease> early_release_of(const ValueContext& around, const GuardedAwait& at);
std::optional<LateTaking> late_taking_of(const ValueContext& around, const GuardedAwait& at);

}  // namespace awaitlint
