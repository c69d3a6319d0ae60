// See view_flow.h.
#include "frontend/collect/view_flow.h"

#include <algorithm>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/parts.h"
#include "frontend/ask/locks.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

const clang::Expr* object_of(const clang::CallExpr* call) {
    if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) return member->getImplicitObjectArgument();
    return llvm::isa<clang::CXXOperatorCallExpr>(call) ? call->getArg(0) : nullptr;
}

/// `co_await mutex_.lock()`, whose result is not kept.
bool locks_by_hand(const clang::CoawaitExpr* await) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(await->getOperand()->IgnoreImplicit()->IgnoreParens());
    const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
    if (!callee || !callee->getDeclName().isIdentifier() || !await->getType()->isVoidType()) return false;
    static constexpr llvm::StringRef words[] = {"lock", "acquire", "semaphore"};
    static constexpr llvm::StringRef others[] = {"block", "clock", "unlock"};
    return contains_any_of(callee->getName(), words) && !contains_any_of(callee->getName(), others);
}

bool gives_back(const clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    static constexpr llvm::StringRef words[] = {"unlock", "release", "signal"};
    return callee && callee->getDeclName().isIdentifier() && contains_any_of(callee->getName(), words);
}

bool is_choice(const clang::Stmt* part) {
    const auto* operation = llvm::dyn_cast<clang::BinaryOperator>(part);
    return llvm::isa<clang::AbstractConditionalOperator>(part) || (operation && operation->isLogicalOp());
}

}  // namespace

bool add_way(ViewState& known, const ViewState& other) {
    bool is_new = false;
    for (const auto& [variable, view] : other.views) {
        const auto [entry, was_missing] = known.views.try_emplace(variable, view);
        const bool is_staler = !was_missing && view.suspended && !entry->second.suspended;
        if (is_staler) entry->second = view;
        is_new |= was_missing || is_staler;
    }
    for (const clang::VarDecl* guard : other.guards) is_new |= known.guards.insert(guard).second;
    is_new |= other.is_locked && !known.is_locked;
    known.is_locked |= other.is_locked;
    return is_new;
}

std::optional<Assignment> assignment_to_local(const clang::Stmt* step) {
    const auto* operation = llvm::dyn_cast<clang::BinaryOperator>(step);
    const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(step);
    const bool is_assignment =
        (operation && operation->getOpcode() == clang::BO_Assign) || (call && call->getOperator() == clang::OO_Equal);
    if (!is_assignment) return std::nullopt;
    const clang::Expr* target = operation ? operation->getLHS() : call->getArg(0);
    const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(target->IgnoreParens());
    const clang::VarDecl* variable = mention ? local_named(mention->getDecl()) : nullptr;
    if (!variable || variable->getType()->isReferenceType()) return std::nullopt;
    return Assignment{variable, operation ? operation->getRHS() : call->getArg(1)};
}

bool keeps_others_out(const clang::VarDecl* variable) {
    static constexpr llvm::StringRef words[] = {"units", "permit", "holder", "ticket"};
    return is_guard_by_name(variable->getType()) || contains_any_of(class_name(variable->getType()), words);
}

bool is_given_away(clang::ASTContext& ast, const clang::DeclRefExpr* mention) {
    const clang::Stmt* parent = parent_of(ast, mention);
    if (const auto* operation = llvm::dyn_cast_or_null<clang::UnaryOperator>(parent))
        return operation->getOpcode() == clang::UO_AddrOf;
    const auto* call = llvm::dyn_cast_or_null<clang::CallExpr>(parent);
    if (!call || llvm::isa<clang::CXXOperatorCallExpr>(call)) return false;
    const clang::FunctionDecl* callee = call->getDirectCallee();
    for (unsigned i = 0; callee && i < call->getNumArgs() && i < callee->getNumParams(); ++i)
        if (call->getArg(i) == mention) {
            const clang::QualType type = callee->getParamDecl(i)->getType();
            return type->isLValueReferenceType() && !type->getPointeeType().isConstQualified() &&
                   !callee->isInStdNamespace();
        }
    return !callee;
}

std::optional<View> ViewFlow::view_of(const clang::VarDecl* variable, const clang::Expr* init, const ViewState& state) {
    // A loop's own: where it begins is enough.
    if (variable->isImplicit() && !variable->getName().starts_with("__begin") &&
        !llvm::isa<clang::DecompositionDecl>(variable))
        return std::nullopt;
    const std::optional<Borrowed> borrowed = borrowed_by(variable->getType(), init);
    if (!borrowed) return std::nullopt;
    View view;
    if (borrowed->view) {
        const auto known = state.views.find(borrowed->view);
        if (known == state.views.end()) return std::nullopt;
        view = known->second;
        view.is_iterator &= borrowed->is_iterator;
        view.suspended = nullptr;  // where that is stale, it is looked at right here
    } else {
        view = {nullptr, init, borrowed->object, borrowed->of_thread, borrowed->is_iterator, nullptr};
    }
    view.obtained = init;
    const bool may_be_lost = !view.of_thread.empty() || changes_.find(view.object, view.is_iterator, coroutine_);
    return may_be_lost ? std::optional(view) : std::nullopt;
}

void ViewFlow::pass(ViewState& state, const clang::CFGElement& element,
                    llvm::function_ref<void(const clang::Stmt*)> look) {
    if (const auto end = element.getAs<clang::CFGAutomaticObjDtor>()) state.guards.erase(end->getVarDecl());
    const auto run = [&](const clang::Stmt* step) {
        look(step);
        pass(state, step);
    };
    const auto statement = element.getAs<clang::CFGStmt>();
    // Which part of such an operand runs is not known there.
    if (statement && has_part(hidden_operand(statement->getStmt()), is_choice))
        run(statement->getStmt());
    else
        each_step(element, run);
}

void ViewFlow::pass(ViewState& state, const clang::Stmt* step) {
    if (const auto* declares = llvm::dyn_cast<clang::DeclStmt>(step))
        for (const clang::Decl* decl : declares->decls())
            if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl); variable && variable->hasLocalStorage()) {
                if (keeps_others_out(variable)) state.guards.insert(variable);
                set(state, variable, variable->getInit());
            }
    if (const auto assignment = assignment_to_local(step)) set(state, assignment->variable, assignment->value);
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(step)) look_again(state, call);
    if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(step)) suspend(state, await);
    if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(step))
        for (const clang::LambdaCapture& capture : lambda->captures())
            if (capture.capturesVariable() && capture.getCaptureKind() == clang::LCK_ByRef)
                give_away(state, capture.getCapturedVar());
    const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(step);
    if (mention && is_given_away(ast_, mention)) give_away(state, mention->getDecl());
}

/// It may be set anew from there on; a reference cannot.
void ViewFlow::give_away(ViewState& state, const clang::ValueDecl* named) {
    const clang::VarDecl* variable = local_named(named);
    if (variable && !variable->getType()->isReferenceType()) state.views.erase(variable);
}

void ViewFlow::set(ViewState& state, const clang::VarDecl* variable, const clang::Expr* init) {
    if (const std::optional<View> view = init ? view_of(variable, init, state) : std::nullopt)
        state.views.insert_or_assign(variable, *view);
    else
        state.views.erase(variable);
}

/// Whether the element is still there is asked, perhaps.
void ViewFlow::look_again(ViewState& state, const clang::CallExpr* call) {
    const clang::Expr* object = object_of(call);
    if (gives_back(call)) state.is_locked = false;
    if (state.views.empty()) return;
    const ObjectPath path = object ? path_to(object) : ObjectPath();
    const bool is_own = object && llvm::isa<clang::CXXThisExpr>(object->IgnoreParenImpCasts());
    const clang::FunctionDecl* callee = call->getDirectCallee();
    std::erase_if(state.views, [&](const auto& entry) {
        const View& view = entry.second;
        if (!view.suspended || view.object.empty()) return false;
        return path == view.object || (is_own && callee && may_mention(callee, view.object));
    });
}

void ViewFlow::suspend(ViewState& state, const clang::CoawaitExpr* await) {
    if (!suspensions_.may_suspend(await, coroutine_)) return;
    const bool is_kept_as_it_is = state.is_locked || !state.guards.empty();
    for (auto& [variable, view] : state.views)
        if (!view.suspended && (!is_kept_as_it_is || !view.of_thread.empty())) view.suspended = await;
    state.is_locked |= locks_by_hand(await);
}

}  // namespace awaitlint
