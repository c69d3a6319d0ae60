// `awaitlint plan`: how a number of shards would cut the units of this project, and how long each is expected to take.
//
// In: the options of a run. Out: a table, or the JSON that `check --plan` reads, so that all machines cut alike by what
// this one knows of earlier runs. Analyses nothing.
#include <cmath>

#include <fmt/format.h>

#include "cli/asked_paths.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/shards.h"

namespace awaitlint {
namespace {

std::string told(double seconds) {
    const long whole = std::lround(seconds);
    if (whole < 1) return "under 1 s";
    if (whole < 60) return fmt::format("{} s", whole);
    return whole < 3600 ? fmt::format("{} min {:02} s", whole / 60, whole % 60)
                        : fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

std::string table_of(const std::vector<PlannedShard>& shards) {
    std::string table = fmt::format("{:<11} {:>7}  {}\n", "shard", "units", "expected, of one processor");
    for (std::size_t i = 0; i < shards.size(); ++i)
        table += fmt::format("{:<11} {:>7}  {}\n", fmt::format("{}/{}", i + 1, shards.size()), shards[i].units,
                             told(shards[i].seconds));
    return table;
}

std::string told_of_costs(const std::vector<PlannedShard>& shards) {
    std::size_t files = 0, known = 0;
    for (const PlannedShard& shard : shards) {
        files += shard.files.size();
        known += shard.known;
    }
    return fmt::format(
        "of {} sources, {} took a known time in an earlier run here; the others are guessed by their size", files,
        known);
}

}  // namespace

int plan_command(const Options& options) {
    const std::vector<std::string> formats = {"text", "json"};
    if (auto outputs = check_outputs(options, formats); !outputs) return not_started(options, outputs.error().message);
    const auto prepared = prepare(options);
    if (!prepared) return not_started(options, prepared.error().message);
    if (prepared->run.commands.empty() && prepared->run.others.empty())
        if (const std::string why = why_nothing_was_analysed({}, options, *prepared); !why.empty())
            return not_started(options, why);
    const std::vector<PlannedShard> shards = plan_shards(prepared->run, options.shards, ShardCost::earlier_runs);
    const auto written = write_rendered(options, [&](const std::string& format) -> Result<std::string> {
        return format == "json" ? plan_json(shards) : table_of(shards);
    });
    if (!written) return not_started(options, written.error().message);
    if (!options.quiet) say(told_of_costs(shards));
    return exit_clean;
}

}  // namespace awaitlint
