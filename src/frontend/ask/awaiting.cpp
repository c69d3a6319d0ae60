// See awaiting.h.
#include "frontend/ask/awaiting.h"

#include <algorithm>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

#include "frontend/ask/names.h"

namespace awaitlint {

namespace {

const clang::Decl* class_of(clang::QualType type) {
    if (type.isNull()) return nullptr;
    if (const auto* record = type->getAsCXXRecordDecl()) {
        const auto* made = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
        return made ? made->getSpecializedTemplate()->getCanonicalDecl()
                    : static_cast<const clang::Decl*>(record->getCanonicalDecl());
    }
    const auto* written = type->getAs<clang::TemplateSpecializationType>();
    const clang::TemplateDecl* pattern = written ? written->getTemplateName().getAsTemplateDecl() : nullptr;
    return pattern ? pattern->getCanonicalDecl() : nullptr;
}

}  // namespace

bool Awaiting::is_made_for_awaiting(clang::QualType type) const {
    const clang::Decl* record = class_of(type);
    return record && classes.count(record) != 0;
}

/// The operand with all that is wrapped around the value in it.
void Awaiting::add_operand(const clang::Expr* operand) {
    if (!operand) return;
    const clang::Expr* inner = operand;
    for (const clang::Expr* outer = nullptr; inner != outer;) {
        operands.insert(inner);
        outer = inner;
        inner = outer->IgnoreParens() != outer ? outer->IgnoreParens() : outer->IgnoreImplicit();
    }
    if (const clang::Decl* record = inner->isPRValue() ? class_of(inner->getType()) : nullptr) classes.insert(record);
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(inner))
        if (const clang::FunctionDecl* callee = call->getDirectCallee())
            callees.insert(usr_of(written_pattern(callee)));
}

/// await_transform, operator co_await and the awaiter: the compiler's calls, not the user's.
void Awaiting::add(const clang::CoroutineSuspendExpr* await) {
    std::vector<const clang::Stmt*> open = {await->getCommonExpr(), await->getReadyExpr(), await->getSuspendExpr(),
                                            await->getResumeExpr()};
    add_operand(await->getOperand());
    const clang::Expr* operand = await->getOperand()->IgnoreParens()->IgnoreImplicit();
    while (!open.empty()) {
        const clang::Stmt* statement = open.back();
        open.pop_back();
        if (!statement) continue;
        const auto* expression = llvm::dyn_cast<clang::Expr>(statement);
        if (expression && expression->IgnoreParens()->IgnoreImplicit() == operand) continue;
        machinery.insert(statement);
        for (const clang::Stmt* child : statement->children()) open.push_back(child);
    }
}

bool is_inert(const clang::CXXRecordDecl* record) {
    if (!record || !record->hasDefinition()) return false;
    if (record->hasTrivialDestructor()) return true;
    if (record->isInStdNamespace()) {
        const llvm::StringRef name = record->getName();
        return !name.contains("lock") && !name.contains("thread") && !name.contains("future");
    }
    if (record->hasUserDeclaredDestructor() && !record->getDestructor()->isDefaulted()) return false;
    const auto is_of_inert = [](clang::QualType type) {
        const auto* part = type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
        return !part || is_inert(part);
    };
    return std::all_of(record->field_begin(), record->field_end(),
                       [&](const clang::FieldDecl* field) { return is_of_inert(field->getType()); }) &&
           std::all_of(record->bases_begin(), record->bases_end(),
                       [&](const clang::CXXBaseSpecifier& base) { return is_of_inert(base.getType()); });
}

bool is_only_awaited(const clang::CXXRecordDecl* record) {
    record = record->getDefinition();
    if (!record || std::any_of(record->bases_begin(), record->bases_end(), [](const clang::CXXBaseSpecifier& base) {
            return base.getAccessSpecifier() == clang::AS_public;
        }))
        return false;
    bool has_operator = false;
    for (const clang::Decl* member : record->decls()) {
        if (member->isImplicit() || member->getAccess() != clang::AS_public) continue;
        if (llvm::isa<clang::FieldDecl>(member)) return false;
        const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(member->getAsFunction());
        if (!method || method->isStatic() || llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(method))
            continue;
        const clang::OverloadedOperatorKind kind = method->getOverloadedOperator();
        if (kind != clang::OO_Coawait && kind != clang::OO_Equal) return false;
        has_operator |= kind == clang::OO_Coawait;
    }
    return has_operator;
}

}  // namespace awaitlint
