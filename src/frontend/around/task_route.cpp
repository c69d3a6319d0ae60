// See task_route.h.
#include "frontend/around/task_route.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/mentions.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

/// The call of a member of the object.
const clang::Expr* call_around(clang::ASTContext& ast, const clang::Expr* object) {
    for (const clang::Stmt* at = parent_of(ast, object); at && llvm::isa<clang::Expr>(at); at = parent_of(ast, at)) {
        if (const auto* call = llvm::dyn_cast<clang::CallExpr>(at); call && !call->isCallToStdMove()) return call;
        if (llvm::isa<clang::LambdaExpr>(at)) return nullptr;
    }
    return nullptr;
}

/// The variable whose member function a call is of.
const clang::VarDecl* object_variable(const clang::Expr* taker) {
    const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(taker);
    const auto* object =
        call ? llvm::dyn_cast<clang::DeclRefExpr>(call->getImplicitObjectArgument()->IgnoreParenImpCasts()) : nullptr;
    return object ? llvm::dyn_cast<clang::VarDecl>(object->getDecl()) : nullptr;
}

/// Begun with the task alone, and never given another.
const clang::VarDecl* sole_keeper(const FateOfValue& fate) {
    const auto* kept = std::get_if<fate::Kept>(&fate.fate);
    const bool is_whole = kept && !kept->is_assigned && !fate.field && fate.is_sole_initialiser;
    return is_whole && !fate.variable->getType()->isReferenceType() ? fate.variable : nullptr;
}

}  // namespace

std::string name_of_taker(const clang::Expr* taker) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(taker);
    const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(taker);
    const clang::FunctionDecl* function = call ? call->getDirectCallee() : made ? made->getConstructor() : nullptr;
    return function ? function_name(written_pattern(function)) : "";
}

std::optional<TaskRoute> route_of(clang::ASTContext& ast, const clang::Expr* task,
                                  const std::set<const clang::Stmt*>& awaited) {
    TaskRoute route;
    const clang::Expr* at = task;
    for (int takers = 0; takers < most_takers; ++takers) {
        route.fate = fate_of(ast, at, awaited);
        // `co_return task;`: what becomes of it is the promise's to say.
        if (route.fate.is_awaited || route.fate.is_unevaluated || route.fate.returning) return std::nullopt;
        const clang::Expr* next = nullptr;
        if (route.fate.is<fate::Passed>() || route.fate.is<fate::Converted>()) next = route.fate.passing;
        if (route.fate.is<fate::Accessed>()) next = call_around(ast, at);
        if (!next || next == at) {
            if (route.taken_by.empty()) route.keeper = route.fate.variable;
            return route;
        }
        route.taken_by.push_back(name_of_taker(next));
        route.last = next;
        if (takers == 0) route.keeper = object_variable(next);
        at = next;
    }
    return std::nullopt;
}

std::optional<TaskRoute> route_behind(clang::ASTContext& ast, const TaskRoute& route,
                                      const clang::FunctionDecl* function,
                                      const std::set<const clang::Stmt*>& awaited) {
    const clang::VarDecl* variable = function ? sole_keeper(route.fate) : nullptr;
    if (!variable) return std::nullopt;
    std::vector<const clang::DeclRefExpr*> mentions = mentions_in(function, variable);
    llvm::erase_if(mentions, [&](const clang::DeclRefExpr* mention) { return is_idle_mention(ast, mention, awaited); });
    if (mentions.size() != 1 || mentions[0]->refersToEnclosingVariableOrCapture()) return std::nullopt;
    std::optional<TaskRoute> behind = route_of(ast, mentions[0], awaited);
    if (!behind) return std::nullopt;
    behind->taken_by.insert(behind->taken_by.begin(), route.taken_by.begin(), route.taken_by.end());
    if (!behind->last) behind->last = route.last;
    behind->kept_in = variable;
    return behind;
}

}  // namespace awaitlint
