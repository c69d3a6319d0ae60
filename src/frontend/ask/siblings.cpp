// See siblings.h.
#include "frontend/ask/siblings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclLookups.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Sema/Sema.h"

#include "awaitlint/naming.h"
#include "frontend/ask/names.h"
#include "frontend/ask/spelling.h"
#include "frontend/ask/tokens.h"

namespace awaitlint {
namespace {

constexpr std::size_t longest_extra_name = 16;
constexpr std::size_t most_siblings = 48;

/// What every name of a large namespace is compared with.
class Likeness {
public:
    explicit Likeness(llvm::StringRef name) : name_(name), stem_(name_stem(name)) {}
    bool is_same_stem(llvm::StringRef other) const { return name_stem(other) == stem_; }
    bool holds_for(llvm::StringRef other) const {
        const auto [shorter, longer] = name_.size() <= other.size() ? std::pair(name_, other) : std::pair(other, name_);
        if (longer.size() - shorter.size() <= longest_extra_name && longer.contains_insensitive(shorter)) return true;
        return is_same_stem(other);
    }

private:
    llvm::StringRef name_;
    std::string stem_;
};

clang::FunctionDecl* function_of(clang::NamedDecl* decl) {
    decl = decl->getUnderlyingDecl();
    if (auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl)) return pattern->getTemplatedDecl();
    return llvm::dyn_cast<clang::FunctionDecl>(decl);
}

bool is_named_for_asynchrony(llvm::StringRef name) {
    return name == "async" || name == "coro" || name == "co" || name == "asynchronous" || name == "sync";
}

struct Search {
    ParsedUnit& unit;
    Prober& prober;
    const clang::FunctionDecl* callee;
    const clang::CallExpr* call;
    const clang::FunctionDecl* around;
    std::vector<Sibling> found;
    std::set<const clang::Decl*> seen;
    std::optional<std::vector<const clang::VarDecl*>> tokens;

    std::vector<OperandShape> argument_shapes() const {
        std::vector<OperandShape> shapes;
        for (const clang::Expr* argument : call->arguments()) {
            if (llvm::isa<clang::CXXDefaultArgExpr>(argument)) break;
            const clang::Expr* written = argument->IgnoreImplicit();
            shapes.push_back({written->getType(), written->getValueKind()});
        }
        return shapes;
    }

    const std::vector<const clang::VarDecl*>& tokens_here() {
        if (!tokens) tokens = completion_tokens(unit, prober, around);
        return *tokens;
    }

    /// Those of `parse<int>("1")`: the sibling keeps them.
    bool copy_template_arguments(clang::TemplateArgumentListInfo& list) const {
        const clang::Expr* named = call->getCallee()->IgnoreParenImpCasts();
        if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(named)) {
            reference->copyTemplateArgumentsInto(list);
            return reference->hasExplicitTemplateArgs();
        }
        if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(named)) {
            member->copyTemplateArgumentsInto(list);
            return member->hasExplicitTemplateArgs();
        }
        return false;
    }

    /// A using-declaration brings in one name: its neighbours must be qualified.
    bool is_found_by_using_declaration() const {
        const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(call->getCallee()->IgnoreParenImpCasts());
        return reference && !reference->hasQualifier() && llvm::isa<clang::UsingShadowDecl>(reference->getFoundDecl());
    }

    /// What the call would give with the callee exchanged, and with which extra argument.
    void judge(Sibling& sibling, clang::FunctionDecl* candidate) {
        const clang::QualType declared = candidate->getReturnType();
        const bool is_template = candidate->getDescribedFunctionTemplate() != nullptr;
        if (!is_template && !declared->isDependentType() && !declared->isUndeducedType()) {
            sibling.is_awaitable = prober.is_awaitable(around, {declared, clang::VK_PRValue});
        }
        std::vector<OperandShape> arguments = argument_shapes();
        const bool is_dependent = std::any_of(arguments.begin(), arguments.end(),
                                              [](const OperandShape& shape) { return shape.type->isDependentType(); });
        if (is_dependent) {
            if (is_template) sibling.is_awaitable = Certainty::maybe;
            return;
        }
        OperandShape object;
        const OperandShape* on = nullptr;
        if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) {
            const clang::Expr* written = member->getImplicitObjectArgument()->IgnoreImplicit();
            object = {written->getType(), written->getValueKind()};
            on = &object;
        }
        clang::NamedDecl* named =
            is_template ? static_cast<clang::NamedDecl*>(candidate->getDescribedFunctionTemplate()) : candidate;
        const auto call_with = [&](const std::vector<OperandShape>& shapes) {
            const clang::FunctionDecl* target = nullptr;
            clang::TemplateArgumentListInfo written;
            const bool has_written = copy_template_arguments(written);
            const clang::QualType result =
                prober.call_result(around, named, shapes, target, on, has_written ? &written : nullptr);
            if (result.isNull() || !target || written_pattern(target) != written_pattern(candidate))
                return Certainty::no;
            const clang::QualType awaited = prober.awaited_type(around, {result, clang::VK_PRValue});
            sibling.awaited_type = awaited.isNull() ? "" : canonical_name(unit.context(), awaited);
            return prober.is_awaitable(around, {result, clang::VK_PRValue});
        };
        if (is_template) sibling.is_awaitable = call_with(arguments);
        if (sibling.is_awaitable != Certainty::no && call_with(arguments) != Certainty::no) return;
        if (is_template && is_awaitable_with_token(sibling, arguments, call_with)) return;
        add_tag_argument(sibling, candidate, arguments, call_with);
    }

    /// The token goes behind the arguments, or in place of the error code that a synchronous function fills in.
    template <class CallWith>
    bool is_awaitable_with_token(Sibling& sibling, std::vector<OperandShape> arguments, const CallWith& call_with) {
        const bool has_error_code = !arguments.empty() && is_error_code(arguments.back().type);
        for (const bool in_place : {false, true}) {
            if (in_place && !has_error_code) continue;
            if (in_place) arguments.pop_back();
            for (const clang::VarDecl* token : tokens_here()) {
                arguments.push_back({token->getType(), clang::VK_LValue});
                const bool is_awaitable = call_with(arguments) != Certainty::no;
                arguments.pop_back();
                if (!is_awaitable) continue;
                sibling.is_awaitable = Certainty::yes;
                sibling.extra_argument = spelling_here(unit, token, around);
                sibling.replaces_last_argument = in_place;
                return true;
            }
        }
        return false;
    }

    /// An overload chosen by one more parameter of an empty tag type: `connect(ctx, use_task_t)`.
    template <class CallWith>
    void add_tag_argument(Sibling& sibling, clang::FunctionDecl* candidate, std::vector<OperandShape> arguments,
                          const CallWith& call_with) {
        if (candidate->getNumParams() != arguments.size() + 1) return;
        const clang::QualType tag =
            candidate->getParamDecl(arguments.size())->getType().getNonReferenceType().getUnqualifiedType();
        const auto* record = tag->getAsCXXRecordDecl();
        if (tag->isDependentType() || !record || !record->hasDefinition() || !record->isEmpty() ||
            !record->hasDefaultConstructor())
            return;
        arguments.push_back({tag, clang::VK_PRValue});
        if (call_with(arguments) == Certainty::no) return;
        sibling.is_awaitable = Certainty::yes;
        sibling.extra_argument = type_spelling_here(unit, tag, around) + "{}";
    }

    void add(clang::NamedDecl* decl, bool needs_qualifier) {
        clang::FunctionDecl* candidate = function_of(decl);
        if (!candidate || found.size() >= most_siblings) return;
        if (written_pattern(candidate) == written_pattern(callee)) return;
        if (!candidate->getDeclName().isIdentifier() || !callee->getDeclName().isIdentifier()) return;
        if (!seen.insert(written_pattern(candidate)).second) return;
        Sibling sibling;
        sibling.symbol = symbol_of(unit, candidate);
        sibling.replaces_qualifier = needs_qualifier;
        sibling.spelling = needs_qualifier ? spelling_here(unit, candidate, around) : sibling.symbol.name;
        for (const clang::FunctionDecl* outer = around; outer;
             outer = llvm::dyn_cast_or_null<clang::FunctionDecl>(outer->getParent()->getParent()))
            if (written_pattern(outer) == written_pattern(candidate)) sibling.is_enclosing_function = true;
        judge(sibling, candidate);
        found.push_back(std::move(sibling));
    }

    void add_all_alike(const clang::DeclContext* scope, bool needs_qualifier) {
        const auto [entry, is_new] = unit.names_of_scopes.alike.try_emplace({scope, callee->getNameAsString()});
        std::vector<clang::NamedDecl*>& alike = entry->second;
        if (is_new) {
            const Likeness likeness(entry->first.second);
            for (const auto& results : scope->lookups())
                for (clang::NamedDecl* decl : results)
                    if (function_of(decl) && decl->getDeclName().isIdentifier() && likeness.holds_for(decl->getName()))
                        alike.push_back(decl);
            if (alike.size() > most_siblings) put_most_alike_first(alike, likeness);
        }
        // A copy: what is looked at may instantiate what looks for names itself.
        for (clang::NamedDecl* decl : std::vector(alike)) add(decl, needs_qualifier);
    }

    /// Their order in a scope's table is that of a hash, which differs from run to run.
    static void put_most_alike_first(std::vector<clang::NamedDecl*>& decls, const Likeness& likeness) {
        std::map<const clang::NamedDecl*, std::tuple<bool, std::size_t, std::string>> ranks;
        for (clang::NamedDecl* decl : decls)
            ranks[decl] = {!likeness.is_same_stem(decl->getName()), decl->getName().size(),
                           usr_of(written_pattern(function_of(decl)))};
        std::sort(decls.begin(), decls.end(),
                  [&](const clang::NamedDecl* a, const clang::NamedDecl* b) { return ranks.at(a) < ranks.at(b); });
    }

    void in_class(const clang::CXXRecordDecl* record) {
        if (!record->hasDefinition()) return;
        record = record->getDefinition();
        add_all_alike(record, false);
        record->forallBases([&](const clang::CXXRecordDecl* base) {
            add_all_alike(base, false);
            return true;
        });
    }

    void in_namespace(const clang::DeclContext* space) {
        add_all_alike(space, is_found_by_using_declaration());
        const clang::DeclContext* parent = space->isTranslationUnit() ? nullptr : space->getParent();
        for (const clang::DeclContext* outer : {space, parent}) {
            if (!outer) continue;
            for (const clang::DeclContext* beside : named_for_asynchrony_in(outer->getPrimaryContext()))
                if (beside != space->getPrimaryContext()) add_all_alike(beside, true);
        }
    }

    const std::vector<const clang::DeclContext*>& named_for_asynchrony_in(const clang::DeclContext* outer) {
        const auto [entry, is_new] = unit.names_of_scopes.named_for_asynchrony.try_emplace(outer);
        if (!is_new) return entry->second;
        for (const clang::Decl* decl : outer->decls())
            if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(decl);
                space && is_named_for_asynchrony(space->getName()))
                entry->second.push_back(space->getPrimaryContext());
        return entry->second;
    }

    void add_named(const std::function<bool(const clang::FunctionDecl*)>& is_wanted) {
        for (const std::string& name : unit.request.names)
            for (clang::NamedDecl* decl : functions_named(unit.context(), name))
                if (is_wanted(function_of(decl))) add(decl, !llvm::isa<clang::CXXMethodDecl>(function_of(decl)));
    }

    void by_arguments() {
        std::vector<clang::Expr*> arguments;
        for (const clang::Expr* argument : call->arguments()) {
            if (argument->isTypeDependent()) return;
            arguments.push_back(const_cast<clang::Expr*>(argument));
        }
        clang::Sema::AssociatedNamespaceSet namespaces;
        clang::Sema::AssociatedClassSet classes;
        unit.sema().FindAssociatedClassesAndNamespaces({}, arguments, namespaces, classes);
        for (const clang::DeclContext* space : namespaces)
            if (!space->isStdNamespace()) add_all_alike(space->getPrimaryContext(), true);
    }
};

}  // namespace

std::vector<Sibling> find_awaitable_siblings(ParsedUnit& unit, Prober& prober, const clang::FunctionDecl* callee,
                                             const clang::CallExpr* call, const clang::FunctionDecl* around,
                                             const std::vector<std::string>& names,
                                             const std::function<bool(const clang::FunctionDecl*)>& is_wanted) {
    Search search{unit, prober, callee, call, around, {}, {}, {}};
    for (clang::NamedDecl* decl : functions_beside(unit.context(), callee, names))
        if (is_wanted(function_of(decl))) search.add(decl, search.is_found_by_using_declaration());
    if (is_named_in_request(unit, callee)) search.add_named(is_wanted);
    std::erase_if(search.found, [](const Sibling& sibling) { return sibling.is_awaitable != Certainty::yes; });
    std::sort(search.found.begin(), search.found.end(), [](const Sibling& a, const Sibling& b) {
        return std::tie(a.symbol.qualified_name, a.symbol.usr) < std::tie(b.symbol.qualified_name, b.symbol.usr);
    });
    return std::move(search.found);
}

bool is_named_in_request(const ParsedUnit& unit, const clang::FunctionDecl* function) {
    const std::vector<std::string>& names = unit.request.names;
    return std::find(names.begin(), names.end(), function_name(written_pattern(function))) != names.end();
}

std::vector<clang::NamedDecl*> functions_beside(clang::ASTContext& context, const clang::FunctionDecl* callee,
                                                const std::vector<std::string>& names) {
    std::vector<clang::NamedDecl*> found;
    std::vector<const clang::DeclContext*> scopes;
    if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee)) {
        const clang::CXXRecordDecl* record = method->getParent()->getDefinition();
        if (!record) return found;
        scopes.push_back(record);
        record->forallBases([&](const clang::CXXRecordDecl* base) {
            scopes.push_back(base);
            return true;
        });
    } else {
        const clang::DeclContext* space = written_pattern(callee)->getDeclContext()->getEnclosingNamespaceContext();
        while (space->isInlineNamespace()) space = space->getParent();
        scopes.push_back(space->getPrimaryContext());
    }
    for (const std::string& name : names)
        for (const clang::DeclContext* scope : scopes)
            for (clang::NamedDecl* decl : scope->lookup(&context.Idents.get(name)))
                if (function_of(decl)) found.push_back(decl);
    return found;
}

bool is_name_alike(llvm::StringRef a, llvm::StringRef b) {
    return Likeness(a).holds_for(b);
}

std::vector<clang::NamedDecl*> functions_named(clang::ASTContext& context, llvm::StringRef qualified_name) {
    std::vector<clang::NamedDecl*> found = decls_named(context, qualified_name);
    std::erase_if(found, [](clang::NamedDecl* decl) { return !function_of(decl); });
    return found;
}

std::vector<Sibling> find_siblings(ParsedUnit& unit, Prober& prober, const clang::FunctionDecl* callee,
                                   const clang::CallExpr* call, const clang::FunctionDecl* around) {
    Search search{unit, prober, callee, call, around, {}, {}, {}};
    const clang::FunctionDecl* pattern = written_pattern(callee);
    if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee)) {
        search.in_class(method->getParent());
    } else {
        const clang::DeclContext* space = pattern->getDeclContext()->getEnclosingNamespaceContext();
        while (space->isInlineNamespace()) space = space->getParent();
        search.in_namespace(space->getPrimaryContext());
        search.by_arguments();
    }
    // The other half of a pair of names; looking at all of them would cost a probe each.
    if (is_named_in_request(unit, callee)) search.add_named([](const clang::FunctionDecl*) { return true; });
    // Nearest first; the order in a scope's table is that of a hash.
    std::sort(search.found.begin(), search.found.end(), [](const Sibling& a, const Sibling& b) {
        return std::tie(a.symbol.qualified_name, a.symbol.usr) < std::tie(b.symbol.qualified_name, b.symbol.usr);
    });
    return search.found;
}

}  // namespace awaitlint
