// See lock_flow.h.
#include "frontend/collect/lock_flow.h"

#include <algorithm>
#include <string>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/fate.h"
#include "frontend/around/parts.h"
#include "frontend/ask/locks.h"
#include "frontend/ask/names.h"
#include "frontend/collect/coroutine_flow.h"

namespace awaitlint {
namespace {

/// `lock`, `this->mutex_`; null for what has no name of its own.
Lock named_by(const clang::Expr* object) {
    object = object->IgnoreParenImpCasts();
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(object)) return reference->getDecl();
    const auto* member = llvm::dyn_cast<clang::MemberExpr>(object);
    const bool is_of_this = member && llvm::isa<clang::CXXThisExpr>(member->getBase()->IgnoreParenImpCasts());
    return is_of_this ? member->getMemberDecl() : nullptr;
}

bool is_guard_or_lock(clang::QualType type) {
    return is_thread_guard(type) || is_thread_lock(type);
}

/// `std::defer_lock`, `std::try_to_lock`, a time until which it is tried: it is taken later, if at all.
bool says_not_now(const clang::CXXConstructExpr* made) {
    return std::any_of(made->arg_begin(), made->arg_end(), [](const clang::Expr* argument) {
        const std::string type = class_name(argument->getType());
        return llvm::StringRef(type).ends_with("::defer_lock_t") ||
               llvm::StringRef(type).ends_with("::try_to_lock_t") || llvm::StringRef(type).starts_with("std::chrono::");
    });
}

bool is_moving(const clang::Stmt* call) {
    const auto* moving = llvm::dyn_cast_or_null<clang::CallExpr>(call);
    return moving && moving->getNumArgs() == 1 && is_move(moving->getDirectCallee());
}

/// The guard that `std::move(guard)` hands over, in whatever a guard is made or assigned of; or null.
Lock moved_from(const clang::Expr* value) {
    value = value->IgnoreImplicit()->IgnoreParenImpCasts();
    if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(value))
        return made->getConstructor()->isMoveConstructor() ? moved_from(made->getArg(0)) : nullptr;
    return is_moving(value) ? named_by(llvm::cast<clang::CallExpr>(value)->getArg(0)) : nullptr;
}

/// A local variable, and no reference to something else.
const clang::VarDecl* guard_variable(const clang::ValueDecl* declared) {
    const auto* variable = llvm::dyn_cast_or_null<clang::VarDecl>(declared);
    const bool is_local = variable && variable->hasLocalStorage() && !variable->getType()->isReferenceType();
    return is_local && is_thread_guard(variable->getType()) ? variable : nullptr;
}

bool is_guard_assignment(const clang::CXXOperatorCallExpr* call) {
    return call->getOperator() == clang::OO_Equal && guard_variable(named_by(call->getArg(0)));
}

/// `guard` in `std::unique_lock other(std::move(guard));` and in `other = std::move(guard);`
bool is_taken_over(clang::ASTContext& ast, const clang::Expr* guard) {
    const FateOfValue fate = fate_of(ast, guard, {});
    if (!fate.is<fate::Kept>() || !guard_variable(fate.variable)) return false;
    const auto* assignment = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(fate.passing);
    return moved_from(assignment ? assignment->getArg(1) : fate.variable->getInit()) == named_by(guard);
}

/// `lock.unlock()`, `changed.wait(lock)`: what it does to the lock is known.
bool is_known_use(clang::ASTContext& ast, const clang::Expr* mention) {
    for (const clang::Stmt* child = mention;;) {
        const clang::Stmt* parent = parent_of(ast, child);
        if (llvm::isa_and_nonnull<clang::MemberExpr>(parent)) return true;
        if (llvm::isa_and_nonnull<clang::ImplicitCastExpr, clang::ParenExpr>(parent)) {
            child = parent;
            continue;
        }
        if (is_moving(parent)) return is_taken_over(ast, mention);
        const auto* call = llvm::dyn_cast_or_null<clang::CXXMemberCallExpr>(parent);
        const auto* method = call ? call->getMethodDecl() : nullptr;
        return method && method->getDeclName().isIdentifier() && method->getName().starts_with("wait") &&
               llvm::StringRef(class_name(ast.getCanonicalTagType(method->getParent()))).contains("condition_variable");
    }
}

void forget_members(HeldLocks& held) {
    std::erase_if(held, [](const auto& entry) { return llvm::isa<clang::FieldDecl>(entry.first); });
}

/// What a condition asks of a lock: whether it is held, or whether it could be taken.
const clang::CXXMemberCallExpr* question_in(const clang::Expr* condition) {
    const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(condition);
    const clang::CXXMethodDecl* method = call ? call->getMethodDecl() : nullptr;
    if (!method || !is_guard_or_lock(call->getImplicitObjectArgument()->getType())) return nullptr;
    if (llvm::isa<clang::CXXConversionDecl>(method)) return method->getReturnType()->isBooleanType() ? call : nullptr;
    if (!method->getDeclName().isIdentifier() || !method->getReturnType()->isBooleanType()) return nullptr;
    const llvm::StringRef name = method->getName();
    const bool is_trying = name.starts_with("try_lock") || name.equals_insensitive("trylock");
    return is_trying || name == "owns_lock" ? call : nullptr;
}

}  // namespace

bool is_taken_at_once(const clang::Expr* initialiser) {
    const clang::Expr* made = initialiser->IgnoreImplicit()->IgnoreParens();
    // `auto lock = std::unique_lock(mutex);`
    if (const auto* cast = llvm::dyn_cast<clang::CXXFunctionalCastExpr>(made))
        made = cast->getSubExpr()->IgnoreImplicit();
    if (const auto* construction = llvm::dyn_cast<clang::CXXConstructExpr>(made))
        return construction->getNumArgs() != 0 && !construction->getConstructor()->isCopyOrMoveConstructor() &&
               !says_not_now(construction);
    const auto* call = llvm::dyn_cast<clang::CallExpr>(made);
    const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    if (!callee || !callee->getDeclName().isIdentifier()) return false;
    static constexpr llvm::StringRef words[] = {"try", "defer", "maybe"};
    return !contains_any_of(callee->getName(), words);
}

bool keep_common(HeldLocks& known, const HeldLocks& other) {
    return std::erase_if(known, [&](const auto& entry) { return !other.count(entry.first); }) != 0;
}

bool mentions_lock(const clang::Stmt* body) {
    return has_part(body, [](const clang::Stmt* part) {
        if (const auto* declares = llvm::dyn_cast<clang::DeclStmt>(part))
            return llvm::any_of(declares->decls(), [](const clang::Decl* decl) {
                const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
                return variable && is_thread_guard(variable->getType());
            });
        if (const auto* unnamed = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(part))
            return is_thread_guard(unnamed->getType());
        const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(part);
        const clang::Expr* object = call ? call->getImplicitObjectArgument() : nullptr;
        return object && is_thread_lock(object->getType());
    });
}

void LockFlow::pass(HeldLocks& held, const clang::CFGElement& element,
                    llvm::function_ref<void(const clang::Stmt*)> look) {
    if (const auto end = element.getAs<clang::CFGAutomaticObjDtor>()) held.erase(end->getVarDecl());
    each_step(element, [&](const clang::Stmt* step) {
        look(step);
        pass(held, step);
    });
}

void LockFlow::pass(HeldLocks& held, const clang::Stmt* step) {
    if (const auto* declares = llvm::dyn_cast<clang::DeclStmt>(step)) declare(held, declares);
    if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(step)) call_member(held, call);
    if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(step); call && is_guard_assignment(call))
        assign(held, call);
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(step)) forget_captured(held, lambda->getLambdaClass());
    // `std::lock(a, b);`
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(step);
        call && is_standard_function(call->getDirectCallee(), {"lock"}))
        for (const clang::Expr* argument : call->arguments())
            if (const Lock lock = named_by(argument); lock && is_guard_or_lock(argument->getType()))
                held.insert_or_assign(lock, call);
    // Somebody else has a part in it from there on.
    const auto* mention = llvm::dyn_cast<clang::Expr>(step);
    if (!mention || !llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(mention)) return;
    if (const auto* closure = mention->getType()->getAsCXXRecordDecl(); closure && closure->isLambda())
        forget_captured(held, closure);
    const Lock lock = named_by(mention);
    if (lock && held.count(lock) && !is_known_use(ast_, mention)) held.erase(lock);
}

void LockFlow::declare(HeldLocks& held, const clang::DeclStmt* statement) {
    for (const clang::Decl* decl : statement->decls()) {
        const auto* variable = guard_variable(llvm::dyn_cast<clang::VarDecl>(decl));
        if (variable && variable->getInit()) begin_as(held, variable, variable->getInit());
    }
}

void LockFlow::assign(HeldLocks& held, const clang::CXXOperatorCallExpr* assignment) {
    begin_as(held, named_by(assignment->getArg(0)), assignment->getArg(1));
}

void LockFlow::begin_as(HeldLocks& held, Lock guard, const clang::Expr* value) {
    held.erase(guard);
    const Lock other = moved_from(value);
    if (!other && is_taken_at_once(value)) held.emplace(guard, value);
    if (other && held.erase(other) != 0) held.emplace(guard, value);
}

void LockFlow::call_member(HeldLocks& held, const clang::CXXMemberCallExpr* call) {
    const clang::Expr* object = call->getImplicitObjectArgument();
    const clang::CXXMethodDecl* method = call->getMethodDecl();
    if (!object || !method || !method->getDeclName().isIdentifier()) return;
    const Lock lock = named_by(object);
    if (!lock || !is_guard_or_lock(object->getType())) {
        // A member function may do anything to the members.
        if (llvm::isa<clang::CXXThisExpr>(object->IgnoreParenImpCasts())) forget_members(held);
        return;
    }
    const llvm::StringRef name = method->getName();
    if (name == "lock" || name == "lock_shared") held.insert_or_assign(lock, call);
    if (name.starts_with_insensitive("unlock") || name.equals_insensitive("release") || name == "swap")
        held.erase(lock);
}

void LockFlow::forget_captured(HeldLocks& held, const clang::CXXRecordDecl* closure) {
    for (const clang::LambdaCapture& capture : closure->captures()) {
        if (capture.capturesThis()) forget_members(held);
        if (capture.capturesVariable()) held.erase(capture.getCapturedVar());
    }
}

void LockFlow::take_way(HeldLocks& held, const clang::CFGBlock& block, unsigned successor) {
    const clang::Expr* condition = block.succ_size() == 2 ? block.getLastCondition() : nullptr;
    bool is_true = successor == 0;
    while (condition) {
        condition = condition->IgnoreImplicit()->IgnoreParenImpCasts();
        const auto* negation = llvm::dyn_cast<clang::UnaryOperator>(condition);
        if (!negation || negation->getOpcode() != clang::UO_LNot) break;
        condition = negation->getSubExpr();
        is_true = !is_true;
    }
    const clang::CXXMemberCallExpr* question = condition ? question_in(condition) : nullptr;
    const Lock lock = question ? named_by(question->getImplicitObjectArgument()) : nullptr;
    if (!lock) return;
    // What is known to be held stays where it was taken.
    is_true ? void(held.emplace(lock, question)) : void(held.erase(lock));
}

}  // namespace awaitlint
