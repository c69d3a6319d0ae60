// See mentions.h.
#include "frontend/around/mentions.h"

#include "clang/AST/ParentMapContext.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/fate.h"

namespace awaitlint {

/// Only to silence the compiler; a bare `x;` has a finding of its own.
bool Mentions::is_idle(const clang::DeclRefExpr* mention) const {
    return is_idle_mention(ast_, mention, awaited_) &&
           (mention->getBeginLoc().isMacroID() || !fate_of(ast_, mention, awaited_).is_bare_statement());
}

bool Mentions::is_mentioned(const clang::ValueDecl* variable) {
    return llvm::any_of(of(variable), [&](const clang::DeclRefExpr* mention) { return !is_idle(mention); });
}

bool Mentions::is_used(const clang::VarDecl* variable, const clang::FieldDecl* field) {
    return llvm::any_of(of(variable), [&](const clang::DeclRefExpr* mention) {
        // `if (auto ready = is_ready())` mentions its variable where it declares it.
        if (mention->getLocation() == variable->getLocation()) return false;
        if (is_idle(mention) || is_overwritten_by(ast_, mention)) return false;
        if (!field) return true;
        const auto parents = ast_.getParents(*mention);
        const auto* member = parents.empty() ? nullptr : parents[0].get<clang::MemberExpr>();
        return !member || member->getMemberDecl() == field || !llvm::isa<clang::FieldDecl>(member->getMemberDecl());
    });
}

}  // namespace awaitlint
