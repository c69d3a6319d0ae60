// Where a task goes: through which functions it is handed on, and what becomes of it, or of what they return, in the
// end.
//
// In: the expression that makes a task, and the operands of the unit's awaits. Out: its route through the full
// expression, and behind it where a variable keeps the task and one thing alone is ever done with that. None where it
// is awaited: then it ends before anything else does. What the functions do with it is not asked here.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include "frontend/around/fate.h"

namespace awaitlint {

/// More functions than this around each other are not looked through.
inline constexpr int most_takers = 8;

struct TaskRoute {
    std::vector<std::string> taken_by;        // qualified names, one after the other
    const clang::Expr* last = nullptr;        // the call of the last of them
    FateOfValue fate;                         // of the task, or of what the last of them returns
    const clang::VarDecl* keeper = nullptr;   // that it is put into, or whose member takes it
    const clang::VarDecl* kept_in = nullptr;  // the variable that keeps it at first
};

/// None where it is awaited, or nothing is made.
std::optional<TaskRoute> route_of(clang::ASTContext& ast, const clang::Expr* task,
                                  const std::set<const clang::Stmt*>& awaited);

/// From the variable on that keeps it at the end of a route; none where that is awaited, or more than one thing is done
/// with it, or in a lambda.
std::optional<TaskRoute> route_behind(clang::ASTContext& ast, const TaskRoute& route,
                                      const clang::FunctionDecl* function, const std::set<const clang::Stmt*>& awaited);

/// The function that such a call, or construction, is of.
std::string name_of_taker(const clang::Expr* taker);

}  // namespace awaitlint
