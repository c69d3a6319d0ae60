// See held_locks.h.
#include "frontend/collect/held_locks.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"

#include "frontend/around/enclosing.h"
#include "frontend/ask/locks.h"
#include "frontend/ask/names.h"
#include "frontend/collect/coroutine_flow.h"
#include "frontend/collect/lock_exchange.h"
#include "frontend/collect/lock_flow.h"
#include "frontend/collect/lock_repairs.h"

namespace awaitlint {
namespace {

/// The object, where it is a guard that nobody has given a name, and that lives as long as the statement.
const clang::Expr* unnamed_guard(const clang::Expr* object) {
    // Not IgnoreParenImpCasts(), which looks through what is asked for.
    object = object->IgnoreParens()->IgnoreImpCasts()->IgnoreParens();
    const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(object);
    const bool is_one =
        made && made->getStorageDuration() == clang::SD_FullExpression && is_thread_guard(made->getType());
    return is_one ? made : nullptr;
}

/// `table.wlock()` in `*table.wlock()` and `table.wlock()->count`, and not where only some ways lead there.
void each_unnamed_guard(const clang::Stmt* part, llvm::function_ref<void(const clang::Expr*)> visit) {
    if (!part || llvm::isa<clang::LambdaExpr, clang::AbstractConditionalOperator>(part)) return;
    const auto* operation = llvm::dyn_cast<clang::BinaryOperator>(part);
    if (operation && operation->isLogicalOp()) return;
    const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(part);
    if (call && (call->getOperator() == clang::OO_Star || call->getOperator() == clang::OO_Arrow))
        if (const clang::Expr* guard = unnamed_guard(call->getArg(0))) visit(guard);
    for (const clang::Stmt* child : part->children()) each_unnamed_guard(child, visit);
}

class HeldLockCollector {
public:
    explicit HeldLockCollector(const ValueContext& context)
        : around_(context), ast_(context.unit.context()), suspensions_(context), exchanges_(context) {}

    void look_at(const clang::FunctionDecl* coroutine) {
        const clang::Stmt* body = followed_body(around_, coroutine);
        const auto graph = body && mentions_lock(body) ? flow_graph(ast_, coroutine) : nullptr;
        if (!graph) return;
        LockFlow flow(ast_);
        const auto pass = [&](HeldLocks& held, const clang::CFGElement& element) {
            flow.pass(held, element, [](const clang::Stmt*) {});
        };
        const auto take_way = [&](HeldLocks& held, const clang::CFGBlock& block, unsigned successor) {
            flow.take_way(held, block, successor);
        };
        for (auto& [block, held] : states_before<HeldLocks>(*graph, pass, keep_common, take_way))
            for (const clang::CFGElement& element : *block)
                flow.pass(held, element, [&](const clang::Stmt* step) {
                    const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(step);
                    if (await && suspensions_.may_suspend(await, coroutine)) look_at(await, coroutine, held);
                });
    }

    std::vector<HeldLock> take() {
        std::vector<HeldLock> locks;
        for (auto& [key, lock] : found_) locks.push_back(std::move(lock));
        return locks;
    }

private:
    void look_at(const clang::CoawaitExpr* await, const clang::FunctionDecl* coroutine, const HeldLocks& held) {
        for (const auto& [lock, taken] : held) add(await, coroutine, lock, taken);
        const auto add_unnamed_of = [&](const clang::Stmt* part) {
            each_unnamed_guard(part, [&](const clang::Expr* guard) { add_unnamed(await, coroutine, guard); });
        };
        add_unnamed_of(await->getOperand());
        // The object of a call is there before its arguments are: `table.wlock()->add(co_await load())`
        const clang::Stmt* child = await;
        for (const clang::Stmt* at = parent_of(ast_, child); at && llvm::isa<clang::Expr>(at);
             child = at, at = parent_of(ast_, at))
            if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(at); call && child != call->getCallee())
                add_unnamed_of(call->getCallee());
    }

    HeldLock held_at(const clang::CoawaitExpr* await, const clang::FunctionDecl* function) {
        HeldLock held;
        const std::optional<Span> span = around_.text.span(await->getSourceRange());
        held.site.span = span ? *span : around_.text.macro_use(await->getBeginLoc());
        held.site.text = around_.text.shown(held.site.span);
        held.site.function = around_.bodies.refer_to(function, around_.prober);
        return held;
    }

    void add_unnamed(const clang::CoawaitExpr* await, const clang::FunctionDecl* function, const clang::Expr* guard) {
        HeldLock held = held_at(await, function);
        const std::optional<Span> span = around_.text.span(guard->getSourceRange());
        if (!span) return;
        held.name = around_.text.shown(*span);
        held.type = type_as_written(ast_, guard->getType());
        held.is_guard = true;
        held.taken = around_.unit.place(guard->getBeginLoc());
        found_.try_emplace({held.site.span.site(), held.name}, std::move(held));
    }

    void add(const clang::CoawaitExpr* await, const clang::FunctionDecl* function, Lock lock,
             const clang::Expr* taken) {
        HeldLock held = held_at(await, function);
        held.name = lock->getNameAsString();
        held.type = type_as_written(ast_, lock->getType().getNonReferenceType());
        held.is_guard = is_thread_guard(lock->getType());
        held.taken = around_.unit.place(held.is_guard ? lock->getLocation() : taken->getBeginLoc());
        const auto* guard = held.is_guard ? llvm::dyn_cast<clang::VarDecl>(lock) : nullptr;
        // What comes from another guard is held before this one is declared.
        const bool is_own = guard && guard->getInit() && is_taken_at_once(guard->getInit());
        if (is_own && around_.text.span(await->getSourceRange())) {
            const GuardedAwait guarded = {await, guard, function};
            held.early_release = early_release_of(around_, guarded);
            held.late_taking = late_taking_of(around_, guarded);
            held.exchange = exchanges_.of(guard);
        }
        found_.try_emplace({held.site.span.site(), held.name}, std::move(held));
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    Suspensions suspensions_;
    LockExchanges exchanges_;
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
