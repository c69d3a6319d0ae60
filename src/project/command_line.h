// From a "command" string or a raw argument list to the arguments of the compiler.
//
// In: what a database holds. Out: CompileCommand::argv with the compiler first. Four steps, each usable alone:
//
//   split_command -> remove_launchers -> expand_response_files -> expand_config_files
//
// Executes nothing and expands no variable. Knows no compiler flag but --config.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/unit.h"

namespace awaitlint {

/// Who would have split the command line: a POSIX shell, or a Windows program (cl.exe) itself.
enum class Quoting { posix, windows };

/// Windows if a word in front of the first option is a Windows path or ends in ".exe".
Quoting quoting_of(std::string_view command);

/// Splits as that shell would, without expanding anything.
std::vector<std::string> split_command(std::string_view command, Quoting quoting);

/// Cuts arguments at a NUL, as execve would, and drops empty ones (told in remarks).
void drop_empty_arguments(CompileCommand& command);

/// Removes ccache, distcc, `env A=B`, `cmake -E env` and the like from the front, several in a row too. `env -C DIR`
/// moves the command's directory; a variable that compilers read is told in remarks.
void remove_launchers(CompileCommand& command);

/// Replaces each `@file` (relative to the command's directory) by the arguments in it, nested ones too. One that
/// cannot be read is dropped and told in remarks.
void expand_response_files(CompileCommand& command, Quoting quoting);

/// Replaces each `--config=FILE` (Clang's) by the flags in that file, in front of the others; what is not read is told.
void expand_config_files(CompileCommand& command);

}  // namespace awaitlint
