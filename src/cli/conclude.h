// The end of a run that reports findings: what was asked for and not looked at fails it, and the report is delivered.
//
// In: the report, the options and how the run came about. Out: everything on standard output, in files and on standard
// error; the exit status. A gate that checks nothing must not pass.
#pragma once

#include "awaitlint/report.h"
#include "cli/options.h"
#include "cli/setup.h"

namespace awaitlint {

/// What fails a run although nothing was found: paths that no unit reads, a cache that was wrong, units that failed,
/// files that were left out.
void add_what_is_missing(Report& report, const Options& options, Prepared& prepared);

int conclude(Report report, const Options& options, Prepared& prepared);

}  // namespace awaitlint
