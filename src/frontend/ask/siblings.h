// The functions that may stand in for a callee: its possible async (or sync) twins, found where C++ would find them.
//
// In: a call and the function around it. Out: Sibling facts, each with whether its result is awaitable there. Looks in
// the callee's class and its bases, its namespace, namespaces beside it that are named for asynchrony, the namespaces
// of the arguments (ADL), and, for a callee that is named in the request, at the other names there. Names are only
// filtered by likeness; which relation counts is the rules' business.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"

namespace awaitlint {

std::vector<Sibling> find_siblings(ParsedUnit& unit, Prober& prober, const clang::FunctionDecl* callee,
                                   const clang::CallExpr* call, const clang::FunctionDecl* around);

/// The functions of these names in the callee's class and its bases, or in its namespace.
std::vector<clang::NamedDecl*> functions_beside(clang::ASTContext& context, const clang::FunctionDecl* callee,
                                                const std::vector<std::string>& names);

/// The functions beside the callee of these names, and those that the request pairs it with, which are awaitable in the
/// call's place with its very arguments, each with what co_await makes of it. Only what `is_wanted` is tried.
std::vector<Sibling> find_awaitable_siblings(ParsedUnit& unit, Prober& prober, const clang::FunctionDecl* callee,
                                             const clang::CallExpr* call, const clang::FunctionDecl* around,
                                             const std::vector<std::string>& names,
                                             const std::function<bool(const clang::FunctionDecl*)>& is_wanted);

/// True if the request names the function: as one half of an explicit pair.
bool is_named_in_request(const ParsedUnit& unit, const clang::FunctionDecl* function);

/// True if one name could be the async form of the other: equal without case, underscores and async/sync words, or
/// one within the other.
bool is_name_alike(llvm::StringRef a, llvm::StringRef b);

/// The declarations of functions with this qualified name.
std::vector<clang::NamedDecl*> functions_named(clang::ASTContext& context, llvm::StringRef qualified_name);

}  // namespace awaitlint
