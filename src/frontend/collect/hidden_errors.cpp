// See hidden_errors.h.
#include "frontend/collect/hidden_errors.h"

#include <algorithm>
#include <vector>

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/assertions.h"
#include "frontend/ask/names.h"
#include "frontend/ask/protocol.h"

namespace awaitlint {
namespace {

bool has_skipped_body(const clang::FunctionDecl* function) {
    const clang::FunctionDecl* written = written_pattern(function);
    if (written->getDefinition()) written = written->getDefinition();
    return written->hasSkippedBody();
}

/// What is no template compiles whatever an operand is.
bool is_skipped_template(const clang::FunctionDecl* function) {
    return function && function->isTemplateInstantiation() && !function->isInStdNamespace() &&
           has_skipped_body(function);
}

bool calls_skipped_template(const clang::Stmt* statement) {
    std::vector<const clang::Stmt*> open = {statement};
    while (!open.empty()) {
        statement = open.back();
        open.pop_back();
        if (!statement) continue;
        if (const auto* call = llvm::dyn_cast<clang::CallExpr>(statement);
            call && is_skipped_template(call->getDirectCallee()))
            return true;
        if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(statement);
            made && is_skipped_template(made->getConstructor()))
            return true;
        for (const clang::Stmt* child : statement->children()) open.push_back(child);
    }
    return false;
}

/// A template that a macro calls, whose parameter is of any type.
bool is_asserted(const ValueContext& around, const FateOfValue& fate, const clang::FunctionTemplateDecl* pattern) {
    const auto parameters = pattern->getTemplatedDecl()->parameters();
    return is_in_macro_body(around.unit.sources(), fate.passing->getBeginLoc()) &&
           std::any_of(parameters.begin(), parameters.end(), is_of_any_type);
}

/// The namespace on top, or the class; null of what is global.
const clang::Decl* root_of(const clang::Decl* decl) {
    const clang::Decl* root = nullptr;
    for (const clang::DeclContext* scope = decl->getDeclContext(); scope && !scope->isTranslationUnit();
         scope = scope->getParent())
        if (scope->isNamespace() || scope->isRecord()) root = llvm::cast<clang::Decl>(scope)->getCanonicalDecl();
    return root;
}

bool takes_anything(const clang::FunctionTemplateDecl* pattern) {
    const auto parameters = pattern->getTemplatedDecl()->parameters();
    return std::any_of(parameters.begin(), parameters.end(), [](const clang::ParmVarDecl* parameter) {
        const auto* pack = llvm::dyn_cast<clang::PackExpansionType>(parameter->getType());
        const clang::QualType one = (pack ? pack->getPattern() : parameter->getType()).getNonReferenceType();
        return llvm::isa<clang::TemplateTypeParmType>(one.getTypePtr()->getUnqualifiedDesugaredType());
    });
}

bool holds(const clang::TemplateArgumentList& arguments, const clang::ASTContext& ast, clang::QualType type) {
    return llvm::any_of(arguments.asArray(), [&](const clang::TemplateArgument& argument) {
        return argument.getKind() == clang::TemplateArgument::Type &&
               ast.hasSameUnqualifiedType(argument.getAsType(), type);
    });
}

/// `sessions.emplace(id(), 1)`, `std::thread(work, load())`: an object of another type is made of it, in a body that
/// was skipped. A container of such values keeps it, and a library's own functions take its tasks.
bool is_made_into_other(const ValueContext& around, const clang::FunctionDecl* maker, clang::QualType type) {
    const clang::ASTContext& ast = around.unit.context();
    if (is_standard_function(maker, {"make_shared", "make_unique", "allocate_shared"})) {
        const clang::TemplateArgument& made = maker->getTemplateSpecializationArgs()->get(0);
        return made.getKind() == clang::TemplateArgument::Type && !ast.hasSameUnqualifiedType(made.getAsType(), type);
    }
    if (!has_skipped_body(maker) || !takes_anything(maker->getPrimaryTemplate())) return false;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(maker);
    const auto* instance =
        method ? llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(method->getParent()) : nullptr;
    if (instance && holds(instance->getTemplateArgs(), ast, type)) return false;
    const auto* record = type->getAsCXXRecordDecl();
    return record && (!root_of(record) || root_of(record) != root_of(maker));
}

}  // namespace

const clang::CXXMemberCallExpr* transform_call(const clang::CoawaitExpr* await) {
    std::vector<const clang::Stmt*> open = {await->getCommonExpr()};
    while (!open.empty()) {
        const clang::Stmt* statement = open.back();
        open.pop_back();
        if (!statement) continue;
        if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(statement)) {
            const clang::CXXMethodDecl* method = call->getMethodDecl();
            if (method && method->getDeclName().isIdentifier() && method->getName() == "await_transform") return call;
        }
        for (const clang::Stmt* child : statement->children()) open.push_back(child);
    }
    return nullptr;
}

bool hides_errors(const clang::FunctionDecl* transform, const clang::CoawaitExpr* await) {
    if (is_skipped_template(transform)) return true;
    for (const clang::Expr* step : {await->getReadyExpr(), await->getSuspendExpr(), await->getResumeExpr()})
        if (calls_skipped_template(step)) return true;
    const clang::FunctionDecl* definition = transform->getDefinition();
    return definition && calls_skipped_template(definition->getBody());
}

bool is_judged_in_library(const ValueContext& around, const FateOfValue& fate, clang::QualType type) {
    const clang::FunctionTemplateDecl* pattern = fate.taker ? fate.taker->getPrimaryTemplate() : nullptr;
    if (!around.bodies_skipped || !pattern || around.unit.is_users(pattern->getLocation())) return false;
    return is_asserted(around, fate, pattern) || is_made_into_other(around, fate.taker, type);
}

}  // namespace awaitlint
