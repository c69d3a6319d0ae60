// See names.h.
#include "frontend/names.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/Support/raw_ostream.h"

namespace awaitlint {
namespace {

clang::PrintingPolicy printing(const clang::ASTContext& context) {
    clang::PrintingPolicy policy(context.getLangOpts());
    policy.SuppressTagKeyword = true;
    policy.SuppressUnwrittenScope = true;
    policy.AnonymousTagLocations = false;
    policy.Bool = true;
    policy.SuppressInlineNamespace = true;
    policy.CleanUglifiedParameters = true;
    return policy;
}

}  // namespace

bool is_lambda_call_operator(const clang::FunctionDecl* function) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    return method && method->getParent()->isLambda() && method->getOverloadedOperator() == clang::OO_Call;
}

std::string type_as_written(const clang::ASTContext& context, clang::QualType type) {
    return type.getAsString(printing(context));
}

std::string type_fully_qualified(const clang::ASTContext& context, clang::QualType type) {
    if (type->isDependentType() || type->isPlaceholderType()) return type_as_written(context, type);
    return clang::TypeName::getFullyQualifiedName(type, context, printing(context));
}

std::string class_name(clang::QualType type) {
    type = type.getNonReferenceType().getCanonicalType();
    const clang::NamedDecl* named = type->getAsCXXRecordDecl();
    if (const auto* pattern = type->getAs<clang::TemplateSpecializationType>(); pattern && !named)
        named = pattern->getTemplateName().getAsTemplateDecl();
    if (!named) return "";
    std::string name;
    llvm::raw_string_ostream out(name);
    named->printQualifiedName(out, printing(named->getASTContext()));
    return name;
}

std::string function_name(const clang::FunctionDecl* function) {
    if (is_lambda_call_operator(function)) {
        const clang::DeclContext* outer = llvm::cast<clang::CXXMethodDecl>(function)->getParent()->getDeclContext();
        while (outer && !outer->isFunctionOrMethod() && !outer->isNamespace() && !outer->isTranslationUnit() &&
               !outer->isRecord())
            outer = outer->getParent();
        if (const auto* owner = llvm::dyn_cast_or_null<clang::FunctionDecl>(outer))
            return function_name(owner) + "::(lambda)";
        if (const auto* named = llvm::dyn_cast_or_null<clang::NamedDecl>(outer))
            return named->getQualifiedNameAsString() + "::(lambda)";
        return "(lambda)";
    }
    std::string name;
    llvm::raw_string_ostream out(name);
    function->printQualifiedName(out, printing(function->getASTContext()));
    return name;
}

const clang::FunctionDecl* written_pattern(const clang::FunctionDecl* function) {
    if (const clang::FunctionDecl* pattern = function->getTemplateInstantiationPattern()) function = pattern;
    // A member template of a class template's specialisation is itself made from one.
    if (const clang::FunctionTemplateDecl* made = function->getDescribedFunctionTemplate()) {
        while (const clang::FunctionTemplateDecl* from = made->getInstantiatedFromMemberTemplate()) made = from;
        function = made->getTemplatedDecl();
    }
    return function->getCanonicalDecl();
}

std::string usr_of(const clang::Decl* decl) {
    llvm::SmallString<128> usr;
    if (clang::index::generateUSRForDecl(decl, usr)) return "";
    return std::string(usr);
}

Symbol symbol_of(const ParsedUnit& unit, const clang::FunctionDecl* function) {
    Symbol symbol;
    const clang::FunctionDecl* pattern = written_pattern(function);
    symbol.usr = usr_of(pattern);
    symbol.name = function->getNameAsString();
    symbol.qualified_name = function_name(pattern);
    const clang::QualType result = function->getReturnType();
    if (!result->isDependentType() && !result->isUndeducedType())
        symbol.return_type = type_fully_qualified(unit.context(), result);
    symbol.declared = unit.place(pattern->getLocation());
    symbol.is_deprecated = pattern->isDeprecated() || pattern->getMostRecentDecl()->isDeprecated();
    return symbol;
}

}  // namespace awaitlint
