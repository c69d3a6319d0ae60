// What the awaits of a unit take up: their operands, and what the compiler makes of each await.
//
// In: await expressions and operands as the collector meets them. Out: sets to look expressions up in. Pointers into
// the AST: they live as long as it does.
#pragma once

#include <set>
#include <string>

#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

namespace awaitlint {

struct Awaiting {
    std::set<const clang::Stmt*> operands;   // with all that is wrapped around the value in each
    std::set<const clang::Stmt*> machinery;  // calls that nobody wrote: await_transform, operator co_await, the awaiter
    std::set<std::string> callees;           // USRs of the functions whose results are awaited

    void add(const clang::CoroutineSuspendExpr* await);
    void add_operand(const clang::Expr* operand);
};

}  // namespace awaitlint
