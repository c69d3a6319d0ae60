// Where a coroutine looks at what it was given for the last time: a parameter, its object, what a lambda captures.
//
// In: a function and which of the things that it is given. Out: LastLook, by the order in which its body is written; in
// a loop that suspends, everything is behind a suspension. A function that is no coroutine, and does nothing with a
// parameter but hand it on to one whose task it returns, looks where that one does. Where the body is not seen, an
// attribute
// ([[clang::lifetimebound]], [[clang::coro_lifetimebound]]) may say that the result refers to it. Follows no reference
// that the body makes to what it was given: that is a miss.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"

#include "awaitlint/facts.h"

namespace awaitlint {

LastLook look_at_parameter(const clang::FunctionDecl* function, unsigned index);

/// At the object of a member function; of a lambda: at what it captures.
LastLook look_at_object(const clang::CXXMethodDecl* method);

/// Of a lambda: at one variable of the function around that it captures.
LastLook look_at_capture(const clang::CXXMethodDecl* call_operator, const clang::ValueDecl* captured);

/// Its body is seen, and has a coroutine keyword.
bool is_seen_as_coroutine(const clang::FunctionDecl* function);

}  // namespace awaitlint
