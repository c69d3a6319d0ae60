// See coroutine_flow.h.
#include "frontend/collect/coroutine_flow.h"

#include <optional>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/errors_about.h"

namespace awaitlint {
namespace {

void visit_behind_parts(const clang::Stmt* statement, llvm::function_ref<void(const clang::Stmt*)> visit) {
    if (!statement) return;
    if (!llvm::isa<clang::LambdaExpr>(statement))
        for (const clang::Stmt* part : statement->children()) visit_behind_parts(part, visit);
    visit(statement);
}

/// `return true;` and nothing else.
bool is_always_ready(const clang::CoawaitExpr* await) {
    const auto* ready = llvm::dyn_cast<clang::CallExpr>(await->getReadyExpr()->IgnoreImplicit());
    const clang::FunctionDecl* callee = ready ? ready->getDirectCallee() : nullptr;
    const clang::FunctionDecl* definition = nullptr;
    return callee && callee->hasBody(definition) &&
           only_returns(llvm::dyn_cast_or_null<clang::CompoundStmt>(definition->getBody()), true);
}

}  // namespace

const clang::Stmt* followed_body(const ValueContext& around, const clang::FunctionDecl* coroutine) {
    const clang::Stmt* body = written_body(coroutine);
    if (!body || !llvm::isa<clang::CoroutineBodyStmt>(coroutine->getBody()) || coroutine->isDependentContext() ||
        is_in_instantiation(coroutine) || !around.looks_at(body->getBeginLoc()) ||
        has_error_within(around.unit, body->getSourceRange()))
        return nullptr;
    return body;
}

std::unique_ptr<clang::CFG> flow_graph(clang::ASTContext& ast, const clang::FunctionDecl* coroutine) {
    clang::CFG::BuildOptions options;
    options.AddImplicitDtors = true;
    options.setAllAlwaysAdd();
    clang::Stmt* const body = llvm::cast<clang::CoroutineBodyStmt>(coroutine->getBody())->getBody();
    return clang::CFG::buildCFG(coroutine, body, &ast, options);
}

const clang::Expr* hidden_operand(const clang::Stmt* statement) {
    if (const auto* suspension = llvm::dyn_cast<clang::CoroutineSuspendExpr>(statement))
        return suspension->getOperand();
    const auto* end = llvm::dyn_cast<clang::CoreturnStmt>(statement);
    return end ? end->getOperand() : nullptr;
}

void each_step(const clang::CFGElement& element, llvm::function_ref<void(const clang::Stmt*)> visit) {
    const auto statement = element.getAs<clang::CFGStmt>();
    if (!statement) return;
    visit_behind_parts(hidden_operand(statement->getStmt()), visit);
    visit(statement->getStmt());
}

bool Suspensions::may_suspend(const clang::CoawaitExpr* await, const clang::FunctionDecl* coroutine) {
    if (await->isImplicit()) return false;
    const clang::Expr* operand = await->getOperand()->IgnoreImplicit()->IgnoreParens();
    const auto* record = operand->getType()->getAsCXXRecordDecl();
    if (llvm::isa<clang::DeclRefExpr>(operand) && record && record->hasDefinition() && record->isEmpty()) return false;
    const std::optional<AwaitableType>& type = types_.find_in(coroutine, operand->getType());
    return !(type && type->is_tag) && !is_always_ready(await);
}

}  // namespace awaitlint
