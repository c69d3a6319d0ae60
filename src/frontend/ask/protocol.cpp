// See protocol.h. Every question is put to Sema inside `probe`, which traps errors and restores its state.
#include "frontend/ask/protocol.h"

#include <utility>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Sema/EnterExpressionEvaluationContext.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Overload.h"
#include "clang/Sema/ScopeInfo.h"
#include "clang/Sema/Template.h"

#include "frontend/ask/names.h"
#include "frontend/read/own_declarations.h"

namespace awaitlint {

using clang::QualType;

namespace {

constexpr const char* protocol_members[] = {"await_ready", "await_suspend", "await_resume"};

/// "only tasks can be awaited" of "static assertion failed due to requirement '...': only tasks can be awaited".
std::string sentence_of_assertion(llvm::StringRef message) {
    if (!message.consume_front("static assertion failed")) return "";
    const llvm::StringRef end = message.contains("due to requirement") ? "': " : ": ";
    const std::size_t at = message.find(end);
    return at == llvm::StringRef::npos ? "" : message.drop_front(at + end.size()).str();
}

/// In C++23 a lambda that holds no keyword is constexpr by itself, and Sema refuses a co_await in what is constexpr.
/// Its first co_await would end that.
class AsNoConstant {
public:
    explicit AsNoConstant(clang::FunctionDecl* function) : function_(function), kind_(function->getConstexprKind()) {
        if (is_lambda_call_operator(function)) function->setConstexprKind(clang::ConstexprSpecKind::Unspecified);
    }
    ~AsNoConstant() { function_->setConstexprKind(kind_); }
    AsNoConstant(const AsNoConstant&) = delete;
    AsNoConstant& operator=(const AsNoConstant&) = delete;

private:
    clang::FunctionDecl* function_;
    clang::ConstexprSpecKind kind_;
};

}  // namespace

bool takes_bare_parameter(const clang::FunctionDecl* function) {
    const clang::FunctionTemplateDecl* pattern = function->getPrimaryTemplate();
    if (!pattern || pattern->getTemplatedDecl()->getNumParams() == 0) return false;
    return is_of_any_type(pattern->getTemplatedDecl()->getParamDecl(0));
}

bool is_of_any_type(const clang::ParmVarDecl* parameter) {
    const QualType type = parameter->getType().getNonReferenceType();
    return llvm::isa<clang::TemplateTypeParmType>(type.getTypePtr()->getUnqualifiedDesugaredType());
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
        const AsNoConstant as_coroutine(context);
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
        if (sentence_.empty()) sentence_ = sentence_of_assertion(diagnostic.error.message);
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
            clang::LookupResult found(sema_, coawait_name(), {}, clang::Sema::LookupOperatorName);
            found.suppressDiagnostics();
            if (!sema_.LookupQualifiedName(found, const_cast<clang::DeclContext*>(context))) continue;
            for (clang::NamedDecl* operation : found)
                if (!llvm::isa<clang::CXXMethodDecl>(operation->getUnderlyingDecl())) functions.addDecl(operation);
            if (!functions.empty()) break;
        }
    }
    clang::ExprResult lookup = sema_.CreateUnresolvedLookupExpr(
        nullptr, clang::NestedNameSpecifierLoc(), clang::DeclarationNameInfo(coawait_name(), {}), functions);
    return lookup.isInvalid() ? nullptr : lookup.get();
}

bool Prober::is_awaiter(QualType type) {
    return awaiter_members(type).size() == std::size(protocol_members);
}

std::vector<std::string> Prober::awaiter_members(QualType type) {
    std::vector<std::string> members;
    for (const char* name : protocol_members)
        if (has_member(type, name)) members.push_back(name);
    return members;
}

const Prober::Attempt& Prober::attempt(const clang::FunctionDecl* function, QualType promise, OperandShape operand) {
    const auto identity = [](QualType type) {
        return type.isNull() ? nullptr : type.getCanonicalType().getAsOpaquePtr();
    };
    const auto key =
        std::tuple(function, identity(promise), identity(operand.type), static_cast<int>(operand.category));
    auto found = attempts_.find(key);
    if (found == attempts_.end()) {
        sentence_.clear();
        found = attempts_.emplace(key, try_steps(function, promise, operand)).first;
        found->second.sentence = std::move(sentence_);
    }
    return found->second;
}

Prober::Attempt Prober::try_steps(const clang::FunctionDecl* function, QualType promise, OperandShape operand) {
    Attempt result;
    if (promise.isNull() || operand.type.isNull()) return result;
    result.has_transform = has_member(promise, "await_transform");
    clang::Expr* transformed = opaque(operand);
    if (result.has_transform) {
        transformed = try_transform(function, promise, operand, result);
        result.transform_accepts = transformed != nullptr;
        if (!transformed) {
            result.failed_step = "await_transform";
            return result;
        }
    }
    if (!try_operator(function, promise, transformed, result)) {
        result.failed_step = "operator co_await";
        result.defect = member_defect(transformed->getType(), coawait_name(), 0);
        return result;
    }
    for (const char* name : protocol_members) {
        if (has_member(result.awaiter, name)) continue;
        result.failed_step = name;
        return result;
    }
    result.accepted = try_whole(function, promise, operand);
    if (result.accepted) return result;
    result.failed_step = "await_suspend";
    find_defect(function, promise, result);
    return result;
}

clang::Expr* Prober::try_transform(const clang::FunctionDecl* function, QualType promise, OperandShape operand,
                                   Attempt& attempt) {
    const clang::SourceLocation at = context_.getTranslationUnitDecl()->getLocation();
    clang::Expr* transformed = nullptr;
    const bool is_accepted = probe(function, promise, [&] {
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
        if (!written || !written->getNumArgs() || !is_taken_as_tag(written->getArg(0), operand.type)) return true;
        attempt.tag = written->getArg(0)->getType();
        return false;
    });
    return is_accepted ? transformed : nullptr;
}

bool Prober::try_operator(const clang::FunctionDecl* function, QualType promise, clang::Expr* transformed,
                          Attempt& attempt) {
    const clang::SourceLocation at = context_.getTranslationUnitDecl()->getLocation();
    return probe(function, promise, [&] {
        clang::Expr* lookup = operator_lookup(function);
        if (!lookup) return false;
        clang::ExprResult awaiter =
            sema_.BuildOperatorCoawaitCall(at, transformed, llvm::cast<clang::UnresolvedLookupExpr>(lookup));
        if (awaiter.isInvalid()) return false;
        attempt.awaiter = awaiter.get()->getType().getNonReferenceType();
        return true;
    });
}

bool Prober::try_whole(const clang::FunctionDecl* function, QualType promise, OperandShape operand) {
    const clang::SourceLocation at = context_.getTranslationUnitDecl()->getLocation();
    const auto build = [&] {
        clang::Expr* lookup = operator_lookup(function);
        return lookup &&
               !sema_.BuildUnresolvedCoawaitExpr(at, opaque(operand), llvm::cast<clang::UnresolvedLookupExpr>(lookup))
                    .isInvalid();
    };
    // The bodies behind a witness may fail for the witness alone.
    const PromiseLookup& own = promise_of(function);
    const bool is_exact =
        own.state == PromiseLookup::State::known && context_.hasSameType(promise, own.promises.front());
    return probe(function, promise, build, is_exact);
}

QualType Prober::awaiter_of(QualType type) {
    const OperandShape shape{type, clang::VK_PRValue};
    const auto complete = [&](const Attempt& tried) { return !tried.awaiter.isNull() && is_awaiter(tried.awaiter); };
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
        wrapped += is_awaiter(tried.awaiter);
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
    return is_awaiter(own.awaiter);
}

bool Prober::is_awaitable_elsewhere(const clang::FunctionDecl* function, OperandShape operand) {
    if (attempt(function, plain_promise_, operand).accepted) return true;
    // A task that only coroutines of its own kind take: it has no protocol but theirs.
    const QualType own =
        operand.type->getAsCXXRecordDecl() ? promise_type(operand.type.getNonReferenceType(), {}) : QualType();
    return !own.isNull() && attempt(function, own, {operand.type.getNonReferenceType(), clang::VK_XValue}).accepted;
}

}  // namespace awaitlint
