// Why an operand cannot be awaited, and what would help: the part of protocol.h that fills in the facts of one await.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Overload.h"
#include "clang/Sema/Template.h"

#include "frontend/ask/meant.h"
#include "frontend/ask/names.h"
#include "frontend/ask/protocol.h"

namespace awaitlint {

using clang::QualType;

namespace {

/// One function, several of a name, or a member of an object: not called.
bool is_function(QualType type) {
    return type->isFunctionType() || type->isFunctionPointerType() || type->isMemberFunctionPointerType() ||
           type->isSpecificPlaceholderType(clang::BuiltinType::Overload) ||
           type->isSpecificPlaceholderType(clang::BuiltinType::BoundMember);
}

}  // namespace

std::string Prober::step_in_words(const Attempt& attempt, QualType promise, QualType operand) {
    const auto name = [&](QualType type) { return type_as_written(context_, type); };
    if (!attempt.tag.isNull())
        return fmt::format("it converts to the tag '{}', which is not what was meant", name(attempt.tag));
    if (attempt.failed_step == "await_transform")
        return fmt::format("no 'await_transform' of the promise '{}' accepts it", name(promise));
    if (attempt.failed_step == "operator co_await")
        return attempt.defect.empty()
                   ? fmt::format("'operator co_await' cannot be called on '{}'", name(operand))
                   : fmt::format("'{}::operator co_await' {}", name(operand.getUnqualifiedType()), attempt.defect);
    const QualType awaiter = attempt.awaiter.isNull() ? operand : attempt.awaiter;
    if (!awaiter->getAsCXXRecordDecl())
        return fmt::format("'{}' is not a class: it has no 'await_ready'", name(awaiter));
    if (has_member(awaiter, attempt.failed_step))
        return fmt::format("'{}::{}' {}", name(awaiter.getNonReferenceType().getUnqualifiedType()), attempt.failed_step,
                           attempt.defect.empty() ? "cannot be called as the await protocol requires" : attempt.defect);
    const bool is_bare = awaiter_members(awaiter).empty();
    return fmt::format("'{}' has {}no member '{}'", name(awaiter), is_bare ? "no 'operator co_await' and " : "",
                       attempt.failed_step);
}

const std::vector<const clang::NamedDecl*>& Prober::all_operators() {
    if (all_operators_) return *all_operators_;
    all_operators_.emplace();
    std::vector<const clang::DeclContext*> open = {context_.getTranslationUnitDecl()};
    std::set<const clang::DeclContext*> seen;
    while (!open.empty()) {
        const clang::DeclContext* space = open.back();
        open.pop_back();
        if (!seen.insert(space->getPrimaryContext()).second) continue;
        for (const clang::Decl* decl : space->decls()) {
            if (llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl>(decl))
                open.push_back(llvm::cast<clang::DeclContext>(decl)->getPrimaryContext());
        }
        // A using-declaration of the operator is in the table beside what it brings in.
        for (const clang::NamedDecl* candidate : space->lookup(coawait_name()))
            if (llvm::isa<clang::FunctionDecl, clang::FunctionTemplateDecl>(candidate->getUnderlyingDecl()))
                all_operators_->push_back(candidate);
    }
    return *all_operators_;
}

const clang::NamedDecl* Prober::find_hidden_operator(const clang::FunctionDecl* function, OperandShape operand) {
    if (!operand.type->getAsCXXRecordDecl() && !operand.type->isEnumeralType()) return nullptr;
    const clang::NamedDecl* declared_later = nullptr;
    for (const clang::NamedDecl* candidate : all_operators()) {
        const clang::SourceLocation at = candidate->getLocation();
        bool accepts = probe(function, plain_promise_, [&] {
            clang::Expr* lookup = operator_lookup(function, candidate);
            if (!lookup) return false;
            clang::ExprResult awaiter =
                sema_.BuildOperatorCoawaitCall(at, opaque(operand), llvm::cast<clang::UnresolvedLookupExpr>(lookup));
            return !awaiter.isInvalid() && is_awaiter(awaiter.get()->getType().getNonReferenceType());
        });
        if (!accepts) continue;
        // A using-declaration can bring in only what is declared before it.
        const bool is_before = !function || context_.getSourceManager().isBeforeInTranslationUnit(
                                                candidate->getLocation(), function->getLocation());
        if (is_before) return candidate;
        declared_later = candidate;
    }
    return declared_later;
}

bool Prober::has_own_operator(QualType type) {
    auto* record = type.isNull() ? nullptr : type.getNonReferenceType()->getAsCXXRecordDecl();
    if (!record || !record->hasDefinition()) return false;
    clang::LookupResult found(sema_, coawait_name(), {}, clang::Sema::LookupMemberName);
    found.suppressDiagnostics();
    if (sema_.LookupQualifiedName(found, record)) return true;
    return std::any_of(all_operators().begin(), all_operators().end(), [&](const clang::NamedDecl* operation) {
        const clang::FunctionDecl* function = operation->getUnderlyingDecl()->getAsFunction();
        return function && function->getNumParams() == 1 && takes_class(function->getParamDecl(0)->getType(), record);
    });
}

/// What the class's own operators say, where none of them can be called.
void Prober::explain_operators(Protocol& protocol, const clang::FunctionDecl* function, OperandShape operand) {
    for (const clang::FunctionDecl* rival : rival_operators(function, operand))
        protocol.rival_operators.push_back(symbol_of(unit_, rival));
    protocol.has_own_operator = !protocol.rival_operators.empty() || has_own_operator(operand.type);
    if (protocol.rival_operators.empty()) return;
    std::vector<std::string> quoted;
    for (const Symbol& rival : protocol.rival_operators) quoted.push_back("'" + rival.qualified_name + "'");
    std::sort(quoted.begin(), quoted.end());
    protocol.failure = fmt::format("its 'operator co_await' is ambiguous: {}", fmt::join(quoted, " and "));
}

QualType Prober::result_when_called(const clang::FunctionDecl* function, QualType promise, clang::Expr* callee) {
    QualType result;
    probe(function, promise, [&] {
        clang::ExprResult call = sema_.BuildCallExpr(nullptr, callee, {}, {}, {});
        if (call.isInvalid()) return false;
        result = context_.getReferenceQualifiedType(call.get());
        return true;
    });
    return result;
}

Protocol Prober::explain(const clang::FunctionDecl* function, OperandShape operand, const clang::Expr* written) {
    Protocol protocol;
    const PromiseLookup& lookup = promise_of(function);
    const QualType promise = lookup.promises.empty() ? plain_promise_ : lookup.promises.front();
    const QualType bare = operand.type.getNonReferenceType();
    const Attempt tried = attempt(function, promise, operand);
    protocol.failed_step = tried.failed_step;
    if (!tried.accepted) protocol.failure = step_in_words(tried, promise, bare);
    if (!tried.accepted && !tried.sentence.empty())
        protocol.failure += fmt::format(", and its library says: {}", tried.sentence);
    protocol.operand_is_awaitable_itself = is_awaitable_elsewhere(function, operand);
    const Attempt own = attempt(function, plain_promise_, operand);
    protocol.awaiter_members = awaiter_members(own.awaiter.isNull() ? bare : own.awaiter);
    protocol.names_function = is_function(bare);
    const bool is_class = bare->getAsCXXRecordDecl() != nullptr;
    if (!tried.accepted && is_class && operand.category == clang::VK_LValue) {
        const OperandShape rvalue{bare, clang::VK_XValue};
        protocol.is_awaitable_as_rvalue = is_awaitable(function, rvalue) == Certainty::yes;
        if (protocol.is_awaitable_as_rvalue)
            protocol.failure = fmt::format("'{}' can be awaited only as an rvalue", type_as_written(context_, bare));
    }
    if (protocol.names_function || is_class) {
        const bool is_named = protocol.names_function && written;
        const QualType result =
            result_when_called(function, promise, is_named ? const_cast<clang::Expr*>(written) : opaque(operand));
        protocol.is_callable_without_arguments = !result.isNull();
        if (!result.isNull())
            protocol.is_awaitable_when_called = is_awaitable(function, {result, clang::VK_PRValue}) == Certainty::yes;
    }
    const bool got_past_transform = !tried.has_transform || tried.transform_accepts;
    if (!tried.accepted) explain_operators(protocol, function, operand);
    const auto* call = written ? llvm::dyn_cast<clang::CallExpr>(written->IgnoreImplicit()) : nullptr;
    protocol.meant_by = why_meant(unit_, *this, bare, call ? call->getDirectCallee() : nullptr);
    if (!tried.accepted && got_past_transform && protocol.awaiter_members.empty() && protocol.rival_operators.empty()) {
        if (const clang::NamedDecl* hidden = find_hidden_operator(function, operand)) {
            protocol.hidden_operator = hidden->getQualifiedNameAsString();
            protocol.hidden_operator_place = unit_.place(hidden->getLocation());
        }
    }
    return protocol;
}

}  // namespace awaitlint
