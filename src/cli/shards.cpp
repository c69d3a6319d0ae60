// See shards.h.
#include "cli/shards.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "awaitlint/printable.h"
#include "cli/output.h"
#include "project/json_file.h"
#include "report/saved_report.h"

namespace awaitlint {
namespace {

constexpr std::uintmax_t most_plan_bytes = std::uintmax_t{256} << 20;
constexpr std::uintmax_t most_shard_bytes = std::uintmax_t{2} << 30;
constexpr const char* plan_schema = "awaitlint-plan/1";

Error no_plan(const std::string& path, const std::string& why) {
    return {fmt::format("--plan: '{}' {}: make it with `awaitlint plan --shards N --output json:{}`", path, why, path)};
}

Result<std::vector<PlannedShard>> read_plan(const std::string& path, std::uint32_t count) {
    const auto plan = read_json_file(path, most_plan_bytes, Writer::machine);
    if (!plan) return plan.error();
    try {
        if (plan->at("schema") != plan_schema) return no_plan(path, "is no plan of awaitlint");
        const auto shards = plan->at("shards").get<std::vector<nlohmann::json>>();
        if (shards.size() != count) return no_plan(path, fmt::format("is a plan of {} shards", shards.size()));
        std::vector<PlannedShard> planned(count);
        for (std::size_t i = 0; i < planned.size(); ++i) {
            planned[i].files = shards[i].at("files").get<std::vector<std::string>>();
            std::sort(planned[i].files.begin(), planned[i].files.end());
        }
        return planned;
    } catch (const nlohmann::json::exception&) {
        return no_plan(path, "is no plan of awaitlint");
    }
}

/// Every unit is in one shard of the plan.
Result<bool> check_plan(const std::vector<PlannedShard>& shards, const RunOptions& run, const std::string& path) {
    std::set<std::string> planned;
    for (const PlannedShard& shard : shards)
        for (const std::string& file : shard.files)
            if (!planned.insert(file).second) return no_plan(path, fmt::format("has '{}' in two shards", file));
    for (const auto* commands : {&run.commands, &run.others})
        for (const CompileCommand& command : *commands)
            if (const std::string file = relative_to_root(run.user_files, command.file); !planned.count(file))
                return no_plan(path, fmt::format("does not have '{}', which is in the database", file));
    return true;
}

Result<SavedShard> read_shard(const std::string& path) {
    const auto document = read_json_file(path, most_shard_bytes, Writer::machine);
    if (!document) return document.error();
    auto report = report_of_json(*document);
    if (!report) return Error{fmt::format("{}: {}", path, report.error().message)};
    if (!report->shard)
        return Error{fmt::format(
            "{}: is no report of a shard: write one with `awaitlint check --shard I/N --output json:FILE`", path)};
    const Shard& shard = report->shard->shard;
    if (const auto named = shard_named(fmt::format("{}/{}", shard.number, shard.of)); !named)
        return Error{fmt::format("{}: is no report of a shard: {}", path, named.error().message)};
    return SavedShard{path, std::move(*report->shard)};
}

/// What keeps it from being merged with those that were read before; empty: nothing.
std::string why_not_with(const std::vector<SavedShard>& others, const SavedShard& shard) {
    if (others.empty()) return "";
    const SavedShard& first = others.front();
    if (shard.part.shard.of != first.part.shard.of)
        return fmt::format("{}: is of {} shards, and {} of {}", shard.name, shard.part.shard.of, first.name,
                           first.part.shard.of);
    if (shard.part.paths != first.part.paths)
        return fmt::format("{}: has looked at other PATHs than {}", shard.name, first.name);
    for (const SavedShard& other : others)
        if (other.part.shard == shard.part.shard)
            return fmt::format("{}: is shard {}, and so is {}, with other answers: name one of them", shard.name,
                               shard.part.shard.number, other.name);
    return "";
}

}  // namespace

Result<bool> keep_asked_shard(const Options& options, Prepared& prepared) {
    const std::optional<Shard>& shard = options.shard;
    if (!shard) return true;
    if (options.has_flags || !options.stdin_filename.empty())
        return Error{"--shard is a part of a compilation database: there is none"};
    std::vector<PlannedShard> planned;
    if (options.plan.empty()) {
        planned = plan_shards(prepared.run, shard->of, ShardCost::size);
    } else {
        auto read = read_plan(options.plan, shard->of);
        if (!read) return read.error();
        planned = std::move(*read);
        if (auto checked = check_plan(planned, prepared.run, options.plan); !checked) return checked.error();
    }
    keep_shard(prepared.run, planned[shard->number - 1], *shard);
    prepared.remarks.push_back(fmt::format(
        "this is shard {} of {}: what it finds is judged again by `awaitlint merge` with that of the others",
        shard->number, shard->of));
    return true;
}

std::string plan_json(const std::vector<PlannedShard>& shards) {
    nlohmann::ordered_json plan{{"schema", plan_schema}, {"shards", nlohmann::ordered_json::array()}};
    for (std::size_t i = 0; i < shards.size(); ++i)
        plan["shards"].push_back({{"number", i + 1},
                                  {"of", shards.size()},
                                  {"units", shards[i].units},
                                  {"known", shards[i].known},
                                  {"seconds", shards[i].seconds},
                                  {"files", shards[i].files}});
    return printable_json(plan.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) + "\n";
}

SavedShards read_shards(const std::vector<std::string>& files) {
    SavedShards saved;
    for (const std::string& file : files) {
        auto shard = read_shard(file);
        if (!shard) {
            saved.complaints.push_back(shard.error().message);
            continue;
        }
        const bool is_twin = std::any_of(saved.shards.begin(), saved.shards.end(),
                                         [&](const SavedShard& other) { return other.part == shard->part; });
        if (is_twin) continue;
        if (std::string why = why_not_with(saved.shards, *shard); !why.empty())
            saved.complaints.push_back(std::move(why));
        else
            saved.shards.push_back(std::move(*shard));
    }
    std::sort(saved.shards.begin(), saved.shards.end(),
              [](const SavedShard& a, const SavedShard& b) { return a.part.shard.number < b.part.shard.number; });
    return saved;
}

}  // namespace awaitlint
