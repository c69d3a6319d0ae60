// See blocking_calls.h.
#include "frontend/collect/blocking_calls.h"

#include <map>
#include <string>
#include <unordered_set>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "frontend/around/fate.h"
#include "frontend/around/shared_objects.h"
#include "frontend/around/value_places.h"
#include "frontend/ask/awaiting.h"
#include "frontend/ask/call_names.h"
#include "frontend/ask/names.h"
#include "frontend/ask/parameters.h"
#include "frontend/collect/prudence.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

class BlockingCallCollector : public match::MatchFinder::MatchCallback {
public:
    explicit BlockingCallCollector(const ValueContext& context)
        : around_(context),
          ast_(context.unit.context()),
          names_(context.unit.request.blocking.begin(), context.unit.request.blocking.end()) {
        for (const clang::Expr* operand : context.awaited) awaiting_.add_operand(operand);
    }

    void run(const match::MatchFinder::MatchResult& result) override {
        const auto* call = result.Nodes.getNodeAs<clang::CallExpr>("call");
        const clang::FunctionDecl* callee = call->getDirectCallee();
        if (!callee || llvm::isa<clang::CXXOperatorCallExpr>(call) || !callee->getDeclName().isIdentifier()) return;
        if (!around_.looks_at(call->getExprLoc()) || !is_named(callee)) return;
        add(call, callee);
    }

    std::vector<BlockingCall> take() {
        std::vector<BlockingCall> calls;
        for (auto& [key, call] : calls_) calls.push_back(std::move(call));
        return calls;
    }

private:
    bool is_named(const clang::FunctionDecl* callee) {
        const auto [entry, is_new] = is_named_.try_emplace(callee->getCanonicalDecl(), false);
        if (is_new) entry->second = names_.count(name_in_profiles(callee)) != 0;
        return entry->second;
    }

    /// A member of `shared_future<void>`, too, is one of `shared_future`.
    std::string name_in_profiles(const clang::FunctionDecl* callee) const {
        const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
        if (!method) return function_name(written_pattern(callee));
        return class_name(ast_.getCanonicalTagType(method->getParent())) + "::" + callee->getNameAsString();
    }

    void add(const clang::CallExpr* written, const clang::FunctionDecl* callee) {
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*written));
        if (!function || is_in_instantiation(function)) return;
        const Enclosing& enclosing = around_.bodies.describe(function, around_.prober);
        if (!enclosing.is_coroutine || !enclosing.can_be_coroutine || is_generator(around_, function)) return;
        if (only_polls(written)) return;
        const FateOfValue fate = fate_of(ast_, written, awaiting_.operands);
        if (fate.is_awaited || fate.is_unevaluated) return;
        BlockingCall call;
        call.site = site_of(written, around_.text);
        if (around_.has_blanks && around_.text.is_behind_blank(call.site.span)) return;
        call.site.function = around_.bodies.refer_to(function, around_.prober);
        call.site.why_no_await = why_no_await_at(ast_, written);
        call.call.callee = symbol_of(around_.unit, callee);
        call.call.parameters = parameters_of(ast_, callee);
        place_call(call.call, call.site, around_.text, written);
        call.why_harmless = why_not_blocked_at(ast_, written);
        if (call.why_harmless.empty() && is_made_ready(written, function))
            call.why_harmless = "it was ready when it was made";
        call.awaitable_text = awaitable_in(written, function);
        call.needs_parentheses = fate.is<fate::Accessed>();
        calls_.try_emplace(call.site.span.site(), std::move(call));
    }

    /// `answer.wait_for(0s)`, `answer.wait_for(seconds::zero())`
    static bool only_polls(const clang::CallExpr* written) {
        const llvm::StringRef name = written->getDirectCallee()->getName();
        if (!name.ends_with("_for") || written->getNumArgs() == 0) return false;
        bool has_number = false, has_other = false;
        const auto look = [&](const auto& self, const clang::Stmt* part) -> void {
            if (const auto* number = llvm::dyn_cast<clang::IntegerLiteral>(part)) {
                has_number = true;
                has_other |= number->getValue() != 0;
            }
            if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(part)) {
                const auto* function = llvm::dyn_cast<clang::FunctionDecl>(mention->getDecl());
                has_number |= is_standard_function(function, {"zero"});
                has_other |= !function;
            }
            for (const clang::Stmt* child : part->children())
                if (child) self(self, child);
        };
        look(look, written->getArg(written->getNumArgs() - 1));
        return has_number && !has_other;
    }

    /// `auto done = co_await as_future(work()); done.get()`: who hands on what could be awaited hands it on when it is
    /// ready. A future that nobody can await is another matter.
    bool is_made_ready(const clang::CallExpr* written, const clang::FunctionDecl* function) {
        const auto* member = llvm::dyn_cast<clang::MemberExpr>(written->getCallee()->IgnoreParenImpCasts());
        const clang::Expr* object = member ? member->getBase()->IgnoreParenImpCasts() : nullptr;
        if (!object || object->isTypeDependent()) return false;
        const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(object);
        const clang::VarDecl* variable = mention ? local_named(mention->getDecl()) : nullptr;
        const clang::Expr* made = variable ? variable->getInit() : object;
        // `make_ready_future<>()`
        const auto* call = made ? llvm::dyn_cast<clang::CallExpr>(made->IgnoreUnlessSpelledInSource()) : nullptr;
        const clang::FunctionDecl* maker = call ? call->getDirectCallee() : nullptr;
        if (maker && maker->getDeclName().isIdentifier() && contains_any_of(maker->getName(), {"ready", "exception"}))
            return true;
        if (!made || !llvm::isa<clang::CoawaitExpr>(made->IgnoreUnlessSpelledInSource())) return false;
        const clang::QualType type = object->getType().getNonReferenceType().getUnqualifiedType();
        return around_.prober.is_awaitable(function, {type, clang::VK_XValue}) == Certainty::yes;
    }

    /// `sync_wait(work())`, `future.get()`: what the function could await itself.
    std::string awaitable_in(const clang::CallExpr* written, const clang::FunctionDecl* function) {
        const clang::Expr* waited_for = nullptr;
        if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(written->getCallee()->IgnoreParenImpCasts()))
            waited_for = written->getNumArgs() == 0 && !member->isArrow() && !member->isImplicitAccess()
                             ? member->getBase()
                             : nullptr;
        else if (written->getNumArgs() == 1)
            waited_for = written->getArg(0);
        if (!waited_for || waited_for->isTypeDependent()) return "";
        const clang::Expr* operand = waited_for->IgnoreParenImpCasts();
        if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(operand))
            operand = made->getSubExpr()->IgnoreParenImpCasts();
        const OperandShape shape{operand->getType(), operand->getValueKind()};
        if (around_.prober.is_awaitable(function, shape) != Certainty::yes) return "";
        if (!around_.prober.has_own_protocol(function, shape) && !around_.prober.is_task_like(shape.type)) return "";
        const Site site = site_of(waited_for, around_.text);
        return site.is_in_macro() ? "" : site.text;
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    std::unordered_set<std::string> names_;
    Awaiting awaiting_;
    std::map<const clang::FunctionDecl*, bool> is_named_;
    std::map<SiteId, BlockingCall> calls_;
};

}  // namespace

std::vector<BlockingCall> collect_blocking_calls(const ValueContext& context) {
    if (context.unit.request.blocking.empty()) return {};
    BlockingCallCollector collector(context);
    match::MatchFinder finder;
    finder.addMatcher(match::callExpr().bind("call"), &collector);
    finder.matchAST(context.unit.context());
    return collector.take();
}

}  // namespace awaitlint
