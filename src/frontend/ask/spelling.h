// How the code around a place names what is declared elsewhere: what is written for people looks like their own code.
//
// In: a declaration and the function around the place. Out: the name through the enclosing namespaces, aliases,
// using-declarations and using-directives that hold there, the nearest scope first; qualified in full where none does.
// A guess as to what the name then means: the proof of what was written decides.
#pragma once

#include <string>

#include "clang/AST/Decl.h"
#include "clang/AST/Type.h"

#include "frontend/read/parse.h"

namespace awaitlint {

/// `net::use_awaitable` where the user has named the namespace so.
std::string spelling_here(ParsedUnit& unit, const clang::NamedDecl* decl, const clang::FunctionDecl* around);

/// A class with its template arguments, which are qualified in full.
std::string type_spelling_here(ParsedUnit& unit, clang::QualType type, const clang::FunctionDecl* around);

/// The namespace of the type's class; empty where it has none.
std::string namespace_spelling_here(ParsedUnit& unit, clang::QualType type, const clang::FunctionDecl* around);

}  // namespace awaitlint
