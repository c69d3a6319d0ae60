// Where a test makes a value only to see it fail: making it throws, or ends the process.
//
// In: a parsed unit, the expression that makes the value. Out: whether the macro or the function around it is named for
// that. A value that is dropped there is no mistake.
#pragma once

#include "clang/AST/Expr.h"

#include "frontend/read/parse.h"

namespace awaitlint {

/// True if only the question is asked whether making the value throws: EXPECT_THROW(f(), error),
/// assert_throws([] { f(); }).
bool is_expected_to_throw(const ParsedUnit& unit, const clang::Expr* value);
/// True if it is in code that a test wants to end its process: EXPECT_DEATH({ f(); }, "not awaited").
bool is_expected_to_die(const ParsedUnit& unit, const clang::Expr* value);
/// Of one whose body is known here. If it starts lazily, nothing in it throws before it is awaited.
bool is_call_of_coroutine(const clang::Expr* value);

}  // namespace awaitlint
