// The project around a run: its root, its configuration, and which units and files a run is about.
//
// In: the working directory and the user's PATH arguments. Out: plain values or an error that says what to do.
// Refuses to parse C++ and to print.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/config.h"
#include "awaitlint/result.h"
#include "awaitlint/unit.h"
#include "project/database.h"

namespace awaitlint {

/// The root of the project that `start` is in; a real path. Going upward from there, it is the outermost folder with an
/// `.awaitlint.json` before one with `.git`, or with `"root": true`, ends the search, that one included; where none has
/// an
/// `.awaitlint.json`, the folder with `.git`; else `start`.
std::string find_project_root(const std::string& start);
/// The same, empty where there is none.
std::string find_marked_root(const std::string& start);

/// The deepest folder above all of them (absolute, real): a folder is above itself, a file below its folder.
std::string common_folder(const std::vector<std::string>& paths);

/// The nearest `.awaitlint.json` upward from `start`, or empty.
std::string find_config(const std::string& start);

/// The files that are in force in a folder (absolute), each adding to those behind it: the nearest one upward first, up
/// to one with `"root": true`.
std::vector<std::string> find_configs(const std::string& folder);

/// The configurations below the root, outer ones first; those in folders that no user's file is in are nobody's.
std::vector<std::string> find_folder_configs(const UserFiles& files);

/// Reads a configuration. Comments are allowed; unknown keys, rules and values are errors with the nearest known
/// name, all of them in one message. `rule_ids` are the rules that exist. Config::libraries become absolute paths,
/// and what they say stands in Config::profiles before the built-in ones. `above`: what it adds to, if anything; what
/// it says itself comes first and outranks. Config::include and Config::exclude are its own alone.
Result<Config> read_config(const std::string& path, const std::vector<std::string>& rule_ids,
                           const Config* above = nullptr);

/// A glob of the configuration in a folder (relative to the root) as a glob of the root's.
std::string glob_from_root(const std::string& folder, const std::string& glob);

/// What holds without a configuration: the defaults, with the built-in profiles of libraries.
Config default_config();

/// The keys that read_config knows, sorted. docs/schema/config.schema.json has the same ones.
std::vector<std::string> config_keys();

/// "Did you mean 'x'?" or empty: the known name nearest to a mistyped one.
std::string did_you_mean(const std::string& name, const std::vector<std::string>& known);

/// Where findings are wanted: files and folders (absolute, real). Empty means everywhere below the root.
struct Selection {
    std::vector<std::string> paths;
    bool covers(const std::string& absolute_path) const;
};

/// The selection that PATH arguments make; without any, everything below the working directory. A PATH that does
/// not exist is an error: a gate that checks nothing must not pass.
Result<Selection> select_paths(const std::vector<std::string>& paths, const std::string& working_directory);

}  // namespace awaitlint
