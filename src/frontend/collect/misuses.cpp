// See misuses.h.
#include "frontend/collect/misuses.h"

#include <iterator>
#include <optional>

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/errors_about.h"
#include "frontend/around/rejected_lists.h"
#include "frontend/around/value_places.h"
#include "frontend/ask/names.h"
#include "frontend/ask/protocol.h"

namespace awaitlint {
namespace {

/// The promise's member that was chosen; or null.
const clang::CXXMethodDecl* return_value_of(const clang::CoreturnStmt* statement) {
    const clang::Expr* given = statement->getPromiseCall();
    const auto* call = given ? llvm::dyn_cast<clang::CXXMemberCallExpr>(given->IgnoreImplicit()) : nullptr;
    return call ? call->getMethodDecl() : nullptr;
}

/// By a bare template parameter, which knows nothing of the type.
bool is_taken_as_anything(const clang::CoreturnStmt* statement) {
    const clang::CXXMethodDecl* taker = return_value_of(statement);
    return taker && takes_bare_parameter(taker);
}

/// Accepted by the call that it is passed to, so that only the called body may reject it. A call that depends on a
/// template parameter has accepted nothing yet.
bool is_taken_by_call(const FateOfValue& fate) {
    const bool is_dependent = fate.passing && fate.passing->isTypeDependent();
    return fate.is<fate::Passed>() && !fate.is_operand && !is_dependent;
}

/// `std::make_pair(load(), 1)`, `std::optional(load())`: what it gives holds the task, and is what is rejected.
bool is_wrapped(const FateOfValue& fate, clang::QualType type) {
    if (!fate.taker || type->isDependentType()) return false;
    const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(fate.taker);
    const clang::CXXRecordDecl* made =
        constructor ? constructor->getParent() : fate.taker->getReturnType()->getAsCXXRecordDecl();
    const auto* instance = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(made);
    if (!instance) return false;
    const auto is_it = [&](const clang::TemplateArgument& argument) {
        return argument.getKind() == clang::TemplateArgument::Type &&
               argument.getAsType().getCanonicalType() == type.getCanonicalType().getUnqualifiedType();
    };
    return llvm::any_of(instance->getTemplateArgs().asArray(), [&](const clang::TemplateArgument& argument) {
        return is_it(argument) ||
               (argument.getKind() == clang::TemplateArgument::Pack && llvm::any_of(argument.pack_elements(), is_it));
    });
}

/// `&head == &first`: what is done with the mention is fine, and what becomes of that is rejected.
bool is_in_rejected(clang::ASTContext& ast, const clang::Expr* mention) {
    const clang::Stmt* at = mention;
    while (at && llvm::isa<clang::Expr>(at)) {
        if (llvm::isa<clang::RecoveryExpr>(at)) return true;
        const auto parents = ast.getParents(*at);
        at = parents.empty() ? nullptr : parents[0].get<clang::Stmt>();
    }
    return false;
}

}  // namespace

void Misuses::find(Value& value, const clang::Expr* expression, const FateOfValue& fate) {
    if (fate.returning && is_returned_as_value(expression, fate.returning)) {
        value.fate = fate::Misused{fate::Misused::Way::returned,
                                   errors_of_return(value.type, expression, fate.returning), std::nullopt};
        return;
    }
    if (find_in_returns_of_variable(value, fate) || around_.unit.diagnostics.empty()) return;
    if (is_lost_with(fate)) {
        const FileOffset at = around_.unit.file_offset(fate.dropping->getBeginLoc());
        return around_.lost_returns.count(at) ? find_in_return(value, fate.dropping)
                                              : find_in_cast(value, fate.dropping);
    }
    const bool is_handed_on = fate.is<fate::Returned>() || (fate.is<fate::Converted>() && fate.taker);
    const bool is_lost_in_library = is_handed_on || fate.is<fate::Passed>();
    const bool is_rejected_elsewhere = ((is_handed_on && !fate.is_operand) || is_taken_by_call(fate)) &&
                                       !is_wrapped(fate, type_of(expression).getNonReferenceType());
    fate::Misused misused;
    if (const fate::Kept* kept = value.kept()) misused.kept = *kept;
    // What an operator hands on is still about its operand: assertions take expressions apart that way.
    if (fate.is<fate::Misused>() || is_lost_in_library || fate.is_unpacked)
        misused.errors = errors_of(value.type, expression, fate, is_rejected_elsewhere);
    if (misused.errors.empty() && fate.is<fate::Misused>()) misused.errors = errors_of_index(around_.unit, expression);
    if (misused.errors.empty() && fate.is<fate::Misused>())
        misused.errors = errors_of_list(around_.unit, around_.prober, expression);
    const bool may_mentions_tell = misused.kept || !misused.errors.empty();
    if (fate.variable && may_mentions_tell && fate.is_sole_initialiser)
        add_errors_of_mentions(misused.errors, value.type, fate.variable);
    if (misused.errors.empty()) {
        if (fate.is<fate::Misused>()) value.fate = fate::Used();
        return;
    }
    const std::optional<std::string> member = misused.kept ? std::nullopt : accessed_member(value.site, around_.text);
    // An error about a member that the result does not have either is another mistake.
    if (member && !may_have_member(expression, *member)) {
        value.fate = fate::Used();
        return;
    }
    if (member) misused.way = fate::Misused::Way::member_access;
    value.fate = std::move(misused);
}

/// `auto reply = ask(); work(); co_return reply;`: what is returned was to be kept.
bool Misuses::find_in_returns_of_variable(Value& value, const FateOfValue& fate) {
    const fate::Kept* kept = value.kept();
    if (!kept || !fate.variable || !fate.is_sole_initialiser) return false;
    std::vector<CompileError> errors;
    bool is_returned = false;
    for (const clang::DeclRefExpr* mention : mentions_.of(fate.variable)) {
        const FateOfValue end = fate_of(ast_, mention, awaited_);
        if (end.is_awaited || end.is<fate::Accessed>()) return false;
        const clang::Expr* whole = with_move(ast_, mention);
        if (!end.returning || !is_returned_as_value(whole, end.returning)) continue;
        is_returned = true;
        for (CompileError& error : errors_of_return(value.type, whole, end.returning))
            errors.push_back(std::move(error));
    }
    if (!is_returned) return false;
    add_errors_of_mentions(errors, value.type, fate.variable);
    explained_.insert(fate.variable);
    value.fate = fate::Misused{fate::Misused::Way::returned, std::move(errors), *kept};
    return true;
}

/// A cast stands for what Clang drops altogether: `co_return n;`.
bool Misuses::is_lost_with(const FateOfValue& fate) const {
    if (!fate.dropping) return false;
    const FileOffset at = around_.unit.file_offset(fate.dropping->getBeginLoc());
    return around_.lost_returns.count(at) != 0 || around_.lost_casts.count(at) != 0;
}

void Misuses::find_in_return(Value& value, const clang::Expr* returned) const {
    std::vector<CompileError> errors = errors_about(around_.unit, returned, value.type, false);
    if (errors.empty() && value.type.result == "void") errors = errors_of_valueless_return(around_.unit, returned);
    value.fate = fate::Used();
    if (!errors.empty()) value.fate = fate::Misused{fate::Misused::Way::returned, std::move(errors), std::nullopt};
}

void Misuses::find_in_cast(Value& value, const clang::Expr* cast) const {
    std::vector<CompileError> errors = errors_about(around_.unit, cast, value.type, false);
    value.fate = fate::Used();
    if (!errors.empty()) value.fate = fate::Misused{fate::Misused::Way::as_result, std::move(errors), std::nullopt};
}

/// The value's result; true where it is not known. An empty name stands for an operator.
bool Misuses::may_have_member(const clang::Expr* expression, const std::string& member) {
    clang::QualType object = types_.result_of(type_of(expression));
    if (object.isNull()) return true;
    object = object.getNonReferenceType();
    if (object->isPointerType()) object = object->getPointeeType();
    const bool has_operators = object->getAsCXXRecordDecl() != nullptr;
    if (member.empty()) return has_operators || object->isPointerType();
    return has_operators &&
           (around_.prober.has_member(object, member) || !around_.prober.arrow_result(object).isNull());
}

/// `co_return load();` where the task's result is to be returned: the promise takes anything, and only a body of
/// the library, which is skipped, would reject it.
bool Misuses::is_returned_as_value(const clang::Expr* expression, const clang::CoreturnStmt* statement) {
    const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*expression));
    if (!function || !is_taken_as_anything(statement)) return false;
    const clang::QualType wanted = types_.result_of(function->getReturnType());
    if (wanted.isNull() || wanted->isVoidType() || wanted->isDependentType() || expression->isTypeDependent())
        return false;
    return !around_.prober.is_constructible(wanted, {expression->getType(), clang::VK_PRValue});
}

std::vector<CompileError> Misuses::errors_of(const AwaitableType& type, const clang::Expr* expression,
                                             const FateOfValue& fate, bool in_library) {
    std::vector<CompileError> errors = errors_about(around_.unit, expression, type, in_library);
    return in_library ? shared_errors(fate.taker, std::move(errors)) : errors;
}

/// The body of the promise's return_value is the user's where the promise is.
std::vector<CompileError> Misuses::errors_of_return(const AwaitableType& type, const clang::Expr* returned,
                                                    const clang::CoreturnStmt* statement) {
    return shared_errors(return_value_of(statement), errors_about(around_.unit, returned, type, true));
}

/// The compiler instantiates a template once, and tells what is wrong in it with the first of its calls.
std::vector<CompileError> Misuses::shared_errors(const clang::FunctionDecl* taker, std::vector<CompileError> errors) {
    if (!taker || !taker->isTemplateInstantiation()) return errors;
    std::vector<CompileError>& known = rejected_by_[taker->getCanonicalDecl()];
    if (known.empty()) known = errors;
    return errors.empty() ? known : errors;
}

/// Added to the errors of the initialiser itself, where the variable was to hold the result.
void Misuses::add_errors_of_mentions(std::vector<CompileError>& known, const AwaitableType& type,
                                     const clang::VarDecl* variable) {
    std::vector<CompileError> errors;
    bool is_mentioned_within = false;
    std::vector<const clang::VarDecl*> names = {variable};  // and those under which lambdas capture it
    for (std::size_t index = 0; index < names.size(); ++index)
        for (const clang::DeclRefExpr* mention : mentions_.of(names[index])) {
            const FateOfValue fate = fate_of(ast_, mention, awaited_);
            // It is awaited or asked as a task elsewhere: what is wrong is the mention.
            if (fate.is_awaited || fate.is<fate::Accessed>()) return;
            if (fate.capture && ast_.hasSameUnqualifiedType(fate.capture->getType(), variable->getType()))
                names.push_back(fate.capture);
            const bool is_lost = is_lost_with(fate);
            const bool may_be_misused = is_lost || fate.is<fate::Misused>() || fate.is_operand ||
                                        fate.is<fate::Passed>() || fate.is_unpacked_in_place ||
                                        is_in_rejected(ast_, mention);
            const bool is_within = may_be_misused && is_in_coroutine_within(mention, variable);
            is_mentioned_within |= is_within;
            if (!may_be_misused || is_within) continue;
            const clang::Expr* blamed = is_lost ? fate.dropping : mention;
            for (CompileError& error : errors_of(type, blamed, fate, !is_lost && is_taken_by_call(fate)))
                errors.push_back(std::move(error));
        }
    if (errors.empty() && !is_mentioned_within) errors = errors_beside_name(around_.unit, around_.text, variable, type);
    if (errors.empty()) return;
    explained_.insert(names.begin(), names.end());
    std::move(errors.begin(), errors.end(), std::back_inserter(known));
}

/// In a coroutine inside the function that holds the variable: it is awaited there or nowhere. What returns a task and
/// has no return statement is one as soon as it awaits.
bool Misuses::is_in_coroutine_within(const clang::DeclRefExpr* mention, const clang::VarDecl* variable) {
    const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*mention));
    if (!function || function == variable->getParentFunctionOrMethod()) return false;
    const Enclosing& within = around_.bodies.describe(function, around_.prober);
    if (within.is_coroutine) return true;
    return within.can_be_coroutine && !within.has_return_statement && types_.find(function->getReturnType());
}

}  // namespace awaitlint
