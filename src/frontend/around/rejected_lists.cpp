// See rejected_lists.h.
#include "frontend/around/rejected_lists.h"

#include <algorithm>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"

#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

/// Where a value stands in its list: the number of its initialiser, or the field that it names.
struct Step {
    const clang::InitListExpr* list = nullptr;
    unsigned index = 0;
    const clang::IdentifierInfo* name = nullptr;
};

/// From the outermost list to the value, and what was rejected with it.
struct Path {
    std::vector<Step> steps;
    const clang::RecoveryExpr* rejected = nullptr;
};

std::optional<Path> path_to(clang::ASTContext& ast, const clang::Expr* value) {
    Path path;
    const clang::IdentifierInfo* name = nullptr;
    for (const clang::Expr* at = value;;) {
        const auto parents = ast.getParents(*at);
        const auto* parent = parents.empty() ? nullptr : parents[0].get<clang::Expr>();
        if (const auto* list = llvm::dyn_cast_or_null<clang::InitListExpr>(parent)) {
            const auto* place = std::find(list->inits().begin(), list->inits().end(), at);
            if (place == list->inits().end()) return std::nullopt;
            path.steps.push_back({list, static_cast<unsigned>(place - list->inits().begin()), name});
            name = nullptr;
        } else if (const auto* named = llvm::dyn_cast_or_null<clang::DesignatedInitExpr>(parent)) {
            if (named->size() != 1 || !named->getDesignator(0)->isFieldDesignator()) return std::nullopt;
            name = named->getDesignator(0)->getFieldName();
        } else if (const auto* rejected = llvm::dyn_cast_or_null<clang::RecoveryExpr>(parent)) {
            if (path.steps.empty() || name) return std::nullopt;
            path.rejected = rejected;
            std::reverse(path.steps.begin(), path.steps.end());
            return path;
        } else if (!llvm::isa_and_nonnull<clang::ImplicitCastExpr, clang::ParenExpr, clang::FullExpr,
                                          clang::CXXBindTemporaryExpr, clang::MaterializeTemporaryExpr>(parent)) {
            return std::nullopt;
        }
        at = parent;
    }
}

using Types = std::vector<clang::QualType>;

void add_parameter(Types& types, const clang::NamedDecl* named, unsigned index) {
    const auto* function = llvm::dyn_cast<clang::FunctionDecl>(named->getUnderlyingDecl());
    if (function && index < function->getNumParams()) types.push_back(function->getParamDecl(index)->getType());
}

void add_constructors(Types& types, const clang::CXXRecordDecl* record, unsigned index, unsigned count) {
    for (const clang::CXXConstructorDecl* constructor : record->ctors()) {
        if (constructor->isDeleted() || constructor->isCopyOrMoveConstructor()) continue;
        const bool takes_list = constructor->getNumParams() != 0 &&
                                is_standard_class(constructor->getParamDecl(0)->getType(), "initializer_list");
        if (takes_list)
            types.push_back(constructor->getParamDecl(0)->getType());
        else if (count <= constructor->getNumParams() && count >= constructor->getMinRequiredArguments())
            add_parameter(types, constructor, index);
    }
}

const clang::VarDecl* initialised_by(clang::ASTContext& ast, const clang::RecoveryExpr* rejected) {
    const auto parents = ast.getParents(*rejected);
    return parents.empty() ? nullptr : parents[0].get<clang::VarDecl>();
}

/// `names = {load(), 1}`, `Box box({load(), 1}, 2)`, `show({load(), 1})`: what the outermost list may have been for.
Types wanted_of(clang::ASTContext& ast, const Path& path) {
    const llvm::ArrayRef<const clang::Expr*> parts = path.rejected->subExpressions();
    const auto index = static_cast<unsigned>(std::find(parts.begin(), parts.end(), path.steps[0].list) - parts.begin());
    Types types;
    if (const auto* called = llvm::dyn_cast<clang::OverloadExpr>(parts[0])) {
        for (const clang::NamedDecl* decl : called->decls()) add_parameter(types, decl, index - 1);
        return types;
    }
    const clang::VarDecl* variable = initialised_by(ast, path.rejected);
    if (variable && parts.size() == 1) return {variable->getType()};
    if (variable) {
        if (const auto* record = variable->getType()->getAsCXXRecordDecl(); record && record->hasDefinition())
            add_constructors(types, record, index, static_cast<unsigned>(parts.size()));
        return types;
    }
    const bool is_assigned = parts.size() == 2 && index == 1 && parts[0]->isLValue();
    if (is_assigned) types.push_back(parts[0]->getType());
    return types;
}

/// What stands at this place of a list that initialises the type.
Types within(clang::ASTContext& ast, clang::QualType type, const Step& step) {
    type = type.getNonReferenceType().getUnqualifiedType();
    if (type->isDependentType()) return {};
    if (const auto* array = ast.getAsConstantArrayType(type)) return {array->getElementType()};
    const auto* record = type->getAsCXXRecordDecl();
    if (!record) return step.list->getNumInits() == 1 && !step.name ? Types{type} : Types{};
    if (!record->hasDefinition()) return {};
    if (is_standard_class(type, "initializer_list")) {
        const auto* instance = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
        return instance ? Types{instance->getTemplateArgs()[0].getAsType()} : Types{};
    }
    Types types;
    if (!record->isAggregate()) {
        if (!step.name) add_constructors(types, record, step.index, step.list->getNumInits());
        // A list within the list that a constructor takes.
        for (clang::QualType& taken : types)
            if (is_standard_class(taken, "initializer_list")) taken = within(ast, taken.getNonReferenceType(), step)[0];
        return types;
    }
    if (record->getNumBases() != 0) return {};
    unsigned index = 0;
    for (const clang::FieldDecl* field : record->fields())
        if (step.name ? field->getIdentifier() == step.name : index++ == step.index) types.push_back(field->getType());
    return types;
}

bool says_list(const Diagnostic& error) {
    const auto is_said = [](const std::string& text) { return text.find("initializer list") != std::string::npos; };
    return is_said(error.error.message) || std::any_of(error.notes.begin(), error.notes.end(), is_said);
}

}  // namespace

std::vector<CompileError> errors_of_list(const ParsedUnit& unit, Prober& prober, const clang::Expr* value) {
    std::vector<CompileError> errors;
    clang::ASTContext& ast = unit.context();
    const std::optional<Path> path = path_to(ast, value);
    if (!path) return errors;
    Types types = wanted_of(ast, *path);
    for (const Step& step : path->steps) {
        Types inner;
        for (clang::QualType type : types)
            for (clang::QualType found : within(ast, type, step)) inner.push_back(found);
        types = std::move(inner);
    }
    const bool may_be_taken = std::any_of(types.begin(), types.end(), [&](clang::QualType type) {
        const clang::QualType plain = type.getNonReferenceType().getUnqualifiedType();
        return plain->isDependentType() || prober.is_constructible(plain, {value->getType(), clang::VK_PRValue});
    });
    if (types.empty() || may_be_taken) return errors;
    const clang::VarDecl* variable = initialised_by(ast, path->rejected);
    const FileOffset begin = unit.file_offset(variable ? variable->getLocation() : path->rejected->getBeginLoc());
    const FileOffset end = unit.file_offset(path->rejected->getEndLoc());
    for (const Diagnostic& error : unit.diagnostics) {
        if (error.is_warning || error.places.empty() || !says_list(error)) continue;
        const FileOffset& at = error.places[0];
        if (at.file == begin.file && at.offset >= begin.offset && at.offset <= end.offset)
            errors.push_back(error.error);
    }
    return errors;
}

}  // namespace awaitlint
