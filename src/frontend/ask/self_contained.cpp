// See self_contained.h.
#include "frontend/ask/self_contained.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/LifetimeSafety/LifetimeAnnotations.h"
#include "llvm/ADT/STLExtras.h"

namespace awaitlint {
namespace {

constexpr int most_nested_types = 16;

bool is_whole(clang::QualType type, int depth);

bool are_self_contained(llvm::ArrayRef<clang::TemplateArgument> arguments, int depth) {
    return llvm::all_of(arguments, [&](const clang::TemplateArgument& argument) {
        if (argument.getKind() == clang::TemplateArgument::Pack)
            return are_self_contained(argument.pack_elements(), depth);
        if (argument.getKind() != clang::TemplateArgument::Type) return true;
        const auto* record = argument.getAsType()->getAsCXXRecordDecl();
        // An allocator, a comparison.
        return (record && record->hasDefinition() && record->isEmpty()) || is_whole(argument.getAsType(), depth);
    });
}

bool has_self_contained_members(const clang::CXXRecordDecl* record, int depth) {
    return llvm::all_of(record->bases(),
                        [&](const clang::CXXBaseSpecifier& base) { return is_whole(base.getType(), depth); }) &&
           llvm::all_of(record->fields(),
                        [&](const clang::FieldDecl* field) { return is_whole(field->getType(), depth); });
}

bool is_whole(clang::QualType type, int depth) {
    if (depth > most_nested_types || type.isNull() || type->isDependentType()) return false;
    if (type->isVoidType() || type->isArithmeticType() || type->isEnumeralType() || type->isNullPtrType()) return true;
    if (const auto* array = type->getAsArrayTypeUnsafe()) return is_whole(array->getElementType(), depth + 1);
    const auto* record = type->getAsCXXRecordDecl();
    if (!record || !record->hasDefinition() || record->isLambda() || record->isPolymorphic() || record->isUnion() ||
        clang::lifetimes::isGslPointerType(type))
        return false;
    record = record->getDefinition();
    const auto* specialisation = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    const bool is_owner = clang::lifetimes::isGslOwnerType(type);
    // What it owns, others may own as well.
    if (record->getDeclName().isIdentifier() && record->getName().contains("shared_ptr")) return false;
    if (is_owner && record->isInStdNamespace())
        return !specialisation || are_self_contained(specialisation->getTemplateArgs().asArray(), depth + 1);
    return has_self_contained_members(record, depth + 1);
}

/// Of a variable, function or member that is named.
std::string shared_by_mention(const clang::DeclRefExpr* mention) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(mention->getDecl());
    if (llvm::isa<clang::BindingDecl>(mention->getDecl())) return mention->getDecl()->getNameAsString();
    if (!variable || variable->isImplicit()) return "";
    const clang::QualType type = variable->getType();
    const bool is_constant = variable->isConstexpr() || (type.isConstQualified() && type->isArithmeticType());
    if (is_constant) return "";
    const bool is_own =
        variable->hasLocalStorage() && !mention->refersToEnclosingVariableOrCapture() && is_self_contained(type);
    return is_own ? "" : variable->getNameAsString();
}

}  // namespace

bool is_self_contained(clang::QualType type) {
    return is_whole(type, 0);
}

std::string shared_in(const clang::Stmt* statement) {
    if (!statement) return "";
    // Where it goes on is not seen from here.
    if (llvm::isa<clang::GotoStmt, clang::IndirectGotoStmt, clang::LabelStmt, clang::SwitchCase>(statement))
        return "goto";
    if (llvm::isa<clang::CXXThisExpr>(statement)) return "this";
    if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(statement)) return shared_by_mention(mention);
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(statement);
        member && llvm::isa<clang::CXXThisExpr>(member->getBase()->IgnoreParenImpCasts()))
        return member->getMemberDecl()->getNameAsString();
    // What the compiler adds around an operand looks at the promise and nothing else.
    if (const auto* suspension = llvm::dyn_cast<clang::CoroutineSuspendExpr>(statement))
        return shared_in(suspension->getOperand());
    if (const auto* end = llvm::dyn_cast<clang::CoreturnStmt>(statement)) return shared_in(end->getOperand());
    if (const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(statement))
        for (const clang::Decl* decl : declaration->decls())
            if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl); variable && variable->isStaticLocal())
                return variable->getNameAsString();
    for (const clang::Stmt* part : statement->children())
        if (std::string shared = shared_in(part); !shared.empty()) return shared;
    return "";
}

}  // namespace awaitlint
