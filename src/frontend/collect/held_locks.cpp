// See held_locks.h.
#include "frontend/collect/held_locks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/parts.h"
#include "frontend/ask/locks.h"
#include "frontend/ask/names.h"
#include "frontend/collect/coroutine_flow.h"
#include "frontend/collect/lock_repairs.h"

namespace awaitlint {
namespace {

/// A guard by its variable; a lock that is taken by hand, by the variable or member that it is.
using Lock = const clang::ValueDecl*;
/// Which are held for certain, and where each was taken.
using Held = std::map<Lock, const clang::Expr*>;

/// `lock`, `this->mutex_`; null for what has no name of its own.
Lock named_by(const clang::Expr* object) {
    object = object->IgnoreParenImpCasts();
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(object)) return reference->getDecl();
    const auto* member = llvm::dyn_cast<clang::MemberExpr>(object);
    const bool is_of_this = member && llvm::isa<clang::CXXThisExpr>(member->getBase()->IgnoreParenImpCasts());
    return is_of_this ? member->getMemberDecl() : nullptr;
}

/// `std::defer_lock`, `std::try_to_lock`: it is taken later, if at all.
bool says_not_now(const clang::CXXConstructExpr* made) {
    return std::any_of(made->arg_begin(), made->arg_end(), [](const clang::Expr* argument) {
        const std::string type = class_name(argument->getType());
        return llvm::StringRef(type).ends_with("::defer_lock_t") || llvm::StringRef(type).ends_with("::try_to_lock_t");
    });
}

/// Of a guard's variable.
bool is_taken_at_once(const clang::Expr* initialiser) {
    const clang::Expr* made = initialiser->IgnoreImplicit()->IgnoreParens();
    if (const auto* construction = llvm::dyn_cast<clang::CXXConstructExpr>(made))
        return construction->getNumArgs() != 0 && !construction->getConstructor()->isCopyOrMoveConstructor() &&
               !says_not_now(construction);
    const auto* call = llvm::dyn_cast<clang::CallExpr>(made);
    const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    if (!callee || !callee->getDeclName().isIdentifier()) return false;
    static constexpr llvm::StringRef words[] = {"try", "defer", "maybe"};
    return !contains_any_of(callee->getName(), words);
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
        const auto* call = llvm::dyn_cast_or_null<clang::CXXMemberCallExpr>(parent);
        const auto* method = call ? call->getMethodDecl() : nullptr;
        return method && method->getDeclName().isIdentifier() && method->getName().starts_with("wait") &&
               llvm::StringRef(class_name(ast.getCanonicalTagType(method->getParent()))).contains("condition_variable");
    }
}

/// What the elements of a control-flow graph do to what is held, one after another.
class Flow {
public:
    Flow(clang::ASTContext& ast, Held& held) : ast_(ast), held_(held) {}

    /// `look` sees each step in front of what it changes.
    void pass(const clang::CFGElement& element, llvm::function_ref<void(const clang::Stmt*)> look) {
        if (const auto end = element.getAs<clang::CFGAutomaticObjDtor>()) held_.erase(end->getVarDecl());
        each_step(element, [&](const clang::Stmt* step) {
            look(step);
            pass(step);
        });
    }

private:
    void pass(const clang::Stmt* step) {
        if (const auto* declares = llvm::dyn_cast<clang::DeclStmt>(step)) declare(declares);
        if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(step)) call_member(call);
        if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(step)) forget_captured(lambda);
        // Somebody else has a part in it from there on.
        const auto* mention = llvm::dyn_cast<clang::Expr>(step);
        if (!mention || !llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(mention)) return;
        const Lock lock = named_by(mention);
        if (lock && held_.count(lock) && !is_known_use(ast_, mention)) held_.erase(lock);
    }

    void declare(const clang::DeclStmt* statement) {
        for (const clang::Decl* decl : statement->decls()) {
            const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
            if (!variable || !variable->hasLocalStorage() || variable->getType()->isReferenceType()) continue;
            if (!variable->getInit() || !is_thread_guard(variable->getType())) continue;
            held_.erase(variable);
            if (is_taken_at_once(variable->getInit())) held_.emplace(variable, variable->getInit());
        }
    }

    void call_member(const clang::CXXMemberCallExpr* call) {
        const clang::Expr* object = call->getImplicitObjectArgument();
        const clang::CXXMethodDecl* method = call->getMethodDecl();
        if (!object || !method || !method->getDeclName().isIdentifier()) return;
        const Lock lock = named_by(object);
        if (!lock || (!is_thread_guard(object->getType()) && !is_thread_lock(object->getType()))) {
            // A member function may do anything to the members.
            if (llvm::isa<clang::CXXThisExpr>(object->IgnoreParenImpCasts())) forget_members();
            return;
        }
        const llvm::StringRef name = method->getName();
        if (name == "lock" || name == "lock_shared") held_.insert_or_assign(lock, call);
        if (name.starts_with_insensitive("unlock") || name.equals_insensitive("release") || name == "swap")
            held_.erase(lock);
    }

    void forget_captured(const clang::LambdaExpr* lambda) {
        for (const clang::LambdaCapture& capture : lambda->captures()) {
            if (capture.capturesThis()) forget_members();
            if (capture.capturesVariable()) held_.erase(capture.getCapturedVar());
        }
    }

    void forget_members() {
        std::erase_if(held_, [](const auto& entry) { return llvm::isa<clang::FieldDecl>(entry.first); });
    }

    clang::ASTContext& ast_;
    Held& held_;
};

/// True if less is held than was known: what only one way holds is not certain.
bool keep_common(Held& known, const Held& other) {
    return std::erase_if(known, [&](const auto& entry) { return !other.count(entry.first); }) != 0;
}

/// Most coroutines have no lock, and need no graph.
bool mentions_lock(const clang::Stmt* body) {
    return has_part(body, [](const clang::Stmt* part) {
        if (const auto* declares = llvm::dyn_cast<clang::DeclStmt>(part))
            return llvm::any_of(declares->decls(), [](const clang::Decl* decl) {
                const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
                return variable && is_thread_guard(variable->getType());
            });
        const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(part);
        const clang::Expr* object = call ? call->getImplicitObjectArgument() : nullptr;
        return object && is_thread_lock(object->getType());
    });
}

class HeldLockCollector {
public:
    explicit HeldLockCollector(const ValueContext& context)
        : around_(context), ast_(context.unit.context()), suspensions_(context) {}

    void look_at(const clang::FunctionDecl* coroutine) {
        const clang::Stmt* body = followed_body(around_, coroutine);
        const auto graph = body && mentions_lock(body) ? flow_graph(ast_, coroutine) : nullptr;
        if (!graph) return;
        const auto pass = [&](Held& held, const clang::CFGElement& element) {
            Flow(ast_, held).pass(element, [](const clang::Stmt*) {});
        };
        for (auto& [block, held] : states_before<Held>(*graph, pass, keep_common))
            for (const clang::CFGElement& element : *block)
                Flow(ast_, held).pass(element, [&](const clang::Stmt* step) {
                    const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(step);
                    if (!await || held.empty() || !suspensions_.may_suspend(await, coroutine)) return;
                    for (const auto& [lock, taken] : held) add(await, coroutine, lock, taken);
                });
    }

    std::vector<HeldLock> take() {
        std::vector<HeldLock> locks;
        for (auto& [key, lock] : found_) locks.push_back(std::move(lock));
        return locks;
    }

private:
    void add(const clang::CoawaitExpr* await, const clang::FunctionDecl* function, Lock lock,
             const clang::Expr* taken) {
        HeldLock held;
        const std::optional<Span> span = around_.text.span(await->getSourceRange());
        held.site.span = span ? *span : around_.text.macro_use(await->getBeginLoc());
        held.site.text = around_.text.shown(held.site.span);
        held.site.function = around_.bodies.refer_to(function, around_.prober);
        held.name = lock->getNameAsString();
        held.type = type_as_written(ast_, lock->getType().getNonReferenceType());
        held.is_guard = is_thread_guard(lock->getType());
        held.taken = around_.unit.place(held.is_guard ? lock->getLocation() : taken->getBeginLoc());
        const auto* guard = held.is_guard ? llvm::dyn_cast<clang::VarDecl>(lock) : nullptr;
        if (guard && span) {
            const GuardedAwait guarded = {await, guard, function};
            held.early_release = early_release_of(around_, guarded);
            held.late_taking = late_taking_of(around_, guarded);
        }
        found_.try_emplace({held.site.span.site(), held.name}, std::move(held));
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    Suspensions suspensions_;
    std::map<std::pair<SiteId, std::string>, HeldLock> found_;
};

}  // namespace

std::vector<HeldLock> collect_held_locks(const ValueContext& context) {
    if (!context.unit.request.held_locks) return {};
    HeldLockCollector collector(context);
    for (const clang::FunctionDecl* coroutine : context.coroutines) collector.look_at(coroutine);
    return collector.take();
}

}  // namespace awaitlint
