// Precompiled headers that the database itself makes: a command that uses one is given its source.
//
// In: the commands of a database. Out: the same, in which `-include-pch X` and the `-include N` of which the compiler
// would find `N.gch` or `N.pch` name the header that another command made it of, with a remark. (Build tools may put it
// far away from its source: Meson does.) Looks at commands alone, opens no file.
#pragma once

#include <vector>

#include "awaitlint/unit.h"

namespace awaitlint {

void replace_precompiled_outputs(std::vector<CompileCommand>& commands);

}  // namespace awaitlint
