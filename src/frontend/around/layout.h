// The text around a statement, for code that is to be written beside it.
//
// In: statements and functions of the AST. Out: where a statement begins and ends in its file, the white space in front
// of it, a name that means nothing else in the function. Nothing where a macro has a part in it, or where the statement
// does not begin its line. Decides nothing about what is to be written.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

#include "awaitlint/facts.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// Where a line of its own could be written in front of a statement.
std::optional<LineBefore> line_before(const clang::Stmt* statement, const SourceText& source);

/// The statement with the semicolon behind it, where it has one.
std::optional<Span> whole_statement(const clang::Stmt* statement, const SourceText& source);

/// `wished`, or that with a number behind it, and none of `taken`; empty where the function's text is not to be had.
std::string free_name(const std::string& wished, const clang::FunctionDecl* function, const SourceText& source,
                      const std::set<std::string>& taken);

/// The next statement outward that stands in a block, and that block; null where a lambda or nothing is around.
struct InBlock {
    const clang::CompoundStmt* block = nullptr;
    const clang::Stmt* statement = nullptr;

    /// The statement behind it in the block; null where it is the last.
    const clang::Stmt* next() const;
};
InBlock in_block(clang::ASTContext& ast, const clang::Stmt* inner);

}  // namespace awaitlint
