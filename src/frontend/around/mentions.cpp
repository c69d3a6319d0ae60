// See mentions.h.
#include "frontend/around/mentions.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/fate.h"

namespace awaitlint {
namespace {

void add_mentions(const clang::Stmt* statement, const clang::VarDecl* variable,
                  std::vector<const clang::DeclRefExpr*>& mentions) {
    if (!statement) return;
    if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(statement);
        mention && mention->getDecl() == variable && !llvm::is_contained(mentions, mention))
        mentions.push_back(mention);
    // What the compiler adds repeats the operand.
    if (const auto* suspension = llvm::dyn_cast<clang::CoroutineSuspendExpr>(statement))
        return add_mentions(suspension->getOperand(), variable, mentions);
    if (const auto* end = llvm::dyn_cast<clang::CoreturnStmt>(statement))
        return add_mentions(end->getOperand(), variable, mentions);
    for (const clang::Stmt* part : statement->children()) add_mentions(part, variable, mentions);
}

}  // namespace

std::vector<const clang::DeclRefExpr*> mentions_in(const clang::FunctionDecl* function,
                                                   const clang::VarDecl* variable) {
    std::vector<const clang::DeclRefExpr*> mentions;
    add_mentions(written_body(function), variable, mentions);
    return mentions;
}

/// Only to silence the compiler; a bare `x;` has a finding of its own.
bool Mentions::is_idle(const clang::DeclRefExpr* mention) const {
    return is_idle_mention(ast_, mention, awaited_) &&
           (mention->getBeginLoc().isMacroID() || !fate_of(ast_, mention, awaited_).is_bare_statement());
}

/// `auto other = std::move(x);` where nobody looks at the other one either. One that is set aside by its name or mark
/// counts as looked at.
bool Mentions::is_moved_to_unused(const clang::DeclRefExpr* mention) {
    const FateOfValue fate = fate_of(ast_, mention, awaited_);
    const clang::VarDecl* other = fate.variable;
    if (!other || !fate.is<fate::Kept>() || fate.is_awaited || fate.field || !fate.is_sole_initialiser) return false;
    if (!ast_.hasSameUnqualifiedType(other->getType(), mention->getType())) return false;
    if (other->hasAttr<clang::UnusedAttr>() || other->getName() == "_" || !asked_.insert(other).second) return false;
    const bool is_lost = !is_used(other, nullptr);
    asked_.erase(other);
    return is_lost;
}

bool Mentions::is_only_called(const clang::VarDecl* variable, llvm::ArrayRef<llvm::StringRef> members) {
    return llvm::all_of(of(variable), [&](const clang::DeclRefExpr* mention) {
        if (mention->getLocation() == variable->getLocation() || is_idle(mention)) return true;
        const FateOfValue fate = fate_of(ast_, mention, awaited_);
        const auto* accessed = std::get_if<fate::Accessed>(&fate.fate);
        if (!accessed || !llvm::is_contained(members, accessed->member)) return false;
        const clang::Stmt* at = mention;
        while (at && !llvm::isa<clang::CallExpr>(at)) {
            const auto parents = ast_.getParents(*at);
            at = parents.empty() ? nullptr : parents[0].get<clang::Expr>();
        }
        return at && fate_of(ast_, llvm::cast<clang::Expr>(at), awaited_).is<fate::Discarded>();
    });
}

bool Mentions::is_mentioned(const clang::ValueDecl* variable) {
    return llvm::any_of(of(variable), [&](const clang::DeclRefExpr* mention) { return !is_idle(mention); });
}

bool Mentions::is_used(const clang::VarDecl* variable, const clang::FieldDecl* field) {
    return llvm::any_of(of(variable), [&](const clang::DeclRefExpr* mention) {
        // `if (auto ready = is_ready())` mentions its variable where it declares it.
        if (mention->getLocation() == variable->getLocation()) return false;
        if (is_idle(mention) || is_overwritten_by(ast_, mention) || is_moved_to_unused(mention)) return false;
        if (!field) return true;
        const auto parents = ast_.getParents(*mention);
        const auto* member = parents.empty() ? nullptr : parents[0].get<clang::MemberExpr>();
        return !member || member->getMemberDecl() == field || !llvm::isa<clang::FieldDecl>(member->getMemberDecl());
    });
}

}  // namespace awaitlint
