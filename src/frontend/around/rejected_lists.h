// Awaitable values in braces without a type of their own, which the compiler rejects as a whole: `show({load(), 1})`.
//
// In: a value in the AST of a unit with errors. Out: the errors of its list, if the value cannot initialise what it
// stands for there. Such errors name the type that the list was to make, and no other: so what the list was for is
// looked up, among the functions that could have been called. Where one of them may take the value, or where that
// depends on a template parameter, nothing is said.
#pragma once

#include <vector>

#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"

namespace awaitlint {

std::vector<CompileError> errors_of_list(const ParsedUnit& unit, Prober& prober, const clang::Expr* value);

}  // namespace awaitlint
