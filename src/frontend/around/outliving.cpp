// See outliving.h.
#include "frontend/around/outliving.h"

#include <algorithm>

#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include "frontend/around/enclosing.h"

namespace awaitlint {
namespace {

/// The block, or the loop or branch, that a variable belongs to; null for a parameter.
const clang::Stmt* block_of(clang::ASTContext& ast, const clang::VarDecl* variable) {
    const auto parents = ast.getParents(*variable);
    const auto* declaration = parents.empty() ? nullptr : parents[0].get<clang::DeclStmt>();
    return declaration ? parent_of(ast, declaration) : nullptr;
}

bool is_within(clang::ASTContext& ast, const clang::Stmt* inner, const clang::Stmt* outer) {
    for (const clang::Stmt* at = parent_of(ast, inner); at; at = parent_of(ast, at))
        if (at == outer) return true;
    return false;
}

bool is_mention(const clang::Expr* expression, const clang::VarDecl* variable) {
    const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(expression->IgnoreParenImpCasts());
    return mention && mention->getDecl() == variable;
}

/// Puts something in, or asks how much there is.
bool is_filling(const clang::CXXMemberCallExpr* call, const clang::VarDecl* keeper) {
    static constexpr llvm::StringRef members[] = {"push_back", "emplace_back", "push_front", "emplace_front",
                                                  "reserve",   "size",         "empty"};
    const clang::CXXMethodDecl* method = call->getMethodDecl();
    return method && method->getDeclName().isIdentifier() && llvm::is_contained(members, method->getName()) &&
           is_mention(call->getImplicitObjectArgument(), keeper);
}

bool is_overwriting(const clang::CXXOperatorCallExpr* call, const clang::VarDecl* keeper) {
    return call->getOperator() == clang::OO_Equal && is_mention(call->getArg(0), keeper);
}

/// Nothing is done with it but to put things in.
bool is_only_filled(const clang::Stmt* statement, const clang::VarDecl* keeper) {
    if (!statement) return true;
    const auto is_so = [&](const clang::Stmt* part) { return is_only_filled(part, keeper); };
    if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(statement); call && is_filling(call, keeper))
        return std::all_of(call->arg_begin(), call->arg_end(), is_so);
    if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(statement); call && is_overwriting(call, keeper))
        return is_so(call->getArg(1));
    if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(statement); mention && mention->getDecl() == keeper)
        return false;
    return std::all_of(statement->child_begin(), statement->child_end(), is_so);
}

bool is_mentioned_behind(const clang::SourceManager& sources, const clang::Stmt* statement,
                         const clang::VarDecl* keeper, clang::SourceLocation end) {
    if (!statement) return false;
    const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(statement);
    if (mention && mention->getDecl() == keeper)
        return sources.isBeforeInTranslationUnit(end, sources.getFileLoc(mention->getLocation()));
    return std::any_of(statement->child_begin(), statement->child_end(),
                       [&](const clang::Stmt* part) { return is_mentioned_behind(sources, part, keeper, end); });
}

}  // namespace

bool outlives(clang::ASTContext& ast, const clang::VarDecl* keeper, const clang::VarDecl* kept) {
    if (!keeper->hasLocalStorage() || keeper->getType()->isReferenceType()) return false;
    const clang::Stmt* outer = block_of(ast, keeper);
    const clang::Stmt* inner = block_of(ast, kept);
    if (!outer || !inner || !is_within(ast, inner, outer) || !is_only_filled(inner, keeper)) return false;
    const clang::SourceManager& sources = ast.getSourceManager();
    return is_mentioned_behind(sources, outer, keeper, sources.getFileLoc(inner->getEndLoc()));
}

}  // namespace awaitlint
