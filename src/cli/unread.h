// What a run did not look at: files of the project that no unit reads, told in the summary, and a failure on request.
//
// In: a report and how it came about. Out: its list of unread files and, with --require-coverage, its exit status; one
// line on standard error. Without a database there is nothing to compare with: nothing is looked for.
#pragma once

#include <string>

#include "awaitlint/report.h"
#include "cli/options.h"
#include "cli/setup.h"

namespace awaitlint {

/// Below the PATHs of the run alone, where there are any.
void look_for_unread_files(Report& report, const Options& options, const Prepared& prepared);

/// Tells globs of `include` that fit no file, where the whole project was looked at.
void doubt_include(Report& report, const Prepared& prepared);

/// Entries of the database that are no units.
void add_left_out(Report& report, const Prepared& prepared);

/// "3 files with coroutines are in no unit: a.cpp, b.cpp and 1 more"; empty where there are none.
std::string unread_line(const Report& report);
void say_unread_files(const Report& report, const Options& options);

}  // namespace awaitlint
