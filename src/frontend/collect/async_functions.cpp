// See async_functions.h.
#include "frontend/collect/async_functions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

#include "awaitlint/naming.h"
#include "frontend/ask/awaitable_types.h"
#include "frontend/ask/names.h"
#include "frontend/ask/parameters.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_functions = 5000;
constexpr unsigned most_specialisations_tried = 3;

class AsyncFunctionCollector {
public:
    explicit AsyncFunctionCollector(const ValueContext& context)
        : unit_(context.unit),
          ast_(context.unit.context()),
          prober_(context.prober),
          types_(context.unit, context.prober) {}

    std::vector<AsyncFunction> collect() {
        if (!types_.are_possible()) return {};
        // What is asked of a type may instantiate more, which is added to them.
        const std::vector<clang::Decl*> declarations = unit_.user_declarations;
        for (const clang::Decl* decl : declarations) look_at(decl);
        if (found_.size() > most_functions) return {};
        std::sort(found_.begin(), found_.end(), [](const AsyncFunction& a, const AsyncFunction& b) {
            return std::tie(a.declared, a.qualified_name) < std::tie(b.declared, b.qualified_name);
        });
        return std::move(found_);
    }

private:
    void look_at(const clang::Decl* decl) {
        if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) return look_at_function(function);
        if (const auto* pattern = llvm::dyn_cast<clang::ClassTemplateDecl>(decl)) decl = pattern->getTemplatedDecl();
        if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(decl)) {
            if (!space->isAnonymousNamespace()) look_into(space);
        } else if (const auto* linkage = llvm::dyn_cast<clang::LinkageSpecDecl>(decl)) {
            look_into(linkage);
        } else if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(decl)) {
            const bool is_named = record->getDeclName() && record->isThisDeclarationADefinition() &&
                                  !llvm::isa<clang::ClassTemplateSpecializationDecl>(record);
            if (is_named && !record->isInvalidDecl()) look_into(record);
        }
    }

    void look_into(const clang::DeclContext* scope) {
        for (const clang::Decl* decl : scope->decls())
            if (!scope->isRecord() || decl->getAccess() == clang::AS_public) look_at(decl);
    }

    void look_at_function(const clang::FunctionDecl* function) {
        if (found_.size() > most_functions || function->isImplicit() || function->isInvalidDecl()) return;
        if (!function->getDeclName().isIdentifier() || function->isDeleted() || function->isDeprecated()) return;
        if (function->isTemplateInstantiation() || !function->isExternallyVisible()) return;
        if (!is_in_header(function->getLocation()) || !is_awaitable(function->getReturnType())) return;
        if (!seen_.insert(function->getCanonicalDecl()).second) return;
        AsyncFunction found;
        found.parameters = parameters_of(ast_, function);
        if (found.parameters.empty()) return;
        found.qualified_name = function_name(function);
        found.declared = unit_.place(function->getLocation());
        found.is_member = llvm::isa<clang::CXXMethodDecl>(function);
        if (is_task(function->getReturnType())) found.task_type = class_name(function->getReturnType());
        found.beside = sync_function_beside(function, found.parameters);
        found_.push_back(std::move(found));
    }

    bool is_in_header(clang::SourceLocation location) const {
        const clang::SourceManager& sources = unit_.sources();
        return unit_.is_users(location) && !sources.isWrittenInMainFile(sources.getExpansionLoc(location));
    }

    const AwaitableType* type_of(clang::QualType result) {
        const clang::QualType bare = result.getNonReferenceType().getUnqualifiedType();
        const auto* record = bare->getAsCXXRecordDecl();
        if (bare->isDependentType()) return type_of_samples(bare);
        if (!record) return nullptr;
        const auto* made = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
        if (!made && !record->hasDefinition()) return nullptr;
        if (!made) return found_type(bare);
        // A header may name very many specialisations, and each that is looked at has to be instantiated.
        Template& of_template = templates_[made->getSpecializedTemplate()->getCanonicalDecl()];
        if (of_template.type || of_template.tried == most_specialisations_tried) return of_template.type;
        ++of_template.tried;
        return of_template.type = found_type(bare);
    }

    /// `awaiter<T>` in a class template. Not every T need fit: there may be no awaiter of void.
    const AwaitableType* type_of_samples(clang::QualType dependent) {
        for (const clang::QualType sample : prober_.sample_types(dependent))
            if (const AwaitableType* type = found_type(sample.getCanonicalType())) return type;
        return nullptr;
    }

    const AwaitableType* found_type(clang::QualType type) {
        const std::optional<AwaitableType>& found = types_.find(type);
        return found ? &*found : nullptr;
    }

    bool is_awaitable(clang::QualType result) {
        const AwaitableType* type = type_of(result);
        return type && !type->is_generator;
    }

    bool is_task(clang::QualType result) {
        const AwaitableType* type = type_of(result);
        return type && type->is_task;
    }

    /// A name alone says little: `get` and `get_all` may both be there. It takes the same arguments, and returns what
    /// is awaited of the other.
    std::string sync_function_beside(const clang::FunctionDecl* async, const std::string& parameters) {
        const clang::DeclContext* scope = async->getDeclContext()->getRedeclContext();
        for (const std::string& name : names_without_a_word(async->getName()))
            for (const clang::NamedDecl* decl : scope->lookup(&ast_.Idents.get(name))) {
                const auto* sync = llvm::dyn_cast<clang::FunctionDecl>(decl);
                if (!sync || sync->isInvalidDecl() || parameters_of(ast_, sync) != parameters) continue;
                const clang::QualType awaited = types_.result_of(async->getReturnType());
                if (!awaited.isNull() && is_same(awaited, sync->getReturnType())) return name;
            }
        return "";
    }

    bool is_same(clang::QualType a, clang::QualType b) const {
        return ast_.hasSameUnqualifiedType(a.getNonReferenceType(), b.getNonReferenceType());
    }

    struct Template {
        const AwaitableType* type = nullptr;  // of one of its specialisations
        unsigned tried = 0;
    };

    ParsedUnit& unit_;
    clang::ASTContext& ast_;
    Prober& prober_;
    AwaitableTypes types_;
    std::map<const clang::Decl*, Template> templates_;
    std::set<const clang::Decl*> seen_;
    std::vector<AsyncFunction> found_;
};

}  // namespace

std::vector<AsyncFunction> collect_async_functions(const ValueContext& context) {
    return AsyncFunctionCollector(context).collect();
}

}  // namespace awaitlint
