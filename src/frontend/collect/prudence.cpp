// See prudence.h.
#include "frontend/collect/prudence.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"

#include "frontend/around/parts.h"
#include "frontend/ask/awaitable_types.h"
#include "frontend/ask/locks.h"
#include "frontend/ask/names.h"
#include "frontend/collect/surroundings.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_functions = 64;

/// Members of an awaiter, and coroutines (lambdas) in them: they are how awaiting is made.
bool is_in_awaiter(const clang::FunctionDecl* function) {
    for (const clang::DeclContext* scope = function; scope; scope = scope->getParent()) {
        const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(scope);
        if (!record || record->isLambda()) continue;
        for (const clang::Decl* member : record->decls()) {
            if (const auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(member))
                member = pattern->getTemplatedDecl();
            const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(member);
            if (method && method->getDeclName().isIdentifier() && method->getName() == "await_suspend") return true;
        }
    }
    return false;
}

const clang::FunctionDecl* function_of_call(const clang::Stmt* statement) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(statement);
    return call ? call->getDirectCallee() : nullptr;
}

const clang::Stmt* visible_body(const ValueContext& around, const clang::FunctionDecl* function) {
    const clang::FunctionDecl* definition = nullptr;
    if (!written_pattern(function)->isDefined(definition) || !around.looks_at(definition->getLocation()))
        return nullptr;
    const clang::Stmt* body = written_pattern(function)->getBody();
    if (const auto* coroutine = llvm::dyn_cast_or_null<clang::CoroutineBodyStmt>(body)) return coroutine->getBody();
    return body;
}

void add_called(const clang::Stmt* statement, std::vector<const clang::FunctionDecl*>& called) {
    if (!statement) return;
    if (const clang::FunctionDecl* callee = function_of_call(statement)) called.push_back(callee);
    for (const clang::Stmt* child : statement->children()) add_called(child, called);
}

/// `return size_;`
bool is_accessor(const ValueContext& around, const clang::FunctionDecl* function) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    if (!method || !method->isConst() || method->isVirtual() || method->getNumParams() != 0) return false;
    const auto* type = method->getType()->getAs<clang::FunctionProtoType>();
    if (type && clang::isNoexceptExceptionSpec(type->getExceptionSpecType()) && !type->isDependentType()) return true;
    const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(visible_body(around, function));
    if (!block || block->size() != 1) return false;
    const auto* result = llvm::dyn_cast<clang::ReturnStmt>(block->body_front());
    const clang::Expr* value = result ? result->getRetValue() : nullptr;
    return value && llvm::isa<clang::MemberExpr>(value->IgnoreImplicit()->IgnoreParenImpCasts());
}

}  // namespace

std::string why_unwise_at(clang::ASTContext& context, const clang::CallExpr* call) {
    if (call->getExprLoc().isMacroID())
        return "an argument of a macro may be evaluated in another way than it is written";
    const clang::FunctionDecl* function = nullptr;
    for (clang::DynTypedNodeList parents = context.getParents(*call); !parents.empty() && !function;
         parents = context.getParents(parents[0]))
        function = parents[0].get<clang::FunctionDecl>();
    if (function && is_in_awaiter(function)) return "it is part of an awaiter";
    for (const clang::ParmVarDecl* parameter :
         function ? function->parameters() : llvm::ArrayRef<clang::ParmVarDecl*>())
        if (is_guard_by_name(parameter->getType())) return "'" + parameter->getNameAsString() + "' is held there";
    return why_not_at(context, call, /*looks_for_locks=*/true);
}

std::string why_not_blocked_at(clang::ASTContext& context, const clang::CallExpr* call) {
    return why_not_at(context, call, /*looks_for_locks=*/false);
}

bool is_in_loop(clang::ASTContext& context, const clang::Expr* place) {
    for (Step step = outward(context, place); step.parent; step = outward(context, step.parent)) {
        if (llvm::isa<clang::WhileStmt, clang::DoStmt>(step.parent)) return true;
        const auto* loop = llvm::dyn_cast<clang::ForStmt>(step.parent);
        const auto* range = llvm::dyn_cast<clang::CXXForRangeStmt>(step.parent);
        if ((loop && step.child != loop->getInit()) || (range && step.child == range->getBody())) return true;
    }
    return false;
}

bool is_used_beside(clang::ASTContext& context, const clang::CallExpr* call, const clang::FunctionDecl* sibling) {
    const auto names_sibling = [&](const clang::Stmt* part) {
        const clang::FunctionDecl* callee = function_of_call(part);
        if (callee) return written_pattern(callee) == written_pattern(sibling);
        const auto* unresolved = llvm::dyn_cast<clang::CallExpr>(part);
        return unresolved && named(unresolved->getCallee()) == sibling->getNameAsString();
    };
    const clang::Stmt* whole = call;
    for (Step step = outward(context, call); step.parent; step = outward(context, step.parent)) whole = step.parent;
    return has_part(whole, names_sibling);
}

bool calls_back(const ValueContext& around, const clang::FunctionDecl* function, const clang::FunctionDecl* other) {
    std::set<const clang::FunctionDecl*> seen;
    std::vector<const clang::FunctionDecl*> open = {function};
    while (!open.empty() && seen.size() < most_functions) {
        const clang::FunctionDecl* next = written_pattern(open.back());
        open.pop_back();
        if (!seen.insert(next).second) continue;
        std::vector<const clang::FunctionDecl*> called;
        add_called(visible_body(around, next), called);
        for (const clang::FunctionDecl* callee : called) {
            if (written_pattern(callee) == written_pattern(other)) return true;
            open.push_back(callee);
        }
    }
    return false;
}

bool is_generator(const ValueContext& around, const clang::FunctionDecl* function) {
    const std::vector<clang::QualType>& promises = around.prober.promise_of(function).promises;
    if (promises.empty() || !around.prober.has_member(promises.front(), "yield_value")) return false;
    const clang::QualType type = around.unit.context().getCanonicalType(function->getReturnType());
    if (type->isDependentType()) return true;
    // Some tasks yield to give an error or a result.
    return is_iterated(around.prober, type) || around.prober.awaiter_of(type.getUnqualifiedType()).isNull();
}

bool is_immediate(const ValueContext& around, const clang::FunctionDecl* function) {
    return function->isConstexpr() || is_accessor(around, function);
}

}  // namespace awaitlint
