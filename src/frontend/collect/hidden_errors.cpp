// See hidden_errors.h.
#include "frontend/collect/hidden_errors.h"

#include <vector>

#include "frontend/ask/names.h"

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

}  // namespace awaitlint
