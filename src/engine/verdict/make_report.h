// From what is known of the units at the end of a run to its report.
//
// In: units with their facts and findings, suggestions proven or not. Out: one finding per place, suppressed where a
// comment says so, in the selected places only; the audit; what became of each unit; the exit status. Nothing in it
// depends on the folder in which the project lies, on timing, or on which unit was done first. Asks no worker.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "awaitlint/engine.h"
#include "awaitlint/facts.h"
#include "awaitlint/finding.h"
#include "awaitlint/report.h"
#include "awaitlint/unit.h"

namespace awaitlint {

/// What a run found out about one unit.
struct UnitResult {
    const CompileCommand* command = nullptr;  // never null; of RunOptions::commands
    UnitFacts facts;
    std::string failure;  // empty: it was analysed
    std::vector<Finding> findings;
    bool is_cached = false;
    bool is_cut_off = false;  // not analysed, as the run ended before it was
    bool differs = false;     // from what the cache said
};

/// True if findings in the file (relative to the root) are wanted.
bool is_wanted(const RunOptions& options, const std::string& relative_file);

class SiblingIndex;

/// The units are in the order of the commands. `symbols`: whose uses an audit is about. `siblings`: of all units.
Report make_report(const RunOptions& options, const std::set<std::string>& active,
                   const std::vector<std::string>& symbols, std::vector<UnitResult> units, const SiblingIndex& siblings,
                   bool was_interrupted);

}  // namespace awaitlint
