// Completion tokens: the last argument by which an operation of Asio's kind gives something to await.
//
// In: the tokens that a request names, and the function around a site. Out: the variables that are meant, and calls
// that lack one: `co_await timer.async_wait()` is no call at all for the compiler.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// Those of the coroutine's own library first: `asio::use_awaitable` for a promise in `asio`.
std::vector<const clang::VarDecl*> completion_tokens(ParsedUnit& unit, Prober& prober,
                                                     const clang::FunctionDecl* around);

/// An error code that is given to be filled in: the token makes it needless.
bool is_error_code(clang::QualType type);

/// A call that fits no overload as it stands, and is awaitable with a token behind its arguments, or in place of an
/// error code. The siblings are the function itself, with the token.
struct TokenlessCall {
    CallSite call;
    std::vector<CompileError> errors;  // what the compiler says of it
};
std::optional<TokenlessCall> find_tokenless_call(ParsedUnit& unit, const SourceText& text, Prober& prober,
                                                 const Site& site, const clang::Expr* operand,
                                                 const clang::FunctionDecl* around);

}  // namespace awaitlint
