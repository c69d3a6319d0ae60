// See assertions.h.
#include "frontend/around/assertions.h"

#include <algorithm>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/Lex/Lexer.h"

#include "frontend/ask/names.h"

namespace awaitlint {

bool is_named_as_assertion(llvm::StringRef name) {
    static constexpr llvm::StringRef words[] = {"assert", "expect", "check", "require", "verify", "ensure", "test"};
    static constexpr llvm::StringRef others[] = {"throw", "except", "death", "_eq",   "_ne",   "_lt",  "_le",
                                                 "_gt",   "_ge",    "that",  "equal", "exits", "same", "match"};
    return contains_any_of(name, words) && !contains_any_of(name, others);
}

bool is_in_macro_body(const clang::SourceManager& sources, clang::SourceLocation at) {
    while (at.isMacroID() && sources.isMacroArgExpansion(at)) at = sources.getImmediateSpellingLoc(at);
    return at.isMacroID();
}

namespace {

/// The outermost assertion that the value is an argument of, as the user spells it.
std::string assertion_named(const ParsedUnit& unit, const clang::Expr* value) {
    const clang::SourceManager& sources = unit.sources();
    std::string name;
    clang::SourceLocation at = value->getBeginLoc();
    if (!at.isMacroID() || !sources.isMacroArgExpansion(at)) return name;
    for (; at.isMacroID(); at = sources.getImmediateMacroCallerLoc(at)) {
        const llvm::StringRef macro = clang::Lexer::getImmediateMacroName(at, sources, unit.compiler.getLangOpts());
        if (is_named_as_assertion(macro)) name = macro.str();
    }
    return name;
}

/// The macro's own `static_cast<bool>(...)` around the value.
bool is_cast_by_macro(const ParsedUnit& unit, const clang::Expr* value) {
    const clang::Stmt* at = value;
    while (true) {
        const auto parents = unit.context().getParents(*at);
        at = parents.empty() ? nullptr : parents[0].get<clang::Stmt>();
        if (!at) return false;
        const auto* cast = llvm::dyn_cast<clang::ExplicitCastExpr>(at);
        if (cast) return cast->getType()->isBooleanType() && is_in_macro_body(unit.sources(), cast->getBeginLoc());
        if (!llvm::isa<clang::ImplicitCastExpr, clang::ParenExpr, clang::FullExpr, clang::CXXBindTemporaryExpr,
                       clang::MaterializeTemporaryExpr, clang::MemberExpr, clang::CXXMemberCallExpr>(at))
            return false;
    }
}

bool takes_anything(const clang::FunctionDecl* taker, unsigned parameter) {
    const clang::FunctionTemplateDecl* pattern = taker->getPrimaryTemplate();
    return pattern && parameter < pattern->getTemplatedDecl()->getNumParams() &&
           is_of_any_type(pattern->getTemplatedDecl()->getParamDecl(parameter));
}

/// The macro hands the value, and nothing else of the user's, to what takes any type: `Decomposer() <= value`.
bool is_given_by_macro(const ParsedUnit& unit, const FateOfValue& fate) {
    if (!fate.taker || !fate.passing) return false;
    const clang::SourceManager& sources = unit.sources();
    if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(fate.passing)) {
        const auto parents = unit.context().getParents(*made);
        const auto* above = parents.empty() ? nullptr : parents[0].get<clang::ImplicitCastExpr>();
        const bool is_of_macro = above || is_in_macro_body(sources, made->getLocation());
        const bool is_alone = made->getNumArgs() == 1 || made->getArg(1)->isDefaultArgument();
        return is_of_macro && is_alone && takes_anything(fate.taker, 0);
    }
    const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(fate.passing);
    if (!operation || operation->getNumArgs() != 2) return false;
    const bool is_member = llvm::isa<clang::CXXMethodDecl>(fate.taker);
    return is_in_macro_body(sources, operation->getOperatorLoc()) &&
           is_in_macro_body(sources, operation->getArg(0)->getBeginLoc()) &&
           takes_anything(fate.taker, is_member ? 0 : 1);
}

}  // namespace

std::string assertion_on(const ParsedUnit& unit, Prober& prober, const clang::Expr* value, const FateOfValue& fate) {
    const auto* converted = std::get_if<fate::Converted>(&fate.fate);
    if (!converted && !fate.is<fate::Passed>()) return "";
    std::string name = assertion_named(unit, value);
    if (name.empty()) return name;
    const bool is_tested = converted && converted->to == "bool" && is_cast_by_macro(unit, value);
    if (is_tested) return name;
    const bool has_test = !value->isTypeDependent() &&
                          prober.is_constructible(unit.context().BoolTy, {value->getType(), clang::VK_PRValue});
    return has_test && is_given_by_macro(unit, fate) ? name : "";
}

}  // namespace awaitlint
