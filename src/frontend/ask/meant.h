// Whether a value that nothing here can await is there to be waited for all the same: a future, an operation whose
// header is missing. To drop its co_await would drop the work, whatever the compiler says of the rest.
//
// In: the type of an operand and the function that gives it. Out: what speaks for it, in plain words. Plain data speaks
// for nothing, and a name alone for little: what is only named like a task needs a member that a task would have.
#pragma once

#include <string>

#include "clang/AST/Decl.h"
#include "clang/AST/Type.h"

#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"

namespace awaitlint {

/// "it has a member 'GetResults'"; empty where nothing says so. `callee` may be null.
std::string why_meant(const ParsedUnit& unit, Prober& prober, clang::QualType type, const clang::FunctionDecl* callee);

/// `LaunchUriAsync`, `async_read`, `load_coro`.
bool is_named_async(llvm::StringRef name);

}  // namespace awaitlint
