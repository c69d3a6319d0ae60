// See traces_of_blanks.h.
#include "frontend/collect/traces_of_blanks.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"

namespace awaitlint {

bool is_of_blanks(const ValueContext& around, const clang::Expr* expression) {
    if (!around.has_blanks) return false;
    if (around.text.macro_body(expression->getBeginLoc()).starts_with("__awl")) return true;
    const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
    const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    return callee && callee->getDeclaredReturnType()->getContainedAutoType() &&
           around.unit.is_users(callee->getLocation());
}

bool is_chosen_by_blank(const ValueContext& around, const clang::Expr* expression) {
    const clang::Expr* child = expression;
    while (around.has_blanks) {
        const auto parents = around.unit.context().getParents(*child);
        const auto* parent = parents.empty() ? nullptr : parents[0].get<clang::Expr>();
        const auto* choice = llvm::dyn_cast_or_null<clang::ConditionalOperator>(parent);
        if (choice && child != choice->getCond()) {
            const auto* condition = llvm::dyn_cast<clang::UnaryOperator>(choice->getCond()->IgnoreImpCasts());
            return condition && around.text.blanked_token(condition->getOperatorLoc()).isValid();
        }
        if (!parent || !llvm::isa<clang::ImplicitCastExpr, clang::FullExpr, clang::CXXBindTemporaryExpr,
                                  clang::MaterializeTemporaryExpr, clang::CXXConstructExpr>(parent))
            return false;
        child = parent;
    }
    return false;
}

bool is_initialised_by_blank(const ValueContext& around, const clang::ValueDecl* variable,
                             const std::set<const clang::Stmt*>& awaited) {
    const auto* declared = llvm::dyn_cast<clang::VarDecl>(variable);
    if (declared && around.has_blanks && declared->getType()->getAs<clang::DecltypeType>()) return true;
    const clang::Expr* from = declared && around.has_blanks ? declared->getAnyInitializer() : nullptr;
    return from && awaited.count(from->IgnoreImplicit()->IgnoreParens()->IgnoreImplicit());
}

}  // namespace awaitlint
