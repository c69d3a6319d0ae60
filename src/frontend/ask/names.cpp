// See names.h.
#include "frontend/ask/names.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/raw_ostream.h"

#include "awaitlint/excerpt.h"

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

/// About how long a type's name gets, without writing it: what is given twice to each of thirty templates is written
/// a billion times.
class NameLength {
public:
    std::uint64_t of(clang::QualType type) {
        if (type.isNull()) return 0;
        const clang::Type* key = type.getTypePtr();
        if (const auto known = known_.find(key); known != known_.end()) return known->second;
        return known_[key] = std::min(own + of_parts(key), too_long);
    }

private:
    static constexpr std::uint64_t own = 4, too_long = 1 << 20;

    std::uint64_t of_parts(const clang::Type* type) {
        if (const auto* written = llvm::dyn_cast<clang::TemplateSpecializationType>(type))
            return of_arguments(written->template_arguments());
        if (const auto* pointer = llvm::dyn_cast<clang::PointerType>(type)) return of(pointer->getPointeeType());
        if (const auto* reference = llvm::dyn_cast<clang::ReferenceType>(type))
            return of(reference->getPointeeTypeAsWritten());
        if (const auto* array = llvm::dyn_cast<clang::ArrayType>(type)) return of(array->getElementType());
        if (const auto* function = llvm::dyn_cast<clang::FunctionProtoType>(type)) {
            std::uint64_t length = of(function->getReturnType());
            for (const clang::QualType parameter : function->param_types()) length += of(parameter);
            return length;
        }
        const auto* record = llvm::dyn_cast<clang::RecordType>(type);
        const auto* made = record ? llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record->getDecl()) : nullptr;
        return made ? of_arguments(made->getTemplateArgs().asArray()) : 0;
    }

    std::uint64_t of_arguments(llvm::ArrayRef<clang::TemplateArgument> arguments) {
        std::uint64_t length = 0;
        for (const clang::TemplateArgument& argument : arguments) {
            if (argument.getKind() == clang::TemplateArgument::Type) length += of(argument.getAsType());
            if (argument.getKind() == clang::TemplateArgument::Pack) length += of_arguments(argument.getPackAsArray());
        }
        return length;
    }

    llvm::DenseMap<const clang::Type*, std::uint64_t> known_;
};

bool is_too_long(clang::QualType type) {
    return NameLength().of(type) > most_type_bytes;
}

/// Written as a library works it out: `typename constraint<...>::type` for what people call `awaitable<void>`.
bool is_computed(llvm::StringRef name) {
    return name.contains("typename ") || name.contains("decltype(");
}

/// "couple<...>"
std::string shortened(clang::QualType type) {
    const std::string name = class_name(type);
    return name.empty() ? "..." : name + "<...>";
}

}  // namespace

bool is_lambda_call_operator(const clang::FunctionDecl* function) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    return method && method->getParent()->isLambda() && method->getOverloadedOperator() == clang::OO_Call;
}

std::string type_as_written(const clang::ASTContext& context, clang::QualType type) {
    if (is_too_long(type)) return shortened(type);
    std::string name = type.getAsString(printing(context));
    if (is_computed(name) && !type->isDependentType()) {
        std::string plain = type.getCanonicalType().getAsString(printing(context));
        if (plain.size() < name.size()) name = std::move(plain);
    }
    return excerpt(name, most_type_bytes);
}

std::string type_fully_qualified(const clang::ASTContext& context, clang::QualType type) {
    if (type->isDependentType() || type->isPlaceholderType()) return type_as_written(context, type);
    if (is_too_long(type)) return shortened(type);
    if (is_computed(type.getAsString(printing(context)))) type = type.getCanonicalType();
    return excerpt(clang::TypeName::getFullyQualifiedName(type, context, printing(context)), most_type_bytes);
}

std::string canonical_name(const clang::ASTContext& context, clang::QualType type) {
    return type.getCanonicalType().getAsString(context.getPrintingPolicy());
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

bool contains_any_of(llvm::StringRef name, llvm::ArrayRef<llvm::StringRef> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](llvm::StringRef word) { return name.contains_insensitive(word); });
}

bool is_standard_function(const clang::FunctionDecl* function, llvm::ArrayRef<llvm::StringRef> names) {
    return function && function->isInStdNamespace() && function->getDeclName().isIdentifier() &&
           std::find(names.begin(), names.end(), function->getName()) != names.end();
}

bool is_standard_class(clang::QualType type, llvm::StringRef name) {
    const auto* record = type.isNull() ? nullptr : type.getNonReferenceType()->getAsCXXRecordDecl();
    return record && record->isInStdNamespace() && record->getDeclName().isIdentifier() && record->getName() == name;
}

bool is_move(const clang::FunctionDecl* function) {
    if (!function || function->getNumParams() != 1 || llvm::isa<clang::CXXMethodDecl>(function)) return false;
    const auto* given = function->getParamDecl(0)->getType()->getAs<clang::LValueReferenceType>();
    const auto* made = function->getReturnType()->getAs<clang::RValueReferenceType>();
    return given && made && function->getASTContext().hasSameType(given->getPointeeType(), made->getPointeeType());
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

std::vector<clang::NamedDecl*> decls_named(clang::ASTContext& context, llvm::StringRef qualified_name) {
    llvm::SmallVector<llvm::StringRef, 6> parts;
    qualified_name.split(parts, "::", -1, false);
    std::vector<clang::NamedDecl*> found;
    if (parts.empty()) return found;
    std::vector<const clang::DeclContext*> scopes = {context.getTranslationUnitDecl()};
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        std::vector<const clang::DeclContext*> next;
        for (const clang::DeclContext* scope : scopes)
            for (clang::NamedDecl* decl : scope->lookup(&context.Idents.get(parts[i]))) {
                if (auto* pattern = llvm::dyn_cast<clang::ClassTemplateDecl>(decl)) decl = pattern->getTemplatedDecl();
                if (auto* alias = llvm::dyn_cast<clang::NamespaceAliasDecl>(decl)) decl = alias->getNamespace();
                if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(decl); record && record->hasDefinition())
                    next.push_back(record->getDefinition());
                else if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(decl))
                    next.push_back(space->getPrimaryContext());
            }
        scopes = std::move(next);
    }
    for (const clang::DeclContext* scope : scopes)
        for (clang::NamedDecl* decl : scope->lookup(&context.Idents.get(parts.back()))) found.push_back(decl);
    return found;
}

bool takes_class(clang::QualType parameter, const clang::CXXRecordDecl* record) {
    const clang::QualType plain = parameter.getNonReferenceType().getUnqualifiedType();
    if (const clang::CXXRecordDecl* taken = plain->getAsCXXRecordDecl())
        return taken->getCanonicalDecl() == record->getCanonicalDecl();
    const auto* written = plain->getAs<clang::TemplateSpecializationType>();
    const auto* made = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    const clang::TemplateDecl* taken = written ? written->getTemplateName().getAsTemplateDecl() : nullptr;
    return made && taken && taken->getCanonicalDecl() == made->getSpecializedTemplate()->getCanonicalDecl();
}

}  // namespace awaitlint
