// What leaves the program: reports on standard output and in files, everything else on standard error.
//
// Standard output carries one report and nothing else. A file comes into its place in one step (base/result_file.h), so
// that a reader never sees half of it; a write that fails is an error, never a short report. Whatever people read goes
// through `printable_lines` here or where it is rendered.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/engine.h"
#include "awaitlint/render.h"
#include "awaitlint/report.h"
#include "cli/options.h"
#include "cli/setup.h"

namespace awaitlint {

/// Once, before anything is opened: a standard stream that is closed stays one that cannot be used.
void hold_standard_streams();

/// One message for people, on standard error: "awaitlint: error: ...".
void say_error(const std::string& message);
void say(const std::string& message);

/// To standard output. The first failure is told on standard error.
void print(std::string_view text);
/// At the end of a command that has printed: its status, or 2 if not all of it could be written.
int printed(int status);

/// Checks every FORMAT:FILE before the work starts.
Result<bool> check_outputs(const Options& options, const std::vector<std::string>& known = report_formats());

/// A format's name in, its bytes out.
using Rendering = std::function<Result<std::string>(const std::string& format)>;
/// Writes the --output files and standard output.
Result<bool> write_rendered(const Options& options, const Rendering& rendering);

/// Writes `failure` in the place of what an earlier run has left, which would pass for this run's; where that cannot be
/// written, takes it away.
void replace_outputs(const std::vector<std::string>& outputs, const Rendering& failure,
                     const std::vector<std::string>& known = report_formats());
/// For a run that cannot start or tell: says why, here and in the --output files. The status.
int not_started(const Options& options, const std::string& message, int status = exit_not_started);

/// Says what is wrong with a run that did not see what it should have seen. An incomplete one says so anyway.
void refuse(Report& report, const std::string& message);
/// Units whose cached results were wrong, with --cache-verify. What is delivered was computed, and is right; but other
/// runs may have believed what was kept.
void refuse_differing_cache(Report& report);

/// Remarks, and the units that could not be analysed at all.
void say_failed_units(const Report& report, const Options& options, const Prepared& prepared);
/// Remarks, failed units and the summary line, on standard error.
void say_what_was_analysed(const Report& report, const Options& options, const Prepared& prepared);

/// Where a result may be written: in a folder that is there, and that no link inside the project has led out to.
Result<bool> check_place_of_result(const std::string& path);

/// Whose a report is. That of a stranger gets no line of a file that is not the one it speaks of.
enum class Trust { own, of_stranger };
/// Writes the report everywhere it is wanted. `unsaved`: files that were analysed with other bytes than they have on
/// disk.
Result<bool> write_report(Report report, const Options& options, const UserFiles& user_files, Trust trust,
                          const std::vector<UnsavedFile>& unsaved = {});
/// Writes the report everywhere it is wanted, then remarks, failed units and the summary line. The exit status.
int deliver(Report report, const Options& options, const Prepared& prepared);

}  // namespace awaitlint
