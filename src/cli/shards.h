// Shards as the command line has them: which one a run is, a plan in a file, the reports of those that have run.
//
// In: the options. Out: a run that has the units of one shard alone; what saved reports hold of shards, and in plain
// words what is wrong with any of them. A plan that does not fit the database is an error: a unit would be in no shard.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/result.h"
#include "awaitlint/shard.h"
#include "cli/options.h"
#include "cli/setup.h"

namespace awaitlint {

/// Where --shard is given.
Result<bool> keep_asked_shard(const Options& options, Prepared& prepared);

/// The form of a plan that --plan reads.
std::string plan_json(const std::vector<PlannedShard>& shards);

struct SavedShards {
    std::vector<SavedShard> shards;       // by number, each once, all of as many
    std::vector<std::string> complaints;  // what is missing or cannot be used: the merge is not whole
};
SavedShards read_shards(const std::vector<std::string>& files);

}  // namespace awaitlint
