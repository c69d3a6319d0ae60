// Several reports of one project as one: of several databases, shards or machines.
//
// In: reports with their names. Out: one report. A place that several report is one finding, proven only if it is
// proven in each that reports it, and suppressed only if it is in each. What one of them could not look at, nobody has
// looked at: incomplete if any is, and the greatest exit status is that of all. Refuses to merge audits of different
// functions, and runs that tell of different lines.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/report.h"
#include "awaitlint/result.h"

namespace awaitlint {

struct NamedReport {
    std::string name;
    Report report;
};

/// At least one. One alone is as it was.
Result<Report> merge_reports(std::vector<NamedReport> reports);

}  // namespace awaitlint
