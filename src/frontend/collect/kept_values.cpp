// See kept_values.h.
#include "frontend/collect/kept_values.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/TypeLoc.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/read/brackets.h"

namespace awaitlint {
namespace {

/// The local container that it is put into, where nothing else is ever done with that; or null.
const clang::VarDecl* lost_container(const Value& value, const FateOfValue& fate, Mentions& mentions) {
    static constexpr llvm::StringRef containers[] = {"vector", "deque", "list", "forward_list", "queue", "stack"};
    static constexpr llvm::StringRef filling[] = {"push_back",     "emplace_back", "push_front", "push",
                                                  "emplace_front", "emplace",      "reserve"};
    const auto* call = llvm::dyn_cast_or_null<clang::CXXMemberCallExpr>(fate.passing);
    const clang::CXXMethodDecl* method = call ? call->getMethodDecl() : nullptr;
    if (!value.is<fate::Passed>() || !method || !value.type.starts_lazily || value.type.is_generator) return nullptr;
    const clang::CXXRecordDecl* owner = method->getParent();
    if (!owner->isInStdNamespace() || !owner->getDeclName().isIdentifier() ||
        !llvm::is_contained(containers, owner->getName()) || !method->getDeclName().isIdentifier() ||
        !llvm::is_contained(filling, method->getName()))
        return nullptr;
    const auto* object = llvm::dyn_cast<clang::DeclRefExpr>(call->getImplicitObjectArgument()->IgnoreParenImpCasts());
    const auto* container = object ? llvm::dyn_cast<clang::VarDecl>(object->getDecl()) : nullptr;
    const bool is_local = container && container->hasLocalStorage() && !llvm::isa<clang::ParmVarDecl>(container) &&
                          !container->getType()->isReferenceType();
    return is_local && mentions.is_only_called(container, filling) ? container : nullptr;
}

/// What of the declared type has to become `auto` once the value is awaited; invalid: nothing. A reference stays
/// one where it may: what an rvalue refers to would die with the awaitable.
clang::SourceRange replaced_type(clang::TypeLoc written, const Value& value) {
    const llvm::StringRef result(value.type.result);
    clang::TypeLoc named = written;
    if (const auto reference = written.getAs<clang::ReferenceTypeLoc>()) {
        const bool is_rvalue = result.ends_with("&&");
        const bool may_dangle = is_rvalue && value.made != Maker::mention;
        const bool can_bind = (result.ends_with("&") && !is_rvalue) ||
                              reference.getPointeeLoc().getType().isConstQualified() ||
                              written.getType()->isRValueReferenceType();
        if (may_dangle || !can_bind) return written.getSourceRange();
        named = reference.getPointeeLoc();
    }
    return named.getType()->getContainedAutoType() ? clang::SourceRange() : named.getUnqualifiedLoc().getSourceRange();
}

}  // namespace

fate::Kept kept_in_variable(const ValueContext& around, Mentions& mentions, const Value& value,
                            const clang::Expr* expression, const FateOfValue& fate) {
    const clang::VarDecl* variable = fate.variable;
    auto kept = std::get<fate::Kept>(fate.fate);
    kept.variable = variable->getNameAsString();
    if (fate.field) kept.variable += "." + fate.field->getNameAsString();
    kept.is_marked_unused = variable->hasAttr<clang::UnusedAttr>();
    kept.is_never_used = !mentions.is_used(variable, fate.field);
    const auto parents = around.unit.context().getParents(*variable);
    const auto* statement = parents.empty() ? nullptr : parents[0].get<clang::DeclStmt>();
    if (!statement || !statement->isSingleDecl() || !fate.is_sole_initialiser || value.site.is_in_macro()) return kept;
    const Span& span = value.site.span;
    if (const auto before = around.text.span({statement->getBeginLoc(), expression->getBeginLoc()});
        before && before->file == span.file && before->offset < span.offset) {
        Span declaration = *before;
        declaration.length = span.offset - before->offset;
        declaration.end_line = span.line;
        declaration.end_column = span.column;
        // What it opens in front of the value, it closes behind it.
        if (open_brackets(around.text.text(declaration)) == OpenBrackets()) kept.declaration = declaration;
    }
    if (const auto* written = variable->getTypeSourceInfo())
        if (const auto type = around.text.span(replaced_type(written->getTypeLoc(), value))) kept.type = *type;
    return kept;
}

std::optional<fate::Kept> kept_in_lost_container(Mentions& mentions, const Value& value, const FateOfValue& fate) {
    const clang::VarDecl* container = lost_container(value, fate, mentions);
    if (!container) return std::nullopt;
    fate::Kept kept;
    kept.variable = container->getNameAsString();
    kept.is_never_used = true;
    kept.is_marked_unused = container->hasAttr<clang::UnusedAttr>();
    return kept;
}

}  // namespace awaitlint
