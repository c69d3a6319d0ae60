// The audit: every use of one function and of its siblings, right or wrong, and what each should be.
//
// In: the uses that the units recorded and the findings of the run. Out: one row per use, in source order. A use is
// wrong where a finding stands or where a task is dropped; maybe where a template parameter or a later line decides.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"
#include "awaitlint/report.h"

namespace awaitlint {

std::vector<AuditRow> audit_rows(const std::vector<const UnitFacts*>& units, const std::vector<Finding>& findings,
                                 const std::vector<std::string>& symbols, const Config& config);

}  // namespace awaitlint
