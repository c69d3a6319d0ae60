// See task_end.h.
#include "frontend/ask/task_end.h"

#include <algorithm>

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include "frontend/ask/names.h"

namespace awaitlint {

const clang::CompoundStmt* body_of(const clang::CXXMethodDecl* method) {
    const clang::FunctionDecl* written = written_pattern(method);
    const clang::FunctionDecl* definition = nullptr;
    if (!written->hasBody(definition)) return nullptr;
    return llvm::dyn_cast<clang::CompoundStmt>(definition->getBody());
}

const clang::CXXMethodDecl* method_named(const clang::CXXRecordDecl* record, llvm::StringRef name) {
    for (const clang::Decl* decl : record->decls()) {
        if (const auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl)) decl = pattern->getTemplatedDecl();
        const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(decl);
        if (method && method->getDeclName().isIdentifier() && method->getName() == name) return method;
    }
    return nullptr;
}

namespace {

/// In a template as well, where it depends on the promise.
bool is_handle(clang::QualType type) {
    const auto* written = type->getAs<clang::TemplateSpecializationType>();
    const clang::TemplateDecl* pattern = written ? written->getTemplateName().getAsTemplateDecl() : nullptr;
    return is_standard_class(type, "coroutine_handle") ||
           (pattern && pattern->isInStdNamespace() && pattern->getName() == "coroutine_handle");
}

bool calls_anything(const clang::Stmt* statement) {
    if (!statement) return false;
    const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(statement);
    const bool is_conversion = call && llvm::isa_and_nonnull<clang::CXXConversionDecl>(call->getMethodDecl());
    return (llvm::isa<clang::CallExpr>(statement) && !is_conversion) ||
           std::any_of(statement->child_begin(), statement->child_end(), calls_anything);
}

/// `handle.destroy()`, where nothing but whether there is one is asked before: not whether it is done.
bool destroys_handle(const clang::Stmt* statement) {
    if (const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(statement))
        return std::any_of(block->body_begin(), block->body_end(), destroys_handle);
    if (const auto* question = llvm::dyn_cast_or_null<clang::IfStmt>(statement))
        return !calls_anything(question->getCond()) && destroys_handle(question->getThen());
    const auto* expression = llvm::dyn_cast_or_null<clang::Expr>(statement);
    const auto* call =
        expression ? llvm::dyn_cast<clang::CallExpr>(expression->IgnoreImplicit()->IgnoreParens()) : nullptr;
    if (!call) return false;
    const clang::Expr* callee = call->getCallee()->IgnoreParens();
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(callee))
        return member->getMemberDecl()->getDeclName().isIdentifier() &&
               member->getMemberDecl()->getName() == "destroy" && is_handle(member->getBase()->getType());
    const auto* member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee);
    return member && !member->isImplicitAccess() && member->getMember().getAsString() == "destroy" &&
           is_handle(member->getBase()->getType());
}

/// By its own destructor, or by that of a member or base that holds the handle.
bool destroys_coroutine(const clang::CXXRecordDecl* record, int depth) {
    constexpr int deepest = 3;
    record = record && record->hasDefinition() ? record->getDefinition() : nullptr;
    if (!record || depth > deepest) return false;
    if (const clang::CXXDestructorDecl* end = record->getDestructor(); end && end->isUserProvided())
        return destroys_handle(body_of(end));
    return std::any_of(record->field_begin(), record->field_end(),
                       [&](const clang::FieldDecl* field) {
                           return destroys_coroutine(field->getType()->getAsCXXRecordDecl(), depth + 1);
                       }) ||
           std::any_of(record->bases_begin(), record->bases_end(), [&](const clang::CXXBaseSpecifier& base) {
               return destroys_coroutine(base.getType()->getAsCXXRecordDecl(), depth + 1);
           });
}

}  // namespace

bool ends_coroutine(const clang::CXXRecordDecl* task) {
    return destroys_coroutine(task, 0);
}

}  // namespace awaitlint
