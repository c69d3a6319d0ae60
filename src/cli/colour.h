// Colours of the text form, for terminals.
//
// In: text as the text form has it, fit for a terminal. Out: the same with the places, severities, marks and proofs in
// colours that Clang's users know. Nothing but escape sequences is added. Files and pipes get none unless asked for.
#pragma once

#include <string>
#include <string_view>

#include "cli/options.h"

namespace awaitlint {

/// As --color says; else if standard output is a terminal that is not dumb, and NO_COLOR is not set.
bool wants_colour(const Options& options);

std::string coloured(std::string_view text);

}  // namespace awaitlint
