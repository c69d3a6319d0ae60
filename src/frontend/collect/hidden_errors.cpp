// See hidden_errors.h.
#include "frontend/collect/hidden_errors.h"

#include <algorithm>
#include <vector>

#include "clang/AST/DeclTemplate.h"

#include "frontend/around/assertions.h"
#include "frontend/ask/names.h"
#include "frontend/ask/protocol.h"

namespace awaitlint {
namespace {

/// What is no template compiles whatever an operand is.
bool is_skipped_template(const clang::FunctionDecl* function) {
    if (!function || !function->isTemplateInstantiation() || function->isInStdNamespace()) return false;
    const clang::FunctionDecl* written = written_pattern(function);
    if (written->getDefinition()) written = written->getDefinition();
    return written->hasSkippedBody();
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

/// An object of another type is made of it.
bool is_made_into_other(const ValueContext& around, const clang::FunctionDecl* maker, clang::QualType type) {
    if (!is_standard_function(maker, {"make_shared", "make_unique", "allocate_shared"})) return false;
    const clang::TemplateArgument& made = maker->getTemplateSpecializationArgs()->get(0);
    return made.getKind() == clang::TemplateArgument::Type &&
           !around.unit.context().hasSameUnqualifiedType(made.getAsType(), type);
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
