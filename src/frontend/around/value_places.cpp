// See value_places.h.
#include "frontend/around/value_places.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMapContext.h"

#include "frontend/ask/awaitable_types.h"
#include "frontend/ask/names.h"

namespace awaitlint {

clang::QualType type_of(const clang::Expr* expression) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
    if (call && call->isTypeDependent()) {
        const auto* callee = llvm::dyn_cast_or_null<clang::FunctionDecl>(call->getCalleeDecl());
        if (callee && !callee->getReturnType()->isUndeducedType()) return callee->getReturnType();
    }
    return expression->getType();
}

const clang::Expr* with_parentheses(clang::ASTContext& ast, const clang::Expr* expression) {
    const auto parents = ast.getParents(*expression);
    const auto* parent = parents.empty() ? nullptr : parents[0].get<clang::Expr>();
    while (parent && llvm::isa<clang::FullExpr, clang::CXXBindTemporaryExpr, clang::MaterializeTemporaryExpr,
                               clang::ImplicitCastExpr>(parent)) {
        const auto above = ast.getParents(*parent);
        parent = above.empty() ? nullptr : above[0].get<clang::Expr>();
    }
    const bool is_written = parent && llvm::isa<clang::ParenExpr>(parent) && !parent->getBeginLoc().isMacroID();
    return is_written ? parent : expression;
}

Site site_of(const clang::Expr* expression, const SourceText& source) {
    Site site;
    const clang::SourceLocation begin = expression->getBeginLoc();
    const std::optional<Span> span = source.span(expression->getSourceRange());
    // `LIB::load()` where a macro names the namespace: what it begins, the user ends, and a co_await fits in front.
    const bool ends_outside = span && source.macro_body(expression->getEndLoc()).empty();
    if (!ends_outside) site.macro = source.macro_body(begin);
    site.is_partly_in_macro = !span && site.macro.empty();
    site.begins_macro = !site.macro.empty() && source.begins_macro(begin);
    site.span = site.is_in_macro() ? source.macro_use(begin) : *span;
    site.text = source.shown(site.span);
    return site;
}

void describe_maker(Value& value, ParsedUnit& unit, const clang::Expr* expression) {
    value.needs_parentheses = llvm::isa<clang::CXXOperatorCallExpr>(expression) &&
                              llvm::cast<clang::CXXOperatorCallExpr>(expression)->isInfixBinaryOp();
    const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
    value.made = call                                                 ? Maker::call
                 : llvm::isa<clang::CoroutineSuspendExpr>(expression) ? Maker::await
                                                                      : Maker::constructor;
    const auto* callee = call ? llvm::dyn_cast_or_null<clang::FunctionDecl>(call->getCalleeDecl()) : nullptr;
    if (!callee) return;
    value.call.emplace().callee = symbol_of(unit, callee);
    const clang::FunctionDecl* pattern = written_pattern(callee);
    value.is_callee_nodiscard =
        callee->hasAttr<clang::WarnUnusedResultAttr>() || pattern->hasAttr<clang::WarnUnusedResultAttr>();
    value.may_callee_discard = is_marked_may_discard(callee) || is_marked_may_discard(pattern);
}

Span in_front_of(const Site& site, const SourceText& source, const clang::Expr* dropping) {
    const Span& span = site.span;
    const std::optional<Span> whole = source.span(dropping->getSourceRange());
    if (!whole || whole->file != span.file || whole->offset >= span.offset) return {};
    // A static_cast has an end, too: it stays.
    if (whole->end_offset() != span.end_offset()) return {};
    Span in_front = *whole;
    in_front.length = span.offset - whole->offset;
    in_front.end_line = span.line;
    in_front.end_column = span.column;
    return in_front;
}

bool is_accessed(const Value& value) {
    const auto* misused = std::get_if<fate::Misused>(&value.fate);
    return misused && misused->way == fate::Misused::Way::member_access;
}

std::optional<std::string> accessed_member(const Site& site, const SourceText& source) {
    if (site.is_in_macro()) return std::nullopt;
    const std::string path = source.path_of(site.span);
    const std::vector<RawTokens::Token>& tokens = source.tokens(path).all();
    std::size_t at = source.tokens(path).from(site.span.end_offset());
    if (at == tokens.size()) return std::nullopt;
    if (tokens[at].kind == clang::tok::l_square) return "";
    if (tokens[at].kind != clang::tok::arrow && tokens[at].kind != clang::tok::period) return std::nullopt;
    ++at;
    if (at == tokens.size() || tokens[at].kind != clang::tok::raw_identifier) return "";
    return std::string(source.bytes(path).substr(tokens[at].offset, tokens[at].length));
}

namespace {

const clang::Expr* parent_expression(clang::ASTContext& ast, const clang::Expr* child) {
    const auto parents = ast.getParents(*child);
    return parents.empty() ? nullptr : parents[0].get<clang::Expr>();
}

bool is_implicit(const clang::Expr* expression) {
    return llvm::isa<clang::ImplicitCastExpr, clang::FullExpr, clang::CXXBindTemporaryExpr,
                     clang::MaterializeTemporaryExpr>(expression);
}

/// The left operand of a binary operator, be it one that was rejected; null of anything else.
const clang::Expr* left_operand(const clang::Expr* expression) {
    if (const auto* operation = llvm::dyn_cast<clang::BinaryOperator>(expression))
        return operation->isAssignmentOp() || operation->isCommaOp() ? nullptr : operation->getLHS();
    if (const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expression))
        return operation->isInfixBinaryOp() && !operation->isAssignmentOp() ? operation->getArg(0) : nullptr;
    const auto* rejected = llvm::dyn_cast<clang::RecoveryExpr>(expression);
    const bool is_binary = rejected && rejected->subExpressions().size() == 2 &&
                           rejected->getEndLoc() == rejected->subExpressions()[1]->getEndLoc();
    return is_binary ? rejected->subExpressions()[0] : nullptr;
}

}  // namespace

void place_keyword_before(Value& value, clang::ASTContext& ast, const SourceText& source,
                          const clang::Expr* expression) {
    const Span& value_span = value.site.span;
    if (!is_accessed(value) || value.site.is_in_macro()) return;
    const std::optional<Span> keyword = source.await_before(value_span);
    if (!keyword) return;
    const clang::Expr* whole = expression;
    for (const clang::Expr* at = expression; at; at = parent_expression(ast, at)) {
        const auto span = source.span(at->getSourceRange());
        if (!span || span->file != value_span.file || span->offset != value_span.offset) break;
        whole = at;
    }
    const std::optional<Span> accessed = source.span(whole->getSourceRange());
    if (!accessed) return;
    value.site.keyword = *keyword;
    value.operands = *accessed;
    Span both = *keyword;
    both.length = accessed->end_offset() - keyword->offset;
    value.operands_text = source.shown(both);
}

void place_operands(Value& value, clang::ASTContext& ast, const SourceText& source, const clang::Expr* expression) {
    const Span& span = value.site.span;
    if (value.site.is_in_macro() || value.site.keyword.length != 0) return;
    const clang::Expr* top = nullptr;
    for (const clang::Expr* at = parent_expression(ast, expression); at; at = parent_expression(ast, at)) {
        if (left_operand(at))
            top = at;
        else if (!is_implicit(at))
            break;
    }
    const clang::Expr* first = top;
    while (const clang::Expr* left = first ? left_operand(first) : nullptr) first = left->IgnoreImplicit();
    const auto* await = llvm::dyn_cast_or_null<clang::CoawaitExpr>(first);
    if (!await || await->isImplicit()) return;
    const std::optional<Span> operands = source.span({await->getOperand()->getBeginLoc(), top->getEndLoc()});
    if (!operands || operands->file != span.file || operands->offset >= span.offset) return;
    value.operands = *operands;
    value.operands_text = source.shown(*operands);
}

bool is_step_of_loop(const clang::Expr* named) {
    const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(named);
    const auto* operation = llvm::dyn_cast<clang::UnaryOperator>(named);
    const clang::Expr* iterator = call ? call->getArg(0) : operation ? operation->getSubExpr() : named;
    const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(iterator->IgnoreParenImpCasts());
    return reference && reference->getDecl()->isImplicit();
}

}  // namespace awaitlint
