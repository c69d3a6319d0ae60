// Which compile commands are C or C++, and so units for awaitlint.
//
// In: a command with its response files expanded. Out: why it is not C or C++, or nothing. Goes by `-x` and by the
// file's extension, as compilers do; opens no file.
#pragma once

#include <string>

#include "awaitlint/unit.h"

namespace awaitlint {

/// "not C or C++ (.cu)", or empty for what is.
std::string why_not_c_or_cpp(const CompileCommand& command);

}  // namespace awaitlint
