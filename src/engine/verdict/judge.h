// The rules of a run, applied to the facts of one unit.
//
// In: the options, which rules are active, facts. Out: findings, in the order of the rules, each judged by the
// configuration of the folder that it is in. Pure: looks at no file and
// remembers nothing.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "awaitlint/engine.h"
#include "awaitlint/facts.h"
#include "awaitlint/finding.h"

namespace awaitlint {

/// False where the configuration turns it off, unless the command line selects it by name.
bool is_on(const RunOptions& options, const Config& config, const std::string& rule);

/// `unused`: suppressions that took out no finding, which is known only when all units are judged.
std::vector<Finding> judge(const RunOptions& options, const std::set<std::string>& active, const UnitFacts& facts,
                           const std::vector<Suppression>& unused);

/// Empties what only rules and proofs read, and the report does not: of many units, it would be most of the memory.
void drop_judged(UnitFacts& facts);

}  // namespace awaitlint
