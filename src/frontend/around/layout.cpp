// See layout.h.
#include "frontend/around/layout.h"

#include <algorithm>

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

#include "frontend/around/enclosing.h"

namespace awaitlint {
namespace {

constexpr int most_names = 9;

/// Its parameters, and the names that a lambda captures, too.
std::optional<Span> text_of(const clang::FunctionDecl* function, const SourceText& source) {
    return source.span(function->getSourceRange());
}

bool is_mentioned(const std::string& name, const Span& span, const SourceText& source) {
    const std::string path = source.path_of(span);
    const RawTokens& tokens = source.tokens(path);
    const std::string_view bytes = source.bytes(path);
    for (std::size_t i = tokens.from(span.offset); i < tokens.all().size(); ++i) {
        if (tokens.all()[i].offset >= span.end_offset()) return false;
        if (tokens.all()[i].is_word(name, bytes)) return true;
    }
    return false;
}

}  // namespace

std::optional<LineBefore> line_before(const clang::Stmt* statement, const SourceText& source) {
    const std::optional<Span> span = source.span({statement->getBeginLoc(), statement->getBeginLoc()});
    if (!span) return std::nullopt;
    const std::string_view text = source.bytes(source.path_of(*span)).substr(0, span->offset);
    const std::size_t line = text.rfind('\n') + 1;  // npos + 1 is the beginning of the file
    LineBefore before;
    before.at = *span;
    before.at.length = 0;
    before.at.end_line = before.at.line;
    before.at.end_column = before.at.column;
    before.indent = std::string(text.substr(line));
    if (before.indent.find_first_not_of(" \t") != std::string::npos) return std::nullopt;
    if (line >= 2 && text[line - 2] == '\r') before.line_end = "\r\n";
    return before;
}

std::optional<Span> whole_statement(const clang::Stmt* statement, const SourceText& source) {
    std::optional<Span> span = source.span(statement->getSourceRange());
    if (!span) return std::nullopt;
    const std::string path = source.path_of(*span);
    const RawTokens& tokens = source.tokens(path);
    const std::size_t behind = tokens.from(span->end_offset());
    if (behind >= tokens.all().size() || tokens.all()[behind].kind != clang::tok::semi) return span;
    const std::uint32_t end = tokens.all()[behind].end();
    const std::string_view gap = source.bytes(path).substr(span->end_offset(), end - span->end_offset());
    if (gap != ";") return std::nullopt;
    span->length += 1;
    span->end_column += 1;
    return span;
}

std::string free_name(const std::string& wished, const clang::FunctionDecl* function, const SourceText& source,
                      const std::set<std::string>& taken) {
    const std::optional<Span> span = function ? text_of(function, source) : std::nullopt;
    if (!span) return "";
    for (int number = 1; number <= most_names; ++number) {
        const std::string name = number == 1 ? wished : wished + std::to_string(number);
        if (!taken.count(name) && !is_mentioned(name, *span, source)) return name;
    }
    return "";
}

const clang::Stmt* InBlock::next() const {
    if (!block) return nullptr;
    const auto here = std::find(block->body_begin(), block->body_end(), statement);
    return here == block->body_end() || here + 1 == block->body_end() ? nullptr : *(here + 1);
}

InBlock in_block(clang::ASTContext& ast, const clang::Stmt* inner) {
    for (const clang::Stmt* at = inner; at && !llvm::isa<clang::LambdaExpr>(at);) {
        const clang::Stmt* parent = parent_of(ast, at);
        if (const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(parent)) return {block, at};
        if (!parent) {
            // A variable's initialiser: its declaration is around it.
            const auto parents = ast.getParents(*at);
            const auto* variable = parents.empty() ? nullptr : parents[0].get<clang::VarDecl>();
            const auto around =
                variable ? ast.getParents(*variable) : clang::DynTypedNodeList(clang::DynTypedNode::create(*at));
            parent = variable && !around.empty() ? around[0].get<clang::Stmt>() : nullptr;
        }
        at = parent;
    }
    return {};
}

}  // namespace awaitlint
