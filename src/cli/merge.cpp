// `awaitlint merge`: the reports of all shards in, the report and the exit status of one run out.
//
// Runs where the project is, with the options that the shards had. Parses nothing. What is missing, torn, of another
// build, of other options or of other bytes than are here is told by name, and is exit 3 whatever else was found.
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "cli/baseline_in_force.h"
#include "cli/commands.h"
#include "cli/conclude.h"
#include "cli/output.h"
#include "cli/setup.h"
#include "cli/shards.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

/// For the PATHs of the shards, which are relative to the root.
Result<Prepared> prepare_for(const std::vector<std::string>& paths, Options options) {
    auto prepared = prepare(options);
    if (!prepared || paths_from_root(prepared->run) == paths) return prepared;
    for (const std::string& path : paths)
        options.paths.push_back((fs::path(prepared->run.user_files.root) / path).lexically_normal().string());
    return prepare(options);
}

}  // namespace

int merge_command(const Options& given) {
    Options options = given;
    options.no_cache = true;  // nothing is analysed
    if (auto outputs = check_outputs(options); !outputs) return not_started(options, outputs.error().message);
    SavedShards saved = read_shards(options.shard_files);
    if (saved.shards.empty())
        return not_started(options, fmt::format("{}", fmt::join(saved.complaints, "\n")), exit_incomplete);
    auto prepared = prepare_for(saved.shards.front().part.paths, options);
    if (!prepared) return not_started(options, prepared.error().message);
    if (auto used = use_baseline(options, *prepared); !used) return not_started(options, used.error().message);
    Report report = merge_shards(prepared->run, saved.shards);
    if (const std::string missing = missing_of(saved.shards); !missing.empty()) saved.complaints.push_back(missing);
    for (const std::string& complaint : saved.complaints) refuse(report, complaint);
    if (!saved.complaints.empty()) report.exit_code = exit_incomplete;
    return conclude(std::move(report), options, *prepared);
}

}  // namespace awaitlint
