// See uses.h.
#include "frontend/collect/uses.h"

#include <algorithm>
#include <map>

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "awaitlint/naming.h"
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

/// The qualified name's scope: what stands before the last `::`.
llvm::StringRef scope_of(llvm::StringRef qualified_name) {
    const std::size_t last = qualified_name.rfind("::");
    return last == llvm::StringRef::npos ? "" : qualified_name.take_front(last);
}

class UseCollector : public match::MatchFinder::MatchCallback {
public:
    UseCollector(ParsedUnit& unit, const SourceText& text, const FunctionBodies& bodies, Prober& prober)
        : unit_(unit), text_(text), bodies_(bodies), prober_(prober) {}

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
            return name == symbol ||
                   (scope_of(name) == scope_of(symbol) &&
                    is_name_alike(function->getName(), llvm::StringRef(symbol).rsplit("::").second.empty()
                                                           ? llvm::StringRef(symbol)
                                                           : llvm::StringRef(symbol).rsplit("::").second));
        });
    }

    template <class Node>
    const Node* parent(const clang::Stmt* child) const {
        for (clang::DynTypedNodeList parents = unit_.context().getParents(*child); !parents.empty();
             parents = unit_.context().getParents(parents[0])) {
            const auto* statement = parents[0].get<clang::Stmt>();
            if (!statement) return nullptr;
            if (const auto* found = llvm::dyn_cast<Node>(statement)) return found;
            const auto* operation = llvm::dyn_cast<clang::UnaryOperator>(statement);
            const bool is_passed_through =
                llvm::isa<clang::ImplicitCastExpr, clang::ParenExpr, clang::FullExpr, clang::MaterializeTemporaryExpr,
                          clang::CXXBindTemporaryExpr>(statement) ||
                (operation && operation->getOpcode() == clang::UO_Extension);
            if (!is_passed_through) return nullptr;
        }
        return nullptr;
    }

    const clang::UnaryOperator* blanked_around(const clang::Expr* expression) const {
        const auto* operation = parent<clang::UnaryOperator>(expression);
        if (!operation || operation->getOpcode() != clang::UO_Extension) return nullptr;
        return text_.blanked_token(operation->getOperatorLoc()).isValid() ? operation : nullptr;
    }

    void add(const Mention& mention) {
        if (!unit_.is_users(mention.reference->getExprLoc()) || !is_asked_for(mention.callee)) return;
        const clang::FunctionDecl* around =
            function_around(unit_.context(), clang::DynTypedNode::create(*mention.reference));
        const auto* call = parent<clang::CallExpr>(mention.reference);
        if (call && call->getCallee()->IgnoreParenImpCasts() != mention.reference) call = nullptr;
        const clang::Expr* whole = call ? static_cast<const clang::Expr*>(call) : mention.reference;
        Use use;
        clang::SourceLocation keyword;
        const clang::Expr* value = whole;
        if (const auto* await = parent<clang::CoawaitExpr>(whole); await && !await->isImplicit()) {
            keyword = await->getKeywordLoc();
            use.is_await_accepted = true;
            value = await;
        } else if (const auto* dependent = parent<clang::DependentCoawaitExpr>(whole)) {
            keyword = dependent->getKeywordLoc();
            value = dependent;
        } else if (const auto* blanked = blanked_around(whole)) {
            keyword = text_.blanked_token(blanked->getOperatorLoc());
            value = blanked;
        }
        use.is_awaited = keyword.isValid();
        use.is_call = call != nullptr;
        use.result = use.is_awaited ? "awaited" : role_of_value(unit_.context(), value);
        const clang::SourceLocation begin = use.is_awaited ? keyword : whole->getBeginLoc();
        if (use.is_awaited && !text_.macro_body(keyword).empty()) {
            use.site.span = text_.macro_use(keyword);
        } else if (const auto span = text_.span({begin, whole->getEndLoc()})) {
            use.site.span = *span;
        } else if (const auto operand = text_.span(whole->getSourceRange()); operand && use.is_awaited) {
            Span& both = use.site.span = text_.token_span(keyword);
            if (both.file == operand->file && both.offset <= operand->offset) {
                both.end_line = operand->end_line;
                both.end_column = operand->end_column;
                both.length = operand->end_offset() - both.offset;
            }
        } else {
            use.site.span = text_.macro_use(whole->getExprLoc());
        }
        use.site.text = text_.shown(use.site.span);
        use.site.function = bodies_.refer_to(around, prober_);
        use.callee = symbol_of(unit_, mention.callee);
        use.is_dependent = mention.is_dependent || (call && call->isTypeDependent());
        const clang::QualType result =
            call && !use.is_dependent ? call->getCallReturnType(unit_.context()) : mention.callee->getReturnType();
        use.is_awaitable =
            use.is_dependent ? Certainty::maybe : prober_.is_awaitable(around, {result, clang::VK_PRValue});
        const auto key = std::pair(use.site.span.site(), use.callee.usr);
        // An instantiation says more than its template: it knows the types.
        const auto [entry, is_new] = uses_.try_emplace(key, use);
        if (!is_new && entry->second.is_dependent && !use.is_dependent) entry->second = use;
    }

    ParsedUnit& unit_;
    const SourceText& text_;
    const FunctionBodies& bodies_;
    Prober& prober_;
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

std::vector<Use> collect_uses(ParsedUnit& unit, const SourceText& text, const FunctionBodies& bodies, Prober& prober) {
    UseCollector collector(unit, text, bodies, prober);
    match::MatchFinder finder;
    const clang::ast_matchers::internal::VariadicDynCastAllOfMatcher<clang::Stmt, clang::OverloadExpr> overload_expr;
    finder.addMatcher(match::declRefExpr(match::to(match::functionDecl())).bind("use"), &collector);
    finder.addMatcher(match::memberExpr(match::member(match::functionDecl())).bind("use"), &collector);
    finder.addMatcher(overload_expr().bind("use"), &collector);
    finder.matchAST(unit.context());
    return collector.take();
}

}  // namespace awaitlint
