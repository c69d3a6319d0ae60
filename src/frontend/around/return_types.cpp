// See return_types.h.
#include "frontend/around/return_types.h"

#include <algorithm>

#include <fmt/format.h>

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"

#include "awaitlint/edits.h"
#include "frontend/ask/names.h"
#include "frontend/ask/spelling.h"

namespace awaitlint {
namespace {

/// `auto`, or nothing at all in a lambda; `decltype(auto)` has no trailing form.
bool is_plainly_deduced(const clang::FunctionDecl* function) {
    const clang::AutoType* deduced = function->getDeclaredReturnType()->getContainedAutoType();
    return deduced && deduced->getKeyword() == clang::AutoTypeKeyword::Auto && !deduced->isConstrained() &&
           function->getDeclaredReturnType()->getAs<clang::AutoType>();
}

bool has_plain_return(const clang::Stmt* statement) {
    if (!statement || llvm::isa<clang::LambdaExpr>(statement)) return false;
    if (llvm::isa<clang::ReturnStmt>(statement)) return true;
    const auto children = statement->children();
    return std::any_of(children.begin(), children.end(), has_plain_return);
}

/// Something is known of what happens to the lambda's result: its taker rejects it as it is, or it is kept or called
/// right here.
bool is_taker_known(clang::ASTContext& context, const clang::LambdaExpr* lambda) {
    clang::DynTypedNode child = clang::DynTypedNode::create(*lambda);
    while (true) {
        const auto parents = context.getParents(child);
        if (parents.empty()) return false;
        child = parents[0];
        if (child.get<clang::RecoveryExpr>() || child.get<clang::VarDecl>()) return true;
        const auto* call = child.get<clang::CXXOperatorCallExpr>();
        if (call) return call->getOperator() == clang::OO_Call;
        const auto* expression = child.get<clang::Expr>();
        const auto* made = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(expression);
        const bool is_copy = made && made->getConstructor()->isCopyOrMoveConstructor();
        if (!expression ||
            !(is_copy || llvm::isa<clang::ImplicitCastExpr, clang::ParenExpr, clang::FullExpr,
                                   clang::CXXBindTemporaryExpr, clang::MaterializeTemporaryExpr>(expression)))
            return false;
    }
}

/// A co_return of the body that is followed by more than its semicolon.
bool gives_value(const ParsedUnit& unit, const SourceText& source, const clang::Stmt* body) {
    const FileOffset begin = unit.file_offset(body->getBeginLoc());
    const FileOffset end = unit.file_offset(body->getEndLoc());
    return std::any_of(unit.keywords.begin(), unit.keywords.end(), [&](const Keyword& keyword) {
        const FileOffset at = unit.file_offset(keyword.location);
        if (keyword.kind != clang::tok::kw_co_return || at.file != begin.file || at.offset < begin.offset ||
            at.offset > end.offset)
            return false;
        const std::vector<RawTokens::Token>& tokens = source.tokens(at.file).all();
        const std::size_t behind = source.tokens(at.file).from(at.offset) + 1;
        return behind < tokens.size() && tokens[behind].kind != clang::tok::semi;
    });
}

/// Errors that name the lambda by its place: its type does not fit for the want of a result.
std::vector<CompileError> errors_that_name(const ParsedUnit& unit, const clang::LambdaExpr* lambda) {
    std::vector<CompileError> errors;
    const clang::PresumedLoc at = unit.sources().getPresumedLoc(lambda->getLambdaClass()->getLocation());
    if (at.isInvalid()) return errors;
    const std::string place = fmt::format("(lambda at {}:{}:{})", at.getFilename(), at.getLine(), at.getColumn());
    for (const Diagnostic& error : unit.diagnostics) {
        const auto names_it = [&](const std::string& text) { return text.find(place) != std::string::npos; };
        if (!error.is_warning &&
            (names_it(error.error.message) || std::any_of(error.notes.begin(), error.notes.end(), names_it)))
            errors.push_back(error.error);
    }
    return errors;
}

/// The one declared type of all declarations, where each can be exchanged; else why not.
std::string place_return_types(Await& await, const OutsideCoroutine& outside) {
    ParsedUnit& unit = outside.unit;
    const clang::QualType declared = outside.function->getReturnType();
    const clang::QualType pointee = declared->getPointeeType();  // null of what is no pointer
    if (declared.isConstQualified() || (!pointee.isNull() && pointee.isConstQualified()))
        return "its return type is written with qualifiers";
    const std::string main = unit.path_of(unit.sources().getMainFileID());
    for (const clang::FunctionDecl* declaration : outside.function->redecls()) {
        const std::string file = unit.file_offset(declaration->getLocation()).file;
        if (file != main)
            return fmt::format("it is declared in '{}', and whatever reads that may call it",
                               relative_to_root(unit.request.user_files, file));
        const clang::FunctionTypeLoc type = declaration->getFunctionTypeLoc();
        const std::optional<Span> span =
            type ? outside.source.span(type.getReturnLoc().getSourceRange()) : std::nullopt;
        if (!span || span->length == 0 || declaration->getLocation().isMacroID())
            return "its return type is written in a macro";
        await.return_types.push_back(*span);
    }
    return "";
}

/// The plain returns of the function's own body, not of a lambda in it; else why they cannot be exchanged.
std::string place_plain_returns(Await& await, const OutsideCoroutine& outside) {
    const clang::Stmt* body = outside.function->getBody();
    const FileOffset begin = outside.unit.file_offset(body->getBeginLoc());
    const FileOffset end = outside.unit.file_offset(body->getEndLoc());
    const std::string_view text = outside.source.bytes(begin.file);
    for (const RawTokens::Token& token : outside.source.tokens(begin.file).all()) {
        if (token.offset <= begin.offset || token.offset >= end.offset) continue;
        if (token.kind == clang::tok::hash) return "directives stand in its body";
        const bool is_own =
            token.is_word("return", text) && outside.bodies.begin_of_body({begin.file, token.offset}) == begin.offset;
        if (!is_own) continue;
        const Place place = place_in(text, token.offset);
        Span span;
        span.file = await.site.keyword.file;
        span.line = span.end_line = place.line;
        span.column = place.column;
        span.end_column = place.column + token.length;
        span.offset = token.offset;
        span.length = token.length;
        await.plain_returns.push_back(span);
    }
    return "";
}

/// `int load()` becomes `task<int> load()`, as what it awaits is a task.
void describe_written_type(Await& await, const OutsideCoroutine& outside) {
    const clang::FunctionDecl* function = outside.function;
    const clang::QualType awaited = outside.awaited.getNonReferenceType().getUnqualifiedType();
    const clang::QualType result = function->getReturnType();
    const bool is_of_coroutine = outside.prober.promise_of(function).is_forbidden_by_kind;
    if (is_of_coroutine || awaited->isDependentType() || result->isDependentType() || result->isUndeducedType() ||
        result->isReferenceType() || function->isTemplateInstantiation() || function->getDescribedFunctionTemplate() ||
        outside.prober.promise_of_result(awaited).isNull())
        return;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    if (method && method->isVirtual()) {
        await.why_no_task_type = "it is virtual: what it overrides, or overrides it, returns the same type";
        return;
    }
    const clang::QualType type = outside.prober.with_first_argument(awaited, result);
    if (type.isNull() || outside.prober.promise_of_result(type).isNull()) {
        await.why_no_task_type =
            fmt::format("no task type is known that gives '{}'", type_as_written(outside.unit.context(), result));
        return;
    }
    await.why_no_task_type = place_return_types(await, outside);
    if (await.why_no_task_type.empty()) await.why_no_task_type = place_plain_returns(await, outside);
    if (await.why_no_task_type.empty())
        await.task_types = {type_spelling_here(outside.unit, type, function)};
    else
        await.return_types.clear();
}

}  // namespace

void describe_return_type(Await& await, const OutsideCoroutine& outside) {
    ParsedUnit& unit = outside.unit;
    Prober& prober = outside.prober;
    const clang::FunctionDecl* function = outside.function;
    if (!function || !function->getBody()) return;
    if (!is_plainly_deduced(function)) return describe_written_type(await, outside);
    clang::ASTContext& context = unit.context();
    const clang::FunctionDecl* outer = nullptr;
    if (is_lambda_call_operator(function)) {
        const clang::LambdaExpr* lambda = lambda_around(context, outside.expression);
        if (!lambda) return;
        await.errors = errors_that_name(unit, lambda);
        if (!is_taker_known(context, lambda)) return;
        outer = function_around(context, clang::DynTypedNode::create(*lambda));
    }
    if (has_plain_return(function->getBody())) return;
    const bool has_value = gives_value(unit, outside.source, function->getBody());
    const auto offer = [&](clang::QualType type) {
        if (type.isNull() || type->isDependentType() || type->isUndeducedType()) return;
        type = type.getNonReferenceType().getUnqualifiedType();
        if (!has_value) type = prober.with_first_argument(type, context.VoidTy);
        if (type.isNull() || prober.promise_of_result(type).isNull()) return;
        std::string written = type_spelling_here(unit, type, function);
        if (std::find(await.task_types.begin(), await.task_types.end(), written) == await.task_types.end())
            await.task_types.push_back(std::move(written));
    };
    offer(outside.awaited);
    if (outer) offer(outer->getReturnType());
}

}  // namespace awaitlint
