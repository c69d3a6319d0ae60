// See protocol.h. What a call or a construction would give, as Sema says of arguments of which only the shape is known.
#include <utility>

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Sema/Initialization.h"

#include "frontend/ask/protocol.h"

namespace awaitlint {

using clang::QualType;

bool Prober::is_constructible(QualType type, OperandShape operand) {
    return probe(nullptr, {}, [&] {
        const clang::SourceLocation at = context_.getTranslationUnitDecl()->getLocation();
        clang::Expr* arguments[] = {opaque(operand)};
        const QualType plain = type.getNonReferenceType().getUnqualifiedType();
        const clang::InitializedEntity entity = clang::InitializedEntity::InitializeTemporary(plain);
        const clang::InitializationKind kind = clang::InitializationKind::CreateDirect(at, at, at);
        clang::InitializationSequence steps(sema_, entity, kind, arguments);
        return !steps.Failed();
    });
}

QualType Prober::member_result(QualType object, llvm::StringRef member) {
    QualType result;
    probe(nullptr, {}, [&] {
        const clang::SourceLocation at = context_.getTranslationUnitDecl()->getLocation();
        clang::CXXScopeSpec scope;
        clang::ExprResult callee = sema_.BuildMemberReferenceExpr(
            opaque({object, clang::VK_LValue}), object, at, /*IsArrow=*/false, scope, {}, nullptr,
            clang::DeclarationNameInfo(&context_.Idents.get(member), at), nullptr, nullptr);
        if (callee.isInvalid()) return false;
        clang::ExprResult call = sema_.BuildCallExpr(nullptr, callee.get(), at, {}, at);
        if (call.isInvalid()) return false;
        result = context_.getReferenceQualifiedType(call.get());
        return true;
    });
    return result;
}

QualType Prober::call_result(const clang::FunctionDecl* from, clang::NamedDecl* function,
                             std::vector<OperandShape> arguments, const clang::FunctionDecl*& target,
                             const OperandShape* object, const clang::TemplateArgumentListInfo* template_arguments) {
    QualType result;
    probe(from, {}, [&] {
        const clang::SourceLocation at = context_.getTranslationUnitDecl()->getLocation();
        std::vector<clang::Expr*> shapes;
        for (const OperandShape& argument : arguments) shapes.push_back(opaque(argument));
        clang::ExprResult callee;
        if (object) {
            clang::CXXScopeSpec scope;
            const bool is_arrow = object->type->isPointerType();
            callee = sema_.BuildMemberReferenceExpr(opaque(*object), object->type, at, is_arrow, scope, {}, nullptr,
                                                    clang::DeclarationNameInfo(function->getDeclName(), at),
                                                    template_arguments, nullptr);
        } else {
            clang::UnresolvedSet<4> functions;
            functions.addDecl(function);
            callee = clang::UnresolvedLookupExpr::Create(
                context_, nullptr, clang::NestedNameSpecifierLoc(), at,
                clang::DeclarationNameInfo(function->getDeclName(), at), /*RequiresADL=*/false, template_arguments,
                functions.begin(), functions.end(), /*KnownDependent=*/false, /*KnownInstantiationDependent=*/false);
        }
        if (callee.isInvalid()) return false;
        clang::ExprResult call = sema_.BuildCallExpr(nullptr, callee.get(), at, shapes, at);
        if (call.isInvalid()) return false;
        if (const auto* written = llvm::dyn_cast<clang::CallExpr>(call.get()->IgnoreImplicit()))
            target = written->getDirectCallee();
        result = context_.getReferenceQualifiedType(call.get());
        return true;
    });
    return result;
}

}  // namespace awaitlint
