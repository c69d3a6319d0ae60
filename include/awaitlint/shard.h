// Shards: one run cut into several, each perhaps on a machine of its own, and what the run that merges them needs.
//
// A shard is a part of the units. What a run of it has found out about each unit is kept as it is, facts and proofs, so
// that the run that merges them judges all units together, as a run of its own would, and parses nothing. Plain values;
// what an answer holds is known to src/engine/shards alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "awaitlint/result.h"

namespace awaitlint {

struct RunOptions;

struct Shard {
    std::uint32_t number = 1;  // from 1 on
    std::uint32_t of = 1;
    friend bool operator==(const Shard& a, const Shard& b) = default;
};

/// "2/8", or an error that says what is wrong with it.
Result<Shard> shard_named(const std::string& text);

/// What a run has found out about one unit.
struct ShardUnit {
    std::string file;    // as in Place
    std::string answer;  // text that only this build of the program reads
    friend bool operator==(const ShardUnit& a, const ShardUnit& b) = default;
};

/// A run of one shard, as its JSON report keeps it.
struct ShardPart {
    Shard shard;
    std::string root;  // of the project, absolute, where the run was
    std::vector<std::string>
        paths;             // where findings were wanted: relative to the root where they lie below, else absolute
    std::string build;     // of the program, and of the LLVM that it is linked with
    std::string question;  // a digest of what was asked of all units
    std::vector<ShardUnit> units;  // several of one file stay in the database's order
    friend bool operator==(const ShardPart& a, const ShardPart& b) = default;
};

/// A shard that was read, and the name of its file.
struct SavedShard {
    std::string name;
    ShardPart part;
};

/// "shard 3 of 8 is missing", "shards 3, 5 of 8 are missing"; empty: all are there.
std::string missing_of(const std::vector<SavedShard>& shards);

/// Where findings are wanted, as a ShardPart has it.
std::vector<std::string> paths_from_root(const RunOptions& options);

/// What is planned for one shard.
struct PlannedShard {
    std::vector<std::string> files;  // as in Place, sorted: all units of a file are in one shard
    std::size_t units = 0;
    std::size_t known = 0;  // of the files, those that took a known time in an earlier run
    double seconds = 0;     // of one processor, expected
};

/// What shards are made equal by.
enum class ShardCost {
    size,          // of the sources: the same on every machine that has the same files
    earlier_runs,  // what each took the last time, as far as this machine's cache knows it
};

/// Cuts all units of the options (`commands` and `others`). Depends on nothing but their files and what they cost.
std::vector<PlannedShard> plan_shards(const RunOptions& options, std::uint32_t count, ShardCost cost);

/// Leaves the options the units of one planned shard.
void keep_shard(RunOptions& options, const PlannedShard& planned, Shard shard);

}  // namespace awaitlint
