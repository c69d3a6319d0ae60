// The commands: each takes the options and returns the exit status. One file per command.
#pragma once

#include "cli/options.h"

namespace awaitlint {

int check_command(const Options& options);
int audit_command(const Options& options);
int fix_command(const Options& options);
int rules_command(const Options& options);
int explain_command(const Options& options);
int doctor_command(const Options& options);
int facts_command(const Options& options);
int triage_command(const Options& options);
int report_command(const Options& options);
int plan_command(const Options& options);
int merge_command(const Options& options);
int lsp_command(const Options& options);
int cache_command(const Options& options);
int init_command(const Options& options);
int baseline_command(const Options& options);

}  // namespace awaitlint
