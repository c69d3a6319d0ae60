// See call_names.h.
#include "frontend/ask/call_names.h"

#include <optional>

#include "clang/AST/ExprCXX.h"

namespace awaitlint {

CallNames names_of_call(const SourceText& text, const clang::CallExpr* call) {
    CallNames names;
    const clang::Expr* named = call->getCallee()->IgnoreImplicit()->IgnoreParens();
    clang::SourceLocation name, qualified;
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(named)) {
        name = reference->getLocation();
        qualified = reference->getBeginLoc();
    } else if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(named)) {
        name = qualified = member->getMemberLoc();
    }
    if (name.isInvalid()) return names;
    const std::optional<Span> whole = text.span({qualified, name});
    const std::optional<Span> alone = text.span({name, name});
    const std::optional<Span> close = text.span({call->getRParenLoc(), call->getRParenLoc()});
    if (!whole || !alone || !close) return names;
    names = {*alone, *whole, *close, {}, 0};
    for (const clang::Expr* argument : call->arguments()) {
        if (llvm::isa<clang::CXXDefaultArgExpr>(argument)) break;
        ++names.argument_count;
        names.last_argument = text.span(argument->getSourceRange()).value_or(Span{});
    }
    return names;
}

}  // namespace awaitlint
