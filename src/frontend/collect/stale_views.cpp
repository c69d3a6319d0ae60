// See stale_views.h.
#include "frontend/collect/stale_views.h"

#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include "frontend/around/enclosing.h"
#include "frontend/around/parts.h"
#include "frontend/around/value_places.h"
#include "frontend/ask/names.h"
#include "frontend/collect/changes.h"
#include "frontend/collect/coroutine_flow.h"
#include "frontend/collect/view_flow.h"

namespace awaitlint {
namespace {

/// `state_.items` in `for (auto& item : state_.items)`, by what its iterator is made of.
const clang::Expr* looped_over(const clang::Expr* begin) {
    const clang::Expr* over = nullptr;
    has_part(begin, [&](const clang::Stmt* part) {
        const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(part);
        const auto* range = mention ? llvm::dyn_cast<clang::VarDecl>(mention->getDecl()) : nullptr;
        if (range && range->isImplicit() && range->getInit()) over = range->getInit()->IgnoreImplicit();
        return over != nullptr;
    });
    return over ? over : begin;
}

/// `found->second.name`: the local that it begins with, where that is not read before the whole is.
const clang::DeclRefExpr* first_of(const clang::Expr* glvalue) {
    while (true) {
        glvalue = glvalue->IgnoreParenImpCasts();
        if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(glvalue)) return mention;
        const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(glvalue);
        const auto* operation = llvm::dyn_cast<clang::UnaryOperator>(glvalue);
        if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(glvalue))
            glvalue = member->getBase();
        else if (call && (call->getOperator() == clang::OO_Arrow || call->getOperator() == clang::OO_Star))
            glvalue = call->getArg(0);
        else if (operation && operation->getOpcode() == clang::UO_Deref)
            glvalue = operation->getSubExpr();
        else
            return nullptr;
    }
}

bool leaves(const clang::Stmt* branch) {
    const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(branch);
    const clang::Stmt* last = block ? (block->body_empty() ? nullptr : block->body_back()) : branch;
    if (const auto* expression = llvm::dyn_cast_or_null<clang::Expr>(last)) last = expression->IgnoreImplicit();
    return llvm::isa_and_nonnull<clang::ReturnStmt, clang::CoreturnStmt, clang::BreakStmt, clang::ContinueStmt,
                                 clang::GotoStmt, clang::CXXThrowExpr>(last);
}

/// Asks for something that the function has a part in as well: `timers_.contains(id)`, `is_closed_`.
bool asks_for_work_of(const clang::FunctionDecl* function, const clang::Expr* condition) {
    return has_part(condition, [&](const clang::Stmt* part) {
        const auto* member = llvm::dyn_cast<clang::MemberExpr>(part);
        const ObjectPath path = member ? path_to(member) : ObjectPath();
        return !path.empty() && may_mention(function, path);
    });
}

class StaleViewCollector {
public:
    explicit StaleViewCollector(const ValueContext& context)
        : around_(context), ast_(context.unit.context()), changes_(context), suspensions_(context) {}

    void look_at(const clang::FunctionDecl* coroutine) {
        const clang::Stmt* body = followed_body(around_, coroutine);
        if (!body || llvm::any_of(coroutine->parameters(), keeps_others_out)) return;
        ViewFlow flow(ast_, changes_, suspensions_, coroutine);
        const auto graph = obtains_any(body, flow) ? flow_graph(ast_, coroutine) : nullptr;
        if (!graph) return;
        coroutine_ = coroutine;
        const auto pass = [&](ViewState& state, const clang::CFGElement& element) {
            flow.pass(state, element, [](const clang::Stmt*) {});
        };
        for (auto& [block, state] : states_before<ViewState>(*graph, pass, add_way))
            for (const clang::CFGElement& element : *block)
                flow.pass(state, element, [&](const clang::Stmt* step) { look_at_step(step, state); });
    }

    std::vector<StaleView> take() {
        std::map<SiteId, StaleView> sorted;
        for (auto& [origin, look] : looks_) sorted.try_emplace(look.site.span.site(), std::move(look));
        std::vector<StaleView> views;
        for (auto& [site, view] : sorted) views.push_back(std::move(view));
        return views;
    }

private:
    /// Most coroutines do not, and need no graph.
    static bool obtains_any(const clang::Stmt* body, ViewFlow& flow) {
        const ViewState nothing;
        return has_part(body, [&](const clang::Stmt* part) {
            if (const auto* declares = llvm::dyn_cast<clang::DeclStmt>(part))
                return llvm::any_of(declares->decls(), [&](const clang::Decl* decl) {
                    const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
                    return variable && variable->hasLocalStorage() && variable->getInit() &&
                           flow.view_of(variable, variable->getInit(), nothing);
                });
            const auto assignment = assignment_to_local(part);
            return assignment && flow.view_of(assignment->variable, assignment->value, nothing);
        });
    }

    void look_at_step(const clang::Stmt* step, const ViewState& state) {
        if (state.views.empty()) return;
        if (const auto* mention = llvm::dyn_cast<clang::DeclRefExpr>(step)) return look_at_mention(mention, state);
        // What is named in front of an await, and used by the call behind it: `session.take(co_await load())`
        const auto* call = llvm::dyn_cast<clang::CallExpr>(step);
        if (!call || assignment_to_local(call)) return;
        const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(call);
        if (member) look_at_operand(member->getImplicitObjectArgument(), state);
        for (const clang::Expr* argument : call->arguments()) look_at_operand(argument, state);
    }

    void look_at_operand(const clang::Expr* operand, const ViewState& state) {
        if (const clang::DeclRefExpr* mention = operand->isGLValue() ? first_of(operand) : nullptr)
            look_at_mention(mention, state);
    }

    void look_at_mention(const clang::DeclRefExpr* mention, const ViewState& state) {
        const clang::VarDecl* variable = local_named(mention->getDecl());
        const auto view = variable ? state.views.find(variable) : state.views.end();
        if (view != state.views.end() && view->second.suspended && reads(mention, variable))
            add(mention, variable, view->second);
    }

    /// Not what sets it anew, what silences the compiler, and what only compares a pointer.
    bool reads(const clang::DeclRefExpr* mention, const clang::VarDecl* variable) {
        const clang::Stmt* parent = parent_of(ast_, mention);
        while (llvm::isa_and_nonnull<clang::ParenExpr>(parent)) parent = parent_of(ast_, parent);
        if (!parent) return false;
        if (const auto assignment = assignment_to_local(parent); assignment && assignment->variable == variable)
            return false;
        if (variable->getType()->isReferenceType()) {
            const auto* cast = llvm::dyn_cast<clang::CastExpr>(parent);
            return !cast || cast->getCastKind() != clang::CK_ToVoid;
        }
        if (is_given_away(ast_, mention)) return false;
        // `is_new` of what an insertion gives.
        const auto* member = llvm::dyn_cast<clang::MemberExpr>(parent);
        const clang::QualType part = member ? member->getType() : mention->getType();
        if (variable->getType()->isRecordType() && part->isArithmeticType()) return false;
        const clang::Stmt* user = llvm::isa<clang::ImplicitCastExpr>(parent) ? parent_of(ast_, parent) : parent;
        const auto* cast = llvm::dyn_cast_or_null<clang::CastExpr>(user);
        if (cast && (cast->getCastKind() == clang::CK_ToVoid || cast->getCastKind() == clang::CK_PointerToBoolean))
            return false;
        const auto* comparison = llvm::dyn_cast_or_null<clang::BinaryOperator>(user);
        return !comparison || !comparison->isComparisonOp();
    }

    /// `if (!timers_.contains(id)) co_return;` between the two: whoever has changed the object is found out by what
    /// else it does.
    bool is_found_out(const clang::DeclRefExpr* mention, const clang::Stmt* suspended, const clang::FunctionDecl* by) {
        const auto begin = [&](const clang::Stmt* part) { return around_.unit.file_offset(part->getBeginLoc()); };
        const FileOffset look = begin(mention), wait = begin(suspended);
        const bool goes_round = look < around_.unit.file_offset(suspended->getEndLoc());
        return has_part(written_body(coroutine_), [&](const clang::Stmt* part) {
            if (const auto* loop = llvm::dyn_cast<clang::WhileStmt>(part)) {
                const FileOffset from = begin(loop->getBody()), to = around_.unit.file_offset(loop->getEndLoc());
                return from < look && goes_round && wait < to && asks_for_work_of(by, loop->getCond());
            }
            const auto* question = llvm::dyn_cast<clang::IfStmt>(part);
            if (!question || !leaves(question->getThen())) return false;
            const FileOffset at = begin(question);
            return wait < at && (at < look || goes_round) && asks_for_work_of(by, question->getCond());
        });
    }

    void add(const clang::DeclRefExpr* mention, const clang::VarDecl* variable, const View& view) {
        StaleView look;
        const bool is_loop = variable->isImplicit() && !llvm::isa<clang::DecompositionDecl>(variable);
        const clang::Expr* obtained = is_loop ? looped_over(view.obtained) : view.obtained;
        look.site = site_of(is_loop ? obtained : mention, around_.text);
        look.site.function = around_.bodies.refer_to(coroutine_, around_.prober);
        if (!is_loop) look.name = mention->getDecl()->getNameAsString();
        look.object = view.of_thread.empty() ? name_of(view.object) : view.of_thread;
        look.obtained = around_.unit.place(obtained->getBeginLoc());
        look.suspended = around_.unit.place(view.suspended->getBeginLoc());
        if (const std::optional<Change> change =
                view.of_thread.empty() ? changes_.find(view.object, view.is_iterator, coroutine_) : std::nullopt) {
            if (is_found_out(mention, view.suspended, change->function)) return;
            look.changed = around_.unit.place(change->call->getExprLoc());
            look.changed_in = function_name(change->function);
        }
        const auto [known, is_new] = looks_.try_emplace(view.origin, look);
        // A loop's own looks count where there is no other, and the first one tells enough.
        const auto order = [](const StaleView& a) { return std::make_tuple(a.name.empty(), a.site.span.site()); };
        if (!is_new && order(look) < order(known->second)) known->second = std::move(look);
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    Changes changes_;
    Suspensions suspensions_;
    const clang::FunctionDecl* coroutine_ = nullptr;
    std::map<const clang::Expr*, StaleView> looks_;  // by what was obtained
};

}  // namespace

std::vector<StaleView> collect_stale_views(const ValueContext& context) {
    if (!context.unit.request.stale_views) return {};
    StaleViewCollector collector(context);
    for (const clang::FunctionDecl* coroutine : context.coroutines) collector.look_at(coroutine);
    return collector.take();
}

}  // namespace awaitlint
