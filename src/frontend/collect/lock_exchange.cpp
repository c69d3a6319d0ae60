// See lock_exchange.h.
#include "frontend/collect/lock_exchange.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/enclosing.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

/// Each finding about the lock repeats them all.
constexpr std::size_t most_takings = 16;

/// What an expression names: a member of any object, or a variable.
const clang::DeclaratorDecl* named_by(const clang::Expr* expression) {
    expression = expression->IgnoreParenImpCasts();
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expression))
        return llvm::dyn_cast<clang::DeclaratorDecl>(member->getMemberDecl());
    const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(expression);
    return mention ? llvm::dyn_cast<clang::DeclaratorDecl>(mention->getDecl()) : nullptr;
}

/// The `mutex` of `std::lock_guard lock(mutex)`; null where the guard is none of the standard's, or does more.
const clang::Expr* locked_by(const clang::VarDecl* guard) {
    const std::string name = class_name(guard->getType());
    if (guard->getType()->isReferenceType() || !guard->getInit() ||
        !llvm::is_contained({"std::lock_guard", "std::scoped_lock", "std::unique_lock"}, name))
        return nullptr;
    const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(guard->getInit()->IgnoreImplicit());
    return made && made->getNumArgs() == 1 ? made->getArg(0)->IgnoreParenImpCasts() : nullptr;
}

/// `std::mutex first, second;`
bool shares_its_type(const clang::DeclaratorDecl* lock) {
    return llvm::any_of(lock->getLexicalDeclContext()->decls(), [&](const clang::Decl* other) {
        const auto* declarator = llvm::dyn_cast<clang::DeclaratorDecl>(other);
        return declarator && declarator != lock && declarator->getOuterLocStart() == lock->getOuterLocStart();
    });
}

/// Other units do not see it, as far as its own text says.
bool is_of_this_unit_alone(const clang::SourceManager& sources, const clang::DeclaratorDecl* lock) {
    if (!sources.isWrittenInMainFile(lock->getBeginLoc())) return false;
    if (llvm::isa<clang::FieldDecl>(lock)) return !lock->getDeclContext()->isDependentContext();
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(lock);
    return variable && !llvm::isa<clang::ParmVarDecl>(variable) && !variable->isStaticDataMember() &&
           !variable->isExternallyVisible() && !variable->getDeclContext()->isDependentContext();
}

/// The variable in whose initialiser it stands, and in no statement of it.
const clang::VarDecl* variable_made_of(clang::ASTContext& ast, const clang::Stmt* part) {
    while (const clang::Stmt* parent = parent_of(ast, part)) part = parent;
    const auto around = ast.getParents(*part);
    return around.empty() ? nullptr : around[0].get<clang::VarDecl>();
}

bool is_declared_alone(clang::ASTContext& ast, const clang::VarDecl* variable) {
    const auto around = ast.getParents(*variable);
    const auto* statement = around.empty() ? nullptr : around[0].get<clang::DeclStmt>();
    return statement && statement->isSingleDecl();
}

class MentionsOf : public clang::DynamicRecursiveASTVisitor {
public:
    explicit MentionsOf(const clang::DeclaratorDecl* lock) : lock_(lock) { ShouldVisitImplicitCode = false; }

    bool VisitMemberExpr(clang::MemberExpr* member) override { return visit(member); }
    bool VisitDeclRefExpr(clang::DeclRefExpr* mention) override { return visit(mention); }

    std::vector<const clang::Expr*> mentions;

private:
    bool visit(const clang::Expr* expression) {
        const clang::DeclaratorDecl* named = named_by(expression);
        if (named && named->getCanonicalDecl() == lock_->getCanonicalDecl()) mentions.push_back(expression);
        return mentions.size() <= most_takings;
    }

    const clang::DeclaratorDecl* lock_;
};

/// The first of the locks that coroutines await whose class the unit has in full.
std::optional<std::string> awaited_lock(ParsedUnit& unit) {
    for (const std::string& name : unit.request.awaited_locks)
        for (clang::NamedDecl* decl : decls_named(unit.context(), name)) {
            const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(decl->getUnderlyingDecl());
            if (record && record->hasDefinition()) return name;
        }
    return std::nullopt;
}

}  // namespace

std::optional<LockExchange> LockExchanges::of(const clang::VarDecl* guard) {
    const clang::Expr* locked = locked_by(guard);
    const clang::DeclaratorDecl* lock = locked ? named_by(locked) : nullptr;
    if (!lock) return std::nullopt;
    const auto [known, is_new] = known_.try_emplace(lock);
    if (is_new) known->second = found(lock);
    return known->second;
}

std::optional<LockExchange> LockExchanges::found(const clang::DeclaratorDecl* lock) const {
    const auto* record = lock->getType()->getAsCXXRecordDecl();
    if (!record || class_name(lock->getType()) != "std::mutex" || !lock->getTypeSourceInfo() ||
        !is_of_this_unit_alone(around_.unit.sources(), lock) || shares_its_type(lock))
        return std::nullopt;
    const std::optional<std::string> other = awaited_lock(around_.unit);
    const auto declared = around_.text.span(lock->getTypeSourceInfo()->getTypeLoc().getSourceRange());
    if (!other || !declared) return std::nullopt;
    MentionsOf all(lock);
    for (clang::Decl* decl : around_.unit.user_declarations) all.TraverseDecl(decl);
    LockExchange exchange = {*declared, *other, {}};
    for (const clang::Expr* mention : all.mentions) {
        std::optional<LockTaking> taking = taking_at(mention);
        if (!taking) return std::nullopt;
        exchange.takings.push_back(std::move(*taking));
    }
    const auto by_place = [](const LockTaking& a, const LockTaking& b) {
        return a.declaration.offset < b.declaration.offset;
    };
    std::sort(exchange.takings.begin(), exchange.takings.end(), by_place);
    return exchange.takings.size() <= most_takings ? std::optional(std::move(exchange)) : std::nullopt;
}

std::optional<LockTaking> LockExchanges::taking_at(const clang::Expr* mention) const {
    clang::ASTContext& ast = around_.unit.context();
    const clang::VarDecl* guard = variable_made_of(ast, mention);
    if (!guard || !is_declared_alone(ast, guard) || guard->isStaticLocal() || locked_by(guard) != mention)
        return std::nullopt;
    const clang::FunctionDecl* function = function_around(ast, clang::DynTypedNode::create(*mention));
    if (!coroutines_.count(function) || is_in_instantiation(function)) return std::nullopt;
    const auto whole = around_.text.span(guard->getSourceRange());
    const auto locked = around_.text.span(mention->getSourceRange());
    if (!whole || !locked) return std::nullopt;
    return LockTaking{*whole, guard->getNameAsString(), around_.text.text(*locked)};
}

}  // namespace awaitlint
