// What a function takes, as text that two functions can be compared by.
//
// In: a declaration. Out: "(int, net::context)", the types of its parameters without references and const, fully
// qualified: a coroutine often takes by value what its synchronous twin takes by reference. Nothing of a function
// template, whose parameters are known only at a call.
#pragma once

#include <string>

#include "clang/AST/Decl.h"

namespace awaitlint {

/// Of the function as it is written: the same for all specialisations of a class template. Empty: not known.
std::string parameters_of(const clang::ASTContext& context, const clang::FunctionDecl* function);

}  // namespace awaitlint
