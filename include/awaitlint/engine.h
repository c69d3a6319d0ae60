// The engine: a selection of units in, a report out.
//
//   compile command -> unit -> worker: parse, recover, collect -> facts
//   facts of all units -> rules (pure functions) -> findings -> suppress, merge, order -> report, exit status
//   findings -> suggestions -> worker: prove by compiling
//
// A worker is a fork of this process: what crashes or hangs costs its unit and nothing else.
// Results do not depend on the number of workers or on timing. Ctrl-C ends the run with what is known so far. Reads the
// user's files, writes none outside its cache, prints nothing.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "awaitlint/baseline.h"
#include "awaitlint/cache_options.h"
#include "awaitlint/changed_lines.h"
#include "awaitlint/config.h"
#include "awaitlint/facts.h"
#include "awaitlint/limits.h"
#include "awaitlint/report.h"
#include "awaitlint/result.h"
#include "awaitlint/shard.h"
#include "awaitlint/unit.h"

namespace awaitlint {

/// How far a run is; called from the thread that called the engine.
struct Progress {
    std::size_t done = 0;
    std::size_t total = 0;
    std::size_t findings = 0;
    std::optional<double> seconds_left;  // a guess, once there is something to guess from
};

/// What holds in a folder with a configuration of its own and below: with all that those above it say.
struct FolderConfig {
    std::string folder;  // relative to the root
    std::string file;    // of the configuration, absolute
    Config config;
};

struct RunOptions {
    Config config;                      // of what no folder's configuration is about
    std::vector<FolderConfig> folders;  // outer ones first
    UserFiles user_files;
    std::vector<CompileCommand> commands;  // units that are analysed whatever they read
    std::vector<CompileCommand> others;    // units that are analysed if they read a file where findings are wanted
    std::vector<std::string> paths;        // absolute files and folders where findings are wanted; empty: all
    std::vector<std::string> select;       // rule ids; empty: all
    std::vector<std::string> ignore;
    std::vector<std::string> audit;       // qualified names; empty: no audit
    std::optional<ChangedLines> changed;  // findings on other lines are not told; no audit asks it
    std::optional<Baseline> baseline;     // of findings that are known; no audit asks it
    bool allow_incomplete = false;
    bool full_parse = false;           // every function body of every unit
    bool prove_in_full = false;        // every function body of the units with repairs, in the end
    bool parse_all = false;            // also units that have nothing to do with coroutines
    bool only_facts = false;           // no rule is applied, and nothing proven
    bool only_reads = false;           // of the others those that belong to the run are told, and not analysed
    bool expects_edits = false;        // what is analysed will be again soon: preambles pay at once
    std::vector<UnsavedFile> unsaved;  // what comes of them is not kept
    std::optional<Shard> shard;        // the units are those of one shard: what only all can say is left to the merge
    Limits limits;
    CacheOptions cache;
    std::string version;
    std::function<void(const Progress&)> on_progress;
    std::function<void(const UnitFacts&)> on_facts;  // of each unit that was analysed, in the order of the commands
};

/// The rules that a run with these options applies: selected, not ignored, not turned off everywhere.
std::set<std::string> active_rules(const RunOptions& options);

/// What is in force for a file (relative to the root): the configuration of the deepest folder above it.
const Config& config_of(const RunOptions& options, std::string_view file);
/// All that are in force somewhere.
std::vector<const Config*> all_configs(const RunOptions& options);

/// The calling process must have no other threads: workers are forks of it.
Report run(const RunOptions& options);

/// The report that a run with these options, which are of no shard, would give: from what runs of its shards have found
/// out. Their numbers differ, and all are of as many. Parses nothing.
Report merge_shards(const RunOptions& options, const std::vector<SavedShard>& shards);

/// The folder with Clang's builtin headers, or why there is none.
Result<std::string> builtin_headers();

/// The major.minor.patch of the LLVM that the front end is built with.
std::string llvm_version();

}  // namespace awaitlint
