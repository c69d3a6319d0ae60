// See lock_repairs.h.
#include "frontend/collect/lock_repairs.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/layout.h"
#include "frontend/around/parts.h"
#include "frontend/ask/names.h"
#include "frontend/ask/self_contained.h"

namespace awaitlint {
namespace {

/// The block of a guard: what is done under it, and where the coroutine waits.
struct Guarded {
    const clang::CompoundStmt* block = nullptr;
    const clang::DeclStmt* guard = nullptr;
    const clang::Stmt* waiting = nullptr;            // a statement of the block
    std::vector<const clang::Stmt*> before, behind;  // the waiting one, from the guard on
};

bool mentions(const clang::Stmt* statement, const clang::VarDecl* variable) {
    return has_part_or_in_lambda(statement, [&](const clang::Stmt* part) {
        const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(part);
        return mention && mention->getDecl() == variable;
    });
}

/// Everybody may know a global, and so what it guards.
bool is_of_global(const clang::VarDecl* guard) {
    return has_part(guard->getInit(), [](const clang::Stmt* part) {
        const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(part);
        const auto* variable = mention ? llvm::dyn_cast<clang::VarDecl>(mention->getDecl()) : nullptr;
        const auto* record = variable ? variable->getType()->getAsCXXRecordDecl() : nullptr;
        const bool is_tag = record && record->hasDefinition() && record->isEmpty();
        const auto* member = llvm::dyn_cast<clang::MemberExpr>(part);
        return (variable && !variable->hasLocalStorage() && !is_tag) ||
               (member && llvm::isa<clang::VarDecl>(member->getMemberDecl()));
    });
}

std::optional<Guarded> guarded(clang::ASTContext& ast, const GuardedAwait& at) {
    const auto parents = ast.getParents(*at.guard);
    Guarded found;
    found.guard = parents.empty() ? nullptr : parents[0].get<clang::DeclStmt>();
    if (!found.guard || !found.guard->isSingleDecl() || is_of_global(at.guard)) return std::nullopt;
    const InBlock own = in_block(ast, found.guard);
    if (own.statement != found.guard) return std::nullopt;
    InBlock waits = in_block(ast, at.await);
    while (waits.block && waits.block != own.block) waits = in_block(ast, waits.block);
    if (!waits.block) return std::nullopt;
    found.block = own.block;
    found.waiting = waits.statement;
    std::vector<const clang::Stmt*>* part = nullptr;
    for (const clang::Stmt* statement : own.block->body()) {
        if (statement == found.guard) {
            part = &found.before;
        } else if (statement == found.waiting) {
            part = &found.behind;
        } else if (part) {
            if (mentions(statement, at.guard)) return std::nullopt;
            part->push_back(statement);
        }
    }
    return part == &found.behind ? std::optional(std::move(found)) : std::nullopt;
}

bool is_shared(const clang::Stmt* statement) {
    return !shared_in(statement).empty();
}

/// What is done as it ends does not need the lock.
bool ends_quietly(const clang::Stmt* statement) {
    const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(statement);
    return !declaration || llvm::all_of(declaration->decls(), [](const clang::Decl* decl) {
        const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
        if (!variable) return true;
        const auto* record = variable->getType()->getAsCXXRecordDecl();
        return !record || (record->hasDefinition() && record->hasTrivialDestructor()) ||
               is_self_contained(variable->getType());
    });
}

bool has_unlock(const clang::VarDecl* guard) {
    const auto* record = guard->getType()->getAsCXXRecordDecl();
    return record && record->hasDefinition() && llvm::any_of(record->methods(), [](const clang::CXXMethodDecl* method) {
               return method->getDeclName().isIdentifier() && method->getName() == "unlock" &&
                      method->getNumParams() == 0;
           });
}

/// `lock_guard` in `std::lock_guard<std::mutex> lock(mutex)`, where one that can be unlocked may stand in its place.
std::optional<Span> template_of(const clang::VarDecl* guard, const clang::DeclStmt* statement,
                                const SourceText& source) {
    const std::string name = class_name(guard->getType());
    const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(guard->getInit()->IgnoreImplicit());
    const bool has_one = made && (made->getNumArgs() == 1 || name == "std::lock_guard");
    if (!has_one || (name != "std::lock_guard" && name != "std::scoped_lock")) return std::nullopt;
    const auto whole = source.span(statement->getSourceRange());
    const auto named = source.span(guard->getLocation());
    if (!whole || !named) return std::nullopt;
    const std::string path = source.path_of(*whole);
    const RawTokens& tokens = source.tokens(path);
    const std::string word = name.substr(std::string_view("std::").size());
    for (std::size_t i = tokens.from(whole->offset); i < tokens.all().size(); ++i) {
        const RawTokens::Token& token = tokens.all()[i];
        if (token.offset >= named->offset) break;
        if (!token.is_word(word, source.bytes(path))) continue;
        Span span = *whole;
        span.column += token.offset - span.offset;
        span.offset = token.offset;
        span.length = token.length;
        span.end_line = span.line;
        span.end_column = span.column + span.length;
        return span;
    }
    return std::nullopt;
}

bool has_one_await(const clang::Stmt* statement) {
    int awaits = 0;
    has_part(statement, [&](const clang::Stmt* part) {
        const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(part);
        awaits += await && !await->isImplicit() ? 1 : 0;
        return false;
    });
    return awaits == 1;
}

/// A call of the statement that may run before the await does, or instead of it.
bool runs_beside(clang::ASTContext& ast, const clang::CoawaitExpr* await, const clang::Stmt* statement) {
    std::vector<const clang::Stmt*> around;
    for (const clang::Stmt* at = await; at && at != statement; at = parent_of(ast, at)) {
        if (llvm::isa<clang::AbstractConditionalOperator>(at) ||
            (llvm::isa<clang::BinaryOperator>(at) && llvm::cast<clang::BinaryOperator>(at)->isLogicalOp()))
            return true;
        around.push_back(at);
    }
    around.push_back(statement);
    const auto is_beside = [&](const auto& is_beside, const clang::Stmt* part) -> bool {
        if (!part || part == await) return false;
        if (llvm::isa<clang::CallExpr, clang::LambdaExpr>(part) && !llvm::is_contained(around, part)) return true;
        if (const auto* end = llvm::dyn_cast<clang::CoreturnStmt>(part)) return is_beside(is_beside, end->getOperand());
        return llvm::any_of(part->children(), [&](const clang::Stmt* child) { return is_beside(is_beside, child); });
    };
    return is_beside(is_beside, statement);
}

/// The guard and the statement behind it change places.
bool swap_whole(const ValueContext& around, const Guarded& found, LateTaking& late) {
    const auto guard = whole_statement(found.guard, around.text);
    const auto statement = whole_statement(found.waiting, around.text);
    if (!guard || !statement || statement->offset < guard->end_offset()) return false;
    Span gap = *guard;
    gap.offset = guard->end_offset();
    gap.length = statement->offset - gap.offset;
    // A comment there is about what stands behind it.
    if (around.text.text(gap).find_first_not_of(" \t\r\n") != std::string::npos) return false;
    late.guard_text = around.text.text(*guard);
    late.guard = *guard;
    late.guard.length += gap.length;
    late.guard.end_line = statement->line;
    late.guard.end_column = statement->column;
    late.statement = *statement;
    return true;
}

}  // namespace

std::optional<EarlyRelease> early_release_of(const ValueContext& around, const GuardedAwait& at) {
    const auto found = guarded(around.unit.context(), at);
    if (!found || is_shared(found->waiting) || llvm::any_of(found->behind, is_shared) ||
        llvm::none_of(found->before, is_shared) || !llvm::all_of(found->before, ends_quietly))
        return std::nullopt;
    const auto before = line_before(found->waiting, around.text);
    if (!before) return std::nullopt;
    EarlyRelease early;
    early.before = *before;
    if (has_unlock(at.guard)) return early;
    const auto named = template_of(at.guard, found->guard, around.text);
    if (!named) return std::nullopt;
    early.guard_template = *named;
    early.instead = "unique_lock";
    return early;
}

std::optional<LateTaking> late_taking_of(const ValueContext& around, const GuardedAwait& at) {
    clang::ASTContext& ast = around.unit.context();
    const auto found = guarded(ast, at);
    if (!found || !found->before.empty() || mentions(found->waiting, at.guard)) return std::nullopt;
    const auto before = line_before(found->guard, around.text);
    if (!before) return std::nullopt;
    LateTaking late;
    late.before = *before;
    if (!is_shared(found->waiting)) {
        const bool is_needed = llvm::any_of(found->behind, is_shared);
        return is_needed && swap_whole(around, *found, late) ? std::optional(std::move(late)) : std::nullopt;
    }
    const clang::QualType type = at.await->getType();
    if (is_shared(at.await->getOperand()) || type->isVoidType() || at.await->isLValue() || type->isDependentType() ||
        !llvm::isa<clang::Expr, clang::DeclStmt, clang::CoreturnStmt>(found->waiting) ||
        in_block(ast, at.await).statement != found->waiting || !has_one_await(found->waiting) ||
        runs_beside(ast, at.await, found->waiting))
        return std::nullopt;
    late.name = free_name("awaited", at.function, around.text, {});
    late.is_moved = type->isRecordType();
    return late.name.empty() ? std::nullopt : std::optional(std::move(late));
}

}  // namespace awaitlint
