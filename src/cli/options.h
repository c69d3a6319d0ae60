// What the user asked for, as plain values: one struct for all commands that analyse.
//
// Filled in by command_options.cpp from CLI11, read by the commands. Holds nothing that was looked up or computed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "awaitlint/engine.h"
#include "cli/remedy.h"

namespace awaitlint {

inline constexpr int exit_clean = 0;
inline constexpr int exit_findings = 1;
inline constexpr int exit_not_started = 2;
inline constexpr int exit_incomplete = 3;

struct Options {
    std::vector<std::string> paths;
    std::string root;  // empty: follows from the PATHs
    std::string build_dir;
    std::string config;
    std::string format = "text";
    std::string path_style = "working";  // "working", "root" or "absolute"
    std::vector<std::string> outputs;    // FORMAT:FILE
    std::vector<std::string> select;
    std::vector<std::string> ignore;
    std::string fail_on;  // empty: as configured
    unsigned jobs = 0;
    unsigned timeout = 300;      // seconds, for a unit
    unsigned total_timeout = 0;  // seconds, for the run; 0: any
    Sandbox sandbox = Sandbox::automatic;
    unsigned memory = 0;  // MiB
    bool no_cache = false;
    std::string cache_dir;
    std::uint64_t cache_limit = 0;  // MiB; 0: as the environment says
    bool cache_verify = false;
    std::string cache_action;  // cache: "stat" or "clean"
    bool stats = false;
    bool write = false;           // init
    std::string color = "auto";   // or "always", "never"
    std::string documented;       // completion: the shell; man: the command
    std::string show_config;      // check: of which file to say what is in force
    bool list_files = false;      // check
    std::string stdin_filename;   // check: the file that `-` stands for
    std::string diff_base;        // a revision; empty: all lines count
    std::string baseline;         // empty: that of the root, if it has one
    bool no_baseline = false;     // whatever the root has
    std::string baseline_action;  // baseline: "write", "prune" or "show"
    bool allow_incomplete = false;
    bool require_coverage = false;
    bool full_parse = false;
    bool quiet = false;
    bool has_flags = false;                                            // `--` was given
    std::vector<std::string> flags;                                    // behind `--`
    std::vector<std::string> extra_arguments_before, extra_arguments;  // for each command
    std::string symbol;                                                // audit
    std::string prefer;                                                // fix; empty: as configured
    bool diff = false;                                                 // fix
    bool interactive = false;                                          // fix
    bool unsafe = false;                                               // fix
    std::string rule;                                                  // explain
    bool keeps_refused_paths = false;                                  // lsp: PATHs that are not ours are no error
    std::string since, now, zone;                                      // triage
    std::vector<std::string> query_driver;                             // globs of compilers that may be run
    std::vector<std::string> heartbeats;                               // triage
    std::map<std::string, std::string> meta;                           // what the user says of the run
    std::string history;                                               // report: a file
    std::optional<Shard> shard;                                        // check: of these units alone
    std::string plan;                                                  // check: a file; empty: by the sources' sizes
    unsigned shards = 0;                                               // plan
    std::vector<std::string> shard_files;                              // merge
};

/// What the run does already, for advice that would name it.
inline Followed followed_by(const Options& options) {
    return {.asks_compilers = !options.query_driver.empty(), .is_one_at_a_time = options.jobs == 1};
}

}  // namespace awaitlint
