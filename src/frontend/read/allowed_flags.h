// Allowed flags: which of Clang's options may reach its driver when somebody else wrote the command.
//
// In: an option of Clang's own table. Out: whether parsing depends on it, whether it can be left out in silence, or
// whether leaving it out has to be told. What is not listed is left out and told: an option that a later Clang brings
// does nothing until somebody has looked at it. Knows nothing of values and of commands as a whole (flags.h).
#pragma once

#include <string>
#include <vector>

#include "llvm/Option/Option.h"

namespace awaitlint {

enum class FlagFate {
    kept,     // what is parsed, or how, depends on it
    idle,     // about output, warnings, code generation or linking: dropped in silence
    dropped,  // could write, run, load or read something, or changes what is parsed: dropped and told
};

/// Of an option that is no alias.
FlagFate fate_of(const llvm::opt::Option& option);

/// Spellings in our lists that Clang's table does not have: empty unless Clang has changed.
std::vector<std::string> unknown_spellings();

}  // namespace awaitlint
