// See end_of_scope.h.
#include "frontend/around/end_of_scope.h"

#include <algorithm>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include "frontend/around/enclosing.h"

namespace awaitlint {
namespace {

/// Of the standard library's classes, those that own values and wait for nobody.
bool is_standard_value(const clang::CXXRecordDecl* record) {
    static constexpr llvm::StringRef values[] = {"basic_string", "vector",   "deque",         "list",
                                                 "map",          "set",      "unordered_map", "unordered_set",
                                                 "array",        "optional", "pair",          "tuple"};
    return record->isInStdNamespace() && record->getDeclName().isIdentifier() &&
           llvm::is_contained(values, record->getName());
}

bool may_wait_at_its_end(const clang::VarDecl* variable) {
    const clang::QualType type = variable->getType();
    // Through a reference, too, which may keep a temporary alive.
    const clang::CXXRecordDecl* record = type.getNonReferenceType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    if (!record) return false;
    return !record->hasDefinition() || !(record->hasTrivialDestructor() || is_standard_value(record));
}

/// Nothing in it runs code of others.
bool is_quiet(const clang::Stmt* statement) {
    if (!statement) return true;
    if (llvm::isa<clang::CallExpr, clang::CXXConstructExpr, clang::CXXNewExpr, clang::CXXDeleteExpr, clang::CoawaitExpr,
                  clang::CoyieldExpr, clang::DependentCoawaitExpr, clang::CXXThrowExpr, clang::GotoStmt>(statement))
        return false;
    if (const auto* ending = llvm::dyn_cast<clang::CoreturnStmt>(statement)) return is_quiet(ending->getOperand());
    return std::all_of(statement->child_begin(), statement->child_end(), is_quiet);
}

bool declares(const clang::Stmt* statement, const clang::VarDecl* variable) {
    const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(statement);
    return declaration && llvm::is_contained(declaration->decls(), variable);
}

bool declares_what_may_wait(const clang::Stmt* statement, const clang::VarDecl* emptied) {
    const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(statement);
    return declaration && llvm::any_of(declaration->decls(), [&](const clang::Decl* each) {
               const auto* variable = llvm::dyn_cast<clang::VarDecl>(each);
               return variable && variable != emptied && variable->hasLocalStorage() && may_wait_at_its_end(variable);
           });
}

enum class Step { goes_on, ends, may_wait };

/// From a statement of a block to the block's end, or to the variable's.
Step through_block(const clang::CompoundStmt* block, const clang::Stmt* statement, const clang::VarDecl* variable,
                   const clang::VarDecl* emptied) {
    const auto at = std::find(block->body_begin(), block->body_end(), statement);
    if (at == block->body_end() || !std::all_of(std::next(at), block->body_end(), is_quiet)) return Step::may_wait;
    const auto declared =
        std::find_if(block->body_begin(), at, [&](const clang::Stmt* each) { return declares(each, variable); });
    const bool is_here = declared != at;
    // What was declared behind the variable ends before it.
    const bool may_wait = std::any_of(is_here ? std::next(declared) : block->body_begin(), at,
                                      [&](const clang::Stmt* each) { return declares_what_may_wait(each, emptied); });
    return may_wait ? Step::may_wait : is_here ? Step::ends : Step::goes_on;
}

bool is_wrapping(const clang::Stmt* statement) {
    return llvm::isa<clang::FullExpr, clang::CastExpr, clang::ParenExpr, clang::CXXBindTemporaryExpr,
                     clang::MaterializeTemporaryExpr>(statement);
}

/// The parameters behind it end before it does.
bool is_last_to_wait(const clang::ParmVarDecl* parameter) {
    const auto* function = llvm::dyn_cast<clang::FunctionDecl>(parameter->getDeclContext());
    return function &&
           std::none_of(function->param_begin(), function->param_end(), [&](const clang::ParmVarDecl* each) {
               return each->getFunctionScopeIndex() > parameter->getFunctionScopeIndex() &&
                      !each->getType()->isReferenceType() && may_wait_at_its_end(each);
           });
}

}  // namespace

bool is_gone_right_behind(clang::ASTContext& ast, const clang::Expr* expression, const clang::VarDecl* variable,
                          const clang::VarDecl* emptied) {
    const clang::Stmt* at = expression;
    for (const clang::Stmt* around = parent_of(ast, at); around; at = around, around = parent_of(ast, at)) {
        if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(around)) {
            const Step step = through_block(block, at, variable, emptied);
            if (step != Step::goes_on) return step == Step::ends;
        } else if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(around)) {
            if (branch->getInit() || branch->getConditionVariable() || at == branch->getCond()) return false;
        } else if (!is_wrapping(around)) {
            // The body of the function, where a parameter is meant.
            if (!llvm::isa<clang::CoroutineBodyStmt>(around)) return false;
        }
    }
    const auto* parameter = llvm::dyn_cast<clang::ParmVarDecl>(variable);
    return parameter && is_last_to_wait(parameter);
}

bool ends_right_behind(clang::ASTContext& ast, const clang::VarDecl* variable) {
    const auto around = ast.getParents(*variable);
    const auto* declaration = around.empty() ? nullptr : around[0].get<clang::DeclStmt>();
    const auto* block =
        declaration ? llvm::dyn_cast_or_null<clang::CompoundStmt>(parent_of(ast, declaration)) : nullptr;
    if (!block || !declaration->isSingleDecl()) return false;
    const auto at = std::find(block->body_begin(), block->body_end(), declaration);
    return at != block->body_end() && std::all_of(std::next(at), block->body_end(), is_quiet);
}

}  // namespace awaitlint
