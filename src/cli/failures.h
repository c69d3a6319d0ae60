// Units that could not be analysed: why, what to do about it, and how to see it again.
//
// In: a report, the options and the commands of its run. Out: lines on standard error; a cause in the place of a
// reason, where one cause explains all errors of a unit (remedy.h). Decides nothing of the exit status.
#pragma once

#include "awaitlint/report.h"
#include "cli/options.h"
#include "cli/setup.h"

namespace awaitlint {

/// Makes the cause the reason of a failed unit, where one cause explains all of its errors.
void explain_failures(Report& report, const Options& options, const Prepared& prepared);

/// A Ctrl-C may leave hundreds: they are one line.
void say_failures(const Report& report, const Options& options, const Prepared& prepared);

}  // namespace awaitlint
