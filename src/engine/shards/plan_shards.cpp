// Which unit is in which shard: `plan_shards` and `keep_shard` of awaitlint/shard.h.
//
// In: the units of a run. Out: the shards, as equal as they come when what costs most is given away first, each to the
// shard that has least so far. Equal costs are ordered by name and equal shards by number, so that every machine with
// the same units and costs cuts them alike.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "awaitlint/shard.h"
#include "engine/cache/costs.h"

namespace awaitlint {
namespace {

constexpr std::uint32_t most_shards = 10'000;

struct FileCost {
    std::string file;
    std::size_t units = 0;
    bool is_known = false;
    double seconds = 0;
};

std::vector<FileCost> costs_of_files(const RunOptions& options, ShardCost cost) {
    const Costs costs(cost == ShardCost::earlier_runs ? options.cache.folder : "");
    std::map<std::string, FileCost> files;
    for (const auto* commands : {&options.commands, &options.others})
        for (const CompileCommand& command : *commands) {
            FileCost& file = files[relative_to_root(options.user_files, command.file)];
            ++file.units;
            file.is_known = costs.is_known(command);
            // What is known is of all units of the file together.
            file.seconds = costs.expected(command) * static_cast<double>(file.is_known ? 1 : file.units);
        }
    std::vector<FileCost> list;
    for (auto& [name, file] : files) {
        list.push_back(std::move(file));
        list.back().file = name;
    }
    return list;
}

std::uint32_t number_in(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

}  // namespace

Result<Shard> shard_named(const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash != std::string::npos) {
        const Shard shard{number_in(text.substr(0, slash)), number_in(text.substr(slash + 1))};
        if (shard.number >= 1 && shard.number <= shard.of && shard.of <= most_shards) return shard;
    }
    return Error{fmt::format("'{}' is no shard: it wants I/N with I from 1 to N and N up to {}, for instance 1/4", text,
                             most_shards)};
}

std::vector<PlannedShard> plan_shards(const RunOptions& options, std::uint32_t count, ShardCost cost) {
    std::vector<FileCost> files = costs_of_files(options, cost);
    std::sort(files.begin(), files.end(), [](const FileCost& a, const FileCost& b) {
        return std::tie(b.seconds, a.file) < std::tie(a.seconds, b.file);
    });
    std::vector<PlannedShard> shards(count);
    std::set<std::pair<double, std::size_t>> by_load;
    for (std::size_t i = 0; i < shards.size(); ++i) by_load.emplace(0, i);
    for (FileCost& file : files) {
        const std::size_t index = by_load.extract(by_load.begin()).value().second;
        PlannedShard& shard = shards[index];
        shard.units += file.units;
        shard.known += file.is_known;
        shard.seconds += file.seconds;
        shard.files.push_back(std::move(file.file));
        by_load.emplace(shard.seconds, index);
    }
    for (PlannedShard& shard : shards) std::sort(shard.files.begin(), shard.files.end());
    return shards;
}

void keep_shard(RunOptions& options, const PlannedShard& planned, Shard shard) {
    options.shard = shard;
    for (auto* commands : {&options.commands, &options.others})
        std::erase_if(*commands, [&](const CompileCommand& command) {
            return !std::binary_search(planned.files.begin(), planned.files.end(),
                                       relative_to_root(options.user_files, command.file));
        });
}

}  // namespace awaitlint
