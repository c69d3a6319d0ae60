// See protocol.h. Every question is put to Sema inside `probe`, which traps errors and restores its state.
#include "frontend/protocol.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"
#include "clang/Sema/EnterExpressionEvaluationContext.h"
#include "clang/Sema/Initialization.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Overload.h"
#include "clang/Sema/ScopeInfo.h"
#include "clang/Sema/Template.h"

#include "frontend/names.h"

namespace awaitlint {

using clang::QualType;

namespace {

constexpr const char* protocol_members[] = {"await_ready", "await_suspend", "await_resume"};

clang::DeclarationName coawait_name(clang::ASTContext& context) {
    return context.DeclarationNames.getCXXOperatorName(clang::OO_Coawait);
}

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

}  // namespace

/// The class itself, or a specialisation of its template with what is deduced.
static bool takes_class(QualType parameter, const clang::CXXRecordDecl* record) {
    const QualType plain = parameter.getNonReferenceType().getUnqualifiedType();
    if (const clang::CXXRecordDecl* taken = plain->getAsCXXRecordDecl())
        return taken->getCanonicalDecl() == record->getCanonicalDecl();
    const auto* written = plain->getAs<clang::TemplateSpecializationType>();
    const auto* made = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    const clang::TemplateDecl* taken = written ? written->getTemplateName().getAsTemplateDecl() : nullptr;
    return made && taken && taken->getCanonicalDecl() == made->getSpecializedTemplate()->getCanonicalDecl();
}

bool takes_bare_parameter(const clang::FunctionDecl* function) {
    const clang::FunctionTemplateDecl* pattern = function->getPrimaryTemplate();
    if (!pattern || pattern->getTemplatedDecl()->getNumParams() == 0) return false;
    const clang::QualType parameter = pattern->getTemplatedDecl()->getParamDecl(0)->getType().getNonReferenceType();
    return llvm::isa<clang::TemplateTypeParmType>(parameter.getTypePtr()->getUnqualifiedDesugaredType());
}

bool is_taken_as_tag(const clang::Expr* argument, QualType operand) {
    const auto* record = argument->getType().getNonReferenceType()->getAsCXXRecordDecl();
    if (!record || record == operand.getNonReferenceType()->getAsCXXRecordDecl()) return false;
    const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(record->getDeclContext()->getEnclosingNamespaceContext());
    return space && space->getName() == "this_coro";
}

Prober::Prober(ParsedUnit& unit)
    : unit_(unit),
      sema_(unit.sema()),
      context_(unit.context()),
      top_scope_(nullptr, clang::Scope::DeclScope, unit.compiler.getDiagnostics()) {
    top_scope_.setEntity(context_.getTranslationUnitDecl());
    sema_.TUScope = &top_scope_;
    clang::TranslationUnitDecl* top = context_.getTranslationUnitDecl();
    const QualType type = context_.getFunctionType(context_.VoidTy, {}, {});
    neutral_ = clang::FunctionDecl::Create(context_, top, {}, {}, clang::DeclarationName(), type,
                                           context_.getTrivialTypeSourceInfo(type), clang::SC_None);
    for (clang::NamedDecl* found : top->lookup(&context_.Idents.get(unknown_type_name)))
        if (auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(found))
            plain_promise_ = context_.getCanonicalTagType(record);
}

Prober::~Prober() {
    sema_.TUScope = nullptr;
}

const clang::FunctionDecl* Prober::context_of(const clang::FunctionDecl* function) {
    if (!function || function->isDependentContext()) return neutral_;
    return function;
}

bool Prober::probe(const clang::FunctionDecl* function, QualType promise, llvm::function_ref<bool()> work,
                   bool instantiates) {
    std::vector<Diagnostic> trapped;
    std::vector<Diagnostic>* outer = unit_.probe_diagnostics;
    unit_.probe_diagnostics = &trapped;
    // Bodies that other probes asked for are theirs: those of a sample or of a promise that stands for others may fail.
    auto bodies_of_others = std::exchange(sema_.PendingInstantiations, {});
    bool ok = false;
    {
        auto* context = const_cast<clang::FunctionDecl*>(context_of(function));
        clang::Sema::ContextRAII in_function(sema_, context);
        clang::EnterExpressionEvaluationContext evaluated(
            sema_, clang::Sema::ExpressionEvaluationContext::PotentiallyEvaluated);
        sema_.PushFunctionScope();
        if (!promise.isNull()) {
            clang::VarDecl* variable =
                clang::VarDecl::Create(context_, context, context->getLocation(), context->getLocation(),
                                       &context_.Idents.get("__promise"), promise, nullptr, clang::SC_None);
            variable->setImplicit();
            sema_.getCurFunction()->CoroutinePromise = variable;
        }
        clang::Sema::SFINAETrap trap(sema_, true);
        ok = work() && !trap.hasErrorOccurred();
        sema_.PopFunctionScopeInfo();
    }
    if (ok && instantiates) sema_.PerformPendingInstantiations();
    sema_.PendingInstantiations = std::move(bodies_of_others);
    unit_.probe_diagnostics = outer;
    for (const Diagnostic& diagnostic : trapped)
        if (!diagnostic.is_warning) return false;
    return ok;
}

clang::Expr* Prober::opaque(OperandShape operand) {
    QualType type = operand.type;
    clang::ExprValueKind category = operand.category;
    if (const auto* reference = type->getAs<clang::ReferenceType>()) {
        category = llvm::isa<clang::LValueReferenceType>(reference) ? clang::VK_LValue : clang::VK_XValue;
        type = reference->getPointeeType();
    }
    return new (context_) clang::OpaqueValueExpr(context_.getTranslationUnitDecl()->getLocation(), type, category);
}

bool Prober::has_member(QualType type, llvm::StringRef name) {
    auto* record = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
    if (!record) return false;
    if (!record->hasDefinition()) {
        probe(nullptr, {}, [&] { return sema_.isCompleteType({}, type); });
        if (!record->hasDefinition()) return false;
    }
    clang::LookupResult found(sema_, &context_.Idents.get(name), {}, clang::Sema::LookupMemberName);
    found.suppressDiagnostics();
    return sema_.LookupQualifiedName(found, record);
}

/// The operators that unqualified lookup finds from the function outward; argument-dependent lookup comes on top.
clang::Expr* Prober::operator_lookup(const clang::FunctionDecl* function, const clang::NamedDecl* only) {
    clang::UnresolvedSet<8> functions;
    if (only) {
        functions.addDecl(const_cast<clang::NamedDecl*>(only));
    } else {
        const clang::DeclContext* context = context_of(function);
        if (function) context = function->getDeclContext();
        for (; context; context = context->getLookupParent()) {
            if (llvm::isa<clang::LinkageSpecDecl>(context) || context->isFunctionOrMethod()) continue;
            clang::LookupResult found(sema_, coawait_name(context_), {}, clang::Sema::LookupOperatorName);
            found.suppressDiagnostics();
            if (!sema_.LookupQualifiedName(found, const_cast<clang::DeclContext*>(context))) continue;
            for (clang::NamedDecl* operation : found)
                if (!llvm::isa<clang::CXXMethodDecl>(operation->getUnderlyingDecl())) functions.addDecl(operation);
            if (!functions.empty()) break;
        }
    }
    clang::ExprResult lookup = sema_.CreateUnresolvedLookupExpr(
        nullptr, clang::NestedNameSpecifierLoc(), clang::DeclarationNameInfo(coawait_name(context_), {}), functions);
    return lookup.isInvalid() ? nullptr : lookup.get();
}

std::vector<std::string> Prober::awaiter_members(QualType type) {
    std::vector<std::string> members;
    for (const char* name : protocol_members)
        if (has_member(type, name)) members.push_back(name);
    return members;
}

const Prober::Attempt& Prober::attempt(const clang::FunctionDecl* function, QualType promise, OperandShape operand) {
    const auto key = std::tuple(function, promise.getCanonicalType().getAsOpaquePtr(),
                                operand.type.getCanonicalType().getAsOpaquePtr(), static_cast<int>(operand.category));
    auto found = attempts_.find(key);
    if (found == attempts_.end()) found = attempts_.emplace(key, try_steps(function, promise, operand)).first;
    return found->second;
}

Prober::Attempt Prober::try_steps(const clang::FunctionDecl* function, QualType promise, OperandShape operand) {
    Attempt result;
    const clang::SourceLocation at = context_.getTranslationUnitDecl()->getLocation();
    result.has_transform = has_member(promise, "await_transform");
    clang::Expr* transformed = nullptr;
    if (result.has_transform) {
        result.transform_accepts = probe(function, promise, [&] {
            clang::VarDecl* variable = sema_.getCurFunction()->CoroutinePromise;
            clang::ExprResult base = sema_.BuildDeclRefExpr(variable, promise, clang::VK_LValue, at);
            if (base.isInvalid()) return false;
            clang::CXXScopeSpec scope;
            clang::ExprResult member = sema_.BuildMemberReferenceExpr(
                base.get(), promise, at, false, scope, {}, nullptr,
                clang::DeclarationNameInfo(&context_.Idents.get("await_transform"), at), nullptr, nullptr);
            if (member.isInvalid()) return false;
            clang::Expr* arguments[] = {opaque(operand)};
            clang::ExprResult call = sema_.BuildCallExpr(nullptr, member.get(), at, arguments, at);
            if (call.isInvalid()) return false;
            transformed = call.get();
            const auto* written = llvm::dyn_cast<clang::CallExpr>(transformed->IgnoreImplicit());
            if (written && written->getNumArgs() && is_taken_as_tag(written->getArg(0), operand.type)) {
                result.tag = written->getArg(0)->getType();
                return false;
            }
            return true;
        });
        if (!result.transform_accepts) {
            result.failed_step = "await_transform";
            return result;
        }
    }
    if (!transformed) transformed = opaque(operand);
    clang::Expr* lookup = nullptr;
    const bool operator_ok = probe(function, promise, [&] {
        lookup = operator_lookup(function);
        if (!lookup) return false;
        clang::ExprResult awaiter =
            sema_.BuildOperatorCoawaitCall(at, transformed, llvm::cast<clang::UnresolvedLookupExpr>(lookup));
        if (awaiter.isInvalid()) return false;
        result.awaiter = awaiter.get()->getType().getNonReferenceType();
        return true;
    });
    if (!operator_ok) {
        result.failed_step = "operator co_await";
        return result;
    }
    for (const char* name : protocol_members) {
        if (has_member(result.awaiter, name)) continue;
        result.failed_step = name;
        return result;
    }
    const auto build = [&] {
        clang::Expr* lookup_again = operator_lookup(function);
        return lookup_again && !sema_
                                    .BuildUnresolvedCoawaitExpr(at, opaque(operand),
                                                                llvm::cast<clang::UnresolvedLookupExpr>(lookup_again))
                                    .isInvalid();
    };
    // The bodies behind a witness may fail for the witness alone.
    const PromiseLookup& own = promise_of(function);
    const bool is_exact =
        own.state == PromiseLookup::State::known && context_.hasSameType(promise, own.promises.front());
    result.accepted = probe(function, promise, build, is_exact);
    if (!result.accepted) result.failed_step = "await_suspend";
    return result;
}

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

std::vector<QualType> Prober::witnesses(QualType result) {
    std::vector<QualType> found;
    for (QualType sample : sample_types(result))
        if (const QualType promise = promise_type(sample, {}); !promise.isNull()) found.push_back(promise);
    return found;
}

QualType Prober::awaiter_of(QualType type) {
    const OperandShape shape{type, clang::VK_PRValue};
    const auto complete = [&](const Attempt& tried) {
        return !tried.awaiter.isNull() && awaiter_members(tried.awaiter).size() == std::size(protocol_members);
    };
    const Attempt own = attempt(nullptr, plain_promise_, shape);
    if (complete(own)) return own.awaiter;
    const QualType promise = promise_type(type, {});
    if (promise.isNull()) return {};
    const Attempt among_its_own = attempt(nullptr, promise, shape);
    if (!among_its_own.accepted || attempt(nullptr, promise, {plain_promise_, clang::VK_PRValue}).accepted) return {};
    return among_its_own.awaiter;
}

bool Prober::is_taken_by_name(const clang::FunctionDecl* function, QualType type) {
    const PromiseLookup& lookup = promise_of(function);
    const clang::CXXRecordDecl* record = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
    if (!record || lookup.state != PromiseLookup::State::known ||
        !has_member(lookup.promises.front(), "await_transform"))
        return false;
    clang::LookupResult found(sema_, &context_.Idents.get("await_transform"), {}, clang::Sema::LookupMemberName);
    found.suppressDiagnostics();
    sema_.LookupQualifiedName(found, lookup.promises.front()->getAsCXXRecordDecl());
    return std::any_of(found.begin(), found.end(), [&](const clang::NamedDecl* member) {
        const auto* taker = llvm::dyn_cast_or_null<clang::FunctionDecl>(member->getUnderlyingDecl()->getAsFunction());
        return taker && taker->getNumParams() == 1 && takes_class(taker->getParamDecl(0)->getType(), record);
    });
}

QualType Prober::awaited_type(const clang::FunctionDecl* function, OperandShape operand) {
    const PromiseLookup& lookup = promise_of(function);
    if (lookup.state != PromiseLookup::State::known || operand.type.isNull() || operand.type->isDependentType())
        return {};
    const Attempt tried = attempt(function, lookup.promises.front(), operand);
    return tried.accepted ? member_result(tried.awaiter, "await_resume") : QualType();
}

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
    std::vector<QualType> parameters;
    bool is_dependent = result->isDependentType();
    if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
        method && method->isImplicitObjectMemberFunction()) {
        const QualType object = method->getFunctionObjectParameterReferenceType();
        is_dependent |= object->isDependentType();
        parameters.push_back(object);
    }
    for (const clang::ParmVarDecl* parameter : function->parameters()) {
        is_dependent |= parameter->getType()->isDependentType();
        parameters.push_back(parameter->getType());
    }
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

Certainty Prober::is_awaitable(const clang::FunctionDecl* function, OperandShape operand) {
    if (operand.type.isNull() || operand.type->isDependentType()) return Certainty::maybe;
    const PromiseLookup& lookup = promise_of(function);
    if (lookup.state == PromiseLookup::State::unknown) return Certainty::maybe;
    if (lookup.state == PromiseLookup::State::none)
        return is_task_like(operand.type.getNonReferenceType()) ? Certainty::yes : Certainty::no;
    if (lookup.state == PromiseLookup::State::known)
        return attempt(function, lookup.promises.front(), operand).accepted ? Certainty::yes : Certainty::no;
    return is_awaitable_by_witnesses(function, lookup, operand);
}

/// A witness stands for every argument that a user may choose. It can tell that a plain value is never awaited, but
/// not what a task, or an operation that the promise wraps, would meet with the real arguments.
Certainty Prober::is_awaitable_by_witnesses(const clang::FunctionDecl* function, const PromiseLookup& lookup,
                                            OperandShape operand) {
    unsigned accepted = 0, wrapped = 0;
    for (QualType promise : lookup.promises) {
        const Attempt& tried = attempt(function, promise, operand);
        accepted += tried.accepted;
        wrapped += awaiter_members(tried.awaiter).size() == std::size(protocol_members);
    }
    if (accepted == lookup.promises.size()) return Certainty::yes;
    const bool is_plain_value = accepted == 0 && wrapped == 0 && !is_task_like(operand.type.getNonReferenceType());
    return is_plain_value ? Certainty::no : Certainty::maybe;
}

Certainty Prober::accepts_anything(const clang::FunctionDecl* function) {
    return is_awaitable(function, {plain_promise_, clang::VK_PRValue});
}

bool Prober::is_task_like(QualType type) {
    if (type.isNull() || type->isDependentType() || !type->getAsCXXRecordDecl()) return false;
    return has_own_protocol(nullptr, {type, clang::VK_PRValue}) || !promise_type(type, {}).isNull();
}

bool Prober::has_own_protocol(const clang::FunctionDecl* function, OperandShape operand) {
    if (operand.type.isNull() || operand.type->isDependentType()) return false;
    const Attempt own = attempt(function, plain_promise_, operand);
    return awaiter_members(own.awaiter).size() == std::size(protocol_members);
}

bool Prober::is_awaitable_elsewhere(const clang::FunctionDecl* function, OperandShape operand) {
    if (attempt(function, plain_promise_, operand).accepted) return true;
    // A task that only coroutines of its own kind take: it has no protocol but theirs.
    const QualType own =
        operand.type->getAsCXXRecordDecl() ? promise_type(operand.type.getNonReferenceType(), {}) : QualType();
    return !own.isNull() && attempt(function, own, {operand.type.getNonReferenceType(), clang::VK_XValue}).accepted;
}

std::string Prober::step_in_words(const Attempt& attempt, QualType promise, QualType operand) {
    const auto name = [&](QualType type) { return type_as_written(context_, type); };
    if (!attempt.tag.isNull())
        return fmt::format("it converts to the tag '{}', which is not what was meant", name(attempt.tag));
    if (attempt.failed_step == "await_transform")
        return fmt::format("no 'await_transform' of the promise '{}' accepts it", name(promise));
    if (attempt.failed_step == "operator co_await")
        return fmt::format("'operator co_await' cannot be called on '{}'", name(operand));
    const QualType awaiter = attempt.awaiter.isNull() ? operand : attempt.awaiter;
    if (!awaiter->getAsCXXRecordDecl())
        return fmt::format("'{}' is not a class: it has no 'await_ready'", name(awaiter));
    if (has_member(awaiter, attempt.failed_step))
        return fmt::format("'{}::{}' cannot be called as the await protocol requires", name(awaiter),
                           attempt.failed_step);
    const bool is_bare = awaiter_members(awaiter).empty();
    return fmt::format("'{}' has {}no member '{}'", name(awaiter), is_bare ? "no 'operator co_await' and " : "",
                       attempt.failed_step);
}

const clang::NamedDecl* Prober::find_hidden_operator(const clang::FunctionDecl* function, OperandShape operand) {
    if (!operand.type->getAsCXXRecordDecl() && !operand.type->isEnumeralType()) return nullptr;
    const clang::NamedDecl* declared_later = nullptr;
    std::vector<const clang::DeclContext*> open = {context_.getTranslationUnitDecl()};
    std::set<const clang::DeclContext*> seen;
    while (!open.empty()) {
        const clang::DeclContext* space = open.back();
        open.pop_back();
        if (!seen.insert(space->getPrimaryContext()).second) continue;
        for (const clang::Decl* decl : space->decls()) {
            if (llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl>(decl))
                open.push_back(llvm::cast<clang::DeclContext>(decl)->getPrimaryContext());
        }
        for (const clang::NamedDecl* candidate : space->lookup(coawait_name(context_))) {
            // A using-declaration of the operator is in the table beside what it brings in.
            if (!llvm::isa<clang::FunctionDecl, clang::FunctionTemplateDecl>(candidate->getUnderlyingDecl())) continue;
            const clang::SourceLocation at = candidate->getLocation();
            bool accepts = probe(function, plain_promise_, [&] {
                clang::Expr* lookup = operator_lookup(function, candidate);
                if (!lookup) return false;
                clang::ExprResult awaiter = sema_.BuildOperatorCoawaitCall(
                    at, opaque(operand), llvm::cast<clang::UnresolvedLookupExpr>(lookup));
                return !awaiter.isInvalid() && awaiter_members(awaiter.get()->getType().getNonReferenceType()).size() ==
                                                   std::size(protocol_members);
            });
            if (!accepts) continue;
            // A using-declaration can bring in only what is declared before it.
            const bool is_before = !function || context_.getSourceManager().isBeforeInTranslationUnit(
                                                    candidate->getLocation(), function->getLocation());
            if (is_before) return candidate;
            declared_later = candidate;
        }
    }
    return declared_later;
}

Protocol Prober::explain(const clang::FunctionDecl* function, OperandShape operand, const clang::Expr* written) {
    Protocol protocol;
    const PromiseLookup& lookup = promise_of(function);
    const QualType promise = lookup.promises.empty() ? plain_promise_ : lookup.promises.front();
    const QualType bare = operand.type.getNonReferenceType();
    const Attempt tried = attempt(function, promise, operand);
    protocol.promise_has_await_transform = tried.has_transform;
    protocol.await_transform_accepts = tried.transform_accepts;
    protocol.failed_step = tried.failed_step;
    if (!tried.accepted) protocol.failure = step_in_words(tried, promise, bare);
    protocol.operand_is_awaitable_itself = is_awaitable_elsewhere(function, operand);
    const Attempt own = attempt(function, plain_promise_, operand);
    protocol.awaiter_members = awaiter_members(own.awaiter.isNull() ? bare : own.awaiter);
    if (bare->isFunctionType() || bare->isFunctionPointerType() || bare->isMemberFunctionPointerType() ||
        bare->isSpecificPlaceholderType(clang::BuiltinType::Overload) ||
        bare->isSpecificPlaceholderType(clang::BuiltinType::BoundMember))
        protocol.names_function = true;
    const bool is_class = bare->getAsCXXRecordDecl() != nullptr;
    if (!tried.accepted && is_class && operand.category == clang::VK_LValue) {
        const OperandShape rvalue{bare, clang::VK_XValue};
        protocol.is_awaitable_as_rvalue = is_awaitable(function, rvalue) == Certainty::yes;
        if (protocol.is_awaitable_as_rvalue)
            protocol.failure = fmt::format("'{}' can be awaited only as an rvalue", type_as_written(context_, bare));
    }
    if (protocol.names_function || is_class) {
        QualType result;
        probe(function, promise, [&] {
            clang::Expr* callee =
                protocol.names_function && written ? const_cast<clang::Expr*>(written) : opaque(operand);
            clang::ExprResult call = sema_.BuildCallExpr(nullptr, callee, {}, {}, {});
            if (call.isInvalid()) return false;
            result = context_.getReferenceQualifiedType(call.get());
            return true;
        });
        protocol.is_callable_without_arguments = !result.isNull();
        if (!result.isNull())
            protocol.is_awaitable_when_called = is_awaitable(function, {result, clang::VK_PRValue}) == Certainty::yes;
    }
    const bool got_past_transform = !protocol.promise_has_await_transform || protocol.await_transform_accepts;
    if (!tried.accepted && got_past_transform && protocol.awaiter_members.empty()) {
        if (const clang::NamedDecl* hidden = find_hidden_operator(function, operand)) {
            protocol.hidden_operator = hidden->getQualifiedNameAsString();
            protocol.hidden_operator_place = unit_.place(hidden->getLocation());
        }
    }
    return protocol;
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
