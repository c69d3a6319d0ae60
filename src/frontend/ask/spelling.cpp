// See spelling.h.
#include "frontend/ask/spelling.h"

#include <algorithm>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

/// A namespace that a name is qualified by, and the rest of the name behind it; empty for the namespace itself.
struct Step {
    const clang::DeclContext* space;
    std::string rest;
};

/// The innermost namespace first, the global one last. Inline namespaces are not written.
std::vector<Step> steps_to(const clang::NamedDecl* decl) {
    std::vector<Step> steps;
    if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(decl))
        steps.push_back({space->getPrimaryContext(), ""});
    std::string rest = decl->getNameAsString();
    for (const clang::DeclContext* scope = decl->getDeclContext(); scope; scope = scope->getParent()) {
        const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(scope);
        if (space && (space->isInline() || space->isAnonymousNamespace())) continue;
        if (scope->isFileContext()) steps.push_back({scope->getPrimaryContext(), rest});
        const auto* named = llvm::dyn_cast<clang::NamedDecl>(scope);
        if (named && !named->getNameAsString().empty()) rest.insert(0, named->getNameAsString() + "::");
    }
    return steps;
}

/// Those of the user's own, in the order of their declaration.
const std::vector<const clang::NamespaceAliasDecl*>& aliases_in(ParsedUnit& unit, const clang::DeclContext* scope) {
    const auto [entry, is_new] = unit.names_of_scopes.aliases.try_emplace(scope);
    if (!is_new) return entry->second;
    for (const clang::Decl* decl : scope->decls())
        if (const auto* alias = llvm::dyn_cast<clang::NamespaceAliasDecl>(decl);
            alias && unit.is_users(alias->getLocation()))
            entry->second.push_back(alias);
    return entry->second;
}

class Spelling {
public:
    Spelling(ParsedUnit& unit, const clang::NamedDecl* decl, const clang::FunctionDecl* around)
        : unit_(unit), decl_(decl), around_(around), steps_(steps_to(decl)) {}

    std::string find() const {
        for (const clang::DeclContext* scope = around_; scope; scope = scope->getParent()) {
            if (!scope->isFileContext() || scope->isInlineNamespace()) continue;
            for (std::string name :
                 {by_enclosing(scope), by_alias(scope), by_using_declaration(scope), by_using_directive(scope)})
                if (!name.empty()) return name;
        }
        return steps_.empty() ? decl_->getNameAsString() : steps_.back().rest;
    }

private:
    bool holds(const clang::Decl* decl) const {
        return unit_.is_users(decl->getLocation()) &&
               unit_.sources().isBeforeInTranslationUnit(decl->getLocation(), around_->getLocation());
    }

    std::string by_using_declaration(const clang::DeclContext* scope) const {
        for (const clang::NamedDecl* found : scope->getPrimaryContext()->lookup(decl_->getDeclName())) {
            const auto* shadow = llvm::dyn_cast<clang::UsingShadowDecl>(found);
            if (shadow && holds(shadow) && shadow->getTargetDecl()->getCanonicalDecl() == decl_->getCanonicalDecl())
                return decl_->getNameAsString();
        }
        return "";
    }

    std::string by_enclosing(const clang::DeclContext* scope) const {
        if (scope->isTranslationUnit()) return "";
        for (const Step& step : steps_)
            if (step.space == scope->getPrimaryContext()) return step.rest;
        return "";
    }

    std::string by_alias(const clang::DeclContext* scope) const {
        for (const Step& step : steps_)
            for (const clang::NamespaceAliasDecl* alias : aliases_in(unit_, scope))
                if (holds(alias) && alias->getNamespace()->getPrimaryContext() == step.space)
                    return alias->getNameAsString() + (step.rest.empty() ? "" : "::" + step.rest);
        return "";
    }

    std::string by_using_directive(const clang::DeclContext* scope) const {
        for (const Step& step : steps_)
            for (const clang::UsingDirectiveDecl* directive : scope->getPrimaryContext()->using_directives())
                if (holds(directive) && directive->getNominatedNamespace()->getPrimaryContext() == step.space)
                    return step.rest;
        return "";
    }

    ParsedUnit& unit_;
    const clang::NamedDecl* decl_;
    const clang::FunctionDecl* around_;
    std::vector<Step> steps_;
};

/// The template where the type is made from one.
const clang::NamedDecl* class_of(clang::QualType type) {
    const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
    const auto* made = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
    if (made) return made->getSpecializedTemplate();
    if (record) return record;
    const auto* written = type->getAs<clang::TemplateSpecializationType>();
    return written ? written->getTemplateName().getAsTemplateDecl() : nullptr;
}

}  // namespace

std::string spelling_here(ParsedUnit& unit, const clang::NamedDecl* decl, const clang::FunctionDecl* around) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl))
        if (const clang::FunctionTemplateDecl* pattern = function->getDescribedFunctionTemplate()) decl = pattern;
    return around ? Spelling(unit, decl, around).find() : decl->getQualifiedNameAsString();
}

std::string type_spelling_here(ParsedUnit& unit, clang::QualType type, const clang::FunctionDecl* around) {
    std::string whole = type_fully_qualified(unit.context(), type);
    const std::string name = class_name(type);
    const clang::NamedDecl* named = class_of(type);
    if (!named || name.empty() || !whole.starts_with(name)) return whole;
    return spelling_here(unit, named, around) + whole.substr(name.size());
}

std::string namespace_spelling_here(ParsedUnit& unit, clang::QualType type, const clang::FunctionDecl* around) {
    const clang::NamedDecl* named = class_of(type.getNonReferenceType());
    const clang::DeclContext* space = named ? named->getDeclContext()->getEnclosingNamespaceContext() : nullptr;
    while (space && space->isInlineNamespace()) space = space->getParent();
    const auto* written = llvm::dyn_cast_or_null<clang::NamespaceDecl>(space);
    return written && !written->isAnonymousNamespace() ? spelling_here(unit, written, around) : "";
}

}  // namespace awaitlint
