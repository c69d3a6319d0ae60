// See surroundings.h.
#include "frontend/collect/surroundings.h"

#include <algorithm>
#include <array>
#include <vector>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/parts.h"
#include "frontend/ask/locks.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

/// The variables that a statement declares, be it in front of a condition.
std::vector<const clang::VarDecl*> declared_in(const clang::Stmt* statement) {
    std::vector<const clang::VarDecl*> variables;
    const auto* declarations = llvm::dyn_cast_or_null<clang::DeclStmt>(statement);
    if (!declarations) return variables;
    for (const clang::Decl* decl : declarations->decls())
        if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl)) variables.push_back(variable);
    return variables;
}

/// `waitForStarted()`: what is named waits for that, and says nothing of what comes next. Not what ends it.
bool waits_for_a_step(llvm::StringRef name) {
    return name.starts_with("waitFor") && name != "waitFor" && !contains_any_of(name, {"finished", "done", "ended"});
}

/// Named so that it leaves no room for waiting afterwards. What waits for `this` may wait for anything.
bool proves_readiness(llvm::StringRef name, bool is_of_this) {
    if (waits_for_a_step(name)) return false;
    static constexpr std::array<llvm::StringRef, 7> states = {"ready",        "readable",    "writable", "available",
                                                              "non_blocking", "nonblocking", "finished"};
    static constexpr std::array<llvm::StringRef, 3> waits = {"wait", "poll", "pending"};
    return contains_any_of(name, states) || (!is_of_this && contains_any_of(name, waits)) || name.starts_with("try") ||
           name.starts_with("can_") || name.starts_with("has_") || name.starts_with("is_done") ||
           name.starts_with("is_complete");
}

/// What the call works on: its object or, where it has none, the object that it is given first. Null where that has no
/// name.
const clang::Expr* object_of(const clang::CallExpr* call) {
    const clang::Expr* callee = call->getCallee()->IgnoreParenImpCasts();
    const clang::Expr* object = nullptr;
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(callee)) object = member->getBase();
    if (const auto* member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee))
        object = member->isImplicitAccess() ? nullptr : member->getBase();
    const bool is_given = !object && call->getNumArgs() != 0;
    if (is_given) object = call->getArg(0);
    if (!object) return nullptr;
    object = object->IgnoreParenImpCasts();
    // `std::move(future).get()`
    if (const auto* moving = llvm::dyn_cast<clang::CallExpr>(object);
        moving && moving->getNumArgs() == 1 && is_move(moving->getDirectCallee()))
        object = moving->getArg(0)->IgnoreParenImpCasts();
    if (const auto* operation = llvm::dyn_cast<clang::UnaryOperator>(object))
        object = operation->getSubExpr()->IgnoreParenImpCasts();
    if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(object);
        operation && operation->getNumArgs() == 1)
        object = operation->getArg(0)->IgnoreParenImpCasts();
    const auto* record = object->getType()->getAsCXXRecordDecl();
    if (is_given && (!record || record->isInStdNamespace())) return nullptr;
    return llvm::isa<clang::DeclRefExpr, clang::MemberExpr, clang::CXXThisExpr>(object) ? object : nullptr;
}

/// `promise`, of the `promise.get_future()` that a future is, or that the local variable of that future begins as; else
/// null.
const clang::Expr* promise_of(const clang::CallExpr* wait) {
    const auto* member = llvm::dyn_cast<clang::MemberExpr>(wait->getCallee()->IgnoreParenImpCasts());
    const clang::Expr* future = member ? member->getBase()->IgnoreParenImpCasts() : nullptr;
    const auto* mention = llvm::dyn_cast_or_null<clang::DeclRefExpr>(future);
    const auto* variable = mention ? llvm::dyn_cast<clang::VarDecl>(mention->getDecl()) : nullptr;
    if (variable) future = variable->hasLocalStorage() ? variable->getInit() : nullptr;
    const auto* made =
        future ? llvm::dyn_cast<clang::CXXMemberCallExpr>(future->IgnoreUnlessSpelledInSource()) : nullptr;
    return made && named(made->getCallee()) == "get_future" ? object_of(made) : nullptr;
}

bool is_same_thing(clang::ASTContext& context, const clang::Expr* a, const clang::Expr* b) {
    llvm::FoldingSetNodeID of_a, of_b;
    a->Profile(of_a, context, true);
    b->Profile(of_b, context, true);
    return of_a == of_b;
}

class Surroundings {
public:
    Surroundings(clang::ASTContext& context, const clang::CallExpr* call, bool looks_for_locks)
        : context_(context),
          call_(call),
          object_(object_of(call)),
          promise_(promise_of(call)),
          looks_for_locks_(looks_for_locks) {}

    std::string why() {
        for (Step step = outward(context_, call_); step.parent; step = outward(context_, step.parent)) {
            if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(step.parent)) look_back(block, step.child);
            if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(step.parent)) {
                look_at_locals(branch->getInit());
                look_at_locals(branch->getConditionVariableDeclStmt());
                if (step.child != branch->getCond()) look_at_question(branch->getCond());
                look_at_question(branch->getInit());
            }
            if (const auto* loop = llvm::dyn_cast<clang::WhileStmt>(step.parent); loop && step.child != loop->getCond())
                look_at_question(loop->getCond());
            if (const auto* choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(step.parent);
                choice && step.child != choice->getCond())
                look_at_question(choice->getCond());
            if (const auto* both = llvm::dyn_cast<clang::BinaryOperator>(step.parent);
                both && both->isLogicalOp() && step.child == both->getRHS())
                look_at_question(both->getLHS());
            if (!why_.empty()) return why_;
        }
        return why_;
    }

private:
    /// What has been said before in the same block still holds.
    void look_back(const clang::CompoundStmt* block, const clang::Stmt* child) {
        std::vector<const clang::CallExpr*> taken;
        for (const clang::Stmt* before : block->body()) {
            if (before == child) break;
            look_at_locals(before);
            look_at_question(before);
            if (promise_) look_at_promise(before);
            note_manual_lock(before, taken);
        }
        if (looks_for_locks_ && !taken.empty() && why_.empty()) why_ = "a lock is held there";
    }

    void look_at_locals(const clang::Stmt* statement) {
        if (!looks_for_locks_) return;
        for (const clang::VarDecl* variable : declared_in(statement))
            if (why_.empty() && is_guard_by_name(variable->getType()))
                why_ = "'" + variable->getNameAsString() + "' is held there";
    }

    /// `mutex.lock();` as a statement, until `mutex.unlock();` in the same block.
    void note_manual_lock(const clang::Stmt* statement, std::vector<const clang::CallExpr*>& taken) const {
        const auto* expression = llvm::dyn_cast<clang::Expr>(statement);
        const auto* call = expression ? llvm::dyn_cast<clang::CallExpr>(expression->IgnoreParenImpCasts()) : nullptr;
        if (!call || !object_of(call)) return;
        const std::string name = named(call->getCallee());
        if (name == "lock" || name == "lock_shared") taken.push_back(call);
        if (llvm::StringRef(name).starts_with("unlock"))
            std::erase_if(taken, [&](const clang::CallExpr* lock) {
                return is_same_thing(context_, object_of(lock), object_of(call));
            });
    }

    void look_at_question(const clang::Stmt* statement) {
        if (!why_.empty()) return;
        has_part(statement, [&](const clang::Stmt* part) {
            if (has_moved(part)) why_ = "the coroutine has gone to a thread that may block";
            if (!looks_for_locks_) look_at_wait(part);
            const auto* asked = llvm::dyn_cast<clang::CallExpr>(part);
            const clang::Expr* object = asked && asked != call_ && object_ ? object_of(asked) : nullptr;
            if (object && is_same_thing(context_, object, object_)) {
                const std::string name = named(asked->getCallee());
                if (proves_readiness(name, llvm::isa<clang::CXXThisExpr>(object)))
                    why_ = "'" + name + "' has said that nothing is to be waited for";
            }
            return !why_.empty();
        });
    }

    /// Behind it nothing is left to be waited for.
    void look_at_wait(const clang::Stmt* part) {
        const std::string asked = named(call_->getCallee());
        if (asked == "get" && joins(part)) why_ = "a thread has ended by then, and its promise is kept";
        // One step of several says nothing of the next: `co_await process.waitForStarted(); process.waitForFinished();`
        if (object_ && !llvm::StringRef(asked).starts_with("waitFor") && awaits_object(part))
            why_ = "it has been awaited by then";
    }

    /// Not one that is kept on some ways only.
    void look_at_promise(const clang::Stmt* before) {
        if (why_.empty() && llvm::isa<clang::Expr>(before) &&
            has_part(before, [this](const clang::Stmt* part) { return keeps_promise(part); }))
            why_ = "its promise has been kept by then";
    }

    /// `promise.set_value(1);`, and `work();` of a packaged task.
    bool keeps_promise(const clang::Stmt* part) const {
        const auto* call = llvm::dyn_cast<clang::CallExpr>(part);
        const auto* called = llvm::dyn_cast<clang::CXXOperatorCallExpr>(part);
        const bool is_called = called && called->getOperator() == clang::OO_Call;
        const clang::Expr* object = is_called ? called->getArg(0)->IgnoreParenImpCasts()
                                    : call    ? object_of(call)
                                              : nullptr;
        return object && is_same_thing(context_, object, promise_) &&
               (is_called || llvm::StringRef(named(call->getCallee())).starts_with("set_"));
    }

    /// `worker.join();`, in front of `future.get()`.
    static bool joins(const clang::Stmt* part) {
        const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(part);
        return call && call->getNumArgs() == 0 && named(call->getCallee()) == "join";
    }

    /// `co_await future;`, `co_await qCoro(future).waitForFinished();`
    bool awaits_object(const clang::Stmt* part) const {
        const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(part);
        return await && !await->isImplicit() && has_part(await->getOperand(), [&](const clang::Stmt* inner) {
                   const auto* mention = llvm::dyn_cast<clang::Expr>(inner);
                   return mention && llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(mention) &&
                          is_same_thing(context_, mention, object_);
               });
    }

    static bool is_of_pool_class(const clang::MemberExpr* member) {
        const clang::QualType base = member->getBase()->getType();
        return contains_any_of(class_name(member->isArrow() ? base->getPointeeType() : base), {"pool"});
    }

    /// `resume_on(executor)`, where that has threads of its own.
    static bool resumes_on_thread(const clang::Stmt* part) {
        const auto* call = llvm::dyn_cast<clang::CallExpr>(part);
        if (!call || named(call->getCallee()) != "resume_on") return false;
        return llvm::any_of(call->arguments(), [](const clang::Expr* argument) {
            return contains_any_of(argument->getType().getCanonicalType().getAsString(), {"thread", "pool"});
        });
    }

    /// `co_await resume_background();`, `co_await blocking_pool.schedule();`
    bool has_moved(const clang::Stmt* statement) const {
        const clang::Expr* operand = nullptr;
        if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(statement)) operand = await->getOperand();
        if (const auto* await = llvm::dyn_cast<clang::DependentCoawaitExpr>(statement)) operand = await->getOperand();
        return has_part(operand, [this](const clang::Stmt* part) {
            static constexpr std::array<llvm::StringRef, 2> words = {"background", "blocking"};
            const auto* member = llvm::dyn_cast<clang::MemberExpr>(part);
            const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(part);
            // A pool has other threads; whether one is to spare is its owner's business.
            const bool is_of_pool =
                !looks_for_locks_ && ((member && is_of_pool_class(member)) || resumes_on_thread(part));
            return is_of_pool || (member && contains_any_of(member->getMemberDecl()->getNameAsString(), words)) ||
                   (reference && contains_any_of(reference->getDecl()->getNameAsString(), words));
        });
    }

    clang::ASTContext& context_;
    const clang::CallExpr* call_;
    const clang::Expr* object_;
    const clang::Expr* promise_;
    bool looks_for_locks_;
    std::string why_;
};

}  // namespace

Step outward(clang::ASTContext& context, const clang::Stmt* child) {
    clang::DynTypedNodeList parents = context.getParents(*child);
    while (!parents.empty()) {
        if (const auto* parent = parents[0].get<clang::Stmt>())
            return llvm::isa<clang::LambdaExpr>(parent) ? Step{} : Step{parent, child};
        const auto* variable = parents[0].get<clang::VarDecl>();
        if (!variable) return {};
        parents = context.getParents(*variable);
    }
    return {};
}

std::string named(const clang::Expr* callee) {
    callee = callee->IgnoreParenImpCasts();
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(callee))
        return member->getMemberDecl()->getNameAsString();
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(callee))
        return reference->getDecl()->getNameAsString();
    if (const auto* member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee))
        return member->getMember().getAsString();
    if (const auto* overloads = llvm::dyn_cast<clang::OverloadExpr>(callee)) return overloads->getName().getAsString();
    return "";
}

std::string why_not_at(clang::ASTContext& context, const clang::CallExpr* call, bool looks_for_locks) {
    return Surroundings(context, call, looks_for_locks).why();
}

}  // namespace awaitlint
