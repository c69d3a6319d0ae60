// The command line: arguments in, exit status out. The whole program behind main.
//
// Results go to standard output, everything else to standard error. Exit status: 0 clean, 1 findings, 2 could not
// start, 3 incomplete (docs/exit-status.md).
#pragma once

namespace awaitlint {

int run_command_line(int argc, char** argv);

}  // namespace awaitlint
