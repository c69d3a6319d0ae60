// See awaitable_types.h.
#include "frontend/ask/awaitable_types.h"

#include <algorithm>

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include "frontend/ask/names.h"
#include "frontend/ask/task_end.h"

namespace awaitlint {
namespace {

const clang::CXXRecordDecl* written_class(const clang::CXXRecordDecl* record) {
    if (const clang::CXXRecordDecl* pattern = record->getTemplateInstantiationPattern()) return pattern;
    return record;
}

bool is_nodiscard(const clang::CXXRecordDecl* record) {
    return record->hasAttr<clang::WarnUnusedResultAttr>() ||
           written_class(record)->hasAttr<clang::WarnUnusedResultAttr>();
}

/// Without template arguments and inline namespaces, at every level.
std::string plain_name(const clang::CXXRecordDecl* record) {
    std::string name = record->getNameAsString();
    for (const clang::DeclContext* scope = record->getDeclContext(); scope; scope = scope->getParent()) {
        const auto* named = llvm::dyn_cast<clang::NamedDecl>(scope);
        if (!named || named->getDeclName().isEmpty() || scope->isInlineNamespace()) continue;
        if (scope->isNamespace() || scope->isRecord()) name.insert(0, named->getNameAsString().append("::"));
    }
    return name;
}

/// Types of the standard library are awaitable because somebody made them so, and are dropped as they always were.
bool is_excluded(const clang::CXXRecordDecl* record) {
    return record->isLambda() || (record->isInStdNamespace() && !record->getName().contains("future"));
}

/// An awaiter that does what std::suspend_always does, and nothing else: the one who has the task resumes it.
bool only_suspends(clang::QualType awaiter) {
    const auto* record = awaiter.isNull() ? nullptr : awaiter.getNonReferenceType()->getAsCXXRecordDecl();
    if (!record || !record->hasDefinition() || !is_never_ready(record->getDefinition())) return false;
    const clang::CXXMethodDecl* suspend = method_named(record->getDefinition(), "await_suspend");
    const clang::CompoundStmt* body = suspend ? body_of(suspend) : nullptr;
    return body && (body->body_empty() || only_returns(body, true));
}

}  // namespace

bool only_returns(const clang::CompoundStmt* body, bool truth) {
    const auto* end = body && body->size() == 1 ? llvm::dyn_cast<clang::ReturnStmt>(body->body_front()) : nullptr;
    const clang::Expr* given = end ? end->getRetValue() : nullptr;
    const auto* value =
        given ? llvm::dyn_cast<clang::CXXBoolLiteralExpr>(given->IgnoreImplicit()->IgnoreParens()) : nullptr;
    return value && value->getValue() == truth;
}

bool is_never_ready(const clang::CXXRecordDecl* awaiter) {
    const clang::CXXMethodDecl* method = method_named(awaiter, "await_ready");
    return method && only_returns(body_of(method), false);
}

bool is_iterated(Prober& prober, clang::QualType type) {
    return prober.has_member(type, "begin") || prober.has_member(type, "next") ||
           llvm::StringRef(class_name(type)).ends_with_insensitive("generator");
}

bool is_marked_may_discard(const clang::Decl* decl) {
    if (!decl) return false;
    return std::any_of(
        decl->specific_attr_begin<clang::AnnotateAttr>(), decl->specific_attr_end<clang::AnnotateAttr>(),
        [](const clang::AnnotateAttr* mark) { return mark->getAnnotation() == "awaitlint::may_discard"; });
}

AwaitableTypes::AwaitableTypes(const ParsedUnit& unit, Prober& prober) : unit_(unit), prober_(prober) {
    clang::ASTContext& context = unit.context();
    for (clang::NamedDecl* space : context.getTranslationUnitDecl()->lookup(&context.Idents.get("std")))
        if (auto* standard = llvm::dyn_cast<clang::NamespaceDecl>(space))
            are_possible_ |= !standard->getPrimaryContext()->lookup(&context.Idents.get("coroutine_handle")).empty();
}

const std::optional<AwaitableType>& AwaitableTypes::find(clang::QualType type) {
    static const std::optional<AwaitableType> none;
    if (!are_possible_ || type.isNull()) return none;
    // An alias says more than what it stands for: the name as written is part of the answer.
    const clang::QualType bare = type.getNonReferenceType().getUnqualifiedType();
    const auto [entry, is_new] = known_.try_emplace(bare.getAsOpaquePtr());
    if (is_new) entry->second = bare->isDependentType() ? look_at_samples(bare) : look_at(bare);
    return entry->second;
}

const std::optional<AwaitableType>& AwaitableTypes::find_in(const clang::FunctionDecl* function, clang::QualType type) {
    const std::optional<AwaitableType>& found = find(type);
    if (found || !are_possible_ || !function || type.isNull() || type->isDependentType()) return found;
    const clang::QualType bare = type.getNonReferenceType().getUnqualifiedType();
    const auto [entry, is_new] = tags_.try_emplace({function, bare.getAsOpaquePtr()});
    if (is_new) entry->second = look_at_tag(function, bare);
    return entry->second;
}

void AwaitableTypes::add_awaited(clang::QualType type) {
    if (const auto* record = type.isNull() ? nullptr : type->getAsCXXRecordDecl()) awaited_.insert(plain_name(record));
}

/// Only a promise can make something to await of it, and this one does: it is not handed on as it is.
bool AwaitableTypes::is_made_awaitable(const clang::FunctionDecl* function, clang::QualType type) {
    const clang::QualType result = prober_.awaited_type(function, {type});
    return !result.isNull() && !unit_.context().hasSameUnqualifiedType(result.getNonReferenceType(), type) &&
           !is_result(type);
}

clang::QualType AwaitableTypes::result_of(clang::QualType type) {
    if (!find(type) || type->isDependentType()) return {};
    const clang::QualType plain = unit_.context().getCanonicalType(type.getNonReferenceType().getUnqualifiedType());
    const clang::QualType awaiter = prober_.awaiter_of(plain);
    return awaiter.isNull() ? clang::QualType() : prober_.member_result(awaiter, "await_resume");
}

bool AwaitableTypes::is_sender(clang::QualType type) {
    return prober_.has_member(type, "sender_concept") ||
           (prober_.has_member(type, "value_types") && prober_.has_member(type, "sends_done"));
}

bool AwaitableTypes::is_unstarted_sender(const clang::Expr* made) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(made);
    const auto* record = made->getType()->getAsCXXRecordDecl();
    if (!call || !record || record->isInvalidDecl() || !is_sender(made->getType().getUnqualifiedType())) return false;
    const unsigned first = llvm::isa<clang::CXXOperatorCallExpr>(call) ? 1 : 0;  // the function object
    return std::none_of(call->arg_begin() + first, call->arg_end(), [&](const clang::Expr* argument) {
        const clang::QualType type = argument->getType().getNonReferenceType().getUnqualifiedType();
        if (type->isDependentType() || type->isFunctionType() || type->isFunctionPointerType()) return true;
        const auto* given = type->getAsCXXRecordDecl();
        const auto call_operator = unit_.context().DeclarationNames.getCXXOperatorName(clang::OO_Call);
        return given && (find(type) || is_sender(type) || !given->lookup(call_operator).empty());
    });
}

std::optional<AwaitableType> AwaitableTypes::look_at_tag(const clang::FunctionDecl* function, clang::QualType type) {
    const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
    if (!record || record->isInvalidDecl() || record->isInStdNamespace()) return std::nullopt;
    const clang::QualType plain = unit_.context().getCanonicalType(type);
    const std::vector<std::string>& known = unit_.request.types;
    const std::string name = plain_name(record);
    const bool says_so = std::find(known.begin(), known.end(), name) != known.end() || is_sender(plain);
    const bool is_known = (says_so || awaited_.count(name) != 0) &&
                          prober_.is_awaitable(function, {plain}) == Certainty::yes &&
                          (says_so || is_made_awaitable(function, plain));
    AwaitableType found = described(record, type);
    found.is_tag = prober_.is_taken_by_name(function, plain);
    if (!is_known && !found.is_tag) return std::nullopt;
    const clang::QualType result = prober_.awaited_type(function, {type});
    if (!result.isNull()) found.result = type_as_written(unit_.context(), result);
    return found;
}

AwaitableType AwaitableTypes::described(const clang::CXXRecordDecl* record, clang::QualType type) const {
    AwaitableType found;
    found.name = type_as_written(unit_.context(), type);
    found.full_name = type_fully_qualified(unit_.context(), type);
    found.template_name = plain_name(record);
    found.declared = unit_.place(record->getLocation());
    found.is_nodiscard = is_nodiscard(record);
    found.may_discard = is_marked_may_discard(record) || is_marked_may_discard(written_class(record));
    return found;
}

/// A value that may be missing, or an error in its place, and that is awaited to hand the error on: an optional, an
/// expected, an outcome. To test it is what it is for, and nothing is lost with it. What can be waited for in another
/// way is a task.
bool AwaitableTypes::is_result(clang::QualType type) {
    const auto has_any = [&](std::initializer_list<llvm::StringRef> members) {
        return std::any_of(members.begin(), members.end(),
                           [&](llvm::StringRef member) { return prober_.has_member(type, member); });
    };
    if (prober_.has_member(type, "has_value") && prober_.has_member(type, "value_or")) return true;
    if (has_any({"then", "wait", "resume", "is_ready", "isReady", "ready", "done", "start"})) return false;
    const clang::QualType promise = prober_.promise_of_result(type);
    if (!promise.isNull() && is_standard_class(prober_.member_result(promise, "initial_suspend"), "suspend_always"))
        return false;
    const bool can_be_asked = has_any({"has_value", "hasValue", "is_ok", "ok", "has_error", "hasError", "is_error"}) ||
                              prober_.is_constructible(unit_.context().BoolTy, {type, clang::VK_LValue});
    return can_be_asked && has_any({"has_error", "hasError", "is_error", "error", "get_error", "failure",
                                    "assume_error", "as_failure", "value_or", "unwrap", "is_err", "status"});
}

std::optional<AwaitableType> AwaitableTypes::look_at(clang::QualType type) {
    const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
    if (!record || record->isInvalidDecl() || is_excluded(record)) return std::nullopt;
    const clang::QualType plain = unit_.context().getCanonicalType(type);
    const clang::QualType awaiter = prober_.awaiter_of(plain);
    if (awaiter.isNull() || is_result(plain)) return std::nullopt;
    AwaitableType found = described(record, type);
    const clang::QualType result = prober_.member_result(awaiter, "await_resume");
    if (!result.isNull()) found.result = type_as_written(unit_.context(), result);
    found.is_awaiter = prober_.is_awaiter(plain);
    const clang::QualType promise = prober_.promise_of_result(plain);
    if (promise.isNull()) return found;
    found.is_task = true;
    const clang::QualType start = prober_.member_result(promise, "initial_suspend");
    found.starts_lazily = is_standard_class(start, "suspend_always") || only_suspends(start);
    found.starts_eagerly = is_standard_class(start, "suspend_never");
    found.ends_when_dropped = found.starts_eagerly && ends_coroutine(record);
    // Some tasks yield too, to give an error or a result.
    found.is_generator = prober_.has_member(promise, "yield_value") && is_iterated(prober_, plain);
    return found;
}

/// `task<T>`: what is so for every T is so.
std::optional<AwaitableType> AwaitableTypes::look_at_samples(clang::QualType dependent) {
    const std::vector<clang::QualType> samples = prober_.sample_types(dependent);
    if (samples.empty()) return std::nullopt;
    std::optional<AwaitableType> common;
    for (clang::QualType sample : samples) {
        std::optional<AwaitableType> found = look_at(unit_.context().getCanonicalType(sample));
        if (!found || !found->is_task) return std::nullopt;
        found->name = type_as_written(unit_.context(), dependent);
        found->full_name = found->name;
        found->result.clear();
        if (common && !(*common == *found)) return std::nullopt;
        common = std::move(found);
    }
    return common;
}

}  // namespace awaitlint
