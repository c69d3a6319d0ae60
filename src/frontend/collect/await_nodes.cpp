// See await_nodes.h.
#include "frontend/collect/await_nodes.h"

#include <algorithm>
#include <optional>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"

#include "frontend/around/fate.h"

namespace awaitlint {

std::optional<AwaitNode> await_node(const clang::Expr* expression, const SourceText& text) {
    if (const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(expression)) {
        if (await->isImplicit()) return std::nullopt;
        return AwaitNode{await->getKeywordLoc(), await->getOperand(), /*is_blanked=*/false};
    }
    if (const auto* dependent = llvm::dyn_cast<clang::DependentCoawaitExpr>(expression))
        return AwaitNode{dependent->getKeywordLoc(), dependent->getOperand(), /*is_blanked=*/false};
    if (const auto* cast = llvm::dyn_cast<clang::CStyleCastExpr>(expression)) {
        // The form for statements has a cast around the operator that stands for the keyword.
        if (cast->getType()->isVoidType()) return std::nullopt;
        return AwaitNode{text.blanked_token(cast->getLParenLoc()), cast->getSubExprAsWritten(), /*is_blanked=*/true};
    }
    const auto* operation = llvm::cast<clang::UnaryOperator>(expression);
    return AwaitNode{text.blanked_token(operation->getOperatorLoc()), operation->getSubExpr(), /*is_blanked=*/true};
}

OperandShape shape_of(const clang::Expr* operand) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(operand->IgnoreParens());
    if (call && call->isTypeDependent()) {
        const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call->getCalleeDecl());
        const bool is_settled = method && llvm::isa<clang::MemberExpr>(call->getCallee()->IgnoreParens()) &&
                                std::none_of(call->arg_begin(), call->arg_end(),
                                             [](const clang::Expr* argument) { return argument->isTypeDependent(); });
        if (is_settled && !method->getReturnType()->isUndeducedType())
            return {method->getReturnType(), clang::VK_PRValue};
    }
    return {operand->getType(), operand->getValueKind()};
}

Await await_as_written(const ParsedUnit& unit, const SourceText& text, const AwaitNodes& nodes) {
    Await await;
    Site& site = await.site;
    site.keyword = text.token_span(nodes.token);
    site.macro = text.macro_body(nodes.token);
    await.is_statement = fate_of(unit.context(), nodes.expression, {}).is<fate::Discarded>();
    const std::optional<Span> operand = text.span(nodes.operand->getSourceRange());
    if (!site.macro.empty() || !operand || operand->file != site.keyword.file) {
        site.is_partly_in_macro = site.macro.empty() && nodes.token.isMacroID();
        site.span = nodes.token.isMacroID() ? text.macro_use(nodes.token) : site.keyword;
        site.text = text.shown(site.span);
        await.operand_text = operand ? text.shown(*operand) : "";
        return await;
    }
    site.span = site.keyword;
    site.span.end_line = operand->end_line;
    site.span.end_column = operand->end_column;
    site.span.length = operand->end_offset() - site.keyword.offset;
    site.text = text.shown(site.span);
    await.operand_text = text.shown(*operand);
    await.operand_offset = operand->offset;
    return await;
}

void add_awaited_choice(Await& await, const AwaitNodes& nodes, const ParsedUnit& unit, const SourceText& text,
                        Prober& prober) {
    const clang::Expr* child = nodes.expression;
    const clang::ConditionalOperator* choice = nullptr;
    while (!choice) {
        const auto parents = unit.context().getParents(*child);
        const auto* parent = parents.empty() ? nullptr : parents[0].get<clang::Expr>();
        choice = llvm::dyn_cast_or_null<clang::ConditionalOperator>(parent);
        if (choice || !parent || !llvm::isa<clang::ImplicitCastExpr, clang::FullExpr>(parent)) break;
        child = parent;
    }
    if (!choice || choice->getCond() != child || await.site.is_in_macro()) return;
    const auto is_awaitable = [&](const clang::Expr* arm) {
        arm = arm->IgnoreImplicit();
        return prober.is_awaitable(nodes.function, shape_of(arm)) == Certainty::yes;
    };
    if (!is_awaitable(choice->getTrueExpr()) || !is_awaitable(choice->getFalseExpr())) return;
    const std::optional<Span> all = text.span({nodes.operand->getBeginLoc(), choice->getEndLoc()});
    if (!all || all->file != await.site.span.file || all->offset != await.operand_offset) return;
    await.operands = *all;
    await.operands_text = text.shown(*all);
}

}  // namespace awaitlint
