// The flow of control through a coroutine, and where it may be suspended.
//
// In: coroutines of the unit. Out: Clang's control-flow graph of one, what an element of it runs, what a state comes to
// in front of each block, and which awaits may suspend. To build a graph takes time: who asks looks first whether
// anything in the coroutine can matter to it. Refuses templates, what is not looked at and what does not compile; knows
// nothing of what the states are about.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include "frontend/ask/awaitable_types.h"
#include "frontend/collect/values.h"

namespace awaitlint {

/// The body that its author wrote; null where its flow is not to be followed.
const clang::Stmt* followed_body(const ValueContext& around, const clang::FunctionDecl* coroutine);

/// Null where Clang cannot build it.
std::unique_ptr<clang::CFG> flow_graph(clang::ASTContext& ast, const clang::FunctionDecl* coroutine);

/// The operand of a co_await or a co_return: it has no elements of its own (shared_operands.h). Null for all others.
const clang::Expr* hidden_operand(const clang::Stmt* statement);

/// What an element runs, in that order, hidden operands included.
void each_step(const clang::CFGElement& element, llvm::function_ref<void(const clang::Stmt*)> visit);

/// For those to whom all ways out of a block are alike.
inline constexpr auto any_way = [](auto& /*state*/, const clang::CFGBlock& /*block*/, unsigned /*successor*/) {};

/// What a state is in front of each block, over all ways that lead there. `pass(state, element)` changes it as an
/// element does, `take_way(state, block, successor)` as the end of a block does on the way to one of its successors;
/// `meet(known, other)` takes another way into account, and says whether that has changed it.
template <class State, class Pass, class Meet, class TakeWay = decltype(any_way)>
std::map<const clang::CFGBlock*, State> states_before(const clang::CFG& graph, const Pass& pass, const Meet& meet,
                                                      const TakeWay& take_way = any_way) {
    std::map<const clang::CFGBlock*, State> before;
    before[&graph.getEntry()] = {};
    std::vector<const clang::CFGBlock*> open = {&graph.getEntry()};
    while (!open.empty()) {
        const clang::CFGBlock* block = open.back();
        open.pop_back();
        State state = before.at(block);
        for (const clang::CFGElement& element : *block) pass(state, element);
        unsigned successor = 0;
        for (const clang::CFGBlock* next : block->succs()) {
            State there = state;
            take_way(there, *block, successor++);
            if (!next) continue;
            const auto [known, is_new] = before.try_emplace(next, there);
            if (is_new || meet(known->second, there)) open.push_back(next);
        }
    }
    return before;
}

class Suspensions {
public:
    explicit Suspensions(const ValueContext& around) : types_(around.unit, around.prober) {}

    /// Not the promise's own awaits, nor `co_await this_coro::executor` and `co_await std::suspend_never{}`.
    bool may_suspend(const clang::CoawaitExpr* await, const clang::FunctionDecl* coroutine);

private:
    AwaitableTypes types_;
};

}  // namespace awaitlint
