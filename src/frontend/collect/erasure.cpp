// See erasure.h.
#include "frontend/collect/erasure.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

#include "frontend/around/fate.h"
#include "frontend/around/value_places.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

struct Callable {
    const clang::FunctionDecl* function;  // what is called
    Maker made;
};

/// Moved, copied and materialised: still the same callable.
const clang::Expr* written(const clang::Expr* argument) {
    while (true) {
        const clang::Expr* next = argument->IgnoreParens()->IgnoreImplicit();
        if (const auto* copy = llvm::dyn_cast<clang::CXXConstructExpr>(next);
            copy && copy->getNumArgs() == 1 && copy->getConstructor()->isCopyOrMoveConstructor())
            next = copy->getArg(0);
        if (const auto* call = llvm::dyn_cast<clang::CallExpr>(next);
            call && call->getNumArgs() == 1 &&
            (is_move(call->getDirectCallee()) || is_standard_function(call->getDirectCallee(), {"move", "forward"})))
            next = call->getArg(0);
        if (next == argument) return next;
        argument = next;
    }
}

std::optional<Callable> callable(const clang::Expr* argument) {
    if (const auto* record = argument->getType().getNonReferenceType()->getAsCXXRecordDecl();
        record && record->isLambda()) {
        const clang::CXXMethodDecl* call = record->getLambdaCallOperator();
        if (!call || record->isGenericLambda()) return std::nullopt;
        return Callable{call, Maker::lambda};
    }
    const clang::Expr* named = argument;
    if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(named);
        address && address->getOpcode() == clang::UO_AddrOf)
        named = address->getSubExpr()->IgnoreParens();
    const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(named);
    const auto* function = reference ? llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl()) : nullptr;
    if (!function || llvm::isa<clang::CXXMethodDecl>(function)) return std::nullopt;
    return Callable{function, Maker::function};
}

/// std::function<void(int)> and everything of its shape.
bool returns_nothing(const clang::CXXRecordDecl* record) {
    const auto* made = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
    if (!made) return false;
    for (const clang::TemplateArgument& argument : made->getTemplateArgs().asArray()) {
        if (argument.getKind() != clang::TemplateArgument::Type) continue;
        const auto* signature = argument.getAsType()->getAs<clang::FunctionType>();
        if (signature && signature->getReturnType()->isVoidType()) return true;
    }
    return false;
}

/// True if all that the taker's body, where it is the user's and so is seen whole, does with a parameter is to call it
/// and to drop what it returns.
bool drops_result(const ValueContext& context, const clang::FunctionDecl* taker, unsigned parameter) {
    const clang::FunctionDecl* definition = nullptr;
    if (!taker->isDefined(definition) || !context.looks_at(definition->getLocation())) return false;
    if (parameter >= definition->getNumParams() || !definition->getBody()) return false;
    const clang::ParmVarDecl* wanted = definition->getParamDecl(parameter);
    bool is_dropped = false, is_kept = false;
    std::vector<const clang::Stmt*> open = {definition->getBody()};
    while (!open.empty()) {
        const clang::Stmt* statement = open.back();
        open.pop_back();
        if (!statement) continue;
        const auto* call = llvm::dyn_cast<clang::CallExpr>(statement);
        const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(statement);
        const bool is_of_object = operation && operation->getOperator() == clang::OO_Call;
        const clang::Expr* called = is_of_object ? operation->getArg(0) : call ? call->getCallee() : nullptr;
        const auto* named =
            called ? llvm::dyn_cast<clang::DeclRefExpr>(written(called)->IgnoreParenImpCasts()) : nullptr;
        if (named && named->getDecl() == wanted) {
            const FateOfValue fate = fate_of(context.unit.context(), call, {});
            if (!fate.is_unevaluated) (fate.is<fate::Discarded>() ? is_dropped : is_kept) = true;
            for (unsigned i = is_of_object ? 1 : 0; i < call->getNumArgs(); ++i) open.push_back(call->getArg(i));
            continue;
        }
        if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(statement))
            is_kept |= mention->getDecl() == wanted;
        for (const clang::Stmt* child : statement->children()) open.push_back(child);
    }
    return is_dropped && !is_kept;
}

/// The parameter is constrained to be a completion token of Asio's kind: a callable there is a handler, and what
/// handlers return is dropped.
bool is_completion_handler(const clang::FunctionDecl* taker, unsigned parameter) {
    const clang::FunctionTemplateDecl* pattern = taker->getPrimaryTemplate();
    if (!pattern || parameter >= pattern->getTemplatedDecl()->getNumParams()) return false;
    const clang::QualType type = pattern->getTemplatedDecl()->getParamDecl(parameter)->getType().getNonReferenceType();
    const auto* named = type->getAs<clang::TemplateTypeParmType>();
    const clang::TypeConstraint* constraint =
        named && named->getDecl() ? named->getDecl()->getTypeConstraint() : nullptr;
    if (!constraint || !constraint->getNamedConcept()) return false;
    const llvm::StringRef name = constraint->getNamedConcept()->getName();
    return name == "completion_token_for" || name == "completion_handler_for";
}

}  // namespace

std::vector<Value> erased_callables(const ValueContext& context, AwaitableTypes& types, const clang::Expr* taker) {
    std::vector<Value> values;
    const clang::ASTContext& ast = context.unit.context();
    const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(taker);
    const auto* call = llvm::dyn_cast<clang::CallExpr>(taker);
    const clang::FunctionDecl* function = call   ? call->getDirectCallee()
                                          : made ? static_cast<const clang::FunctionDecl*>(made->getConstructor())
                                                 : nullptr;
    if (!function || !context.looks_at(taker->getExprLoc())) return values;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    const clang::CXXRecordDecl* owner = method ? method->getParent() : nullptr;
    const auto* operation = call ? llvm::dyn_cast<clang::CXXOperatorCallExpr>(call) : nullptr;
    const bool is_assignment = operation && operation->getOperator() == clang::OO_Equal;
    const bool is_erasing = returns_nothing(owner) && (made || is_assignment);
    const unsigned count = call ? call->getNumArgs() : made->getNumArgs();
    for (unsigned i = operation ? 1 : 0; i < count; ++i) {
        const clang::Expr* argument = written(call ? call->getArg(i) : made->getArg(i));
        if (argument->isTypeDependent() || argument->isDefaultArgument()) continue;
        const std::optional<Callable> given = callable(argument);
        if (!given || given->function->getReturnType()->isUndeducedType()) continue;
        const std::optional<AwaitableType>& awaitable = types.find(given->function->getReturnType());
        if (!awaitable) continue;
        Value value;
        value.type = *awaitable;
        value.made = given->made;
        const std::string name = is_erasing ? type_as_written(ast, ast.getCanonicalTagType(owner))
                                            : function_name(written_pattern(function));
        const bool is_dropping_call =
            call && !operation && (drops_result(context, function, i) || is_completion_handler(function, i));
        if (is_erasing || is_dropping_call)
            value.fate = fate::Erased{name};
        else
            value.fate = fate::Passed{name};
        if (value.made == Maker::function) value.call.emplace().callee = symbol_of(context.unit, given->function);
        value.site = site_of(argument, context.text);
        value.site.function = context.bodies.refer_to(
            function_around(context.unit.context(), clang::DynTypedNode::create(*taker)), context.prober);
        values.push_back(std::move(value));
    }
    return values;
}

}  // namespace awaitlint
