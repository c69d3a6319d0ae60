// Assertions that test a task in place of its result: `assert(is_ready())`, EXPECT_TRUE, CHECK, REQUIRE.
//
// In: a value that is the argument of a macro, and its fate. Out: the macro's name, where its body takes the value for
// a bool or hands it alone to something that does. Compilers are silent then, and the test passes whatever happens.
// What a user casts himself is meant; macros that compare, or ask what is thrown, are left alone.
#pragma once

#include <string>

#include "clang/AST/Expr.h"
#include "llvm/ADT/StringRef.h"

#include "frontend/around/fate.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"

namespace awaitlint {

/// Written by the macro, be it as an argument of another one.
bool is_in_macro_body(const clang::SourceManager& sources, clang::SourceLocation at);

/// Named as what tests one condition, be it a macro or a function.
bool is_named_as_assertion(llvm::StringRef name);

/// "assert"; empty where no assertion tests the value.
std::string assertion_on(const ParsedUnit& unit, Prober& prober, const clang::Expr* value, const FateOfValue& fate);

}  // namespace awaitlint
