// The commands and their options, as the parser knows them: names, help, what a value may be, and where it goes.
//
// In: the parser, the options to be filled in. Out: one command after the other in the order of `awaitlint --help`.
// Help, completions and man pages are made of the same (command_tree.h). Knows nothing of what a command does.
#pragma once

#include "cli/options.h"

namespace CLI {
class App;
}

namespace awaitlint {

/// Both must outlive the parse.
void add_commands(CLI::App& app, Options& options);

}  // namespace awaitlint
