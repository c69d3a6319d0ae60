// What is asked of every unit of a run, whatever its command: the request without the command.
//
// In: the options of a run, its active rules, all its configurations. Out: a request with the names, types, tokens and
// patterns that the front end has to look for, as it never sees a configuration. Asks nobody.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "awaitlint/engine.h"
#include "awaitlint/unit.h"

namespace awaitlint {

struct EveryUnit {
    UnitRequest request;
    /// How async siblings are named, in any configuration. The request has them only where a rule needs calls: what is
    /// not asked for is not part of a cached answer's key.
    std::vector<std::string> naming;
};
EveryUnit every_unit_of(const RunOptions& options, const std::set<std::string>& active);

/// What a run that is no audit would ask.
UnitRequest without_symbols(UnitRequest every);

/// What a unit reads depends on no more than this and its command.
UnitRequest reads_of_every_unit(const UserFiles& files);

}  // namespace awaitlint
