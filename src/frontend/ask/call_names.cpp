// See call_names.h.
#include "frontend/ask/call_names.h"

#include <optional>

#include "clang/AST/ExprCXX.h"

namespace awaitlint {

void place_call(CallSite& at, const Site& site, const SourceText& text, const clang::CallExpr* call) {
    const clang::Expr* named = call->getCallee()->IgnoreImplicit()->IgnoreParens();
    clang::SourceLocation name, qualified;
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(named)) {
        name = reference->getLocation();
        qualified = reference->getBeginLoc();
    } else if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(named)) {
        name = qualified = member->getMemberLoc();
    }
    if (name.isInvalid()) return;
    const std::optional<Span> whole = text.span({qualified, name});
    const std::optional<Span> alone = text.span({name, name});
    const std::optional<Span> close = text.span({call->getRParenLoc(), call->getRParenLoc()});
    if (!whole || !alone || !close || alone->file != site.span.file) return;
    at.name = *alone;
    at.qualified_name = *whole;
    at.close = *close;
    for (const clang::Expr* argument : call->arguments()) {
        if (llvm::isa<clang::CXXDefaultArgExpr>(argument)) break;
        ++at.argument_count;
        at.last_argument = text.span(argument->getSourceRange()).value_or(Span{});
    }
}

}  // namespace awaitlint
