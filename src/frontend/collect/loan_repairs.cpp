// See loan_repairs.h.
#include "frontend/collect/loan_repairs.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "awaitlint/excerpt.h"
#include "awaitlint/naming.h"
#include "frontend/around/enclosing.h"
#include "frontend/around/fate.h"
#include "frontend/around/layout.h"
#include "frontend/around/mentions.h"
#include "frontend/around/parts.h"
#include "frontend/ask/names.h"
#include "frontend/ask/self_contained.h"

namespace awaitlint {
namespace {

/// The declaration of one variable by itself; null where it is no statement of its own.
const clang::DeclStmt* declaration_of(clang::ASTContext& ast, const clang::VarDecl* variable) {
    const auto parents = ast.getParents(*variable);
    const auto* statement = parents.empty() ? nullptr : parents[0].get<clang::DeclStmt>();
    return statement && statement->isSingleDecl() ? statement : nullptr;
}

/// The variable begins as the call's result and as nothing else.
bool is_initialised_by(const KeptCall& kept) {
    const clang::Expr* init = kept.variable->getInit();
    return init && init->IgnoreImplicit()->IgnoreParens()->IgnoreImplicit() == kept.call;
}

/// `when_all(std::move(a), std::move(b))`: it ends when all of them do.
bool waits_for_all(const clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    return callee && callee->getDeclName().isIdentifier() && is_named_for_all(callee->getName());
}

/// The co_await that waits for the variable's task: it is the operand, or one of those that the operand waits for.
const clang::CoawaitExpr* await_of(clang::ASTContext& ast, const clang::DeclRefExpr* mention) {
    if (mention->refersToEnclosingVariableOrCapture()) return nullptr;
    for (const clang::Stmt* at = mention; at; at = parent_of(ast, at)) {
        if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(at)) return await->isImplicit() ? nullptr : await;
        if (!llvm::isa<clang::Expr>(at) || llvm::isa<clang::LambdaExpr>(at)) return nullptr;
        const auto* call = llvm::dyn_cast<clang::CallExpr>(at);
        const bool is_operator = call && llvm::isa<clang::CXXOperatorCallExpr>(call);
        if (call && !is_operator && !call->isCallToStdMove() && !waits_for_all(call)) return nullptr;
    }
    return nullptr;
}

/// Whatever way the statement takes, it awaits.
bool is_awaited_in_straight_line(clang::ASTContext& ast, const clang::Expr* await, const clang::Stmt* statement) {
    for (const clang::Stmt* at = await; at && at != statement; at = parent_of(ast, at))
        if (!llvm::isa<clang::Expr>(at) || llvm::isa<clang::AbstractConditionalOperator, clang::LambdaExpr>(at) ||
            (llvm::isa<clang::BinaryOperator>(at) && llvm::cast<clang::BinaryOperator>(at)->isLogicalOp()))
            return false;
    return true;
}

/// Keeps nothing that refers into what is awaited.
bool keeps_no_reference(const clang::Stmt* statement) {
    if (llvm::isa<clang::Expr, clang::CoreturnStmt>(statement)) return true;
    const auto* declaration = llvm::dyn_cast<clang::DeclStmt>(statement);
    return declaration && llvm::all_of(declaration->decls(), [](const clang::Decl* decl) {
               const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
               return variable && is_self_contained(variable->getType());
           });
}

bool is_template(const clang::FunctionDecl* function) {
    return function->getPrimaryTemplate() || function->getDescribedFunctionTemplate() ||
           function->isDependentContext() || is_in_instantiation(function);
}

/// Another function of its name would be called by some of its callers, or by none.
bool is_overloaded(const clang::FunctionDecl* function) {
    if (is_lambda_call_operator(function)) return false;
    const clang::NamedDecl* own = function->getCanonicalDecl();
    return llvm::any_of(function->getDeclContext()->getRedeclContext()->lookup(function->getDeclName()),
                        [&](const clang::NamedDecl* other) { return other->getCanonicalDecl() != own; });
}

/// What a task gives, by the arguments of its class: `task<std::string>`.
bool gives_only_values(const clang::FunctionDecl* coroutine) {
    const auto* record = coroutine->getReturnType()->getAsCXXRecordDecl();
    const auto* task = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
    if (!task)
        return !has_part(written_body(coroutine), [](const clang::Stmt* part) {
            const auto* end = llvm::dyn_cast<clang::CoreturnStmt>(part);
            return end && end->getOperand() && !end->getOperand()->getType()->isVoidType();
        });
    return llvm::all_of(task->getTemplateArgs().asArray(), [](const clang::TemplateArgument& argument) {
        if (argument.getKind() != clang::TemplateArgument::Type)
            return argument.getKind() != clang::TemplateArgument::Pack;
        const auto* tag = argument.getAsType()->getAsCXXRecordDecl();
        return (tag && tag->hasDefinition() && tag->isEmpty()) || is_self_contained(argument.getAsType());
    });
}

/// What a coroutine would do in another way than the function does: later, and with what is there by then.
std::string why_unsafe_as_coroutine(const clang::FunctionDecl* function) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    if (method && !method->isStatic() && !(method->getParent()->isLambda() && method->getParent()->captures().empty()))
        return "its object has to live until the task is awaited, then";
    for (const clang::ParmVarDecl* parameter : function->parameters())
        if (!is_self_contained(parameter->getType()))
            return "what '" + parameter->getNameAsString() + "' refers to has to live until the task is awaited, then";
    const auto* body = llvm::dyn_cast<clang::CompoundStmt>(function->getBody());
    const bool is_plain = body && llvm::all_of(body->body(), [](const clang::Stmt* statement) {
                              return llvm::isa<clang::DeclStmt, clang::ReturnStmt>(statement);
                          });
    return is_plain ? "" : "what it does before would be done when the task is awaited, not when it is called";
}

bool is_call(const clang::Stmt* part) {
    return llvm::isa<clang::CallExpr>(part);
}

std::string wished_name(const clang::ParmVarDecl* parameter, const clang::Expr* argument) {
    if (parameter) return parameter->getName().empty() ? "argument" : parameter->getNameAsString();
    return llvm::isa<clang::LambdaExpr>(argument) ? "closure" : "object";
}

/// Its address, or a lambda that refers to it, may be somewhere when the coroutine is gone.
bool is_referred_to(const clang::FunctionDecl* coroutine, const clang::ParmVarDecl* parameter) {
    return has_part_or_in_lambda(written_body(coroutine), [&](const clang::Stmt* part) {
        if (const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(part))
            return llvm::any_of(lambda->captures(), [&](const clang::LambdaCapture& capture) {
                return capture.capturesVariable() && capture.getCapturedVar() == parameter &&
                       capture.getCaptureKind() == clang::LCK_ByRef;
            });
        const auto* address = llvm::dyn_cast<clang::UnaryOperator>(part);
        if (!address || address->getOpcode() != clang::UO_AddrOf) return false;
        const auto* of = llvm::dyn_cast<clang::DeclRefExpr>(address->getSubExpr()->IgnoreParenImpCasts());
        return of && of->getDecl() == parameter;
    });
}

bool is_text(clang::QualType type) {
    return class_name(type) == "std::basic_string";
}

void drop(std::string& text, std::string_view word, bool at_end) {
    if (at_end ? text.ends_with(word) : text.starts_with(word))
        text.erase(at_end ? text.size() - word.size() : 0, word.size());
}

/// Of `const std::string& `: `std::string `. Empty where it is written in another way.
std::string as_value(std::string text, bool is_view) {
    const std::size_t end = text.find_last_not_of(" \t\r\n&");
    if (end == std::string::npos) return "";
    text.erase(end + 1);
    drop(text, "const ", false);
    drop(text, " const", true);
    if (is_view) {
        if (!text.ends_with("string_view")) return "";
        text.replace(text.size() - std::string_view("string_view").size(), std::string::npos, "string");
    }
    return text.find_first_of("&()[]*\n") == std::string::npos ? text : "";
}

/// From its type's first word up to its name.
std::optional<Span> written_type(const clang::ParmVarDecl* parameter, const SourceText& source) {
    std::optional<Span> span = source.span({parameter->getBeginLoc(), parameter->getTypeSpecEndLoc()});
    if (!span) return std::nullopt;
    // `std::string const&`: what is behind the name of the type belongs to it.
    const std::optional<Span> name = parameter->getDeclName() ? source.span(parameter->getLocation()) : std::nullopt;
    if (parameter->getDeclName() && !name) return std::nullopt;
    if (name && name->file == span->file && name->offset > span->offset) {
        Span whole = *span;
        whole.length = name->offset - span->offset;
        std::string text = source.text(whole);
        whole.length = static_cast<std::uint32_t>(text.find_last_not_of(" \t\r\n") + 1);
        if (source.text(whole).find('\n') != std::string::npos) return std::nullopt;
        whole.end_line = whole.line;
        whole.end_column = whole.column + whole.length;
        return whole;
    }
    return span;
}

}  // namespace

std::optional<OwnerBefore> naming_of(const ValueContext& around, const KeptCall& kept, const clang::Expr* argument,
                                     const clang::ParmVarDecl* parameter, const Lent& lent,
                                     const std::set<std::string>& taken_names) {
    clang::ASTContext& ast = around.unit.context();
    const clang::DeclStmt* declaration = declaration_of(ast, kept.variable);
    if (!declaration || !kept.function || lent.lender != Lender::temporary || !is_initialised_by(kept))
        return std::nullopt;
    // The object in the middle of an argument has no name to be had.
    const clang::Expr* written = argument->IgnoreUnlessSpelledInSource();
    const bool is_whole = lent.object && lent.object->getSourceRange() == argument->getSourceRange();
    if (!is_whole ||
        llvm::isa<clang::InitListExpr, clang::CXXStdInitializerListExpr, clang::CXXDefaultArgExpr>(written) ||
        (parameter && has_part(kept.call->getCallee(), is_call)))
        return std::nullopt;
    const auto mentions = mentions_in(kept.function, kept.variable);
    if (!llvm::all_of(mentions, [&](const clang::DeclRefExpr* mention) { return await_of(ast, mention) != nullptr; }))
        return std::nullopt;
    const auto before = line_before(declaration, around.text);
    OwnerBefore naming;
    naming.name = free_name(wished_name(parameter, written), kept.function, around.text, taken_names);
    if (!before || naming.name.empty()) return std::nullopt;
    naming.before = *before;
    const bool is_same = written->isPRValue() && ast.hasSameUnqualifiedType(written->getType(), lent.type);
    naming.type = is_same ? "auto" : type_as_written(ast, lent.type);
    naming.wants_to_move = parameter && parameter->getType()->isRValueReferenceType();
    return naming;
}

std::optional<NextAwait> next_await_of(const ValueContext& around, const KeptCall& kept) {
    clang::ASTContext& ast = around.unit.context();
    const clang::DeclStmt* declaration = declaration_of(ast, kept.variable);
    if (!declaration || !kept.function || !is_initialised_by(kept)) return std::nullopt;
    const clang::Stmt* next = in_block(ast, declaration).next();
    const auto mentions = mentions_in(kept.function, kept.variable);
    if (!next || mentions.size() != 1 || !keeps_no_reference(next)) return std::nullopt;
    const clang::CoawaitExpr* await = await_of(ast, mentions[0]);
    const clang::Expr* operand = with_move(ast, mentions[0]);
    if (!await || await->getOperand()->IgnoreImplicit()->IgnoreParens() != operand->IgnoreImplicit() ||
        in_block(ast, await).statement != next || !is_awaited_in_straight_line(ast, await, next))
        return std::nullopt;
    const auto whole = whole_statement(declaration, around.text);
    const auto call = around.text.span(kept.call->getSourceRange());
    const auto behind = around.text.span({next->getBeginLoc(), next->getBeginLoc()});
    const auto named = around.text.span(operand->getSourceRange());
    if (!whole || !call || !behind || !named || behind->offset < whole->end_offset()) return std::nullopt;
    const std::string path = around.text.path_of(*whole);
    const std::string_view gap =
        around.text.bytes(path).substr(whole->end_offset(), behind->offset - whole->end_offset());
    NextAwait found;
    found.keeping = *whole;
    // A comment there stays.
    if (gap.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        found.keeping.length = behind->offset - whole->offset;
        found.keeping.end_line = behind->line;
        found.keeping.end_column = behind->column;
    }
    found.operand = *named;
    found.made = around.text.text(*call);
    if (found.made.size() > most_source_bytes) return std::nullopt;
    return found;
}

std::optional<AwaitedReturn> awaited_return_of(const ValueContext& around, const clang::CallExpr* call,
                                               const clang::ParmVarDecl* parameter,
                                               const clang::FunctionDecl* function) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (!function || is_template(function) || function->getDeclaredReturnType()->isUndeducedType() || !callee)
        return std::nullopt;
    const clang::FunctionDecl* definition = nullptr;
    if (callee->hasBody(definition)) callee = definition;
    // What refers to a local when the task has ended is as wrong as the task that does.
    if (!gives_only_values(callee) ||
        (parameter && is_referred_to(callee, callee->getParamDecl(parameter->getFunctionScopeIndex()))))
        return std::nullopt;
    const Enclosing& enclosing = around.bodies.describe(function, around.prober);
    if (enclosing.is_coroutine || !enclosing.can_be_coroutine ||
        !around.unit.context().hasSameUnqualifiedType(function->getReturnType(), call->getType()))
        return std::nullopt;
    std::vector<const clang::ReturnStmt*> returns;
    has_part(function->getBody(), [&](const clang::Stmt* part) {
        if (const auto* end = llvm::dyn_cast<clang::ReturnStmt>(part)) returns.push_back(end);
        return false;
    });
    const clang::Expr* value = returns.size() == 1 ? returns[0]->getRetValue() : nullptr;
    if (!value || value->IgnoreImplicit() != call || returns[0]->getBeginLoc().isMacroID()) return std::nullopt;
    const auto keyword = around.text.span(returns[0]->getReturnLoc());
    const auto made = around.text.span(call->getSourceRange());
    if (!keyword || !made || made->length > most_source_bytes) return std::nullopt;
    return AwaitedReturn{*keyword, around.text.text(*made), why_unsafe_as_coroutine(function)};
}

std::optional<ByValue> by_value_of(const ValueContext& around, const clang::FunctionDecl* coroutine,
                                   unsigned parameter) {
    const clang::FunctionDecl* definition = nullptr;
    // A function that hands the task on is over, and its parameters are, before the task is.
    if (!coroutine->hasBody(definition) || !llvm::isa<clang::CoroutineBodyStmt>(definition->getBody()) ||
        is_template(coroutine) || is_overloaded(coroutine))
        return std::nullopt;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(coroutine);
    const clang::ParmVarDecl* own = definition->getParamDecl(parameter);
    const clang::QualType type = own->getType(), held = type.getNonReferenceType();
    const bool is_view = class_name(type) == "std::basic_string_view" && !type->isReferenceType();
    const bool is_moved = type->isRValueReferenceType();
    const bool is_constant = type->isLValueReferenceType() && held.isConstQualified();
    if ((method && method->isVirtual()) || !(is_view || is_moved || is_constant) || !held->isRecordType() ||
        !gives_only_values(definition) || is_referred_to(definition, own) || (is_constant && !is_self_contained(held)))
        return std::nullopt;
    ByValue found;
    found.is_copied = is_constant && !is_text(held);
    for (const clang::FunctionDecl* declared : coroutine->redecls()) {
        const clang::ParmVarDecl* here = declared->getParamDecl(parameter);
        if (!around.unit.is_users(here->getLocation()) || here->getBeginLoc().isMacroID()) return std::nullopt;
        const std::optional<Span> span = written_type(here, around.text);
        std::string value = span ? as_value(around.text.text(*span), is_view) : "";
        if (value.empty()) return std::nullopt;
        if (declared == definition) found.type = value;
        found.types.push_back({*span, std::move(value)});
    }
    return found;
}

}  // namespace awaitlint
