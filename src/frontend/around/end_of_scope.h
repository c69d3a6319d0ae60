// Whether a variable's scope ends right behind an expression, so that nothing in between can wait for what the
// expression has started.
//
// In: an expression and a local variable or a parameter of the function around it. Out: yes only where, up to the end
// of the variable's scope, nothing is called, made or awaited, no loop goes round, and no destructor runs that could
// wait (of a thread, a pool, a scope of tasks: of any class but the standard library's values). Knows nothing of tasks.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace awaitlint {

/// `emptied` is a variable that the expression takes the value of: nobody waits as it ends. Null for none.
bool is_gone_right_behind(clang::ASTContext& ast, const clang::Expr* expression, const clang::VarDecl* variable,
                          const clang::VarDecl* emptied = nullptr);

/// Behind the variable's declaration the same holds up to the end of its block.
bool ends_right_behind(clang::ASTContext& ast, const clang::VarDecl* variable);

}  // namespace awaitlint
