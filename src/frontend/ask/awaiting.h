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

/// Destroying an object of this class does nothing that anybody could rely on.
bool is_inert(const clang::CXXRecordDecl* record);
/// Nothing but co_await can be done with an object of this class: it offers no other function and no data.
bool is_only_awaited(const clang::CXXRecordDecl* record);

struct Awaiting {
    std::set<const clang::Stmt*> operands;   // with all that is wrapped around the value in each
    std::set<const clang::Stmt*> machinery;  // calls that nobody wrote: await_transform, operator co_await, the awaiter
    std::set<std::string> callees;           // USRs of the functions whose results are awaited
    std::set<const clang::Decl*> classes;    // of values that are made to be awaited; of a template's, the template

    void add(const clang::CoroutineSuspendExpr* await);
    void add_operand(const clang::Expr* operand);
    /// Another value of this class, or of a specialisation of the same template, is made as an operand.
    bool is_made_for_awaiting(clang::QualType type) const;
};

}  // namespace awaitlint
