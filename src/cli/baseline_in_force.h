// The baseline of a run: which file it is, and what it holds.
//
// In: the options and where the run stands. Out: RunOptions::baseline, or an error that says what to do: a baseline
// that cannot be read must hide nothing. Without --baseline it is the root's, if it has one.
#pragma once

#include "awaitlint/result.h"
#include "cli/options.h"
#include "cli/setup.h"

namespace awaitlint {

/// Absolute: where the baseline is, or would be.
std::string baseline_path(const Options& options, const Prepared& prepared);
/// What it is called: relative to the root where it lies below, else as it was named.
std::string baseline_shown(const Options& options, const Prepared& prepared);
/// True also for a link to nothing: who made it wanted it to be used, and reading it will say what is wrong.
bool has_entry(const std::string& path);

Result<bool> use_baseline(const Options& options, Prepared& prepared);

}  // namespace awaitlint
