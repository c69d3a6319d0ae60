// See tokens.h.
#include "frontend/ask/tokens.h"

#include <algorithm>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

#include "frontend/ask/names.h"
#include "frontend/ask/spelling.h"

namespace awaitlint {
namespace {

/// A call that overload resolution gave up on, in its parts.
struct FailedCall {
    const clang::OverloadExpr* named = nullptr;
    clang::SourceLocation close;
    std::vector<const clang::Expr*> arguments;
};

std::optional<FailedCall> failed_call(const clang::Expr* operand) {
    const auto* failed = llvm::dyn_cast<clang::RecoveryExpr>(operand->IgnoreParens()->IgnoreImplicit());
    if (!failed || failed->subExpressions().empty()) return std::nullopt;
    FailedCall call;
    call.named = llvm::dyn_cast<clang::OverloadExpr>(failed->subExpressions()[0]->IgnoreParens());
    call.close = failed->getEndLoc();
    for (const clang::Expr* argument : failed->subExpressions().drop_front()) {
        if (argument->containsErrors() || argument->isTypeDependent()) return std::nullopt;
        call.arguments.push_back(argument);
    }
    return call.named ? std::optional(std::move(call)) : std::nullopt;
}

void place_call(CallSite& at, const Site& site, const SourceText& text, const FailedCall& call) {
    const std::optional<Span> alone = text.span({call.named->getNameLoc(), call.named->getNameLoc()});
    const std::optional<Span> close = text.span({call.close, call.close});
    if (!alone || !close || alone->file != site.span.file) return;
    at.name = at.qualified_name = *alone;
    at.close = *close;
    at.argument_count = static_cast<std::uint32_t>(call.arguments.size());
    if (!call.arguments.empty()) at.last_argument = text.span(call.arguments.back()->getSourceRange()).value_or(Span{});
}

/// Whether the function gives something to await with these arguments and the token.
bool is_awaitable_with(Prober& prober, const FailedCall& call, clang::NamedDecl* function,
                       std::vector<OperandShape> shapes, const clang::VarDecl* token,
                       const clang::FunctionDecl* around) {
    shapes.push_back({token->getType(), clang::VK_LValue});
    const auto* member = llvm::dyn_cast<clang::UnresolvedMemberExpr>(call.named);
    std::optional<OperandShape> object;
    if (member && member->isImplicitAccess())
        object = {member->getBaseType(), clang::VK_PRValue};
    else if (member)
        object = {member->getBase()->getType(), member->getBase()->getValueKind()};
    const clang::FunctionDecl* target = nullptr;
    const clang::QualType result =
        prober.call_result(around, function, std::move(shapes), target, object ? &*object : nullptr);
    return !result.isNull() && prober.is_awaitable(around, {result, clang::VK_PRValue}) == Certainty::yes;
}

}  // namespace

std::vector<const clang::VarDecl*> completion_tokens(ParsedUnit& unit, Prober& prober,
                                                     const clang::FunctionDecl* around) {
    std::vector<const clang::VarDecl*> tokens;
    const auto add_token = [&](clang::NamedDecl* decl) {
        const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl->getUnderlyingDecl());
        if (variable && std::find(tokens.begin(), tokens.end(), variable) == tokens.end()) tokens.push_back(variable);
    };
    const PromiseLookup& promise = prober.promise_of(around);
    const auto* record = promise.promises.empty() ? nullptr : promise.promises.front()->getAsCXXRecordDecl();
    for (const clang::DeclContext* space = record; space; space = space->getParent()) {
        if (!space->isNamespace()) continue;
        for (llvm::StringRef token : unit.request.tokens) {
            const llvm::StringRef name = token.contains("::") ? token.rsplit("::").second : token;
            for (clang::NamedDecl* decl : space->lookup(&unit.context().Idents.get(name))) add_token(decl);
        }
    }
    for (const std::string& token : unit.request.tokens)
        for (clang::NamedDecl* decl : decls_named(unit.context(), token)) add_token(decl);
    return tokens;
}

bool is_error_code(clang::QualType type) {
    return llvm::StringRef(class_name(type)).ends_with("error_code");
}

std::optional<TokenlessCall> find_tokenless_call(ParsedUnit& unit, const SourceText& text, Prober& prober,
                                                 const Site& site, const clang::Expr* operand,
                                                 const clang::FunctionDecl* around) {
    if (unit.diagnostics.empty() || unit.request.tokens.empty() ||
        prober.promise_of(around).state != PromiseLookup::State::known)
        return std::nullopt;
    const std::optional<FailedCall> call = failed_call(operand);
    if (!call) return std::nullopt;
    std::vector<OperandShape> shapes;
    for (const clang::Expr* argument : call->arguments)
        shapes.push_back({argument->getType(), argument->getValueKind()});
    TokenlessCall tokenless;
    CallSite& found = tokenless.call;
    const auto add = [&](const clang::FunctionDecl* function, const clang::VarDecl* token, bool in_place) {
        found.callee = symbol_of(unit, function);
        Sibling sibling;
        sibling.symbol = found.callee;
        sibling.spelling = found.callee.name;
        sibling.is_awaitable = Certainty::yes;
        sibling.extra_argument = spelling_here(unit, token, around);
        sibling.replaces_last_argument = in_place;
        found.siblings.push_back(std::move(sibling));
    };
    const bool has_error_code = !shapes.empty() && is_error_code(shapes.back().type);
    std::vector<OperandShape> without_code = shapes;
    if (has_error_code) without_code.pop_back();
    const std::vector<const clang::VarDecl*> tokens = completion_tokens(unit, prober, around);
    for (clang::NamedDecl* decl : call->named->decls()) {
        auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl->getUnderlyingDecl());
        if (!pattern || !found.siblings.empty()) continue;
        for (const clang::VarDecl* token : tokens) {
            const bool fits = is_awaitable_with(prober, *call, pattern, shapes, token, around);
            const bool fits_in_place =
                !fits && has_error_code && is_awaitable_with(prober, *call, pattern, without_code, token, around);
            if (!fits && !fits_in_place) continue;
            add(pattern->getTemplatedDecl(), token, fits_in_place);
            break;
        }
    }
    if (found.siblings.empty()) return std::nullopt;
    place_call(found, site, text, *call);
    const FileOffset begin = unit.file_offset(operand->getBeginLoc());
    const FileOffset end = unit.file_offset(operand->getEndLoc());
    for (const Diagnostic& error : unit.diagnostics)
        if (!error.is_warning && !error.places.empty() && error.places[0].file == begin.file &&
            error.places[0].offset >= begin.offset && error.places[0].offset <= end.offset)
            tokenless.errors.push_back(error.error);
    return tokenless;
}

}  // namespace awaitlint
