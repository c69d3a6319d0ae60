// See values.h.
#include "frontend/collect/values.h"

#include <algorithm>
#include <map>
#include <set>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/assertions.h"
#include "frontend/around/end_of_scope.h"
#include "frontend/around/expected_failures.h"
#include "frontend/around/fate.h"
#include "frontend/around/mentions.h"
#include "frontend/around/value_places.h"
#include "frontend/ask/awaitable_types.h"
#include "frontend/ask/awaiting.h"
#include "frontend/ask/call_names.h"
#include "frontend/ask/names.h"
#include "frontend/ask/protocol.h"
#include "frontend/ask/siblings.h"
#include "frontend/ask/spelling.h"
#include "frontend/collect/dependent_drops.h"
#include "frontend/collect/erasure.h"
#include "frontend/collect/hidden_errors.h"
#include "frontend/collect/kept_values.h"
#include "frontend/collect/misuses.h"
#include "frontend/collect/prudence.h"
#include "frontend/collect/traces_of_blanks.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

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
            mentions_.add(mention);
        } else if (const auto* named = result.Nodes.getNodeAs<clang::Expr>("named")) {
            named_.push_back(named);
        } else if (const auto* unpacked = result.Nodes.getNodeAs<clang::DecompositionDecl>("unpacked")) {
            unpacked_.push_back(unpacked);
        } else if (const auto* variable = result.Nodes.getNodeAs<clang::VarDecl>("constructed")) {
            constructed_.push_back(variable);
        } else if (const auto* taker = result.Nodes.getNodeAs<clang::CXXConstructExpr>("taker")) {
            takers_.push_back(taker);
        } else if (const auto* instance = result.Nodes.getNodeAs<clang::FunctionDecl>("instance")) {
            dependent_drops_.add_instance(instance);
        } else if (const auto* value = result.Nodes.getNodeAs<clang::Expr>("value")) {
            made_.push_back(value);
            if (llvm::isa<clang::CallExpr>(value)) takers_.push_back(value);
        }
    }

    CollectedValues take() {
        for (const clang::Expr* operand : around_.awaited) {
            awaiting_.add_operand(operand);
            if (const clang::Expr* value = operand ? operand->IgnoreParens()->IgnoreImplicit() : nullptr)
                if (value->isPRValue()) types_.add_awaited(value->getType());
        }
        for (const clang::Expr* expression : made_) add(expression);
        for (const clang::VarDecl* variable : constructed_) add_constructed(variable);
        for (const clang::Expr* named : named_) add_mention(named);
        for (const clang::DecompositionDecl* unpacked : unpacked_) add_bindings(unpacked);
        for (const clang::Expr* taker : takers_) add_callables(taker);
        add_dependent_drops();
        drop_what_instances_accept();
        drop_operands_of_misused();
        CollectedValues collected{{}, may_hide_errors_};
        for (auto& [key, value] : values_) {
            value.is_callee_awaited = value.call && awaiting_.callees.count(value.call->callee.usr);
            collected.values.push_back(std::move(value));
        }
        return collected;
    }

private:
    void add(const clang::Expr* expression) {
        if (awaiting_.machinery.count(expression) || !around_.looks_at(expression->getExprLoc())) return;
        const clang::QualType type = type_of(expression);
        const bool may_be_rejected = !around_.unit.diagnostics.empty();
        if (may_be_rejected) count_instance(expression);
        if (!is_made_here(expression, type)) return;
        if (!type->isDependentType() && !type->getAsCXXRecordDecl()) return;
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*expression));
        if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expression)) dependent_drops_.add_call(call, function);
        // What the compiler rejects in an instance is certain; all else depends on the template's parameters.
        const bool is_in_instance = function && is_in_instantiation(function);
        if (is_in_instance && !may_be_rejected) return;
        const std::optional<AwaitableType>& awaitable = types_.find_in(function, type);
        if (!awaitable || is_of_blanks(around_, expression) || is_chosen_by_blank(around_, expression)) return;
        const FateOfValue fate = fate_of(ast_, expression, awaiting_.operands);
        if (fate.is_awaited || fate.is_unevaluated || is_expected_to_die(around_.unit, expression)) return;
        may_hide_errors_ |= !is_in_instance && is_judged_in_library(around_, fate, type);
        Value value;
        value.type = *awaitable;
        value.fate = fate.fate;
        describe_maker(value, around_.unit, expression);
        const clang::Expr* whole = value.needs_parentheses ? with_parentheses(ast_, expression) : expression;
        value.needs_parentheses &= whole == expression;
        value.site = site_of(whole, around_.text);
        const bool is_of_blank = around_.has_blanks && around_.text.is_behind_blank(value.site.span);
        if (is_of_blank && !accessed_member(value.site, around_.text)) return;
        if (fate.is<fate::Kept>()) value.fate = kept_in_variable(around_, mentions_, value, expression, fate);
        misuses_.find(value, expression, fate);
        if (is_in_instance && value.errors().empty()) return;
        if (auto kept = kept_in_lost_container(mentions_, value, fate)) value.fate = std::move(*kept);
        if (std::string macro = assertion_on(around_.unit, around_.prober, expression, fate); !macro.empty())
            value.fate = fate::Tested{std::move(macro)};
        const bool is_idle_sender = fate.is_bare_statement() && types_.is_unstarted_sender(expression);
        value.is_type_awaited =
            (is_idle_sender || awaiting_.is_made_for_awaiting(type)) && !has_life_of_its_own(type, fate);
        // What a call gives may run by itself; what a statement makes and drops is of no other use.
        value.is_type_awaited |= value.made == Maker::constructor && value.is<fate::Discarded>() &&
                                 !type->isDependentType() && is_only_awaited(type->getAsCXXRecordDecl());
        if (value.is<fate::Discarded>() && is_expected_to_throw_when_made(value.type, expression, expression))
            value.fate = fate::Used();
        const auto* kept = std::get_if<fate::Kept>(&value.fate);
        // `{ auto ignored = work(); }`: it is destroyed as soon as if nobody kept it.
        if (kept && kept->is_never_used && value.type.ends_when_dropped && fate.variable &&
            ends_right_behind(ast_, fate.variable)) {
            value.fate = fate::Discarded();
            kept = nullptr;
        }
        const bool is_doubtful = value.is<fate::Discarded>() || value.is<fate::Misused>() || value.is<fate::Tested>() ||
                                 (kept && kept->is_never_used);
        if (is_doubtful) describe_surroundings(value, expression, function, fate);
        const auto [entry, is_new] = values_.try_emplace(value.site.span.site(), value);
        if (!is_in_instance) return;
        Instances& instances = instances_[place_of(expression)];
        ++instances.rejected;
        instances.site = entry->first;
        if (!is_new) add_instance(entry->second, std::move(value));
    }

    /// One expression of a template.
    struct Instances {
        unsigned all = 0, rejected = 0;
        SiteId site;  // of what is wrong in those that are rejected
    };

    FileOffset place_of(const clang::Expr* expression) const {
        return around_.unit.file_offset(expression->getExprLoc());
    }

    void count_instance(const clang::Expr* expression) {
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*expression));
        if (function && is_in_instantiation(function)) ++instances_[place_of(expression)].all;
    }

    /// What is right in one instance as it is would mean something else with a co_await.
    void drop_what_instances_accept() {
        for (const auto& [place, instances] : instances_)
            if (instances.rejected != 0 && instances.rejected < instances.all) values_.erase(instances.site);
    }

    /// To what is known of the template, or of another instance: each has errors of its own.
    static void add_instance(Value& known, Value&& value) {
        auto* misused = std::get_if<fate::Misused>(&known.fate);
        if (!misused) {
            known = std::move(value);
            return;
        }
        for (const CompileError& error : value.errors())
            if (!llvm::is_contained(misused->errors, error)) misused->errors.push_back(error);
    }

    /// By what is around it. The body of a lazy coroutine does not run when it is made; `sample` is the same call where
    /// its callee is known.
    bool is_expected_to_throw_when_made(const AwaitableType& type, const clang::Expr* written,
                                        const clang::Expr* sample) const {
        const bool can_throw_when_made = !type.starts_lazily || !is_call_of_coroutine(sample);
        return can_throw_when_made && is_expected_to_throw(around_.unit, written);
    }

    /// `s.save();` in a template, which is a dropped task in all of its instances.
    void add_dependent_drops() {
        for (const DependentDrops::Drop& drop : dependent_drops_.agreed(types_, awaiting_.operands)) {
            const FateOfValue fate = fate_of(ast_, drop.written, awaiting_.operands);
            Value value;
            value.type = *types_.find(drop.sample->getType());
            if (is_expected_to_die(around_.unit, drop.written) ||
                is_expected_to_throw_when_made(value.type, drop.written, drop.sample))
                continue;
            value.fate = fate.fate;
            describe_maker(value, around_.unit, drop.sample);
            value.needs_parentheses = false;
            value.site = site_of(drop.written, around_.text);
            describe_surroundings(value, drop.written, drop.function, fate);
            values_.try_emplace(value.site.span.site(), std::move(value));
        }
    }

    /// `delay pause(reactor, 5);`: told only where such a value is made to be awaited elsewhere.
    void add_constructed(const clang::VarDecl* variable) {
        const clang::Expr* from = variable->getInit() ? variable->getInit()->IgnoreImplicit() : nullptr;
        const auto* made = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(from);
        if (!made || llvm::isa<clang::CXXTemporaryObjectExpr>(made) || made->getNumArgs() == 0 ||
            made->getConstructor()->isCopyOrMoveConstructor() || !awaiting_.is_made_for_awaiting(made->getType()))
            return;
        add(made);
    }

    /// The code may let it run and look at it later, or keep it for what its destructor does.
    bool has_life_of_its_own(clang::QualType type, const FateOfValue& fate) {
        static constexpr llvm::StringRef members[] = {"then", "detach", "cancel", "wait", "get", "join", "start"};
        const bool is_looked_at = std::any_of(std::begin(members), std::end(members), [&](llvm::StringRef member) {
            return around_.prober.has_member(type, member);
        });
        return is_looked_at || (fate.is<fate::Kept>() && !is_inert(type->getAsCXXRecordDecl()));
    }

    /// A variable or member in a statement of its own, which does nothing, or where its result was meant. Kept
    /// only where that is so: mentions are many.
    void add_mention(const clang::Expr* named) {
        const clang::QualType type = named->getType().getNonReferenceType();
        if (awaiting_.machinery.count(named) || !named->isGLValue() || !around_.looks_at(named->getExprLoc()) ||
            type->isDependentType() || !type->getAsCXXRecordDecl() || is_step_of_loop(named))
            return;
        const FateOfValue fate = fate_of(ast_, named, awaiting_.operands);
        const auto function_around_it = [&] { return function_around(ast_, clang::DynTypedNode::create(*named)); };
        may_hide_errors_ |=
            is_judged_in_library(around_, fate, type) && types_.find_in(function_around_it(), type).has_value();
        const bool may_be_misused =
            fate.returning ||
            (!around_.unit.diagnostics.empty() &&
             (fate.is<fate::Misused>() || fate.variable || fate.passing || fate.dropping || fate.is_unpacked));
        if (fate.is_awaited || fate.is_unevaluated || (!fate.is_bare_statement() && !may_be_misused)) return;
        const clang::FunctionDecl* function = function_around_it();
        if (function && is_in_instantiation(function)) return;
        const std::optional<AwaitableType>& awaitable = types_.find_in(function, type);
        const clang::Expr* whole = with_move(ast_, named);
        if (!awaitable || is_of_blanks(around_, whole)) return;
        Value value;
        value.type = *awaitable;
        value.fate = fate.fate;
        value.made = Maker::mention;
        value.site = site_of(whole, around_.text);
        if (fate.is<fate::Kept>()) value.fate = kept_in_variable(around_, mentions_, value, whole, fate);
        if (!fate.is_bare_statement()) misuses_.find(value, whole, fate);
        const bool is_idle = fate.is_bare_statement() && !named->getBeginLoc().isMacroID();
        if (!is_idle && !value.is<fate::Misused>()) return;
        const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(named);
        // Its declaration was dropped with a rejected condition: what is wrong is what initialises it.
        const auto* variable = reference ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
        if (variable && variable->hasLocalStorage() && ast_.getParents(*variable).empty()) return;
        if (variable && !is_idle && is_awaited_as_well(variable, named)) return;
        if (reference && (misuses_.is_explained(reference->getDecl()) ||
                          is_initialised_by_blank(around_, reference->getDecl(), awaiting_.operands)))
            return;
        describe_surroundings(value, whole, function, fate);
        values_.try_emplace(value.site.span.site(), std::move(value));
    }

    /// Before this mention on every way to it, or behind it: what can be awaited once would be awaited twice.
    bool is_awaited_as_well(const clang::VarDecl* variable, const clang::Expr* named) {
        const clang::QualType type = variable->getType().getNonReferenceType();
        if (around_.prober.is_constructible(type, {type.withConst(), clang::VK_LValue})) return false;
        const clang::SourceManager& sources = ast_.getSourceManager();
        return llvm::any_of(mentions_.of(variable), [&](const clang::DeclRefExpr* mention) {
            const FateOfValue fate = fate_of(ast_, mention, awaiting_.operands);
            // A coroutine's own copy of a parameter counts as awaited.
            if (!fate.is_awaited || fate.is<fate::Stored>()) return false;
            const bool is_before = sources.isBeforeInTranslationUnit(mention->getLocation(), named->getExprLoc());
            const clang::Expr* first = is_before ? mention : named;
            const clang::Expr* last = is_before ? named : mention;
            const clang::CompoundStmt* block = block_of(first);
            return block && sources.isBeforeInTranslationUnit(last->getExprLoc(), block->getEndLoc());
        });
    }

    /// That runs the expression whenever it is run to its end; or null.
    const clang::CompoundStmt* block_of(const clang::Expr* expression) const {
        clang::DynTypedNode at = clang::DynTypedNode::create(*expression);
        while (true) {
            const auto parents = ast_.getParents(at);
            if (parents.empty()) return nullptr;
            at = parents[0];
            if (const auto* block = at.get<clang::CompoundStmt>()) return block;
            const auto* statement = at.get<clang::Stmt>();
            const bool is_plain = statement ? llvm::isa<clang::ValueStmt, clang::DeclStmt>(statement) &&
                                                  !llvm::isa<clang::AbstractConditionalOperator>(statement)
                                            : at.get<clang::VarDecl>() != nullptr;
            if (!is_plain) return nullptr;
        }
    }

    void add_callables(const clang::Expr* taker) {
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*taker));
        if (function && is_in_instantiation(function)) return;
        for (Value& value : erased_callables(around_, types_, taker)) {
            const auto* passed = std::get_if<fate::Passed>(&value.fate);
            if (passed && passed->to == "std::async" && is_result_dropped(taker))
                value.fate = fate::Erased{"std::async"};
            // Passed on and erased by conversion: the conversion says more.
            const auto [entry, is_new] = values_.try_emplace(value.site.span.site(), value);
            if (!is_new && entry->second.is<fate::Passed>() && value.is<fate::Erased>()) entry->second = value;
        }
    }

    /// Nobody takes out what the call's future holds: it is dropped, or only waited for.
    bool is_result_dropped(const clang::Expr* call) {
        static constexpr llvm::StringRef waiting[] = {"wait", "wait_for", "wait_until", "valid"};
        const FateOfValue fate = fate_of(ast_, call, awaiting_.operands);
        if (const auto* accessed = std::get_if<fate::Accessed>(&fate.fate))
            return llvm::is_contained(waiting, accessed->member);
        if (fate.is<fate::Kept>() && fate.variable && fate.is_sole_initialiser)
            return mentions_.is_only_called(fate.variable, waiting);
        return fate.is<fate::Discarded>() && !fate.is_awaited;
    }

    /// What a structured binding makes of an object that is made there.
    void add_bindings(const clang::DecompositionDecl* unpacked) {
        const clang::Expr* from = unpacked->getInit();
        if (!from || unpacked->getType()->isReferenceType() || !from->IgnoreImplicit()->isPRValue()) return;
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*unpacked));
        if (!around_.looks_at(unpacked->getLocation()) || (function && is_in_instantiation(function))) return;
        for (const clang::BindingDecl* binding : unpacked->bindings()) {
            if (binding->getType().isNull() || mentions_.is_mentioned(binding)) continue;
            const std::optional<AwaitableType>& awaitable = types_.find(binding->getType());
            const std::optional<Span> name = around_.text.span({binding->getLocation(), binding->getLocation()});
            if (!awaitable || !name) continue;
            Value value;
            value.type = *awaitable;
            value.made = Maker::binding;
            value.site.span = *name;
            value.site.text = binding->getNameAsString();
            value.site.macro = around_.text.macro_body(binding->getLocation());
            fate::Kept& kept = value.fate.emplace<fate::Kept>();
            kept.variable = value.site.text;
            kept.is_never_used = true;
            kept.is_marked_unused = unpacked->hasAttr<clang::UnusedAttr>();
            value.site.function = around_.bodies.refer_to(function, around_.prober);
            values_.try_emplace(name->site(), std::move(value));
        }
    }

    /// In `int n = a || b;` the operator accepts `a`. The error is about its result, so it is told of the whole, not of
    /// `a`.
    void drop_operands_of_misused() {
        std::vector<const Value*> misused;
        for (const auto& [key, value] : values_)
            if (!value.errors().empty()) misused.push_back(&value);
        const auto is_operand = [&](const Value& inner) {
            return std::any_of(misused.begin(), misused.end(), [&](const Value* outer) {
                return inner.site.span.is_within(outer->site.span) &&
                       outer->site.span.length > inner.site.span.length &&
                       std::ranges::equal(outer->errors(), inner.errors());
            });
        };
        std::vector<SiteId> operands;
        for (const Value* value : misused)
            if (is_operand(*value)) operands.push_back(value->site.span.site());
        for (const SiteId& operand : operands) values_.erase(operand);
    }

    void describe_surroundings(Value& value, const clang::Expr* expression, const clang::FunctionDecl* function,
                               const FateOfValue& fate) {
        value.site.function = around_.bodies.refer_to(function, around_.prober);
        const clang::QualType type = type_of(expression);
        const clang::ExprValueKind category =
            value.made == Maker::mention ? expression->getValueKind() : clang::VK_PRValue;
        value.is_awaitable = around_.prober.is_awaitable(function, {type, category});
        value.site.why_no_await = why_no_await_at(ast_, expression);
        value.is_in_loop = is_in_loop(ast_, expression);
        value.type_namespace = namespace_spelling_here(around_.unit, type, function);
        if (fate.variable && llvm::isa<clang::CXXConstructExpr>(expression) &&
            expression->getExprLoc() == fate.variable->getLocation())
            value.site.why_no_await = "it is constructed in place: await the variable, or what is made in a statement";
        if (is_member_of_plain_result(value, type)) place_keyword_before(value, ast_, around_.text, expression);
        place_operands(value, ast_, around_.text, expression);
        if (auto* discarded = std::get_if<fate::Discarded>(&value.fate); discarded && fate.dropping)
            discarded->in_front = in_front_of(value.site, around_.text, fate.dropping);
        const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
        if (!call || !value.call || expression->isTypeDependent()) return;
        const clang::FunctionDecl* callee = call->getDirectCallee();
        if (!callee || !callee->getDeclName().isIdentifier()) return;
        value.call->siblings = find_siblings(around_.unit, around_.prober, callee, call, function);
        place_call(*value.call, value.site, around_.text, call);
    }

    /// What `co_await box.name().size()` would await is no awaitable, once box.name() is.
    bool is_member_of_plain_result(const Value& value, clang::QualType type) {
        if (!is_accessed(value)) return false;
        const std::optional<std::string> member = accessed_member(value.site, around_.text);
        clang::QualType object = types_.result_of(type);
        if (!member || member->empty() || object.isNull()) return false;
        object = object.getNonReferenceType();
        if (object->isPointerType()) object = object->getPointeeType();
        auto* record = object->getAsCXXRecordDecl();
        if (!record || !record->hasDefinition()) return false;
        const auto found = record->getDefinition()->lookup(&ast_.Idents.get(*member));
        return !found.empty() && std::none_of(found.begin(), found.end(), [&](const clang::NamedDecl* decl) {
            const clang::FunctionDecl* function = decl->getUnderlyingDecl()->getAsFunction();
            const auto* field = llvm::dyn_cast<clang::FieldDecl>(decl);
            const clang::QualType given = function ? function->getReturnType() : field ? field->getType() : object;
            return given->isDependentType() || around_.prober.is_task_like(given.getNonReferenceType());
        });
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    AwaitableTypes types_;
    bool may_hide_errors_ = false;
    std::vector<const clang::Expr*> made_;
    std::vector<const clang::Expr*> named_;
    std::vector<const clang::DecompositionDecl*> unpacked_;
    std::vector<const clang::VarDecl*> constructed_;
    std::vector<const clang::Expr*> takers_;
    Awaiting awaiting_;
    Mentions mentions_{ast_, awaiting_.operands};
    DependentDrops dependent_drops_{around_.unit};
    Misuses misuses_{around_, types_, mentions_, awaiting_.operands};
    std::map<SiteId, Value> values_;
    std::map<FileOffset, Instances> instances_;  // by the place of their expression
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
    finder.addMatcher(match::functionDecl(match::isDefinition(), match::isTemplateInstantiation()).bind("instance"),
                      &collector);
    finder.addMatcher(match::decompositionDecl().bind("unpacked"), &collector);
    finder.addMatcher(match::varDecl(match::hasAutomaticStorageDuration(), match::hasInitializer(match::anything()))
                          .bind("constructed"),
                      &collector);
    finder.matchAST(context.unit.context());
    return collector.take();
}

}  // namespace awaitlint
