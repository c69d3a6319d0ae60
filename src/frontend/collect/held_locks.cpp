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
#include "clang/AST/StmtCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Analysis/CFG.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/errors_about.h"
#include "frontend/ask/awaitable_types.h"
#include "frontend/ask/locks.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

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

    void pass(const clang::CFGElement& element) {
        if (const auto end = element.getAs<clang::CFGAutomaticObjDtor>()) held_.erase(end->getVarDecl());
        const auto statement = element.getAs<clang::CFGStmt>();
        if (!statement) return;
        if (const auto* declares = llvm::dyn_cast<clang::DeclStmt>(statement->getStmt())) declare(declares);
        if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(statement->getStmt())) call_member(call);
        if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(statement->getStmt())) forget_captured(lambda);
        // Somebody else has a part in it from there on.
        const auto* mention = llvm::dyn_cast<clang::Expr>(statement->getStmt());
        if (!mention || !llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(mention)) return;
        const Lock lock = named_by(mention);
        if (lock && held_.count(lock) && !is_known_use(ast_, mention)) held_.erase(lock);
    }

private:
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

/// What is held in front of each block of a graph: by every way that leads there.
class HeldBefore {
public:
    HeldBefore(clang::ASTContext& ast, const clang::CFG& graph) : ast_(ast) {
        before_[&graph.getEntry()] = {};
        std::vector<const clang::CFGBlock*> open = {&graph.getEntry()};
        while (!open.empty()) {
            const clang::CFGBlock* block = open.back();
            open.pop_back();
            Held held = before_.at(block);
            Flow flow(ast_, held);
            for (const clang::CFGElement& element : *block) flow.pass(element);
            for (const clang::CFGBlock* next : block->succs())
                if (next && meet(next, held)) open.push_back(next);
        }
    }

    /// Null for a block that is never reached.
    const Held* at(const clang::CFGBlock* block) const {
        const auto found = before_.find(block);
        return found == before_.end() ? nullptr : &found->second;
    }

private:
    /// True if less is held there than was known: what only one way holds is not certain.
    bool meet(const clang::CFGBlock* block, const Held& held) {
        const auto [known, is_new] = before_.try_emplace(block, held);
        if (is_new) return true;
        return std::erase_if(known->second, [&](const auto& entry) { return !held.count(entry.first); }) != 0;
    }

    clang::ASTContext& ast_;
    std::map<const clang::CFGBlock*, Held> before_;
};

class HeldLockCollector : public match::MatchFinder::MatchCallback {
public:
    explicit HeldLockCollector(const ValueContext& context)
        : around_(context), ast_(context.unit.context()), types_(context.unit, context.prober) {}

    void run(const match::MatchFinder::MatchResult& result) override {
        const auto* body = result.Nodes.getNodeAs<clang::CoroutineBodyStmt>("body");
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*body));
        if (!function || function->isDependentContext() || is_in_instantiation(function) || !body->getBody() ||
            !around_.looks_at(body->getBeginLoc()) || !mentions_lock(body->getBody()) ||
            has_error_within(around_.unit, body->getBody()->getSourceRange()))
            return;
        clang::CFG::BuildOptions options;
        options.AddImplicitDtors = true;
        options.setAllAlwaysAdd();
        const auto graph = clang::CFG::buildCFG(function, body->getBody(), &ast_, options);
        if (graph) look_at(*graph, function);
    }

    std::vector<HeldLock> take() {
        std::vector<HeldLock> locks;
        for (auto& [key, lock] : found_) locks.push_back(std::move(lock));
        return locks;
    }

private:
    /// Most coroutines have no lock, and need no graph.
    static bool mentions_lock(const clang::Stmt* statement) {
        if (!statement || llvm::isa<clang::LambdaExpr>(statement)) return false;
        if (const auto* declares = llvm::dyn_cast<clang::DeclStmt>(statement))
            for (const clang::Decl* decl : declares->decls())
                if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
                    variable && is_thread_guard(variable->getType()))
                    return true;
        if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(statement);
            call && call->getImplicitObjectArgument() && is_thread_lock(call->getImplicitObjectArgument()->getType()))
            return true;
        const auto children = statement->children();
        return std::any_of(children.begin(), children.end(), mentions_lock);
    }

    void look_at(const clang::CFG& graph, const clang::FunctionDecl* function) {
        const HeldBefore before(ast_, graph);
        for (const clang::CFGBlock* block : graph) {
            const Held* held_before = before.at(block);
            if (!held_before) continue;
            Held held = *held_before;
            Flow flow(ast_, held);
            for (const clang::CFGElement& element : *block) {
                const auto statement = element.getAs<clang::CFGStmt>();
                std::vector<const clang::CoawaitExpr*> awaits;
                if (statement && !held.empty()) awaits = awaits_of(statement->getStmt());
                for (const clang::CoawaitExpr* await : awaits)
                    if (!await->isImplicit() && may_suspend(await, function))
                        for (const auto& [lock, taken] : held) add(await, function, lock, taken);
                flow.pass(element);
            }
        }
    }

    /// An element of a graph is an await, or a co_return, whose operand has no elements of its own.
    static std::vector<const clang::CoawaitExpr*> awaits_of(const clang::Stmt* statement) {
        if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(statement)) return {await};
        const auto* end = llvm::dyn_cast<clang::CoreturnStmt>(statement);
        std::vector<const clang::CoawaitExpr*> awaits;
        std::vector<const clang::Stmt*> open = {end ? end->getOperand() : nullptr};
        while (!open.empty()) {
            const clang::Stmt* part = open.back();
            open.pop_back();
            if (!part || llvm::isa<clang::LambdaExpr>(part)) continue;
            if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(part)) awaits.push_back(await);
            open.insert(open.end(), part->child_begin(), part->child_end());
        }
        return awaits;
    }

    /// `co_await this_coro::executor` asks its promise, `co_await std::suspend_never{}` nobody.
    bool may_suspend(const clang::CoawaitExpr* await, const clang::FunctionDecl* function) {
        const clang::Expr* operand = await->getOperand()->IgnoreImplicit()->IgnoreParens();
        const auto* record = operand->getType()->getAsCXXRecordDecl();
        if (llvm::isa<clang::DeclRefExpr>(operand) && record && record->hasDefinition() && record->isEmpty())
            return false;
        const std::optional<AwaitableType>& type = types_.find_in(function, operand->getType());
        if (type && type->is_tag) return false;
        const auto* ready = llvm::dyn_cast<clang::CallExpr>(await->getReadyExpr()->IgnoreImplicit());
        const clang::FunctionDecl* callee = ready ? ready->getDirectCallee() : nullptr;
        const clang::FunctionDecl* definition = nullptr;
        const auto* body = callee && callee->hasBody(definition)
                               ? llvm::dyn_cast_or_null<clang::CompoundStmt>(definition->getBody())
                               : nullptr;
        const auto* end = body && body->size() == 1 ? llvm::dyn_cast<clang::ReturnStmt>(body->body_front()) : nullptr;
        const auto* value = end && end->getRetValue()
                                ? llvm::dyn_cast<clang::CXXBoolLiteralExpr>(end->getRetValue()->IgnoreParenImpCasts())
                                : nullptr;
        return !value || !value->getValue();
    }

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
        found_.try_emplace({held.site.span.site(), held.name}, std::move(held));
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    AwaitableTypes types_;
    std::map<std::pair<SiteId, std::string>, HeldLock> found_;
};

}  // namespace

std::vector<HeldLock> collect_held_locks(const ValueContext& context) {
    if (!context.unit.request.held_locks) return {};
    HeldLockCollector collector(context);
    const match::internal::VariadicDynCastAllOfMatcher<clang::Stmt, clang::CoroutineBodyStmt> coroutine_body;
    match::MatchFinder finder;
    finder.addMatcher(coroutine_body().bind("body"), &collector);
    finder.matchAST(context.unit.context());
    return collector.take();
}

}  // namespace awaitlint
