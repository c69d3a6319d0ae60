// See loans.h.
#include "frontend/collect/loans.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/end_of_scope.h"
#include "frontend/around/fate.h"
#include "frontend/around/last_look.h"
#include "frontend/around/lenders.h"
#include "frontend/around/outliving.h"
#include "frontend/around/task_route.h"
#include "frontend/around/value_places.h"
#include "frontend/ask/awaitable_types.h"
#include "frontend/ask/awaiting.h"
#include "frontend/ask/names.h"
#include "frontend/collect/loan_repairs.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

/// A parameter of a call, or its object, with what that is given.
struct Given {
    Lent lent;
    const clang::Expr* argument = nullptr;
    const clang::ParmVarDecl* parameter = nullptr;  // null for the object
    unsigned index = 0;                             // of the parameter
};

/// The object of a member function's call, or the pointer to it; null where there is none.
const clang::Expr* object_of(const clang::CallExpr* call, const clang::CXXMethodDecl* method) {
    if (!method || method->isStatic() || method->isExplicitObjectMemberFunction()) return nullptr;
    const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call);
    const clang::Expr* object = member                                        ? member->getImplicitObjectArgument()
                                : llvm::isa<clang::CXXOperatorCallExpr>(call) ? call->getArg(0)
                                                                              : nullptr;
    return object;
}

std::vector<std::string> captures_of(const clang::CXXRecordDecl* closure) {
    std::vector<std::string> names;
    for (const clang::LambdaCapture& capture : closure->captures())
        if (capture.capturesThis() || capture.capturesVariable())
            names.push_back(capture.capturesThis() ? "this" : capture.getCapturedVar()->getNameAsString());
    return names;
}

bool is_closure(clang::QualType type) {
    const auto* record = type->getAsCXXRecordDecl();
    return record && record->isLambda();
}

/// What is called may be another function than the one that is seen.
bool may_be_overridden(const clang::CXXMethodDecl* method) {
    return method && method->isVirtual() && !method->hasAttr<clang::FinalAttr>() &&
           !method->getParent()->isEffectivelyFinal();
}

std::vector<Given> given_to(const clang::CallExpr* call, const clang::FunctionDecl* callee) {
    std::vector<Given> given;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
    if (const clang::Expr* object = object_of(call, method))
        if (std::optional<Lent> lent = object->isGLValue() ? lent_by(object) : lent_by_owner(object)) {
            lent->hold = method->getParent()->isLambda() ? Hold::closure : Hold::object;
            given.push_back({*lent, object});
        }
    const bool is_operator_of_object = llvm::isa<clang::CXXOperatorCallExpr>(call) && method && !method->isStatic() &&
                                       !method->isExplicitObjectMemberFunction();
    const unsigned first = is_operator_of_object ? 1 : 0;
    for (unsigned i = 0; i < callee->getNumParams() && i + first < call->getNumArgs(); ++i) {
        const clang::ParmVarDecl* parameter = callee->getParamDecl(i);
        if (std::optional<Lent> lent = lent_to(parameter->getType(), call->getArg(i + first)))
            given.push_back({*lent, call->getArg(i + first), parameter, i});
    }
    return given;
}

class LoanCollector : public match::MatchFinder::MatchCallback {
public:
    LoanCollector(const ValueContext& context, const std::vector<Value>& values)
        : around_(context), ast_(context.unit.context()), types_(context.unit, context.prober) {
        for (const clang::Expr* operand : around_.awaited) awaiting_.add_operand(operand);
        for (const Value& value : values) values_.emplace(value.site.span.site(), &value);
    }

    bool is_needed() const { return types_.are_possible(); }

    void run(const match::MatchFinder::MatchResult& result) override {
        if (const auto* lambda = result.Nodes.getNodeAs<clang::LambdaExpr>("lambda")) return add_passed(lambda);
        const auto* call = result.Nodes.getNodeAs<clang::CallExpr>("call");
        const clang::FunctionDecl* callee = call->getDirectCallee();
        if (!callee || call->isInstantiationDependent() || !call->isPRValue() ||
            !call->getType()->getAsCXXRecordDecl() || awaiting_.operands.count(call) ||
            !around_.looks_at(call->getExprLoc()))
            return;
        const std::vector<Given> given = given_to(call, callee);
        if (given.empty()) return;
        const std::optional<AwaitableType> type = task_type(call->getType(), callee);
        if (!type) return;
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*call));
        if ((function && is_in_instantiation(function)) || is_within_await(call)) return;
        const std::optional<TaskRoute> route = route_of(ast_, call, awaiting_.operands);
        if (!route) return;
        // A temporary is gone before anything is done with the variable that keeps the task.
        const auto lives_on = [](const Given& one) { return one.lent.lender != Lender::temporary; };
        const std::optional<TaskRoute> later = std::any_of(given.begin(), given.end(), lives_on)
                                                   ? route_behind(ast_, *route, function, awaiting_.operands)
                                                   : std::nullopt;
        for (const Given& one : given)
            if (one.lent.lender != Lender::capture || is_in_closure_of(function, one.lent.variable))
                add(call, callee, one, *type, later && lives_on(one) ? *later : *route, function);
    }

    std::vector<Loan> take() {
        std::vector<Loan> loans;
        for (auto& [key, loan] : loans_) loans.push_back(std::move(loan));
        return loans;
    }

private:
    void add(const clang::CallExpr* call, const clang::FunctionDecl* callee, const Given& given,
             const AwaitableType& type, const TaskRoute& route, const clang::FunctionDecl* function) {
        const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(callee);
        const LastLook last_look = !given.parameter            ? look_at_object(method)
                                   : may_be_overridden(method) ? LastLook::unknown
                                                               : look_at_parameter(callee, given.index);
        // Of most functions that return a task the body is not seen: there is nothing to say of them.
        if (last_look == LastLook::unknown || last_look == LastLook::never) return;
        Loan loan;
        loan.last_look = last_look;
        loan.is_default_argument = llvm::isa<clang::CXXDefaultArgExpr>(given.argument);
        loan.site = site_of(loan.is_default_argument ? call : given.argument, around_.text);
        loan.site.function = around_.bodies.refer_to(function, around_.prober);
        loan.lender = given.lent.lender;
        loan.hold = given.lent.hold;
        if (given.lent.variable) loan.object = given.lent.variable->getNameAsString();
        if (!is_closure(given.lent.type)) loan.object_type = type_as_written(ast_, given.lent.type);
        loan.coroutine = symbol_of(around_.unit, callee);
        if (given.parameter) {
            loan.parameter = given.parameter->getNameAsString();
            loan.parameter_declared = around_.unit.place(given.parameter->getLocation());
        }
        if (given.lent.hold == Hold::closure) loan.captures = captures_of(method->getParent());
        loan.task = type;
        loan.runs_when_dropped = runs_when_dropped(call->getType());
        loan.taken_by = route.taken_by;
        loan.fate = route.fate.fate;
        if (route.kept_in) loan.kept_in = route.kept_in->getNameAsString();
        loan.is_outlived =
            loan.lender == Lender::local && route.keeper && outlives(ast_, route.keeper, given.lent.variable);
        loan.ends_next = given.lent.variable && loan.lender != Lender::capture &&
                         is_gone_right_behind(ast_, route.last ? route.last : call, given.lent.variable, route.kept_in);
        const clang::Expr* kept = route.last ? route.last : call;
        if (!route.kept_in)
            if (const auto value = values_.find(site_of(kept, around_.text).span.site()); value != values_.end())
                loan.fate = value->second->fate;
        add_repairs(loan, {call, route.taken_by.empty() ? route.keeper : nullptr, function}, given, callee);
        if (loan.lender == Lender::capture)
            if (const clang::LambdaExpr* lambda = lambda_around(ast_, call))
                if (const clang::Expr* taker = taker_of(lambda)) loan.closure_taken_by = name_of_taker(taker);
        keep(std::move(loan));
    }

    /// None where it is none, or a generator's. That of a coroutine that nobody can wait for is one, too.
    std::optional<AwaitableType> task_type(clang::QualType type, const clang::FunctionDecl* function) {
        if (const std::optional<AwaitableType>& known = types_.find(type))
            return known->is_task && !known->is_generator ? known : std::nullopt;
        if (!is_seen_as_coroutine(function)) return std::nullopt;
        const clang::QualType promise = around_.prober.promise_of_result(ast_.getCanonicalType(type));
        if (promise.isNull() || around_.prober.has_member(promise, "yield_value") || !ends_by_itself(promise))
            return std::nullopt;
        AwaitableType found;
        found.name = type_as_written(ast_, type);
        found.full_name = type_fully_qualified(ast_, type);
        found.template_name = class_name(type);
        found.is_task = true;
        found.starts_eagerly = never_suspends(around_.prober.member_result(promise, "initial_suspend"));
        return found;
    }

    void add_repairs(Loan& loan, const KeptCall& kept, const Given& given, const clang::FunctionDecl* callee) {
        if (loan.site.is_in_macro()) return;
        const bool is_returned = std::holds_alternative<fate::Returned>(loan.fate) && loan.taken_by.empty();
        if (is_returned && loan.lender != Lender::capture)
            loan.awaited_return = awaited_return_of(around_, kept.call, given.parameter, kept.function);
        if (loan.is_default_argument) return;
        if (kept.variable && std::holds_alternative<fate::Kept>(loan.fate)) {
            std::set<std::string>& names = names_given_[kept.function];
            loan.naming = naming_of(around_, kept, given.argument, given.parameter, given.lent, names);
            if (loan.naming) names.insert(loan.naming->name);
            if (loan.lender == Lender::temporary) loan.next_await = next_await_of(around_, kept);
        }
        if (given.parameter) loan.by_value = by_value_of(around_, callee, given.index);
    }

    static bool never_suspends(clang::QualType awaiter) {
        return !awaiter.isNull() && class_name(awaiter) == "std::suspend_never";
    }
    bool ends_by_itself(clang::QualType promise) const {
        return never_suspends(around_.prober.member_result(promise, "final_suspend"));
    }
    bool runs_when_dropped(clang::QualType task) const {
        const clang::QualType promise = around_.prober.promise_of_result(ast_.getCanonicalType(task));
        return !promise.isNull() && ends_by_itself(promise);
    }

    /// The lambda copies the variable into its own closure.
    static bool is_in_closure_of(const clang::FunctionDecl* function, const clang::VarDecl* variable) {
        if (!function || !is_lambda_call_operator(function)) return false;
        const auto captures = llvm::cast<clang::CXXMethodDecl>(function)->getParent()->captures();
        return std::any_of(captures.begin(), captures.end(), [&](const clang::LambdaCapture& capture) {
            return capture.capturesVariable() && capture.getCaptureKind() == clang::LCK_ByCopy &&
                   capture.getCapturedVar() == variable;
        });
    }

    /// A lambda that is a coroutine, and is given to a function without being called.
    void add_passed(const clang::LambdaExpr* lambda) {
        const clang::CXXMethodDecl* method = lambda->getCallOperator();
        if (lambda->capture_size() == 0 || lambda->isGenericLambda() || method->isExplicitObjectMemberFunction() ||
            method->getReturnType()->isDependentType() || !around_.looks_at(lambda->getBeginLoc()))
            return;
        const LastLook last_look = look_at_object(method);
        if (last_look == LastLook::unknown || last_look == LastLook::never) return;
        const std::optional<AwaitableType> type = task_type(method->getReturnType(), method);
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*lambda));
        if (!type || (function && is_in_instantiation(function))) return;
        const clang::Expr* taker = taker_of(lambda);
        if (!taker) return;
        Loan loan;
        loan.site = site_of(lambda, around_.text);
        loan.site.function = around_.bodies.refer_to(function, around_.prober);
        loan.hold = Hold::closure;
        loan.coroutine = symbol_of(around_.unit, method);
        loan.captures = captures_of(lambda->getLambdaClass());
        loan.last_look = last_look;
        loan.task = *type;
        loan.taken_by = {name_of_taker(taker)};
        loan.fate = fate::Passed{loan.taken_by.front()};
        add_captured(loan, lambda, taker);
        keep(std::move(loan));
    }

    /// Whoever takes the closure keeps it for as long as its task runs: what it refers to may be gone by then.
    void add_captured(Loan loan, const clang::LambdaExpr* lambda, const clang::Expr* taker) {
        const auto* call = llvm::dyn_cast<clang::CallExpr>(taker);
        const FateOfValue fate = fate_of(ast_, taker, awaiting_.operands);
        if (!call || !call->getDirectCallee() || fate.is_awaited || fate.is_unevaluated || is_within_await(taker))
            return;
        loan.coroutine = symbol_of(around_.unit, call->getDirectCallee());
        loan.hold = Hold::capture;
        loan.captures.clear();
        loan.fate = fate.fate;
        for (const Lent& lent : lent_to_captures(lambda)) {
            loan.last_look = look_at_capture(lambda->getCallOperator(), lent.variable);
            if (!lent.variable || loan.last_look != LastLook::after_suspension ||
                !is_gone_right_behind(ast_, taker, lent.variable))
                continue;
            loan.lender = lent.lender;
            loan.object = lent.variable->getNameAsString();
            loan.object_type = type_as_written(ast_, lent.type);
            loan.ends_next = true;
            return keep(Loan(loan));
        }
    }

    /// `seastar::coroutine::lambda`, for closures that live as long as the statement that awaits what is made of them.
    static bool refers_to_closure(clang::QualType wrapper) {
        return llvm::StringRef(class_name(wrapper)).ends_with("coroutine::lambda");
    }

    /// What a lambda is passed to, in whatever it is wrapped for that: a call, or a construction; else null.
    const clang::Expr* taker_of(const clang::LambdaExpr* lambda) const {
        const clang::Expr* at = lambda;
        for (int conversions = 0; at && conversions < most_takers; ++conversions) {
            const FateOfValue fate = fate_of(ast_, at, awaiting_.operands);
            if (fate.is<fate::Passed>() && fate.passing) return fate.passing;
            if (!fate.is<fate::Converted>()) return nullptr;
            at = fate.passing;
            if (at && refers_to_closure(at->getType())) return nullptr;
        }
        return nullptr;
    }

    void keep(Loan&& loan) {
        // A closure and what it refers to are lent at one place.
        const std::string& what = loan.hold == Hold::capture ? loan.object : loan.parameter;
        const std::pair<SiteId, std::string> key(loan.site.span.site(), what);
        loans_.try_emplace(key, std::move(loan));
    }

    /// What is awaited in the end waits for the task, or keeps all temporaries while it does.
    bool is_within_await(const clang::Expr* expression) const {
        for (const clang::Stmt* at = expression; at; at = parent_of(ast_, at)) {
            const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(at);
            if ((await && !await->isImplicit()) || llvm::isa<clang::CoyieldExpr, clang::DependentCoawaitExpr>(at) ||
                awaiting_.operands.count(at))
                return true;
            if (!llvm::isa<clang::Expr>(at) || llvm::isa<clang::LambdaExpr>(at)) return false;
        }
        return false;
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    AwaitableTypes types_;
    Awaiting awaiting_;
    std::map<SiteId, const Value*> values_;
    std::map<std::pair<SiteId, std::string>, Loan> loans_;  // by place, and parameter or captured variable
    std::map<const clang::FunctionDecl*, std::set<std::string>> names_given_;
};

}  // namespace

std::vector<Loan> collect_loans(const ValueContext& context, const std::vector<Value>& values) {
    LoanCollector collector(context, values);
    if (!collector.is_needed()) return {};
    match::MatchFinder finder;
    finder.addMatcher(match::callExpr().bind("call"), &collector);
    finder.addMatcher(match::lambdaExpr().bind("lambda"), &collector);
    finder.matchAST(context.unit.context());
    return collector.take();
}

}  // namespace awaitlint
