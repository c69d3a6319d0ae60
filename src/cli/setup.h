// Getting ready to analyse: from the options to the engine's input, or an error that says what to do.
//
// Finds the project root, reads the configuration, finds and reads the database, checks the rules' names, and picks
// the units. Every way in which a run could end up checking nothing is an error here.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/engine.h"
#include "awaitlint/result.h"
#include "cli/options.h"
#include "project/project.h"

namespace awaitlint {

struct Prepared {
    RunOptions run;
    std::string database;                 // its path; empty for `-- FLAGS`
    std::string configuration;            // of the root, its path; empty where there is none
    std::vector<CompileCommand> untried;  // units that the run leaves out although they were asked about (doctor)
    std::vector<LeftOut> left_out;        // entries of the database that are no units
    /// What will not be looked at, with the reason: PATHs of which it is known before the run.
    std::vector<std::pair<std::string, std::string>> refused_paths;
    bool has_paths = false;  // PATHs were given
    std::vector<std::string> remarks;
};

Result<Prepared> prepare(const Options& options);

/// The lines that have changed by now, where only those count (--diff-base).
Result<bool> find_changes(const Options& options, Prepared& prepared);

/// Ids of all rules.
std::vector<std::string> rule_ids();

/// "there is no KIND 'x'", the nearest one that there is, and below that what else helps.
Error unknown_name(const char* kind, const std::string& name, const std::vector<std::string>& known,
                   const std::string& help);
Error unknown_rule(const std::string& id);

}  // namespace awaitlint
