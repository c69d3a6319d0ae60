// See shard_answers.h.
#include "engine/shards/shard_answers.h"

#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "files/file_states.h"
#include "project/paths.h"

namespace awaitlint {

ShardAnswers::ShardAnswers(const std::vector<SavedShard>& shards, const UserFiles& files, ShardPart here)
    : files_(files), here_(std::move(here)) {
    for (const SavedShard& shard : shards)
        for (const ShardUnit& unit : shard.part.units) by_file_[unit.file].push_back({&shard, &unit});
    const std::string missing = missing_of(shards);
    why_none_ =
        "no shard has it: " + (missing.empty() ? "make all shards anew, of the database that is here" : missing);
}

Result<UnitAnswer> ShardAnswers::next_of(const CompileCommand& command) {
    const std::string file = relative_to_root(files_, command.file);
    const auto kept = by_file_.find(file);
    std::size_t& taken = taken_[file];
    if (kept == by_file_.end() || taken == kept->second.size()) return Error{why_none_};
    const auto [shard, unit] = kept->second[taken++];
    if (std::string why = why_unusable(*shard); !why.empty()) return Error{why};
    const auto read = answer_of(unit->answer);
    auto answer = read ? in_other_root(*read, shard->part.root, files_.root) : std::nullopt;
    if (!answer) return Error{fmt::format("what '{}' holds of it is damaged: make that shard again", shard->name)};
    if (answer->command != digest_of_command(command, files_.root))
        return Error{fmt::format("'{}' has analysed it with other flags: use the same database and the same options",
                                 shard->name)};
    if (std::string why = why_stale(answer->facts, *shard); !why.empty()) return Error{why};
    return std::move(*answer);
}

std::string ShardAnswers::why_unusable(const SavedShard& shard) const {
    if (shard.part.build != here_.build)
        return fmt::format("'{}' was made by another build of awaitlint: use one for all shards and their merge",
                           shard.name);
    if (shard.part.question != here_.question)
        return fmt::format(
            "'{}' was made with other options or another configuration: use the same ones for all shards "
            "and their merge",
            shard.name);
    return "";
}

std::string ShardAnswers::why_stale(const UnitFacts& facts, const SavedShard& shard) {
    for (std::size_t i = 0; i < facts.user_files.size() && i < facts.digests.size(); ++i)
        if (facts.digests[i] != digest_here(facts.user_files[i]))
            return fmt::format("'{}' has read other bytes of '{}' than are here: make that shard again", shard.name,
                               facts.user_files[i]);
    return "";
}

std::string ShardAnswers::digest_here(const std::string& file) {
    const auto [known, is_new] = digests_.try_emplace(file);
    if (is_new)
        if (const auto digest = digest_of_file(absolute_path(file, files_.root))) known->second = to_hex(*digest);
    return known->second;
}

std::string missing_of(const std::vector<SavedShard>& shards) {
    std::set<std::uint32_t> there;
    for (const SavedShard& shard : shards) there.insert(shard.part.shard.number);
    std::vector<std::uint32_t> missing;
    const std::uint32_t of = shards.empty() ? 0 : shards.front().part.shard.of;
    for (std::uint32_t number = 1; number <= of; ++number)
        if (!there.count(number)) missing.push_back(number);
    if (missing.empty()) return "";
    return missing.size() == 1 ? fmt::format("shard {} of {} is missing", missing.front(), of)
                               : fmt::format("shards {} of {} are missing", fmt::join(missing, ", "), of);
}

}  // namespace awaitlint
