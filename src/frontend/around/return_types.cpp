// See return_types.h.
#include "frontend/around/return_types.h"

#include <algorithm>

#include <fmt/format.h>

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"

#include "frontend/around/enclosing.h"
#include "frontend/ask/names.h"

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

}  // namespace

void describe_return_type(Await& await, const ParsedUnit& unit, const SourceText& source, Prober& prober,
                          const clang::FunctionDecl* function, const clang::Expr* expression, clang::QualType awaited) {
    if (!function || !is_plainly_deduced(function) || !function->getBody()) return;
    clang::ASTContext& context = unit.context();
    const clang::FunctionDecl* outer = nullptr;
    if (is_lambda_call_operator(function)) {
        const clang::LambdaExpr* lambda = lambda_around(context, expression);
        if (!lambda) return;
        await.errors = errors_that_name(unit, lambda);
        if (!is_taker_known(context, lambda)) return;
        outer = function_around(context, clang::DynTypedNode::create(*lambda));
    }
    if (has_plain_return(function->getBody())) return;
    const bool has_value = gives_value(unit, source, function->getBody());
    const auto offer = [&](clang::QualType type) {
        if (type.isNull() || type->isDependentType() || type->isUndeducedType()) return;
        type = type.getNonReferenceType().getUnqualifiedType();
        if (!has_value) type = prober.with_first_argument(type, context.VoidTy);
        if (type.isNull() || prober.promise_of_result(type).isNull()) return;
        std::string written = type_fully_qualified(context, type);
        if (std::find(await.task_types.begin(), await.task_types.end(), written) == await.task_types.end())
            await.task_types.push_back(std::move(written));
    };
    offer(awaited);
    if (outer) offer(outer->getReturnType());
}

}  // namespace awaitlint
