// See misuses.h.
#include "frontend/collect/misuses.h"

#include <iterator>
#include <optional>

#include "clang/AST/ExprCXX.h"

#include "frontend/around/errors_about.h"
#include "frontend/around/value_places.h"
#include "frontend/ask/names.h"
#include "frontend/ask/protocol.h"

namespace awaitlint {
namespace {

/// The promise's return_value that was chosen takes a bare template parameter, and so knows nothing of the type.
bool is_taken_as_anything(const clang::CoreturnStmt* statement) {
    const clang::Expr* given = statement->getPromiseCall();
    const auto* call = given ? llvm::dyn_cast<clang::CXXMemberCallExpr>(given->IgnoreImplicit()) : nullptr;
    return call && call->getMethodDecl() && takes_bare_parameter(call->getMethodDecl());
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
        value.fate = Fate::misused;
        value.how = "return";
        return;
    }
    if (around_.unit.diagnostics.empty()) return;
    const bool is_lost_return =
        fate.dropping && around_.lost_returns.count(around_.unit.file_offset(fate.dropping->getBeginLoc()));
    if (is_lost_return) return find_in_return(value, fate.dropping);
    const bool is_lost_in_library =
        fate.fate == Fate::returned || fate.fate == Fate::passed || (fate.fate == Fate::converted && fate.taker);
    // What an operator hands on is still about its operand: assertions take expressions apart that way.
    if (fate.fate == Fate::misused || is_lost_in_library || fate.is_unpacked)
        value.errors = errors_of(value, expression, fate, is_lost_in_library && !fate.is_operand);
    const bool may_mentions_tell = fate.fate == Fate::local || !value.errors.empty();
    if (fate.variable && may_mentions_tell && fate.how.empty() && !fate.field)
        add_errors_of_mentions(value, fate.variable);
    value.fate = !value.errors.empty() ? Fate::misused : fate.fate == Fate::misused ? Fate::used : fate.fate;
    if (value.fate != Fate::misused || !value.variable.empty()) return;
    const std::optional<std::string> member = accessed_member(value.site, around_.text);
    if (!member) return;
    value.how = "member access";
    if (may_have_member(expression, *member)) return;
    // An error about a member that the result does not have either is another mistake.
    value.fate = Fate::used;
    value.errors.clear();
}

void Misuses::find_in_return(Value& value, const clang::Expr* returned) const {
    value.errors = errors_about(around_.unit, returned, value.type, false);
    if (value.errors.empty() && value.type.result == "void")
        value.errors = errors_of_valueless_return(around_.unit, returned);
    value.fate = value.errors.empty() ? Fate::used : Fate::misused;
    value.how = "return";
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
           (around_.prober.has_member(object, member) || !around_.prober.member_result(object, "operator->").isNull());
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

/// The compiler instantiates a template once, and tells what is wrong in it with the first of its calls.
std::vector<CompileError> Misuses::errors_of(const Value& value, const clang::Expr* expression, const FateOfValue& fate,
                                             bool in_library) {
    std::vector<CompileError> errors = errors_about(around_.unit, expression, value.type, in_library);
    if (!in_library || !fate.taker || !fate.taker->isTemplateInstantiation()) return errors;
    std::vector<CompileError>& known = rejected_by_[fate.taker->getCanonicalDecl()];
    if (known.empty()) known = errors;
    return errors.empty() ? known : errors;
}

/// Added to the errors of the initialiser itself, where the variable was to hold the result.
void Misuses::add_errors_of_mentions(Value& value, const clang::VarDecl* variable) {
    std::vector<CompileError> errors;
    for (const clang::DeclRefExpr* mention : mentions_.of(variable)) {
        const FateOfValue fate = fate_of(ast_, mention, awaited_);
        // It is awaited or asked as a task elsewhere: what is wrong is the mention.
        if (fate.is_awaited || fate.fate == Fate::member) return;
        const bool is_lost_in_library = fate.fate == Fate::passed && !fate.is_operand;
        const bool may_be_misused =
            fate.fate == Fate::misused || fate.is_operand || is_lost_in_library || is_in_rejected(ast_, mention);
        if (!may_be_misused || is_in_coroutine_within(mention, variable)) continue;
        for (CompileError& error : errors_of(value, mention, fate, is_lost_in_library))
            errors.push_back(std::move(error));
    }
    if (errors.empty()) errors = errors_beside_name(around_.unit, around_.text, variable, value.type);
    if (errors.empty()) return;
    explained_.insert(variable);
    std::move(errors.begin(), errors.end(), std::back_inserter(value.errors));
}

/// In a coroutine inside the function that holds the variable: it is awaited there or nowhere.
bool Misuses::is_in_coroutine_within(const clang::DeclRefExpr* mention, const clang::VarDecl* variable) const {
    const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*mention));
    return function && function != variable->getParentFunctionOrMethod() &&
           llvm::isa_and_nonnull<clang::CoroutineBodyStmt>(function->getBody());
}

}  // namespace awaitlint
