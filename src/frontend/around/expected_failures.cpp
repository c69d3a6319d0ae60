// See expected_failures.h.
#include "frontend/around/expected_failures.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

namespace awaitlint {
namespace {

/// As an argument of a macro whose name has the word in it.
bool is_within_macro_named(const ParsedUnit& unit, const clang::Expr* value, llvm::StringRef word) {
    const clang::SourceManager& sources = unit.sources();
    for (clang::SourceLocation at = value->getBeginLoc(); at.isMacroID(); at = sources.getImmediateMacroCallerLoc(at))
        if (clang::Lexer::getImmediateMacroName(at, sources, unit.compiler.getLangOpts()).contains_insensitive(word))
            return true;
    return false;
}

/// In a template, a call whose callee is not chosen yet has a name all the same. Empty: of an operator, or none.
llvm::StringRef called_name(const clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    const auto* overloads = llvm::dyn_cast<clang::OverloadExpr>(call->getCallee()->IgnoreParenImpCasts());
    const clang::DeclarationName name = callee      ? callee->getDeclName()
                                        : overloads ? overloads->getName()
                                                    : clang::DeclarationName();
    return name.isIdentifier() && name.getAsIdentifierInfo() ? name.getAsIdentifierInfo()->getName()
                                                             : llvm::StringRef();
}

}  // namespace

bool is_call_of_coroutine(const clang::Expr* value) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(value);
    const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    const clang::Stmt* body = callee ? callee->getBody() : nullptr;
    return llvm::isa_and_nonnull<clang::CoroutineBodyStmt>(body);
}

bool is_expected_to_die(const ParsedUnit& unit, const clang::Expr* value) {
    return is_within_macro_named(unit, value, "death");
}

bool is_expected_to_throw(const ParsedUnit& unit, const clang::Expr* value) {
    if (is_within_macro_named(unit, value, "throw")) return true;
    const clang::LambdaExpr* lambda = nullptr;
    for (clang::DynTypedNode at = clang::DynTypedNode::create(*value);;) {
        const auto parents = unit.context().getParents(at);
        if (parents.empty()) return false;
        at = parents[0];
        if (const auto* found = at.get<clang::LambdaExpr>()) lambda = found;
        const auto* call = lambda ? at.get<clang::CallExpr>() : nullptr;
        if (!call) continue;
        return called_name(call).contains_insensitive("throw");
    }
}

}  // namespace awaitlint
