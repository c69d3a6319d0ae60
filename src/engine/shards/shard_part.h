// A run of one shard as its report keeps it, but for its units: which shard it was, and by whom and how it was made.
//
// In: the options of a run and what it asks of every unit. Out: a ShardPart without units. Two runs whose `build` and
// `question` are equal would answer alike for the same unit, wherever the project lies.
#pragma once

#include "awaitlint/engine.h"
#include "awaitlint/shard.h"
#include "awaitlint/unit.h"

namespace awaitlint {

/// `every`: a request without its command.
ShardPart part_without_units(const RunOptions& options, const UnitRequest& every);

}  // namespace awaitlint
