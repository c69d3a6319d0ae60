// What shards have answered, for the run that merges them.
//
// In: saved shards, and what this run would ask. Out: the answer for each unit, or in plain words why there is none: a
// shard that is missing, was made by another build or with other options, or has read other bytes of a file than are
// here. Opens no file but to compare the user's sources.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "awaitlint/result.h"
#include "awaitlint/shard.h"
#include "awaitlint/unit.h"
#include "engine/shards/unit_answer.h"

namespace awaitlint {

class ShardAnswers {
public:
    /// `shards` and `files` stay with the caller. `here`: what a run of a shard would say of itself here.
    ShardAnswers(const std::vector<SavedShard>& shards, const UserFiles& files, ShardPart here);

    /// The answer for this unit; of several of one file, in the order of the database. Else why there is none.
    Result<UnitAnswer> next_of(const CompileCommand& command);

private:
    struct Kept {
        const SavedShard* shard = nullptr;
        const ShardUnit* unit = nullptr;
    };
    std::string why_unusable(const SavedShard& shard) const;
    std::string why_stale(const UnitFacts& facts, const SavedShard& shard);
    std::string digest_here(const std::string& file);

    const UserFiles& files_;
    const ShardPart here_;
    std::map<std::string, std::vector<Kept>> by_file_;  // those that were taken are at the front
    std::map<std::string, std::size_t> taken_;
    std::map<std::string, std::string> digests_;  // of files as they are here
    std::string why_none_;                        // for a unit that no shard has
};

}  // namespace awaitlint
