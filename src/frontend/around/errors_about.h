// Awaitable values that the compiler rejects where their result was meant, and the errors that this explains.
//
// In: a value in the AST of a unit with errors. Out: the errors of its statement that name its type. Clang keeps the
// operands of what it rejects under a RecoveryExpr; what it drops altogether is not found here. An error that does not
// name the type has another reason, and explains nothing.
#pragma once

#include <vector>

#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// Errors about the value in its full statement; `in_library` asks for those that stand elsewhere and lead there.
std::vector<CompileError> errors_about(const ParsedUnit& unit, const clang::Expr* value, const AwaitableType& type,
                                       bool in_library);

/// Errors that stand beside the variable's name, in its function: what Clang rejects of `x[0]` and of
/// `for (auto& part : x)` it drops.
std::vector<CompileError> errors_beside_name(const ParsedUnit& unit, const SourceText& source,
                                             const clang::VarDecl* variable, const AwaitableType& type);

/// `co_return done();` where the promise takes no value, and so names no type in its error. `returned` is the cast that
/// stands in for the keyword.
std::vector<CompileError> errors_of_valueless_return(const ParsedUnit& unit, const clang::Expr* returned);

/// `numbers[load()]` of an array: the error stands at the bracket, and names the array's type alone.
std::vector<CompileError> errors_of_index(const ParsedUnit& unit, const clang::Expr* index);

bool has_error_within(const ParsedUnit& unit, clang::SourceRange range);

/// True if an error stands in the type's class: what is missing there may be what the compiler could not read.
bool is_broken(const ParsedUnit& unit, clang::QualType type);

/// True if the value is the result of a call whose type a body says (`auto`), and that body does not compile: whatever
/// the compiler makes of it, it is not known.
bool is_deduced_from_errors(const ParsedUnit& unit, const clang::Expr* value);

}  // namespace awaitlint
