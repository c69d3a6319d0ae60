// Options that several commands take, under one name each.
//
// In: the parser's command, the options to be filled in. Out: the command takes them. Knows no command by name.
#pragma once

#include <initializer_list>

#include "cli/options.h"

namespace CLI {
class App;
}

namespace awaitlint {

/// All that commands that analyse take: what is read, by which rules, within which limits.
void add_selection(CLI::App& command, Options& options);
/// What decides which findings count.
void add_gate(CLI::App& command, Options& options);
void add_baseline(CLI::App& command, Options& options);
void add_outputs(CLI::App& command, Options& options);
void add_cache_folder(CLI::App& command, Options& options);

/// Taken from all commands that analyse, and listed where they do something.
void hide_options(CLI::App& command, std::initializer_list<const char*> options);
/// Of a command that takes `FILE... -- FLAGS`.
void add_footer(CLI::App& command);

}  // namespace awaitlint
