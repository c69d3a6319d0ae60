// See last_look.h.
#include "frontend/around/last_look.h"

#include <algorithm>

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/lenders.h"

namespace awaitlint {
namespace {

constexpr int most_hops = 4;  // from one function that hands on to the next

/// `co_await this_coro::executor`: a tag, which is answered at once.
bool is_of_tag(const clang::CoroutineSuspendExpr* suspension) {
    const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(suspension->getOperand()->IgnoreParenImpCasts());
    const auto* variable = mention ? llvm::dyn_cast<clang::VarDecl>(mention->getDecl()) : nullptr;
    return variable && variable->hasGlobalStorage() && variable->getType().isConstQualified();
}

/// One walk through a body in the order in which it is written.
class Walk {
public:
    explicit Walk(llvm::function_ref<bool(const clang::Expr*)> is_mention) : is_mention_(is_mention) {}

    LastLook through(const clang::Stmt* body) {
        visit(body);
        return last_;
    }

private:
    void visit(const clang::Stmt* statement) {
        if (!statement) return;
        const auto* expression = llvm::dyn_cast<clang::Expr>(statement);
        if (expression && reads_nothing(expression)) return;
        if (expression && is_mention_(expression))
            note(has_suspended_ ? LastLook::after_suspension
                 : operands_    ? LastLook::at_suspension
                                : LastLook::before_suspension);
        if (const auto* suspension = llvm::dyn_cast<clang::CoroutineSuspendExpr>(statement))
            return visit_suspension(suspension);
        if (const auto* end = llvm::dyn_cast<clang::CoreturnStmt>(statement)) return visit(end->getOperand());
        if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(statement)) return visit_lambda(lambda);
        if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(statement); list && list->getSemanticForm())
            statement = list->getSemanticForm();
        if (const auto* fallback = llvm::dyn_cast<clang::CXXDefaultArgExpr>(statement))
            return visit(fallback->getExpr());
        // What a macro is a statement by: `do { ... } while (0)`
        const auto* once = llvm::dyn_cast<clang::DoStmt>(statement);
        const bool is_of_macro = once && once->getWhileLoc().isMacroID();
        const bool is_loop =
            llvm::isa<clang::WhileStmt, clang::DoStmt, clang::ForStmt, clang::CXXForRangeStmt>(statement) &&
            !is_of_macro;
        const LastLook before = last_;
        const bool had_suspended = has_suspended_;
        for (const clang::Stmt* child : statement->children()) visit(child);
        // What was looked at in a loop that suspends is looked at again behind the suspension.
        if (is_loop && !had_suspended && has_suspended_ && last_ > before) last_ = LastLook::after_suspension;
    }

    /// Not evaluated, or named to silence the compiler.
    static bool reads_nothing(const clang::Expr* expression) {
        if (llvm::isa<clang::UnaryExprOrTypeTraitExpr, clang::CXXNoexceptExpr, clang::RequiresExpr>(expression))
            return true;
        const auto* cast = llvm::dyn_cast<clang::ExplicitCastExpr>(expression);
        return cast && cast->getType()->isVoidType() &&
               llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(cast->getSubExpr()->IgnoreParens());
    }

    void visit_suspension(const clang::CoroutineSuspendExpr* suspension) {
        const bool suspends = !in_lambda_ && !is_of_tag(suspension);
        if (suspends) ++operands_;
        visit(suspension->getOperand());
        if (!suspends) return;
        --operands_;
        has_suspended_ = true;
    }

    void visit_lambda(const clang::LambdaExpr* lambda) {
        for (const clang::Expr* init : lambda->capture_inits()) visit(init);
        const bool was_in_lambda = in_lambda_;
        in_lambda_ = true;
        visit(written_body(lambda->getCallOperator()));
        in_lambda_ = was_in_lambda;
    }

    void note(LastLook look) { last_ = std::max(last_, look); }

    llvm::function_ref<bool(const clang::Expr*)> is_mention_;
    LastLook last_ = LastLook::never;
    int operands_ = 0;  // of suspensions that the walk is in
    bool has_suspended_ = false;
    bool in_lambda_ = false;
};

const clang::FunctionDecl* seen(const clang::FunctionDecl* function) {
    const clang::FunctionDecl* definition = nullptr;
    return function->hasBody(definition) && !definition->isInvalidDecl() ? definition : nullptr;
}

bool is_coroutine(const clang::FunctionDecl* definition) {
    return llvm::isa_and_nonnull<clang::CoroutineBodyStmt>(definition->getBody());
}

LastLook look_in(const clang::FunctionDecl* definition, llvm::function_ref<bool(const clang::Expr*)> is_mention) {
    return Walk(is_mention).through(written_body(definition));
}

bool says_that_result_refers(const clang::FunctionDecl* function, unsigned index) {
    if (function->getParamDecl(index)->hasAttr<clang::LifetimeBoundAttr>()) return true;
    if (function->hasAttr<clang::CoroDisableLifetimeBoundAttr>()) return false;
    const auto* result = function->getReturnType()->getAsRecordDecl();
    return result && result->hasAttr<clang::CoroLifetimeBoundAttr>() && result->hasAttr<clang::CoroReturnTypeAttr>();
}

/// The calls that a function returns the results of; none where it also returns something else.
void add_returned(const clang::Stmt* statement, std::vector<const clang::CallExpr*>& calls, bool& is_all) {
    if (!statement || llvm::isa<clang::LambdaExpr>(statement)) return;
    if (const auto* end = llvm::dyn_cast<clang::ReturnStmt>(statement)) {
        const clang::Expr* value = end->getRetValue() ? end->getRetValue()->IgnoreImplicit()->IgnoreParens() : nullptr;
        const auto* call = llvm::dyn_cast_or_null<clang::CallExpr>(value);
        if (call) calls.push_back(call);
        is_all &= call != nullptr;
        return;
    }
    for (const clang::Stmt* child : statement->children()) add_returned(child, calls, is_all);
}

/// True if the expression names the parameter, and nothing that was made of it.
bool is_parameter_itself(const clang::Expr* argument, const clang::ParmVarDecl* parameter) {
    argument = argument->IgnoreParenImpCasts();
    if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(argument)) return mention->getDecl() == parameter;
    if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(argument))
        return made->getNumArgs() == 1 && made->getConstructor()->isCopyOrMoveConstructor() &&
               made->getType()->isRecordType() && !parameter->getType()->isReferenceType() &&
               is_parameter_itself(made->getArg(0), parameter);
    const auto* call = llvm::dyn_cast<clang::CallExpr>(argument);
    return call && call->getNumArgs() == 1 && call->isCallToStdMove() &&
           is_parameter_itself(call->getArg(0), parameter);
}

bool takes_by_reference_alike(clang::QualType outer, clang::QualType inner) {
    if (outer->isReferenceType()) return inner->isReferenceType();
    return !inner->isReferenceType() && outer->getCanonicalTypeUnqualified() == inner->getCanonicalTypeUnqualified();
}

LastLook look_at_parameter(const clang::FunctionDecl* function, unsigned index, int hops) {
    const clang::FunctionDecl* definition = seen(function);
    if (!definition) {
        const bool is_said = says_that_result_refers(function, index);
        return is_said ? LastLook::after_suspension : LastLook::unknown;
    }
    const clang::ParmVarDecl* parameter = definition->getParamDecl(index);
    if (is_coroutine(definition))
        return look_in(definition, [&](const clang::Expr* expression) {
            const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(expression);
            return mention && mention->getDecl() == parameter;
        });
    std::vector<const clang::CallExpr*> calls;
    bool is_all = true;
    add_returned(definition->getBody(), calls, is_all);
    if (hops == 0 || calls.size() != 1 || !is_all) return LastLook::unknown;
    const clang::FunctionDecl* callee = calls[0]->getDirectCallee();
    if (!callee || llvm::isa<clang::CXXOperatorCallExpr>(calls[0])) return LastLook::unknown;
    for (unsigned i = 0; i < calls[0]->getNumArgs() && i < callee->getNumParams(); ++i)
        if (is_parameter_itself(calls[0]->getArg(i), parameter) &&
            takes_by_reference_alike(parameter->getType(), callee->getParamDecl(i)->getType()))
            return look_at_parameter(callee, i, hops - 1);
    return LastLook::unknown;
}

}  // namespace

LastLook look_at_parameter(const clang::FunctionDecl* function, unsigned index) {
    return look_at_parameter(function, index, most_hops);
}

bool is_seen_as_coroutine(const clang::FunctionDecl* function) {
    const clang::FunctionDecl* definition = seen(function);
    return definition && is_coroutine(definition);
}

LastLook look_at_capture(const clang::CXXMethodDecl* call_operator, const clang::ValueDecl* captured) {
    if (!is_seen_as_coroutine(call_operator)) return LastLook::unknown;
    return look_in(seen(call_operator), [&](const clang::Expr* expression) {
        const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(expression);
        return mention && mention->getDecl() == captured;
    });
}

LastLook look_at_object(const clang::CXXMethodDecl* method) {
    if (!is_seen_as_coroutine(method)) return LastLook::unknown;
    const clang::FunctionDecl* definition = seen(method);
    const bool is_lambda = method->getParent()->isLambda();
    return look_in(definition, [&](const clang::Expr* expression) {
        if (llvm::isa<clang::CXXThisExpr>(expression)) return true;
        const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(expression);
        if (!is_lambda || !mention) return false;
        const clang::ValueDecl* variable = mention->getDecl();
        if (variable->isInitCapture()) return variable->getDeclContext()->Equals(definition);
        // What a lambda within captures of this one's own is no capture of this one.
        return mention->refersToEnclosingVariableOrCapture() && !definition->Encloses(variable->getDeclContext());
    });
}

}  // namespace awaitlint
