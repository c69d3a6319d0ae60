// What every unit of C++ begins with: what a blanked keyword becomes, a type that no promise knows, and one that fits
// any place of an expression.
//
// The latter's operators are found by its namespace alone (ADL), so that no other expression sees them. All of it
// stands in front of what the command defines: an open comment in a -D must not swallow it.
#pragma once

#include <string>

namespace clang {
class Preprocessor;
}

namespace awaitlint {

std::string own_declarations();

/// Before the first token is read.
void add_own_declarations(clang::Preprocessor& preprocessor);

}  // namespace awaitlint
