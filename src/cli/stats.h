// What `--stats` says on standard error: what took how long, how often Clang has parsed for what, the slowest units.
//
// In: what a run has counted. Out: lines for people. Nothing of it is part of a report, as it differs from run to run.
#pragma once

#include "awaitlint/report.h"
#include "cli/shown_paths.h"

namespace awaitlint {

void say_stats(const RunTimes& times, const ShownPaths& shown);

}  // namespace awaitlint
