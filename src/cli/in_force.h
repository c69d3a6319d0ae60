// What is in force, told without analysing anything: `check --show-config FILE` and `check --list-files`.
//
// In: the options. Out: on standard output, as JSON, the configuration of one file and the files that it comes from;
// or, one per line, the sources of the units that the run is about. Status 0, or 2 where the run could not start.
#pragma once

#include "cli/options.h"

namespace awaitlint {

int tell_what_is_in_force(const Options& options);

}  // namespace awaitlint
