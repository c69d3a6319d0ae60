// See collect.h.
#include "frontend/collect/collect.h"

#include <algorithm>
#include <optional>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/errors_about.h"
#include "frontend/around/fate.h"
#include "frontend/around/return_types.h"
#include "frontend/ask/call_names.h"
#include "frontend/ask/names.h"
#include "frontend/ask/parameters.h"
#include "frontend/ask/protocol.h"
#include "frontend/ask/siblings.h"
#include "frontend/ask/tokens.h"
#include "frontend/collect/async_functions.h"
#include "frontend/collect/await_nodes.h"
#include "frontend/collect/blocking_calls.h"
#include "frontend/collect/calls.h"
#include "frontend/collect/held_locks.h"
#include "frontend/collect/hidden_errors.h"
#include "frontend/collect/loans.h"
#include "frontend/collect/missing_returns.h"
#include "frontend/collect/shared_operands.h"
#include "frontend/collect/spent.h"
#include "frontend/collect/stale_views.h"
#include "frontend/collect/uses.h"
#include "frontend/collect/values.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

class Collector {
public:
    Collector(ParsedUnit& unit, const CollectOptions& options)
        : unit_(unit), options_(options), text_(unit, options.originals), bodies_(unit, text_), prober_(unit) {}

    Collected run() {
        part_shared_operands(unit_.context(), unit_.user_declarations);
        unit_.context().setTraversalScope(unit_.user_declarations);
        find_nodes();
        for (const Keyword& keyword : unit_.keywords) bodies_.add_keyword(text_.key(keyword.location), keyword.kind);
        for (const auto& [key, site] : sites_)
            if (site.is_blanked) bodies_.add_keyword(key, clang::tok::kw_co_await);
        for (const FileOffset& at : options_.lost_returns) {
            const bool is_of_coroutine = text_.bytes(at.file).substr(at.offset).starts_with("co_return");
            is_of_coroutine ? bodies_.add_keyword({at, at}, clang::tok::kw_co_return) : bodies_.add_return(at);
        }
        for (auto& [key, site] : sites_) judge(key, site);
        for (auto& [key, await] : awaits_)
            if (await.outcome == Outcome::rejected || await.outcome == Outcome::outside) bodies_.mark_rejected(key);
        for (auto& [key, await] : awaits_) {
            const AwaitNodes& nodes = sites_.at(key);
            await.site.function = bodies_.refer_to(nodes.function, prober_);
            if (!unit_.request.symbols.empty()) note_operands(nodes, await.site);
            out_.facts.awaits.push_back(std::move(await));
        }
        find_lost();
        // Awaits that were lost will be looked for by another parse, which has all values.
        const ValueContext around = surroundings();
        if (options_.with_values && (unit_.diagnostics.empty() || !will_be_revised())) add_values(around);
        out_.facts.coroutines = bodies_.coroutine_count();
        if (!unit_.request.symbols.empty()) out_.facts.uses = collect_uses(around, awaited_, out_.facts);
        if (out_.has_values) out_.facts.async_functions = collect_async_functions(around);
        out_.facts.functions = bodies_.referred_to();
        return std::move(out_);
    }

private:
    void find_nodes() {
        match::MatchFinder finder;
        const clang::ast_matchers::internal::VariadicDynCastAllOfMatcher<clang::Stmt, clang::DependentCoawaitExpr>
            dependent_coawait;
        OnNode on_node(*this);
        finder.addMatcher(match::coawaitExpr().bind("await"), &on_node);
        finder.addMatcher(dependent_coawait().bind("await"), &on_node);
        finder.addMatcher(match::unaryOperator(match::hasOperatorName("__extension__")).bind("await"), &on_node);
        finder.addMatcher(match::cStyleCastExpr().bind("await"), &on_node);
        finder.addMatcher(match::functionDecl(match::isDefinition()).bind("function"), &on_node);
        finder.addMatcher(match::returnStmt().bind("return"), &on_node);
        finder.matchAST(unit_.context());
    }

    class OnNode : public match::MatchFinder::MatchCallback {
    public:
        explicit OnNode(Collector& collector) : collector_(collector) {}
        void run(const match::MatchFinder::MatchResult& result) override {
            if (const auto* function = result.Nodes.getNodeAs<clang::FunctionDecl>("function"))
                collector_.add_function(function);
            else if (const auto* statement = result.Nodes.getNodeAs<clang::ReturnStmt>("return"))
                collector_.add_return(statement);
            else if (const auto* expression = result.Nodes.getNodeAs<clang::Expr>("await"))
                collector_.add_await(expression);
        }

    private:
        Collector& collector_;
    };

    void add_function(const clang::FunctionDecl* function) {
        bodies_.add(function);
        functions_.push_back(function);
        if (llvm::isa_and_nonnull<clang::CoroutineBodyStmt>(function->getBody())) coroutines_.push_back(function);
    }

    /// A coroutine has a `return` that nobody wrote, of the object that its caller gets.
    void add_return(const clang::ReturnStmt* statement) {
        for (const clang::DynTypedNode& parent : unit_.context().getParents(*statement))
            if (parent.get<clang::CoroutineBodyStmt>()) return;
        bodies_.add_return(statement);
    }

    void add_await(const clang::Expr* expression) {
        const std::optional<AwaitNode> node = await_node(expression, text_);
        if (!node || node->token.isInvalid() || !unit_.is_users(node->token)) return;
        const clang::FunctionDecl* function =
            function_around(unit_.context(), clang::DynTypedNode::create(*expression));
        const bool is_instantiated = function && function->isTemplateInstantiation();
        AwaitNodes& site = sites_[text_.key(node->token)];
        site.is_blanked = node->is_blanked;
        const bool is_accepted = llvm::isa<clang::CoawaitExpr>(expression);
        if (is_instantiated) {
            site.accepted_in_instantiation |= is_accepted;
            site.instantiated_operands.emplace_back(node->operand, function);
        }
        if (site.expression && (is_instantiated || site.function == function)) return;
        site.token = node->token;
        site.expression = expression;
        site.operand = node->operand;
        site.function = function;
        site.is_accepted_node = is_accepted;
    }

    void judge(const TokenKey& key, const AwaitNodes& site) {
        Await await = await_as_written(unit_, text_, site);
        out_.seen[key] = await.site.span.end_offset();
        await.outcome = site.is_accepted_node ? outcome_of_accepted(site, await) : outcome_of_blanked(key, site, await);
        const bool is_bad = await.outcome == Outcome::rejected || await.outcome == Outcome::outside;
        if (is_bad && !site.is_blanked) out_.refused.push_back(key);
        awaits_.emplace(key, std::move(await));
    }

    /// Of one that is blanked, or that depends on a template parameter.
    Outcome outcome_of_blanked(const TokenKey& key, const AwaitNodes& site, Await& await) {
        const PromiseLookup& promise = prober_.promise_of(site.function);
        if (promise.state == PromiseLookup::State::none && !site.accepted_in_instantiation) {
            if (site.is_blanked) note_verdict(key, Verdict::rejected);
            explain(await, site.operand, site.function);
            if (!site.function) await.site.why_no_await = why_no_await_at(unit_.context(), site.expression);
            describe_return_type(await, outside_of(site));
            return Outcome::outside;
        }
        if (is_call_without_token(key, site, await)) return Outcome::rejected;
        if (site.operand->containsErrors() || is_broken(unit_, shape_of(site.operand).type) ||
            is_deduced_from_errors(unit_, site.operand)) {
            note_verdict(key, Verdict::unresolved);
            return Outcome::dependent;
        }
        if (shape_of(site.operand).type->isDependentType()) return outcome_of_instantiations(key, site, await);
        if (site.accepted_in_instantiation && !site.is_blanked) return Outcome::accepted;
        const Certainty awaitable = prober_.is_awaitable(site.function, shape_of(site.operand));
        if (awaitable == Certainty::yes) {
            await.site.why_no_await = why_no_await_at(unit_.context(), site.expression);
            note_verdict(key, await.site.why_no_await.empty() ? Verdict::awaitable : Verdict::rejected);
            if (await.site.why_no_await.empty()) return Outcome::accepted;
            explain(await, site.operand, site.function);
            return Outcome::outside;
        }
        if (awaitable == Certainty::maybe) return outcome_of_instantiations(key, site, await);
        note_verdict(key, Verdict::rejected);
        explain(await, site.operand, site.function);
        add_awaited_choice(await, site, unit_, text_, prober_);
        return Outcome::rejected;
    }

    OutsideCoroutine outside_of(const AwaitNodes& site) {
        return {unit_, text_, bodies_, prober_, site.function, site.expression, shape_of(site.operand).type};
    }

    /// `co_await timer.async_wait()`: no call at all for the compiler, and told as the await that it was to be.
    bool is_call_without_token(const TokenKey& key, const AwaitNodes& site, Await& await) {
        std::optional<TokenlessCall> found =
            find_tokenless_call(unit_, text_, prober_, await.site, site.operand, site.function);
        if (!found) return false;
        note_verdict(key, Verdict::rejected);
        await.is_token_missing = true;
        await.call = std::move(found->call);
        await.errors = std::move(found->errors);
        return true;
    }

    /// The operand depends on a template parameter: what the compiler rejected is in the instantiations.
    Outcome outcome_of_instantiations(const TokenKey& key, const AwaitNodes& site, Await& await) {
        Verdict verdict = Verdict::unresolved;
        for (const auto& [operand, function] : site.instantiated_operands) {
            if (!site.is_blanked || operand->isTypeDependent() || operand->containsErrors()) continue;
            const Certainty awaitable = prober_.is_awaitable(function, shape_of(operand));
            if (awaitable == Certainty::yes && verdict == Verdict::unresolved) verdict = Verdict::awaitable;
            if (awaitable != Certainty::no) continue;
            verdict = Verdict::rejected;
            explain(await, operand, function);
            break;
        }
        note_verdict(key, verdict);
        return verdict == Verdict::rejected ? Outcome::rejected : Outcome::dependent;
    }

    Outcome outcome_of_accepted(const AwaitNodes& site, Await& await) {
        const PromiseLookup& promise = prober_.promise_of(site.function);
        await.site.why_no_await = why_no_await_at(unit_.context(), site.expression);
        if (promise.is_forbidden_by_kind || !await.site.why_no_await.empty()) {
            explain(await, site.operand, site.function);
            if (promise.is_forbidden_by_kind) describe_return_type(await, outside_of(site));
            return Outcome::outside;
        }
        if (promise.state != PromiseLookup::State::known || site.operand->isTypeDependent()) return Outcome::accepted;
        const clang::CXXMemberCallExpr* transform = transform_call(llvm::cast<clang::CoawaitExpr>(site.expression));
        if (!transform || transform->getNumArgs() == 0) return Outcome::accepted;
        if (is_taken_as_tag(transform->getArg(0), site.operand->getType())) {
            explain(await, site.operand, site.function);
            return Outcome::rejected;
        }
        if (!takes_bare_parameter(transform->getMethodDecl())) return Outcome::accepted;
        if (prober_.has_own_protocol(site.function, shape_of(site.operand))) return Outcome::accepted;
        // With skipped library bodies a wrapper's error may be hidden; a promise that takes anything is no wrapper.
        const bool is_hidden = options_.bodies_skipped && hides_errors(transform->getMethodDecl(),
                                                                       llvm::cast<clang::CoawaitExpr>(site.expression));
        out_.needs_full_parse |= is_hidden;
        if (is_hidden || prober_.accepts_anything(site.function) != Certainty::yes) return Outcome::accepted;
        explain(await, site.operand, site.function);
        return Outcome::pass_through;
    }

    void note_verdict(const TokenKey& key, Verdict verdict) {
        if (!sites_.at(key).is_blanked) return;
        // One spelling in a macro's body may be used with several operands: rejected anywhere is rejected.
        auto [entry, is_new] = out_.blanked.try_emplace(key.spelling, verdict);
        if (!is_new && verdict == Verdict::rejected) entry->second = verdict;
    }

    void explain(Await& await, const clang::Expr* operand, const clang::FunctionDecl* function) {
        clang::ASTContext& context = unit_.context();
        const clang::QualType type = shape_of(operand).type.getNonReferenceType();
        await.operand_type = type_as_written(context, type);
        await.operand_type_full = type_fully_qualified(context, type);
        if (const auto* record = type->getAsCXXRecordDecl(); record && !record->isLambda())
            await.type_declared = unit_.place(record->getLocation());
        const clang::Expr* written = operand->IgnoreImplicit()->IgnoreParens();
        await.protocol = prober_.explain(function, shape_of(operand), written);
        const auto* call = llvm::dyn_cast<clang::CallExpr>(written->IgnoreImplicit());
        if (!call || (llvm::isa<clang::CXXOperatorCallExpr>(call) && !llvm::isa<clang::CXXMemberCallExpr>(call)))
            return;
        const clang::FunctionDecl* callee = call->getDirectCallee();
        if (!callee || !callee->getDeclName().isIdentifier()) return;
        CallSite& at = await.call.emplace();
        at.callee = symbol_of(unit_, callee);
        at.parameters = parameters_of(unit_.context(), callee);
        at.siblings = find_siblings(unit_, prober_, callee, call, function);
        place_call(at, await.site, text_, call);
    }

    /// Of an await that has been judged.
    void note_operands(const AwaitNodes& nodes, const Site& site) {
        awaited_.push_back({nodes.operand, site, nodes.is_accepted_node});
        for (const auto& [operand, function] : nodes.instantiated_operands)
            awaited_.push_back({operand, site, nodes.accepted_in_instantiation});
    }

    ValueContext surroundings() {
        ValueContext around{.unit = unit_,
                            .text = text_,
                            .bodies = bodies_,
                            .prober = prober_,
                            .lost_returns = options_.lost_returns,
                            .lost_casts = options_.lost_casts,
                            .bodies_skipped = options_.bodies_skipped,
                            .files = {},
                            .awaited = {},
                            .functions = functions_,
                            .coroutines = coroutines_};
        const clang::SourceManager& sources = unit_.sources();
        around.files.insert(unit_.path_of(sources.getMainFileID()));
        for (const Keyword& keyword : unit_.keywords) around.files.insert(unit_.file_offset(keyword.location).file);
        for (const FileOffset& at : options_.lost_returns) around.files.insert(at.file);
        for (const FileOffset& at : options_.lost_casts) around.files.insert(at.file);
        for (const auto& [key, site] : sites_) {
            around.has_blanks |= site.is_blanked;
            around.files.insert(key.spelling.file);
            around.awaited.push_back(site.operand);
            for (const auto& [operand, function] : site.instantiated_operands) around.awaited.push_back(operand);
        }
        return around;
    }

    void add_values(const ValueContext& around) {
        out_.has_values = true;
        CollectedValues collected = collect_values(around);
        out_.facts.values = std::move(collected.values);
        out_.needs_full_parse |= collected.may_hide_errors;
        out_.facts.calls = collect_calls(around);
        out_.facts.spent = collect_spent(around);
        out_.facts.missing_returns = collect_missing_returns(around);
        out_.facts.blocking_calls = collect_blocking_calls(around);
        out_.facts.held_locks = collect_held_locks(around);
        out_.facts.loans = collect_loans(around, out_.facts.values);
        out_.facts.stale_views = collect_stale_views(around);
    }

    /// There is a lost await whose keyword can be blanked.
    bool will_be_revised() const {
        return !options_.is_last && std::any_of(out_.lost.begin(), out_.lost.end(),
                                                [](const TokenKey& key) { return !key.spelling.file.empty(); });
    }

    void find_lost() {
        std::set<TokenKey> known;
        for (const auto& [key, site] : sites_) known.insert(key);
        std::set<TokenKey> lost;
        for (const Keyword& keyword : unit_.keywords)
            if (keyword.kind == clang::tok::kw_co_await && !known.count(text_.key(keyword.location)))
                lost.insert(text_.key(keyword.location));
        out_.lost.assign(lost.begin(), lost.end());
    }

    ParsedUnit& unit_;
    const CollectOptions& options_;
    SourceText text_;
    FunctionBodies bodies_;
    Prober prober_;
    std::vector<const clang::FunctionDecl*> functions_, coroutines_;  // definitions
    std::map<TokenKey, AwaitNodes> sites_;
    std::map<TokenKey, Await> awaits_;
    std::vector<AwaitedOperand> awaited_;  // where an audit asks for uses
    Collected out_;
};

}  // namespace

Collected collect(ParsedUnit& unit, const CollectOptions& options) {
    return Collector(unit, options).run();
}

}  // namespace awaitlint
