// See spent.h.
#include "frontend/collect/spent.h"

#include <algorithm>
#include <map>
#include <optional>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"

#include "frontend/ask/awaitable_types.h"
#include "frontend/ask/names.h"

namespace awaitlint {
namespace {

namespace match = clang::ast_matchers;

/// One mention of a variable.
struct Event {
    enum class Kind { awaited, moved, assigned, other } kind = Kind::other;
    const clang::Expr* whole = nullptr;  // the co_await, or the mention itself
    bool is_by_move = false;             // `co_await std::move(x)`
};

const clang::CallExpr* as_move(const clang::Stmt* statement) {
    const auto* call = llvm::dyn_cast_or_null<clang::CallExpr>(statement);
    return call && call->getNumArgs() == 1 && is_move(call->getDirectCallee()) ? call : nullptr;
}

bool is_copyable(const clang::CXXRecordDecl* record) {
    if (record->hasUserDeclaredCopyConstructor())
        return std::any_of(record->ctor_begin(), record->ctor_end(), [](const clang::CXXConstructorDecl* made) {
            return made->isCopyConstructor() && !made->isDeleted();
        });
    return !record->hasUserDeclaredMoveConstructor() && !record->hasUserDeclaredMoveAssignment() &&
           !record->defaultedCopyConstructorIsDeleted();
}

class SpentCollector : public match::MatchFinder::MatchCallback {
public:
    explicit SpentCollector(const ValueContext& context)
        : around_(context), ast_(context.unit.context()), types_(context.unit, context.prober) {}

    bool is_needed() const { return types_.are_possible(); }

    void run(const match::MatchFinder::MatchResult& result) override {
        const auto* mention = result.Nodes.getNodeAs<clang::DeclRefExpr>("mention");
        const auto* variable = llvm::cast<clang::VarDecl>(mention->getDecl());
        const clang::QualType type = variable->getType();
        if (type->isReferenceType() || type->isDependentType() || !type->getAsCXXRecordDecl() ||
            !around_.looks_at(mention->getLocation()))
            return;
        mentions_[variable].push_back(mention);
    }

    std::vector<Spent> take() {
        std::vector<Spent> spent;
        for (const auto& [variable, mentions] : mentions_) look_at(variable, mentions, spent);
        std::sort(spent.begin(), spent.end(),
                  [](const Spent& a, const Spent& b) { return a.site.span.site() < b.site.span.site(); });
        return spent;
    }

private:
    void look_at(const clang::VarDecl* variable, const std::vector<const clang::DeclRefExpr*>& mentions,
                 std::vector<Spent>& spent) {
        if (mentions.size() < 2) return;
        const std::optional<AwaitableType>& type = types_.find(variable->getType());
        const auto* record = variable->getType()->getAsCXXRecordDecl();
        if (!type || !type->is_task || type->is_generator || !record->hasDefinition() || is_copyable(record)) return;
        std::vector<Event> events;
        for (const clang::DeclRefExpr* mention : mentions) events.push_back(event_of(mention));
        const clang::SourceManager& sources = around_.unit.sources();
        std::sort(events.begin(), events.end(), [&](const Event& a, const Event& b) {
            return sources.isBeforeInTranslationUnit(a.whole->getBeginLoc(), b.whole->getBeginLoc());
        });
        for (std::size_t i = 1; i < events.size(); ++i) {
            if (events[i].kind != Event::Kind::awaited) continue;
            const Event* before = what_spent(events, i, *type, variable);
            if (before) spent.push_back(fact_of(events[i], *before, *type, variable));
        }
    }

    /// The nearest event before that used the variable up for certain.
    const Event* what_spent(const std::vector<Event>& events, std::size_t at, const AwaitableType& type,
                            const clang::VarDecl* variable) {
        for (std::size_t i = at; i-- > 0;) {
            const Event& before = events[i];
            // Somebody may look at it, or put another one in, in ways that are not seen.
            if (before.kind == Event::Kind::other || before.kind == Event::Kind::assigned) return nullptr;
            for (std::size_t earlier = 0; earlier < i; ++earlier)
                if (events[earlier].kind == Event::Kind::other) return nullptr;
            const bool is_used_up = before.kind == Event::Kind::moved || before.is_by_move ||
                                    (type.starts_lazily && is_awaited_by_resuming(variable->getType()));
            if (is_used_up && is_on_every_way(before.whole, events[at].whole)) return &before;
        }
        return nullptr;
    }

    bool is_awaited_by_resuming(clang::QualType type) {
        const clang::QualType awaiter = around_.prober.awaiter_of(ast_.getCanonicalType(type.getUnqualifiedType()));
        const auto* record = awaiter.isNull() ? nullptr : awaiter->getAsCXXRecordDecl();
        return record && record->hasDefinition() && is_never_ready(record->getDefinition());
    }

    Event event_of(const clang::DeclRefExpr* mention) const {
        const clang::Stmt* child = mention;
        bool is_moved = false;
        while (true) {
            const clang::Stmt* parent = parent_of(child);
            if (const clang::CallExpr* move = as_move(parent)) {
                is_moved = true;
                child = move;
                continue;
            }
            const auto* await = llvm::dyn_cast_or_null<clang::CoawaitExpr>(parent);
            if (await && !await->isImplicit()) return {Event::Kind::awaited, await, is_moved};
            const auto* made = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(parent);
            if (is_moved && made && made->getConstructor()->isMoveConstructor())
                return {Event::Kind::moved, mention, true};
            const auto* assignment = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(parent);
            if (!is_moved && assignment && assignment->getOperator() == clang::OO_Equal &&
                assignment->getArg(0) == child)
                return {Event::Kind::assigned, mention, false};
            const bool is_passed_through =
                parent && llvm::isa<clang::ImplicitCastExpr, clang::ParenExpr, clang::FullExpr,
                                    clang::MaterializeTemporaryExpr, clang::CXXBindTemporaryExpr>(parent);
            if (!is_passed_through) return {Event::Kind::other, mention, is_moved};
            child = parent;
        }
    }

    const clang::Stmt* parent_of(const clang::Stmt* child) const {
        // What is awaited has a parent in the machinery of its await, too.
        for (const clang::DynTypedNode& parent : ast_.getParents(*child))
            if (const auto* await = parent.get<clang::CoawaitExpr>()) return await;
        const auto parents = ast_.getParents(*child);
        return parents.empty() ? nullptr : parents[0].get<clang::Stmt>();
    }

    /// The statement of the earlier one is run as a whole, and the later one is in a statement behind it in that block.
    bool is_on_every_way(const clang::Stmt* earlier, const clang::Stmt* later) const {
        const clang::Stmt* statement = earlier;
        const clang::CompoundStmt* block = nullptr;
        while (!block) {
            const auto parents = ast_.getParents(*statement);
            if (parents.empty()) return false;
            if (const auto* variable = parents[0].get<clang::VarDecl>()) {
                const auto above = ast_.getParents(*variable);
                statement = above.empty() ? nullptr : above[0].get<clang::DeclStmt>();
                if (!statement) return false;
                continue;
            }
            const auto* parent = parents[0].get<clang::Stmt>();
            if (const auto* found = llvm::dyn_cast_or_null<clang::CompoundStmt>(parent)) {
                block = found;
                break;
            }
            const auto* operation = llvm::dyn_cast_or_null<clang::BinaryOperator>(parent);
            const bool is_conditional =
                (operation && operation->isLogicalOp()) ||
                llvm::isa_and_nonnull<clang::AbstractConditionalOperator, clang::LambdaExpr, clang::StmtExpr>(parent);
            if (!parent || is_conditional || !llvm::isa<clang::Expr>(parent)) return false;
            statement = parent;
        }
        bool is_behind = false;
        for (const clang::Stmt* member : block->body()) {
            if (is_behind && contains(member, later)) return true;
            is_behind |= member == statement;
        }
        return false;
    }

    static bool contains(const clang::Stmt* whole, const clang::Stmt* part) {
        if (!whole || llvm::isa<clang::LambdaExpr>(whole)) return false;
        if (whole == part) return true;
        const auto children = whole->children();
        return std::any_of(children.begin(), children.end(),
                           [&](const clang::Stmt* child) { return contains(child, part); });
    }

    Spent fact_of(const Event& event, const Event& before, const AwaitableType& type, const clang::VarDecl* variable) {
        Spent spent;
        const std::optional<Span> span = around_.text.span(event.whole->getSourceRange());
        spent.site.span = span ? *span : around_.text.macro_use(event.whole->getBeginLoc());
        spent.site.text = around_.text.shown(spent.site.span);
        spent.variable = variable->getNameAsString();
        spent.type = type;
        spent.is_moved = before.kind == Event::Kind::moved;
        spent.before = around_.unit.place(before.whole->getBeginLoc());
        const clang::FunctionDecl* function = function_around(ast_, clang::DynTypedNode::create(*event.whole));
        spent.site.function = around_.bodies.refer_to(function, around_.prober);
        return spent;
    }

    const ValueContext& around_;
    clang::ASTContext& ast_;
    AwaitableTypes types_;
    std::map<const clang::VarDecl*, std::vector<const clang::DeclRefExpr*>> mentions_;
};

}  // namespace

std::vector<Spent> collect_spent(const ValueContext& context) {
    SpentCollector collector(context);
    if (!collector.is_needed()) return {};
    match::MatchFinder finder;
    finder.addMatcher(
        match::declRefExpr(match::to(match::varDecl(match::hasAutomaticStorageDuration()))).bind("mention"),
        &collector);
    finder.matchAST(context.unit.context());
    return collector.take();
}

}  // namespace awaitlint
