// See values.h.
#include "frontend/values.h"

#include <algorithm>
#include <map>
#include <set>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "frontend/awaitable_types.h"
#include "frontend/awaiting.h"
#include "frontend/call_names.h"
#include "frontend/erasure.h"
#include "frontend/fate.h"
#include "frontend/misuse.h"
#include "frontend/names.h"
#include "frontend/protocol.h"
#include "frontend/siblings.h"
#include "frontend/value_places.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

/// In a class template Clang calls `load()` dependent because of `this`; what it declares is known all the same.
clang::QualType type_of(const clang::Expr* expression) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
    if (call && call->isTypeDependent()) {
        const auto* callee = llvm::dyn_cast_or_null<clang::FunctionDecl>(call->getCalleeDecl());
        if (callee && !callee->getReturnType()->isUndeducedType()) return callee->getReturnType();
    }
    return expression->getType();
}

/// Made here: a reference to something that lives elsewhere is not.
bool is_made_here(const clang::Expr* expression, clang::QualType type) {
    return !type->isReferenceType() && (expression->isPRValue() || expression->isTypeDependent());
}

class ValueCollector : public match::MatchFinder::MatchCallback {
public:
    explicit ValueCollector(const ValueContext& context)
        : around_(context), ast_(context.unit.context()), types_(context.unit, context.prober) {}

    bool is_needed() const { return types_.are_possible(); }

    void run(const match::MatchFinder::MatchResult& result) override {
        if (const auto* await = result.Nodes.getNodeAs<clang::CoroutineSuspendExpr>("suspend")) {
            awaiting_.add(await);
            if (llvm::isa<clang::CoawaitExpr>(await) && !llvm::cast<clang::CoawaitExpr>(await)->isImplicit())
                made_.push_back(await);
        } else if (const auto* mention = result.Nodes.getNodeAs<clang::DeclRefExpr>("mention")) {
            mentions_[mention->getDecl()].insert(mention);
        } else if (const auto* named = result.Nodes.getNodeAs<clang::Expr>("named")) {
            named_.push_back(named);
        } else if (const auto* unpacked = result.Nodes.getNodeAs<clang::DecompositionDecl>("unpacked")) {
            unpacked_.push_back(unpacked);
        } else if (const auto* taker = result.Nodes.getNodeAs<clang::CXXConstructExpr>("taker")) {
            takers_.push_back(taker);
        } else if (const auto* value = result.Nodes.getNodeAs<clang::Expr>("value")) {
            made_.push_back(value);
            if (llvm::isa<clang::CallExpr>(value)) takers_.push_back(value);
        }
    }

    CollectedValues take() {
        for (const clang::Expr* operand : around_.awaited) awaiting_.add_operand(operand);
        for (const clang::Expr* expression : made_) add(expression);
        for (const clang::Expr* named : named_) add_mention(named);
        for (const clang::DecompositionDecl* unpacked : unpacked_) add_bindings(unpacked);
        for (const clang::Expr* taker : takers_) add_callables(taker);
        drop_operands_of_misused();
        CollectedValues collected{{}, may_hide_errors_};
        for (auto& [key, value] : values_) {
            value.is_callee_awaited = value.callee && awaiting_.callees.count(value.callee->usr);
            collected.values.push_back(std::move(value));
        }
        return collected;
    }

private:
    void add(const clang::Expr* expression) {
        if (awaiting_.machinery.count(expression) || !around_.looks_at(expression->getExprLoc())) return;
        const clang::QualType type = type_of(expression);
        if (!is_made_here(expression, type)) return;
        if (!type->isDependentType() && !type->getAsCXXRecordDecl()) return;
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*expression));
        if (function && is_in_instantiation(function)) return;
        const std::optional<AwaitableType>& awaitable = types_.find_in(function, type);
        if (!awaitable || is_of_blanks(expression)) return;
        const FateOfValue fate = fate_of(ast_, expression, awaiting_.operands);
        if (fate.is_awaited || fate.is_unevaluated || is_expected_to_die(around_.unit, expression)) return;
        may_hide_errors_ |= is_asserted_by_library(fate);
        Value value;
        value.type = *awaitable;
        value.fate = fate.fate;
        value.how = fate.how;
        describe_maker(value, around_.unit, expression);
        const clang::Expr* whole = value.needs_parentheses ? with_parentheses(ast_, expression) : expression;
        value.needs_parentheses &= whole == expression;
        place_in_source(value, around_.text, whole);
        if (around_.has_blanks && around_.text.is_behind_await(value.span)) return;
        if (fate.variable && fate.fate == Fate::local) describe_variable(value, expression, fate);
        find_misuse(value, expression, fate);
        const bool can_throw_when_made = !value.type.starts_lazily || !is_call_of_coroutine(expression);
        if (value.fate == Fate::discarded && can_throw_when_made && is_expected_to_throw(around_.unit, expression))
            value.fate = Fate::used;
        const bool is_doubtful = value.fate == Fate::discarded || value.fate == Fate::misused ||
                                 value.fate == Fate::condition || (fate.variable && value.is_never_used);
        if (is_doubtful) describe_surroundings(value, expression, function, fate);
        const auto key = std::tuple(value.span.file, value.span.offset, value.span.length);
        values_.try_emplace(key, std::move(value));
    }

    /// A variable or member in a statement of its own, which does nothing, or where its result was meant. Kept
    /// only where that is so: mentions are many.
    void add_mention(const clang::Expr* named) {
        const clang::QualType type = named->getType().getNonReferenceType();
        if (awaiting_.machinery.count(named) || !named->isGLValue() || !around_.looks_at(named->getExprLoc()) ||
            type->isDependentType() || !type->getAsCXXRecordDecl() || is_step_of_loop(named))
            return;
        const FateOfValue fate = fate_of(ast_, named, awaiting_.operands);
        may_hide_errors_ |= is_asserted_by_library(fate) && types_.find_in(nullptr, type).has_value();
        const bool may_be_misused =
            fate.returning ||
            (!around_.unit.diagnostics.empty() &&
             (fate.fate == Fate::misused || fate.variable || fate.passing || fate.dropping || fate.is_unpacked));
        if (fate.is_awaited || fate.is_unevaluated || (!is_bare_statement(fate) && !may_be_misused)) return;
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*named));
        if (function && is_in_instantiation(function)) return;
        const std::optional<AwaitableType>& awaitable = types_.find_in(function, type);
        const clang::Expr* whole = with_move(ast_, named);
        if (!awaitable || is_of_blanks(whole)) return;
        Value value;
        value.type = *awaitable;
        value.fate = fate.fate;
        value.how = fate.how;
        value.made = "mention";
        place_in_source(value, around_.text, whole);
        if (fate.variable && fate.fate == Fate::local) describe_variable(value, whole, fate);
        if (!is_bare_statement(fate)) find_misuse(value, whole, fate);
        const bool is_idle = is_bare_statement(fate) && !named->getBeginLoc().isMacroID();
        if (!is_idle && value.fate != Fate::misused) return;
        const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(named);
        if (reference && (explained_.count(reference->getDecl()) || is_made_by_blank(reference->getDecl()))) return;
        describe_surroundings(value, whole, function, fate);
        values_.try_emplace(std::tuple(value.span.file, value.span.offset, value.span.length), std::move(value));
    }

    /// EXPECT_EQ(load(), 1): a template that the macro calls, whose parameter is of any type.
    bool is_asserted_by_library(const FateOfValue& fate) const {
        const clang::FunctionTemplateDecl* pattern = fate.taker ? fate.taker->getPrimaryTemplate() : nullptr;
        if (!around_.bodies_skipped || !pattern || around_.unit.is_users(pattern->getLocation())) return false;
        const clang::SourceLocation at = fate.passing->getBeginLoc();
        if (!at.isMacroID() || around_.unit.sources().isMacroArgExpansion(at)) return false;
        const auto parameters = pattern->getTemplatedDecl()->parameters();
        return std::any_of(parameters.begin(), parameters.end(), is_of_any_type);
    }

    /// `*__begin` of a range-based for, which nobody wrote.
    static bool is_step_of_loop(const clang::Expr* named) {
        const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(named);
        const auto* operation = llvm::dyn_cast<clang::UnaryOperator>(named);
        const clang::Expr* iterator = call ? call->getArg(0) : operation ? operation->getSubExpr() : named;
        const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(iterator->IgnoreParenImpCasts());
        return reference && reference->getDecl()->isImplicit();
    }

    /// `event;`, without a cast that would say that this is meant.
    static bool is_bare_statement(const FateOfValue& fate) {
        return fate.fate == Fate::discarded && fate.how == "statement" && !fate.dropping && !fate.is_awaited;
    }

    void add_callables(const clang::Expr* taker) {
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*taker));
        if (function && is_in_instantiation(function)) return;
        for (Value& value : erased_callables(around_, types_, taker)) {
            const auto key = std::tuple(value.span.file, value.span.offset, value.span.length);
            // Passed on and erased by conversion: the conversion says more.
            const auto [entry, is_new] = values_.try_emplace(key, value);
            if (!is_new && entry->second.fate == Fate::passed && value.fate == Fate::erased) entry->second = value;
        }
    }

    /// What does not compile because its result was meant: here, or where the variable that keeps it is used.
    void find_misuse(Value& value, const clang::Expr* expression, const FateOfValue& fate) {
        if (fate.returning && is_returned_as_value(expression, fate.returning)) {
            value.fate = Fate::misused;
            value.how = "return";
            return;
        }
        if (around_.unit.diagnostics.empty()) return;
        const bool is_lost_return =
            fate.dropping && around_.lost_returns.count(around_.unit.file_offset(fate.dropping->getBeginLoc()));
        if (is_lost_return) {
            value.errors = errors_about(around_.unit, fate.dropping, value.type, false);
            if (value.errors.empty() && value.type.result == "void")
                value.errors = errors_of_valueless_return(around_.unit, fate.dropping);
            value.fate = value.errors.empty() ? Fate::used : Fate::misused;
            value.how = "return";
            return;
        }
        const bool is_lost_in_library =
            fate.fate == Fate::returned || fate.fate == Fate::passed || (fate.fate == Fate::converted && fate.taker);
        // What an operator hands on is still about its operand: assertions take expressions apart that way.
        if (fate.fate == Fate::misused || is_lost_in_library || fate.is_unpacked)
            value.errors = errors_of(value, expression, fate, is_lost_in_library && !fate.is_operand);
        const bool may_mentions_tell = fate.fate == Fate::local || !value.errors.empty();
        if (fate.variable && may_mentions_tell && fate.how.empty() && !fate.field)
            add_errors_of_mentions(value, fate.variable);
        value.fate = !value.errors.empty() ? Fate::misused : fate.fate == Fate::misused ? Fate::used : fate.fate;
        if (value.fate != Fate::misused || !value.variable.empty()) return;
        const std::optional<std::string> member = accessed_member(value, around_.text);
        if (!member) return;
        value.how = "member access";
        // An error about a member that the result does not have either is another mistake.
        clang::QualType object = types_.result_of(type_of(expression));
        if (object.isNull()) return;
        object = object.getNonReferenceType();
        if (object->isPointerType()) object = object->getPointeeType();
        const bool has_operators = object->getAsCXXRecordDecl() != nullptr;
        const bool is_plausible = member->empty()
                                      ? has_operators || object->isPointerType()
                                      : has_operators && (around_.prober.has_member(object, *member) ||
                                                          !around_.prober.member_result(object, "operator->").isNull());
        if (is_plausible) return;
        value.fate = Fate::used;
        value.errors.clear();
    }

    /// `co_return load();` where the task's result is to be returned: the promise takes anything, and only a body of
    /// the library, which is skipped, would reject it.
    bool is_returned_as_value(const clang::Expr* expression, const clang::CoreturnStmt* statement) {
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*expression));
        if (!function || !is_taken_as_anything(statement)) return false;
        const clang::QualType wanted = types_.result_of(function->getReturnType());
        if (wanted.isNull() || wanted->isVoidType() || wanted->isDependentType() || expression->isTypeDependent())
            return false;
        return !around_.prober.is_constructible(wanted, {expression->getType(), clang::VK_PRValue});
    }

    /// The promise's return_value that was chosen takes a bare template parameter, and so knows nothing of the type.
    static bool is_taken_as_anything(const clang::CoreturnStmt* statement) {
        const clang::Expr* given = statement->getPromiseCall();
        const auto* call = given ? llvm::dyn_cast<clang::CXXMemberCallExpr>(given->IgnoreImplicit()) : nullptr;
        return call && call->getMethodDecl() && takes_bare_parameter(call->getMethodDecl());
    }

    /// The compiler instantiates a template once, and tells what is wrong in it with the first of its calls.
    std::vector<CompileError> errors_of(const Value& value, const clang::Expr* expression, const FateOfValue& fate,
                                        bool in_library) {
        std::vector<CompileError> errors = errors_about(around_.unit, expression, value.type, in_library);
        if (!in_library || !fate.taker || !fate.taker->isTemplateInstantiation()) return errors;
        std::vector<CompileError>& known = rejected_by_[fate.taker->getCanonicalDecl()];
        if (known.empty()) known = errors;
        return errors.empty() ? known : errors;
    }

    /// Added to the errors of the initialiser itself, where the variable was to hold the result.
    void add_errors_of_mentions(Value& value, const clang::VarDecl* variable) {
        std::vector<CompileError> errors;
        for (const clang::DeclRefExpr* mention : mentions_[variable]) {
            const FateOfValue fate = fate_of(ast_, mention, awaiting_.operands);
            // It is awaited or asked as a task elsewhere: what is wrong is the mention.
            if (fate.is_awaited || fate.fate == Fate::member) return;
            const bool is_lost_in_library = fate.fate == Fate::passed && !fate.is_operand;
            const bool may_be_misused = fate.fate == Fate::misused || fate.is_operand || is_lost_in_library;
            if (!may_be_misused || is_in_coroutine_within(mention, variable)) continue;
            for (CompileError& error : errors_of(value, mention, fate, is_lost_in_library))
                errors.push_back(std::move(error));
        }
        if (errors.empty()) errors = errors_beside_name(around_.unit, variable, value.type);
        if (errors.empty()) return;
        explained_.insert(variable);
        std::move(errors.begin(), errors.end(), std::back_inserter(value.errors));
    }

    /// In a coroutine inside the function that holds the variable: it is awaited there or nowhere.
    bool is_in_coroutine_within(const clang::DeclRefExpr* mention, const clang::VarDecl* variable) const {
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*mention));
        return function && function != variable->getParentFunctionOrMethod() &&
               llvm::isa_and_nonnull<clang::CoroutineBodyStmt>(function->getBody());
    }

    /// What a structured binding makes of an object that is made there.
    void add_bindings(const clang::DecompositionDecl* unpacked) {
        const clang::Expr* from = unpacked->getInit();
        if (!from || unpacked->getType()->isReferenceType() || !from->IgnoreImplicit()->isPRValue()) return;
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*unpacked));
        if (!around_.looks_at(unpacked->getLocation()) || (function && is_in_instantiation(function))) return;
        for (const clang::BindingDecl* binding : unpacked->bindings()) {
            if (binding->getType().isNull() || is_mentioned(binding)) continue;
            const std::optional<AwaitableType>& awaitable = types_.find(binding->getType());
            const std::optional<Span> name = around_.text.span({binding->getLocation(), binding->getLocation()});
            if (!awaitable || !name) continue;
            Value value;
            value.type = *awaitable;
            value.fate = Fate::local;
            value.made = "binding";
            value.span = *name;
            value.text = value.variable = binding->getNameAsString();
            value.macro = around_.text.macro_body(binding->getLocation());
            value.is_never_used = true;
            value.is_marked_unused = unpacked->hasAttr<clang::UnusedAttr>();
            value.enclosing = around_.bodies.describe(function, around_.prober);
            values_.try_emplace(std::tuple(name->file, name->offset, name->length), std::move(value));
        }
    }

    /// Whoever took `a` in `int n = a || b;` was content with it: the same error is about what came of it.
    void drop_operands_of_misused() {
        std::vector<const Value*> misused;
        for (const auto& [key, value] : values_)
            if (value.fate == Fate::misused && !value.errors.empty()) misused.push_back(&value);
        const auto is_operand = [&](const Value& inner) {
            return std::any_of(misused.begin(), misused.end(), [&](const Value* outer) {
                return outer->span.file == inner.span.file && outer->span.length > inner.span.length &&
                       outer->span.offset <= inner.span.offset && inner.span.end_offset() <= outer->span.end_offset() &&
                       outer->errors == inner.errors;
            });
        };
        std::vector<std::tuple<std::string, std::uint32_t, std::uint32_t>> operands;
        for (const Value* value : misused)
            if (is_operand(*value)) operands.emplace_back(value->span.file, value->span.offset, value->span.length);
        for (const auto& operand : operands) values_.erase(operand);
    }

    /// Made by what stands in place of a rejected co_await: the call that Clang adds to a bare function's name behind
    /// it, and the task that a lambda or function returns whose type is deduced without it.
    bool is_of_blanks(const clang::Expr* expression) const {
        if (!around_.has_blanks) return false;
        if (around_.text.macro_body(expression->getBeginLoc()).starts_with("__awl")) return true;
        const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
        const clang::FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
        return callee && callee->getDeclaredReturnType()->getContainedAutoType() &&
               around_.unit.is_users(callee->getLocation());
    }

    /// `auto x = co_await f();` without its co_await: it was to be another type.
    bool is_made_by_blank(const clang::ValueDecl* variable) const {
        const auto* declared = llvm::dyn_cast<clang::VarDecl>(variable);
        const clang::Expr* from = declared && around_.has_blanks ? declared->getAnyInitializer() : nullptr;
        return from && awaiting_.operands.count(from->IgnoreImplicit()->IgnoreParens()->IgnoreImplicit());
    }

    void describe_variable(Value& value, const clang::Expr* expression, const FateOfValue& fate) {
        const clang::VarDecl* variable = fate.variable;
        value.variable = variable->getNameAsString();
        if (fate.field) value.variable += "." + fate.field->getNameAsString();
        value.is_marked_unused = variable->hasAttr<clang::UnusedAttr>();
        value.is_never_used = !is_used(variable, fate.field);
        const auto parents = ast_.getParents(*variable);
        const auto* statement = parents.empty() ? nullptr : parents[0].get<clang::DeclStmt>();
        if (!statement || !statement->isSingleDecl() || fate.field || !fate.how.empty() || !value.macro.empty()) return;
        if (const auto before = around_.text.span({statement->getBeginLoc(), expression->getBeginLoc()});
            before && before->file == value.span.file && before->offset < value.span.offset) {
            value.declaration = *before;
            value.declaration.length = value.span.offset - before->offset;
            value.declaration.end_line = value.span.line;
            value.declaration.end_column = value.span.column;
        }
        if (const auto* written = variable->getTypeSourceInfo())
            if (const auto span = around_.text.span(written->getTypeLoc().getSourceRange()))
                value.variable_type = *span;
    }

    /// Only to silence the compiler; a bare `x;` has a finding of its own.
    bool is_idle(const clang::DeclRefExpr* mention) {
        return is_idle_mention(ast_, mention, awaiting_.operands) &&
               (mention->getBeginLoc().isMacroID() || !is_bare_statement(fate_of(ast_, mention, awaiting_.operands)));
    }

    bool is_mentioned(const clang::ValueDecl* variable) {
        const auto mentions = mentions_.find(variable);
        return mentions != mentions_.end() &&
               std::any_of(mentions->second.begin(), mentions->second.end(),
                           [&](const clang::DeclRefExpr* mention) { return !is_idle(mention); });
    }

    bool is_used(const clang::VarDecl* variable, const clang::FieldDecl* field) {
        const auto mentions = mentions_.find(variable);
        if (mentions == mentions_.end()) return false;
        return std::any_of(mentions->second.begin(), mentions->second.end(), [&](const clang::DeclRefExpr* mention) {
            // `if (auto ready = is_ready())` mentions its variable where it declares it.
            if (mention->getLocation() == variable->getLocation()) return false;
            if (is_idle(mention) || is_overwritten_by(ast_, mention)) return false;
            if (!field) return true;
            const auto parents = ast_.getParents(*mention);
            const auto* member = parents.empty() ? nullptr : parents[0].get<clang::MemberExpr>();
            return !member || member->getMemberDecl() == field || !llvm::isa<clang::FieldDecl>(member->getMemberDecl());
        });
    }

    void describe_surroundings(Value& value, const clang::Expr* expression, const clang::FunctionDecl* function,
                               const FateOfValue& fate) {
        value.enclosing = around_.bodies.describe(function, around_.prober);
        const clang::QualType type = type_of(expression);
        const clang::ExprValueKind category = value.made == "mention" ? expression->getValueKind() : clang::VK_PRValue;
        value.is_awaitable = around_.prober.is_awaitable(function, {type, category});
        value.why_no_await = why_no_await_at(ast_, expression);
        if (fate.dropping && value.fate == Fate::discarded) place_dropping(value, around_.text, fate.dropping);
        const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
        if (!call || !value.callee || expression->isTypeDependent()) return;
        const clang::FunctionDecl* callee = call->getDirectCallee();
        if (!callee || !callee->getDeclName().isIdentifier()) return;
        value.siblings = find_siblings(around_.unit, around_.prober, callee, call, function);
        place_callee(value, around_.text, call);
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    AwaitableTypes types_;
    bool may_hide_errors_ = false;
    std::map<const clang::FunctionDecl*, std::vector<CompileError>> rejected_by_;  // by instances of templates
    std::vector<const clang::Expr*> made_;
    std::vector<const clang::Expr*> named_;
    std::vector<const clang::DecompositionDecl*> unpacked_;
    std::vector<const clang::Expr*> takers_;
    Awaiting awaiting_;
    std::set<const clang::ValueDecl*> explained_;  // variables whose misuse is told where they are initialised
    std::map<const clang::ValueDecl*, std::set<const clang::DeclRefExpr*>> mentions_;
    std::map<std::tuple<std::string, std::uint32_t, std::uint32_t>, Value> values_;
};

}  // namespace

CollectedValues collect_values(const ValueContext& context) {
    ValueCollector collector(context);
    if (!collector.is_needed()) return {};
    match::MatchFinder finder;
    const clang::ast_matchers::internal::VariadicDynCastAllOfMatcher<clang::Stmt, clang::CoroutineSuspendExpr> suspend;
    finder.addMatcher(suspend().bind("suspend"), &collector);
    finder.addMatcher(match::callExpr().bind("value"), &collector);
    finder.addMatcher(match::cxxConstructExpr(match::unless(match::cxxTemporaryObjectExpr())).bind("taker"),
                      &collector);
    finder.addMatcher(match::cxxTemporaryObjectExpr().bind("value"), &collector);
    finder.addMatcher(match::cxxFunctionalCastExpr().bind("value"), &collector);
    finder.addMatcher(
        match::declRefExpr(match::to(match::varDecl(match::hasAutomaticStorageDuration()))).bind("mention"),
        &collector);
    finder.addMatcher(match::declRefExpr(match::to(match::bindingDecl())).bind("mention"), &collector);
    finder.addMatcher(match::declRefExpr(match::to(match::varDecl())).bind("named"), &collector);
    finder.addMatcher(match::memberExpr(match::hasDeclaration(match::fieldDecl())).bind("named"), &collector);
    finder.addMatcher(match::cxxOperatorCallExpr(match::hasAnyOverloadedOperatorName("[]", "*")).bind("named"),
                      &collector);
    finder.addMatcher(match::unaryOperator(match::hasOperatorName("*")).bind("named"), &collector);
    finder.addMatcher(match::arraySubscriptExpr().bind("named"), &collector);
    finder.addMatcher(match::cxxUnresolvedConstructExpr().bind("value"), &collector);
    finder.addMatcher(match::decompositionDecl().bind("unpacked"), &collector);
    finder.matchAST(context.unit.context());
    return collector.take();
}

}  // namespace awaitlint
