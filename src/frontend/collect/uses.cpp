// See uses.h.
#include "frontend/collect/uses.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "awaitlint/naming.h"
#include "frontend/around/fate.h"
#include "frontend/around/value_places.h"
#include "frontend/ask/awaiting.h"
#include "frontend/ask/names.h"
#include "frontend/ask/siblings.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

struct Mention {
    const clang::Expr* reference;
    const clang::FunctionDecl* callee;
    bool is_dependent;
};

/// Functions of the one may be siblings of the other's.
bool is_scope_alike(std::string_view a, std::string_view b) {
    if (a == b || is_async_namespace_of(a, b) || is_async_namespace_of(b, a)) return true;
    const std::string_view of_a = scope_of(a), of_b = scope_of(b);
    const bool are_near = of_a == of_b || is_async_namespace_of(of_a, of_b) || is_async_namespace_of(of_b, of_a);
    return are_near && !a.empty() && !b.empty() && name_stem(last_name(a)) == name_stem(last_name(b));
}

const clang::Expr* unwrapped(const clang::Expr* operand) {
    for (const clang::Expr* outer = nullptr; operand != outer;) {
        outer = operand;
        operand = outer->IgnoreParens()->IgnoreImplicit();
    }
    return operand;
}

class UseCollector : public match::MatchFinder::MatchCallback {
public:
    UseCollector(const ValueContext& around, const std::vector<AwaitedOperand>& awaited, const UnitFacts& facts)
        : around_(around), unit_(around.unit), text_(around.text), facts_(facts) {
        for (const AwaitedOperand& each : awaited) {
            if (!each.operand) continue;
            awaiting_.add_operand(each.operand);
            awaited_.emplace(unwrapped(each.operand), &each);
        }
        for (const Value& value : facts.values) values_.emplace(value.site.span.site(), &value);
    }

    void run(const match::MatchFinder::MatchResult& result) override {
        if (const auto* reference = result.Nodes.getNodeAs<clang::DeclRefExpr>("use")) {
            if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl()))
                add({reference, function, false});
        } else if (const auto* member = result.Nodes.getNodeAs<clang::MemberExpr>("use")) {
            if (const auto* method = llvm::dyn_cast<clang::FunctionDecl>(member->getMemberDecl()))
                add({member, method, false});
        } else if (const auto* overloads = result.Nodes.getNodeAs<clang::OverloadExpr>("use")) {
            for (const clang::NamedDecl* decl : overloads->decls()) {
                decl = decl->getUnderlyingDecl();
                if (const auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl))
                    decl = pattern->getTemplatedDecl();
                if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl);
                    function && is_asked_for(function))
                    return add({overloads, function, true});
            }
        }
    }

    std::vector<Use> take() {
        std::vector<Use> uses;
        for (auto& [key, use] : uses_) uses.push_back(std::move(use));
        return uses;
    }

private:
    bool is_asked_for(const clang::FunctionDecl* function) const {
        if (!function->getDeclName().isIdentifier()) return false;
        const std::string name = function_name(written_pattern(function));
        return std::any_of(unit_.request.symbols.begin(), unit_.request.symbols.end(), [&](const std::string& symbol) {
            return name == symbol || (is_scope_alike(scope_of(name), scope_of(symbol)) &&
                                      is_name_alike(function->getName(), last_name(symbol)));
        });
    }

    template <class Node>
    const Node* parent(const clang::Stmt* child) const {
        for (clang::DynTypedNodeList parents = unit_.context().getParents(*child); !parents.empty();
             parents = unit_.context().getParents(parents[0])) {
            const auto* statement = parents[0].get<clang::Stmt>();
            if (!statement) return nullptr;
            if (const auto* found = llvm::dyn_cast<Node>(statement)) return found;
            if (!llvm::isa<clang::ImplicitCastExpr, clang::ParenExpr, clang::FullExpr, clang::MaterializeTemporaryExpr,
                           clang::CXXBindTemporaryExpr>(statement))
                return nullptr;
        }
        return nullptr;
    }

    void add(const Mention& mention) {
        if (!unit_.is_users(mention.reference->getExprLoc()) || !is_asked_for(mention.callee)) return;
        const clang::FunctionDecl* function =
            function_around(unit_.context(), clang::DynTypedNode::create(*mention.reference));
        const auto* call = parent<clang::CallExpr>(mention.reference);
        if (call && call->getCallee()->IgnoreParenImpCasts() != mention.reference) call = nullptr;
        const clang::Expr* whole = call ? static_cast<const clang::Expr*>(call) : mention.reference;
        Use use;
        const auto await = awaited_.find(whole);
        use.is_awaited = await != awaited_.end();
        use.is_await_accepted = use.is_awaited && await->second->is_accepted;
        use.site = use.is_awaited ? await->second->site : site_of(whole, text_);
        use.site.function = around_.bodies.refer_to(function, around_.prober);
        use.is_call = call != nullptr;
        use.callee = symbol_of(unit_, mention.callee);
        use.is_dependent = mention.is_dependent || (call && call->isTypeDependent());
        const clang::QualType result =
            call && !use.is_dependent ? call->getCallReturnType(unit_.context()) : mention.callee->getReturnType();
        use.is_awaitable =
            use.is_dependent ? Certainty::maybe : around_.prober.is_awaitable(function, {result, clang::VK_PRValue});
        if (!use.is_awaited) add_fate(use, whole, function);
        // An instantiation says more than its template: it knows the types.
        const auto [entry, is_new] = uses_.try_emplace({use.site.span.site(), use.callee.usr}, use);
        if (!is_new && entry->second.is_dependent && !use.is_dependent) entry->second = use;
    }

    /// As the rules see it, where they see a value there.
    void add_fate(Use& use, const clang::Expr* whole, const clang::FunctionDecl* function) const {
        const FateOfValue walked = fate_of(unit_.context(), whole, awaiting_.operands);
        use.is_awaited = walked.is_awaited;
        const auto value = values_.find(use.site.span.site());
        use.fate = value == values_.end() ? walked.fate : value->second->fate;
        if (const auto* address = parent<clang::UnaryOperator>(whole);
            !use.is_call && address && address->getOpcode() == clang::UO_AddrOf)
            use.also_at.push_back(site_of(address, text_).span.site());
        if (!walked.is<fate::Returned>()) return;
        if (function && is_lambda_call_operator(function))
            if (const clang::LambdaExpr* lambda = lambda_around(unit_.context(), whole))
                use.also_at.push_back(site_of(lambda, text_).span.site());
        if (use.is_awaitable == Certainty::yes) add_plain_return(use);
    }

    /// Its statement is wrong in a coroutine, and repaired by a co_await of what it returns.
    void add_plain_return(Use& use) const {
        for (const MissingReturn& missing : facts_.missing_returns)
            if (missing.gives_awaitable && use.site.span.is_within(missing.site.span))
                use.also_at.push_back(missing.site.span.site());
    }

    const ValueContext& around_;
    ParsedUnit& unit_;
    const SourceText& text_;
    const UnitFacts& facts_;
    std::map<const clang::Expr*, const AwaitedOperand*> awaited_;  // by what is called or named there
    Awaiting awaiting_;
    std::map<SiteId, const Value*> values_;
    std::map<std::pair<SiteId, std::string>, Use> uses_;
};

}  // namespace

std::set<std::string> namesakes_of_symbols(ParsedUnit& unit) {
    class Namesakes : public match::MatchFinder::MatchCallback {
    public:
        explicit Namesakes(const ParsedUnit& parsed) : parsed_(parsed) {}
        void run(const match::MatchFinder::MatchResult& result) override {
            const auto* mention = result.Nodes.getNodeAs<clang::DeclRefExpr>("mention");
            const auto* member = result.Nodes.getNodeAs<clang::MemberExpr>("mention");
            const clang::Decl* decl = mention  ? mention->getDecl()
                                      : member ? member->getMemberDecl()
                                               : result.Nodes.getNodeAs<clang::FunctionDecl>("declared");
            const auto* function = llvm::dyn_cast_or_null<clang::FunctionDecl>(decl);
            if (!function || !function->getDeclName().isIdentifier()) return;
            const std::vector<std::string>& symbols = parsed_.request.symbols;
            const bool is_called_so = std::any_of(symbols.begin(), symbols.end(), [&](const std::string& symbol) {
                return function->getName() == llvm::StringRef(last_name(symbol));
            });
            if (is_called_so) found.insert(function_name(written_pattern(function)));
        }
        std::set<std::string> found;

    private:
        const ParsedUnit& parsed_;
    };
    Namesakes namesakes(unit);
    match::MatchFinder finder;
    finder.addMatcher(match::functionDecl().bind("declared"), &namesakes);
    finder.addMatcher(match::declRefExpr(match::to(match::functionDecl())).bind("mention"), &namesakes);
    finder.addMatcher(match::memberExpr(match::member(match::functionDecl())).bind("mention"), &namesakes);
    finder.matchAST(unit.context());
    return std::move(namesakes.found);
}

std::vector<Use> collect_uses(const ValueContext& around, const std::vector<AwaitedOperand>& awaited,
                              const UnitFacts& facts) {
    UseCollector collector(around, awaited, facts);
    match::MatchFinder finder;
    const clang::ast_matchers::internal::VariadicDynCastAllOfMatcher<clang::Stmt, clang::OverloadExpr> overload_expr;
    finder.addMatcher(match::declRefExpr(match::to(match::functionDecl())).bind("use"), &collector);
    finder.addMatcher(match::memberExpr(match::member(match::functionDecl())).bind("use"), &collector);
    finder.addMatcher(overload_expr().bind("use"), &collector);
    finder.matchAST(around.unit.context());
    return collector.take();
}

}  // namespace awaitlint
