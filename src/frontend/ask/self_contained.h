// Which values are all that they are: nothing else is reached through them, and nobody else reaches them.
//
// In: a type, or a statement of a function. Out: whether a value of the type holds no pointer, reference or view; what
// in the statement may be shared with others. A class of the user's is what its members are; one of the standard
// library that owns what it holds (Clang's [[gsl::Owner]]) is what its arguments are. In doubt: shared.
#pragma once

#include <string>

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/Type.h"

namespace awaitlint {

bool is_self_contained(clang::QualType type);

/// The first thing mentioned in a statement that others may reach, by its name; empty: there is none. What local
/// variables hold by themselves is not, nor what is called: a function that is given nothing shared reaches, of what is
/// here, nothing.
std::string shared_in(const clang::Stmt* statement);

}  // namespace awaitlint
