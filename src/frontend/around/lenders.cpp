// See lenders.h.
#include "frontend/around/lenders.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Analysis/Analyses/ExprMutationAnalyzer.h"
#include "clang/Analysis/Analyses/LifetimeSafety/LifetimeAnnotations.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/mentions.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

std::optional<Lent> held(std::optional<Lent> lent, Hold hold) {
    if (lent) lent->hold = hold;
    return lent;
}

/// A tag, an allocator without state, a lambda that captures nothing: nothing of it is ever read.
bool is_without_state(clang::QualType type) {
    const auto* record = type->getAsCXXRecordDecl();
    return record && (!record->hasDefinition() || record->isEmpty());
}

std::optional<Lent> lent_by_variable(const clang::DeclRefExpr* mention) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(mention->getDecl());
    if (!variable || !variable->hasLocalStorage() || variable->isImplicit()) return std::nullopt;
    clang::QualType type = variable->getType();
    // It lives in the closure, or where the closure refers to: who asks has to look.
    const bool is_captured = mention->refersToEnclosingVariableOrCapture() || variable->isInitCapture();
    if (is_captured && !type->isReferenceType() && !is_without_state(type))
        return Lent{Lender::capture, Hold::reference, variable, mention, type.getUnqualifiedType()};
    if (is_captured) return std::nullopt;
    if (type->isReferenceType()) {
        // `const auto& name = make();` keeps what was made.
        const clang::Expr* init = variable->getInit();
        const clang::Expr* made = init ? init->IgnoreParenImpCasts() : nullptr;
        if (const auto* whole = llvm::dyn_cast_or_null<clang::ExprWithCleanups>(made))
            made = whole->getSubExpr()->IgnoreParenImpCasts();
        if (!made || llvm::isa<clang::ParmVarDecl>(variable)) return std::nullopt;
        const auto* kept = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(made);
        if (!kept) return lent_by(made);  // another name for what its initialiser names
        if (kept->getExtendingDecl() != variable) return std::nullopt;
        type = type.getNonReferenceType();
    }
    if (is_without_state(type)) return std::nullopt;
    const Lender lender = llvm::isa<clang::ParmVarDecl>(variable) ? Lender::parameter : Lender::local;
    return Lent{lender, Hold::reference, variable, mention, type.getUnqualifiedType()};
}

std::optional<Lent> lent_by_temporary(const clang::MaterializeTemporaryExpr* made) {
    if (made->getStorageDuration() != clang::SD_FullExpression || is_without_state(made->getType()))
        return std::nullopt;
    return Lent{Lender::temporary, Hold::reference, nullptr, made, made->getType().getUnqualifiedType()};
}

/// Of a prvalue: a pointer, or an object that is a view.
std::optional<Lent> lent_through(const clang::Expr* value);

/// An argument of what makes a pointer or a view: the object itself, or a pointer or a view of it.
std::optional<Lent> lent_in(const clang::Expr* argument) {
    if (argument->isGLValue() && !clang::lifetimes::isGslPointerType(argument->getType()) &&
        !argument->getType()->isPointerType())
        return lent_by(argument);
    return lent_through(argument);
}

std::optional<Lent> lent_by_construction(const clang::CXXConstructExpr* made) {
    const clang::CXXConstructorDecl* constructor = made->getConstructor();
    if (made->getNumArgs() == 0 || !clang::lifetimes::isGslPointerType(made->getType())) return std::nullopt;
    const clang::Expr* first = made->getArg(0);
    if (constructor->isCopyOrMoveConstructor()) return lent_through(first);
    const clang::QualType type = first->getType().getNonReferenceType();
    const bool is_bound = constructor->getParamDecl(0)->hasAttr<clang::LifetimeBoundAttr>();
    const bool is_of_owner = clang::lifetimes::isGslOwnerType(type) || type->isArrayType();
    return is_bound || is_of_owner || type->isPointerType() ? lent_in(first) : std::nullopt;
}

/// A pointer or a view in a local variable that is never changed: what it was given at first.
std::optional<Lent> lent_through_variable(const clang::Expr* glvalue) {
    const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(glvalue->IgnoreParenCasts());
    const auto* variable = mention ? llvm::dyn_cast<clang::VarDecl>(mention->getDecl()) : nullptr;
    if (!variable || !variable->hasLocalStorage() || !variable->getInit() || llvm::isa<clang::ParmVarDecl>(variable) ||
        variable->getType()->isReferenceType() || variable->isInitCapture() ||
        mention->refersToEnclosingVariableOrCapture())
        return std::nullopt;
    const auto* function = llvm::dyn_cast_or_null<clang::FunctionDecl>(variable->getParentFunctionOrMethod());
    if (!function || !function->getBody()) return std::nullopt;
    clang::ExprMutationAnalyzer changes(*function->getBody(), variable->getASTContext());
    if (changes.isMutated(variable)) return std::nullopt;
    const clang::Expr* init = variable->getInit();
    if (const auto* whole = llvm::dyn_cast<clang::FullExpr>(init)) init = whole->getSubExpr();
    std::optional<Lent> lent = lent_through(init);
    // A view of a temporary is of nothing by now, whoever looks: that is another mistake.
    return lent && lent->variable ? lent : std::nullopt;
}

std::optional<Lent> lent_through(const clang::Expr* value) {
    value = value->IgnoreParens();
    if (value->isGLValue() && !llvm::isa<clang::MaterializeTemporaryExpr>(value)) return lent_through_variable(value);
    if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(value))
        return lent_through(made->getSubExpr());
    if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(value))
        return lent_through(bound->getSubExpr());
    if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(value)) {
        if (cast->getCastKind() == clang::CK_ArrayToPointerDecay) return lent_by(cast->getSubExpr());
        if (cast->getCastKind() == clang::CK_LValueToRValue) return lent_through_variable(cast->getSubExpr());
        return lent_through(cast->getSubExpr());
    }
    if (const auto* operation = llvm::dyn_cast<clang::UnaryOperator>(value))
        return operation->getOpcode() == clang::UO_AddrOf ? lent_by(operation->getSubExpr()) : std::nullopt;
    if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(value)) return lent_by_construction(made);
    if (const auto* list = llvm::dyn_cast<clang::CXXStdInitializerListExpr>(value)) return lent_by(list->getSubExpr());
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(value))
        if (const clang::Expr* argument = handed_on(call)) return lent_in(argument);
    return std::nullopt;
}

/// `*client`, or the pointer of `client->run()`: what owns it; null where that is nothing of a name.
const clang::DeclRefExpr* owner_in(const clang::CXXOperatorCallExpr* call) {
    const bool looks_through = call->getOperator() == clang::OO_Star || call->getOperator() == clang::OO_Arrow;
    const clang::Expr* owner = looks_through ? call->getArg(0)->IgnoreParenImpCasts() : nullptr;
    return owner ? llvm::dyn_cast<clang::DeclRefExpr>(owner) : nullptr;
}

/// What it owns is looked at, and nothing else is ever done with it: it still owns that at its end.
bool is_only_looked_through(const clang::VarDecl* owner) {
    clang::ASTContext& ast = owner->getASTContext();
    const auto* function = llvm::dyn_cast_or_null<clang::FunctionDecl>(owner->getParentFunctionOrMethod());
    return function && llvm::all_of(mentions_in(function, owner), [&](const clang::DeclRefExpr* mention) {
               const clang::Stmt* at = parent_of(ast, mention);
               while (llvm::isa_and_nonnull<clang::ImplicitCastExpr, clang::ParenExpr>(at)) at = parent_of(ast, at);
               const auto* call = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(at);
               return call && owner_in(call) == mention;
           });
}

}  // namespace

const clang::Expr* handed_on(const clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (!callee) return nullptr;
    if (call->getNumArgs() == 1 && (is_move(callee) || is_standard_function(callee, {"move", "forward", "as_const",
                                                                                     "move_if_noexcept", "addressof"})))
        return call->getArg(0);
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
    const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call);
    const bool is_operator = llvm::isa<clang::CXXOperatorCallExpr>(call) && method && !method->isStatic();
    const clang::Expr* object = member ? member->getImplicitObjectArgument() : is_operator ? call->getArg(0) : nullptr;
    // What a std::unique_ptr points to may be handed on with it.
    const bool is_owning_pointer = method && method->getParent()->isInStdNamespace() &&
                                   method->getParent()->getDeclName().isIdentifier() &&
                                   method->getParent()->getName() == "unique_ptr";
    if (object && method && !is_owning_pointer &&
        (clang::lifetimes::implicitObjectParamIsLifetimeBound(callee) ||
         clang::lifetimes::shouldTrackImplicitObjectArg(method)))
        return object;
    if (!method && call->getNumArgs() > 0 && clang::lifetimes::shouldTrackFirstArgument(callee)) return call->getArg(0);
    const unsigned first = is_operator ? 1 : 0;
    for (unsigned i = first; i < call->getNumArgs() && i - first < callee->getNumParams(); ++i)
        if (callee->getParamDecl(i - first)->hasAttr<clang::LifetimeBoundAttr>()) return call->getArg(i);
    return nullptr;
}

std::optional<Lent> lent_by(const clang::Expr* glvalue) {
    while (true) {
        glvalue = glvalue->IgnoreParens();
        if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(glvalue)) return lent_by_temporary(made);
        if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(glvalue)) return lent_by_variable(mention);
        if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(glvalue)) {
            if (!cast->getSubExpr()->isGLValue()) return std::nullopt;
            glvalue = cast->getSubExpr();
        } else if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(glvalue)) {
            const auto* field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
            if (!field || member->isArrow() || field->getType()->isReferenceType()) return std::nullopt;
            glvalue = member->getBase();
        } else if (const auto* element = llvm::dyn_cast<clang::ArraySubscriptExpr>(glvalue)) {
            const auto* decayed = llvm::dyn_cast<clang::ImplicitCastExpr>(element->getBase()->IgnoreParens());
            if (!decayed || decayed->getCastKind() != clang::CK_ArrayToPointerDecay) return std::nullopt;
            glvalue = decayed->getSubExpr();
        } else if (const auto* call = llvm::dyn_cast<clang::CallExpr>(glvalue)) {
            if (const std::optional<Lent> owned = lent_by_owner(call)) return owned;
            const clang::Expr* argument = handed_on(call);
            // A reference into what a pointer or a view refers to is not one into the pointer itself.
            if (!argument || !argument->isGLValue() || clang::lifetimes::isGslPointerType(argument->getType()))
                return std::nullopt;
            glvalue = argument;
        } else {
            return std::nullopt;
        }
    }
}

std::optional<Lent> lent_to(clang::QualType parameter, const clang::Expr* argument) {
    if (const auto* standing = llvm::dyn_cast<clang::CXXDefaultArgExpr>(argument)) argument = standing->getExpr();
    if (argument->isInstantiationDependent()) return std::nullopt;
    if (const auto* whole = llvm::dyn_cast<clang::FullExpr>(argument)) argument = whole->getSubExpr();
    if (parameter->isReferenceType()) return lent_by(argument);
    if (parameter->isPointerType() && !parameter->isFunctionPointerType())
        return held(lent_through(argument), Hold::pointer);
    if (clang::lifetimes::isGslPointerType(parameter) || is_standard_class(parameter, "initializer_list"))
        return held(lent_through(argument), Hold::view);
    // A closure that is passed by value.
    const clang::LambdaExpr* lambda = lambda_in(argument);
    const std::vector<Lent> captured = lambda ? lent_to_captures(lambda) : std::vector<Lent>();
    return captured.empty() ? std::nullopt : std::optional(captured.front());
}

std::optional<Lent> lent_by_owner(const clang::Expr* pointed_to) {
    const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(pointed_to->IgnoreParenImpCasts());
    const clang::DeclRefExpr* mention = call ? owner_in(call) : nullptr;
    const auto* owner = mention ? llvm::dyn_cast<clang::VarDecl>(mention->getDecl()) : nullptr;
    if (!owner || owner->getType()->isReferenceType() || class_name(owner->getType()) != "std::unique_ptr")
        return std::nullopt;
    std::optional<Lent> lent = lent_by_variable(mention);
    if (!lent || lent->lender == Lender::capture || !is_only_looked_through(owner)) return std::nullopt;
    lent->type = call->getType()->isPointerType() ? call->getType()->getPointeeType() : call->getType();
    return is_without_state(lent->type) ? std::nullopt : lent;
}

std::vector<Lent> lent_to_captures(const clang::LambdaExpr* lambda) {
    std::vector<Lent> all;
    const clang::LambdaExpr::const_capture_init_iterator inits = lambda->capture_init_begin();
    for (const auto& [index, capture] : llvm::enumerate(lambda->captures())) {
        if (capture.getCaptureKind() != clang::LCK_ByRef || lambda->isInitCapture(&capture)) continue;
        if (std::optional<Lent> lent = lent_by(inits[index]); lent && lent->lender != Lender::capture)
            all.push_back(*held(lent, Hold::capture));
    }
    return all;
}

const clang::LambdaExpr* lambda_in(const clang::Expr* argument) {
    while (true) {
        argument = argument->IgnoreImplicit()->IgnoreParenImpCasts();
        if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(argument)) return lambda;
        const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(argument);
        if (!made || made->getNumArgs() != 1) return nullptr;
        argument = made->getArg(0);
    }
}

}  // namespace awaitlint
