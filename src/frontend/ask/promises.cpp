// Which promise a function would have as a coroutine: the part of protocol.h that asks coroutine_traits.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Lex/Lexer.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Template.h"

#include "frontend/ask/names.h"
#include "frontend/ask/protocol.h"

namespace awaitlint {

using clang::QualType;

namespace {

/// A function that no coroutine keyword may stand in whatever its return type ([dcl.fct.def.coroutine]).
std::string why_kind_forbids(const clang::FunctionDecl* function) {
    if (llvm::isa<clang::CXXConstructorDecl>(function)) return "a constructor cannot be a coroutine";
    if (llvm::isa<clang::CXXDestructorDecl>(function)) return "a destructor cannot be a coroutine";
    if (function->isMain()) return "'main' cannot be a coroutine";
    if (function->isVariadic()) return "a function with C-style variadic arguments cannot be a coroutine";
    const bool is_lambda = is_lambda_call_operator(function);
    if (function->isConsteval()) return "a consteval function cannot be a coroutine";
    if (function->isConstexpr() && !is_lambda) return "a constexpr function cannot be a coroutine";
    if (function->getDeclaredReturnType()->getContainedAutoType())
        return "its return type is deduced, and a coroutine's must be written";
    return "";
}

/// Clang takes `int` for a type that it does not know: a header is missing.
bool is_return_type_unknown(const clang::ASTContext& context, const clang::FunctionDecl* function) {
    if (!function->isInvalidDecl() || !function->getReturnType()->isSpecificBuiltinType(clang::BuiltinType::Int))
        return false;
    const llvm::StringRef written =
        clang::Lexer::getSourceText(clang::CharSourceRange::getTokenRange(function->getReturnTypeSourceRange()),
                                    context.getSourceManager(), context.getLangOpts());
    return written != "int";
}

/// Some specialisation of coroutine_traits could fit this return type, depending on the parameters.
bool has_traits_for(const clang::ClassTemplateDecl* traits, QualType result) {
    const auto fits = [&](const clang::TemplateArgumentList& arguments) {
        if (arguments.size() == 0 || arguments[0].getKind() != clang::TemplateArgument::Type) return true;
        const QualType first = arguments[0].getAsType().getCanonicalType();
        return first == result.getCanonicalType() || llvm::isa<clang::TemplateTypeParmType>(first) ||
               (first->isDependentType() && result->getAsCXXRecordDecl());
    };
    llvm::SmallVector<clang::ClassTemplatePartialSpecializationDecl*, 4> partial;
    const_cast<clang::ClassTemplateDecl*>(traits)->getPartialSpecializations(partial);
    for (const auto* specialisation : partial)
        if (fits(specialisation->getTemplateArgs())) return true;
    for (const auto* specialisation : traits->specializations())
        if (specialisation->isExplicitSpecialization() && fits(specialisation->getTemplateArgs())) return true;
    return false;
}

/// The types that coroutine_traits get behind the result: that of the object, then those of the parameters.
std::vector<QualType> traits_parameters(const clang::FunctionDecl* function) {
    std::vector<QualType> parameters;
    if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
        method && method->isImplicitObjectMemberFunction())
        parameters.push_back(method->getFunctionObjectParameterReferenceType());
    for (const clang::ParmVarDecl* parameter : function->parameters()) parameters.push_back(parameter->getType());
    return parameters;
}

}  // namespace

QualType Prober::promise_type(QualType result, llvm::ArrayRef<QualType> parameters) {
    QualType found;
    probe(nullptr, {}, [&] {
        const clang::SourceLocation at;
        clang::ClassTemplateDecl* traits = sema_.lookupCoroutineTraits(at, at);
        if (!traits) return false;
        clang::TemplateArgumentListInfo arguments(at, at);
        const auto add = [&](QualType type) {
            arguments.addArgument(
                clang::TemplateArgumentLoc(clang::TemplateArgument(type), context_.getTrivialTypeSourceInfo(type, at)));
        };
        add(result);
        for (QualType parameter : parameters) add(parameter);
        const QualType specialisation = sema_.CheckTemplateIdType(clang::ElaboratedTypeKeyword::None,
                                                                  clang::TemplateName(traits), at, arguments, nullptr,
                                                                  /*ForNestedNameSpecifier=*/false);
        if (specialisation.isNull() || !sema_.isCompleteType(at, specialisation)) return false;
        auto* record = specialisation->getAsCXXRecordDecl();
        if (!record) return false;
        clang::LookupResult promise(sema_, &context_.Idents.get("promise_type"), at, clang::Sema::LookupOrdinaryName);
        promise.suppressDiagnostics();
        sema_.LookupQualifiedName(promise, record);
        auto* type = promise.getAsSingle<clang::TypeDecl>();
        if (!type) return false;
        found = context_.getTypeDeclType(type).getCanonicalType();
        return sema_.isCompleteType(at, found);
    });
    if (!found.isNull() && (!found->getAsCXXRecordDecl() || found->isDependentType())) return {};
    return found;
}

std::vector<QualType> Prober::sample_types(QualType result) {
    while (const auto* alias = result->getAs<clang::TemplateSpecializationType>()) {
        if (!alias->isTypeAlias()) break;
        result = alias->getAliasedType();
    }
    const auto* written = result->getAs<clang::TemplateSpecializationType>();
    std::vector<QualType> found;
    if (!written) return found;
    for (QualType witness : {context_.IntTy, context_.VoidTy}) {
        clang::TemplateArgumentListInfo arguments;
        bool is_usable = true;
        for (const clang::TemplateArgument& argument : written->template_arguments()) {
            clang::TemplateArgument concrete = argument;
            if (argument.isDependent()) {
                if (argument.getKind() != clang::TemplateArgument::Type) is_usable = false;
                concrete = clang::TemplateArgument(witness);
            }
            arguments.addArgument(sema_.getTrivialTemplateArgumentLoc(concrete, QualType(), {}));
        }
        if (!is_usable) continue;
        QualType specialisation;
        probe(nullptr, {}, [&] {
            specialisation = sema_.CheckTemplateIdType(clang::ElaboratedTypeKeyword::None, written->getTemplateName(),
                                                       {}, arguments, nullptr, false);
            return !specialisation.isNull();
        });
        if (!specialisation.isNull() && !specialisation->isDependentType()) found.push_back(specialisation);
    }
    return found;
}

QualType Prober::with_first_argument(QualType type, QualType first) {
    const auto* made = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
    const bool is_of_types = made && made->getTemplateArgs().size() > 0 &&
                             made->getTemplateArgs()[0].getKind() == clang::TemplateArgument::Type;
    if (!is_of_types) return type;
    clang::TemplateArgumentListInfo arguments;
    for (unsigned i = 0; i < made->getTemplateArgs().size(); ++i) {
        const clang::TemplateArgument argument = i == 0 ? clang::TemplateArgument(first) : made->getTemplateArgs()[i];
        if (argument.getKind() == clang::TemplateArgument::Pack) return {};
        arguments.addArgument(sema_.getTrivialTemplateArgumentLoc(argument, QualType(), {}));
    }
    QualType found;
    probe(nullptr, {}, [&] {
        found = sema_.CheckTemplateIdType(clang::ElaboratedTypeKeyword::None,
                                          clang::TemplateName(made->getSpecializedTemplate()), {}, arguments, nullptr,
                                          /*ForNestedNameSpecifier=*/false);
        return !found.isNull();
    });
    return found;
}

std::vector<QualType> Prober::witnesses(QualType result) {
    std::vector<QualType> found;
    for (QualType sample : sample_types(result))
        if (const QualType promise = promise_type(sample, {}); !promise.isNull()) found.push_back(promise);
    return found;
}

PromiseLookup Prober::look_up_promise(const clang::FunctionDecl* function) {
    using State = PromiseLookup::State;
    PromiseLookup lookup;
    const auto none = [&](std::string why) {
        lookup.state = State::none;
        lookup.why_not = std::move(why);
        return lookup;
    };
    if (!function) return none("no function is around it");
    if (is_return_type_unknown(context_, function)) return lookup;
    if (std::string why = why_kind_forbids(function); !why.empty()) {
        lookup.is_forbidden_by_kind = true;
        return none(std::move(why));
    }
    const QualType result = function->getReturnType();
    std::vector<QualType> parameters = traits_parameters(function);
    const bool is_dependent =
        result->isDependentType() || std::any_of(parameters.begin(), parameters.end(),
                                                 [](QualType parameter) { return parameter->isDependentType(); });
    // Clang calls the whole promise dependent as soon as one parameter is; most traits look at the result alone.
    if (result->isDependentType()) {
        lookup.promises = witnesses(result);
        lookup.state = lookup.promises.empty() ? State::unknown : State::witnesses;
        return lookup;
    }
    if (is_dependent) parameters.clear();
    const QualType promise = promise_type(result, parameters);
    if (!promise.isNull()) {
        lookup.promises = {promise};
        lookup.state = State::known;
        return lookup;
    }
    const clang::ClassTemplateDecl* traits = sema_.lookupCoroutineTraits({}, {});
    if (!traits || (is_dependent && has_traits_for(traits, result))) return lookup;
    const auto* record = result->getAsCXXRecordDecl();
    if (record && (record->isInvalidDecl() || !record->hasDefinition())) return lookup;
    return none(fmt::format("its return type '{}' has no promise type", type_as_written(context_, result)));
}

const PromiseLookup& Prober::promise_of(const clang::FunctionDecl* function) {
    auto [entry, is_new] = promises_.try_emplace(function);
    if (is_new) {
        std::vector<Diagnostic> trapped;
        std::vector<Diagnostic>* outer = std::exchange(unit_.probe_diagnostics, &trapped);
        entry->second = look_up_promise(function);
        unit_.probe_diagnostics = outer;
    }
    return entry->second;
}

bool Prober::promise_has_return_void(const clang::FunctionDecl* function) {
    const PromiseLookup& lookup = promise_of(function);
    if (lookup.promises.empty()) return false;
    for (QualType promise : lookup.promises)
        if (!has_member(promise, "return_void")) return false;
    return true;
}

}  // namespace awaitlint
