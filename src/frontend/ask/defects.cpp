// What is wrong with a member that the await protocol calls: the part of protocol.h that says it in words.
#include <fmt/format.h>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Overload.h"

#include "frontend/ask/names.h"
#include "frontend/ask/protocol.h"

namespace awaitlint {

using clang::QualType;

namespace {

/// The only function of that name in a class, a template's pattern included; null where there are several or none.
const clang::FunctionDecl* only_function(const clang::LookupResult& found) {
    if (!found.isSingleResult()) return nullptr;
    return llvm::dyn_cast_or_null<clang::FunctionDecl>(found.getFoundDecl()->getUnderlyingDecl()->getAsFunction());
}

/// Why an object of this type may not call it, given so many arguments.
std::string why_not_callable(const clang::CXXMethodDecl* method, clang::AccessSpecifier access, QualType object,
                             unsigned arguments) {
    if (method->isDeleted()) return "is deleted";
    const QualType plain = object.getNonReferenceType();
    if (plain.isConstQualified() && method->isInstance() && !method->isConst())
        return "is not const, and what it is called on is";
    if (method->getMinRequiredArguments() > arguments)
        return arguments == 0 ? "must take no arguments" : "must take the coroutine's handle and nothing else";
    if (method->getNumParams() < arguments && !method->isVariadic())
        return "must take one argument, the coroutine's handle";
    if (access == clang::AS_private) return "is private";
    if (access == clang::AS_protected) return "is protected";
    return "";
}

bool is_handle(QualType type) {
    return llvm::StringRef(class_name(type)).ends_with("std::coroutine_handle");
}

}  // namespace

QualType Prober::handle_of(QualType promise) {
    clang::ClassTemplateDecl* handle = nullptr;
    for (clang::NamedDecl* space : context_.getTranslationUnitDecl()->lookup(&context_.Idents.get("std")))
        if (auto* standard = llvm::dyn_cast<clang::NamespaceDecl>(space))
            for (clang::NamedDecl* found : standard->lookup(&context_.Idents.get("coroutine_handle")))
                if (auto* made = llvm::dyn_cast<clang::ClassTemplateDecl>(found->getUnderlyingDecl())) handle = made;
    QualType type;
    if (!handle) return type;
    probe(nullptr, {}, [&] {
        clang::TemplateArgumentListInfo arguments;
        arguments.addArgument(sema_.getTrivialTemplateArgumentLoc(clang::TemplateArgument(promise), QualType(), {}));
        type = sema_.CheckTemplateIdType(clang::ElaboratedTypeKeyword::None, clang::TemplateName(handle), {}, arguments,
                                         nullptr, /*ForNestedNameSpecifier=*/false);
        return !type.isNull();
    });
    return type;
}

QualType Prober::member_call(const clang::FunctionDecl* function, QualType object, clang::DeclarationName member,
                             const std::vector<OperandShape>& arguments) {
    QualType result;
    probe(function, {}, [&] {
        const clang::SourceLocation at = context_.getTranslationUnitDecl()->getLocation();
        clang::CXXScopeSpec scope;
        clang::ExprResult callee =
            sema_.BuildMemberReferenceExpr(opaque({object, clang::VK_LValue}), object, at, /*IsArrow=*/false, scope, {},
                                           nullptr, clang::DeclarationNameInfo(member, at), nullptr, nullptr);
        if (callee.isInvalid()) return false;
        std::vector<clang::Expr*> shapes;
        for (const OperandShape& argument : arguments) shapes.push_back(opaque(argument));
        clang::ExprResult call = sema_.BuildCallExpr(nullptr, callee.get(), at, shapes, at);
        if (call.isInvalid()) return false;
        result = context_.getReferenceQualifiedType(call.get());
        return true;
    });
    return result;
}

QualType Prober::arrow_result(QualType object) {
    return member_call(nullptr, object, context_.DeclarationNames.getCXXOperatorName(clang::OO_Arrow), {});
}

std::string Prober::member_defect(QualType object, clang::DeclarationName member, unsigned arguments) {
    auto* record = object.getNonReferenceType()->getAsCXXRecordDecl();
    if (!record) return "";
    clang::LookupResult found(sema_, member, {}, clang::Sema::LookupMemberName);
    found.suppressDiagnostics();
    if (!sema_.LookupQualifiedName(found, record)) return "";
    const clang::FunctionDecl* function = only_function(found);
    const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(function);
    return method ? why_not_callable(method, found.begin().getAccess(), object, arguments) : "";
}

/// The first member that cannot be called as [expr.await] calls it, or whose result does not serve.
void Prober::find_defect(const clang::FunctionDecl* function, QualType promise, Attempt& attempt) {
    const auto name = [&](llvm::StringRef member) { return clang::DeclarationName(&context_.Idents.get(member)); };
    const auto written = [&](QualType type) { return type_as_written(context_, type); };
    const QualType awaiter = attempt.awaiter;
    const auto failed = [&](const char* member, std::string defect) {
        attempt.failed_step = member;
        attempt.defect = std::move(defect);
    };
    const QualType ready = member_call(function, awaiter, name("await_ready"), {});
    if (ready.isNull()) return failed("await_ready", member_defect(awaiter, name("await_ready"), 0));
    if (ready->isVoidType() || !is_constructible(context_.BoolTy, {ready, clang::VK_PRValue}))
        return failed("await_ready", fmt::format("returns '{}', which is no 'bool'", written(ready)));
    const QualType handle = handle_of(promise);
    const QualType suspended =
        handle.isNull() ? QualType()
                        : member_call(function, awaiter, name("await_suspend"), {{handle, clang::VK_PRValue}});
    if (suspended.isNull()) return failed("await_suspend", member_defect(awaiter, name("await_suspend"), 1));
    if (!suspended->isVoidType() && !suspended->isBooleanType() && !is_handle(suspended))
        return failed("await_suspend",
                      fmt::format("returns '{}': it must be 'void', 'bool' or a coroutine handle", written(suspended)));
    if (member_call(function, awaiter, name("await_resume"), {}).isNull())
        return failed("await_resume", member_defect(awaiter, name("await_resume"), 0));
    // Each can be called, and the await as a whole cannot: they are somebody's own.
    for (const auto& [member, arguments] : {std::pair("await_ready", 0u), {"await_suspend", 1u}, {"await_resume", 0u}})
        if (std::string defect = member_defect(awaiter, name(member), arguments); !defect.empty())
            return failed(member, std::move(defect));
}

/// The operators between which the compiler cannot choose.
std::vector<const clang::FunctionDecl*> Prober::rival_operators(const clang::FunctionDecl* function,
                                                                OperandShape operand) {
    std::vector<const clang::FunctionDecl*> rivals;
    if (!operand.type->getAsCXXRecordDecl() && !operand.type->isEnumeralType()) return rivals;
    probe(function, plain_promise_, [&] {
        const clang::SourceLocation at = context_.getTranslationUnitDecl()->getLocation();
        clang::Expr* lookup = operator_lookup(function);
        if (!lookup) return false;
        clang::Expr* arguments[] = {opaque(operand)};
        clang::OverloadCandidateSet candidates(at, clang::OverloadCandidateSet::CSK_Operator);
        clang::UnresolvedSet<8> visible;
        for (clang::NamedDecl* decl : llvm::cast<clang::UnresolvedLookupExpr>(lookup)->decls()) visible.addDecl(decl);
        sema_.AddFunctionCandidates(visible, arguments, candidates);
        sema_.AddMemberOperatorCandidates(clang::OO_Coawait, at, arguments, candidates);
        sema_.AddArgumentDependentLookupCandidates(coawait_name(), at, arguments, nullptr, candidates);
        clang::OverloadCandidateSet::iterator best;
        if (candidates.BestViableFunction(sema_, at, best) != clang::OR_Ambiguous) return false;
        for (const clang::OverloadCandidate* candidate :
             candidates.CompleteCandidates(sema_, clang::OCD_AmbiguousCandidates, arguments))
            if (candidate->Function) rivals.push_back(candidate->Function);
        return true;
    });
    return rivals;
}

}  // namespace awaitlint
