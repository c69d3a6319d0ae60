// PATHs that were asked about and that no unit reads: told, and never a run that passes.
//
// In: a report and how it came about. Out: a message that says why and what to do, and the exit status that belongs to
// it. Advises nothing that has been done already.
#pragma once

#include <string>

#include "awaitlint/report.h"
#include "cli/options.h"
#include "cli/setup.h"

namespace awaitlint {

/// The folder that all units of the database lie in, where that is not the project's; empty where any is in the
/// project.
std::string folder_of_others(const Prepared& prepared);
/// What to say of a run in which no unit had to do with what was asked about; empty where a report says it.
std::string why_nothing_was_analysed(const Report& report, const Options& options, const Prepared& prepared);
/// Refuses a run in which no unit read a file or a folder that it was asked about: status 2; 3 if others were read.
void refuse_unread_paths(Report& report, const Options& options, const Prepared& prepared);

}  // namespace awaitlint
