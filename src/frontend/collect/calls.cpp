// See calls.h.
#include "frontend/collect/calls.h"

#include <map>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "awaitlint/naming.h"
#include "frontend/around/fate.h"
#include "frontend/around/value_places.h"
#include "frontend/ask/awaiting.h"
#include "frontend/ask/call_names.h"
#include "frontend/ask/names.h"
#include "frontend/ask/siblings.h"
#include "frontend/collect/prudence.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

/// The names that async siblings of a function may have.
std::vector<std::string> async_names(llvm::StringRef name, const std::vector<std::string>& patterns) {
    std::vector<llvm::StringRef> stems = {name};
    llvm::StringRef rest = name;
    if (rest.consume_front("sync_") || rest.consume_back("_sync") || rest.consume_back("Sync")) stems.push_back(rest);
    std::vector<std::string> names;
    for (llvm::StringRef stem : stems) {
        if (stem.empty()) continue;
        for (const std::string& pattern : patterns) names.push_back(apply_naming(pattern, stem.str()));
    }
    if (stems.size() > 1) names.push_back(rest.str());
    return names;
}

class CallCollector : public match::MatchFinder::MatchCallback {
public:
    explicit CallCollector(const ValueContext& context) : around_(context), ast_(context.unit.context()) {
        for (const clang::Expr* operand : context.awaited) awaiting_.add_operand(operand);
    }

    void run(const match::MatchFinder::MatchResult& result) override {
        const auto* call = result.Nodes.getNodeAs<clang::CallExpr>("call");
        const clang::FunctionDecl* callee = call->getDirectCallee();
        if (!callee || call->isTypeDependent() || llvm::isa<clang::CXXOperatorCallExpr>(call)) return;
        if (!callee->getDeclName().isIdentifier() || callee->isInStdNamespace()) return;
        if (!around_.looks_at(call->getExprLoc()) || awaiting_.operands.count(call)) return;
        if (names_beside(callee).empty() && !is_named_in_request(around_.unit, callee)) return;
        add(call, callee);
    }

    std::vector<Call> take() {
        std::vector<Call> calls;
        for (auto& [key, call] : calls_) calls.push_back(std::move(call));
        return calls;
    }

private:
    /// Those of the possible names that exist beside the callee.
    const std::vector<std::string>& names_beside(const clang::FunctionDecl* callee) {
        const auto [entry, is_new] = beside_.try_emplace(callee->getCanonicalDecl());
        if (!is_new) return entry->second;
        for (std::string& name : async_names(callee->getName(), around_.unit.request.naming))
            if (!functions_beside(ast_, callee, {name}).empty()) entry->second.push_back(std::move(name));
        return entry->second;
    }

    void add(const clang::CallExpr* written, const clang::FunctionDecl* callee) {
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*written));
        if (!function || is_in_instantiation(function)) return;
        const Enclosing& enclosing = around_.bodies.describe(function, around_.prober);
        if (!enclosing.is_coroutine || !enclosing.can_be_coroutine) return;
        if (is_generator(around_, function) || is_immediate(around_, callee)) return;
        const FateOfValue fate = fate_of(ast_, written, awaiting_.operands);
        if (fate.is_awaited || fate.is_unevaluated) return;
        const auto is_wanted = [&](const clang::FunctionDecl* sibling) {
            return !is_used_beside(ast_, written, sibling) && !calls_back(around_, sibling, function);
        };
        std::vector<Sibling> siblings = find_awaitable_siblings(around_.unit, around_.prober, callee, written, function,
                                                                names_beside(callee), is_wanted);
        if (siblings.empty()) return;
        const Certainty awaitable =
            around_.prober.is_awaitable(function, {written->getCallReturnType(ast_), clang::VK_PRValue});
        if (awaitable != Certainty::no) return;
        Call call;
        call.site = site_of(written, around_.text);
        if (around_.has_blanks && around_.text.is_behind_blank(call.site.span)) return;
        call.site.function = around_.bodies.refer_to(function, around_.prober);
        call.site.why_no_await = why_no_await_at(ast_, written);
        call.call.callee = symbol_of(around_.unit, callee);
        call.call.siblings = std::move(siblings);
        place_call(call.call, call.site, around_.text, written);
        call.result_type = canonical_name(ast_, written->getCallReturnType(ast_));
        call.why_unwise = why_unwise_at(ast_, written);
        call.needs_parentheses = fate.is<fate::Accessed>();
        calls_.try_emplace(call.site.span.site(), std::move(call));
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    Awaiting awaiting_;
    std::map<const clang::FunctionDecl*, std::vector<std::string>> beside_;
    std::map<SiteId, Call> calls_;
};

}  // namespace

std::vector<Call> collect_calls(const ValueContext& context) {
    if (context.unit.request.naming.empty()) return {};
    CallCollector collector(context);
    match::MatchFinder finder;
    finder.addMatcher(match::callExpr().bind("call"), &collector);
    finder.matchAST(context.unit.context());
    return collector.take();
}

}  // namespace awaitlint
