// See setup.h.
#include "cli/setup.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "awaitlint/rule.h"
#include "cli/cache_folder.h"
#include "cli/location.h"
#include "engine/verdict/make_report.h"
#include "project/build_folders.h"
#include "project/changed_lines.h"
#include "project/paths.h"
#include "project/query_driver.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

/// Of the root: what the files above it say, each adding to those above itself. One that is named is alone.
Result<Config> load_config(const Options& options, const std::string& path) {
    if (path.empty()) return default_config();
    std::vector<std::string> files = {path};
    if (options.config.empty()) files = find_configs(fs::path(path).parent_path().string());
    std::optional<Config> config;
    for (auto file = files.rbegin(); file != files.rend(); ++file) {
        auto read = read_config(*file, rule_ids(), config ? &*config : nullptr);
        if (!read) return read.error();
        config = std::move(*read);
    }
    return *config;
}

/// Those of folders below the root, and what they exclude there.
Result<bool> load_folder_configs(const Options& options, RunOptions& run) {
    if (!options.config.empty()) return true;
    for (const std::string& file : find_folder_configs(run.user_files)) {
        const std::string folder = relative_to_root(run.user_files, fs::path(file).parent_path().string());
        auto config = read_config(file, rule_ids(), &config_of(run, folder + "/any"));
        if (!config) return config.error();
        if (!config->include.empty())
            return Error{
                fmt::format("{}: 'include' stands in the configuration of the project's root alone: say here with "
                            "'exclude' what is not yours",
                            file)};
        for (const std::string& glob : config->exclude) run.user_files.exclude.push_back(glob_from_root(folder, glob));
        run.folders.push_back({folder, file, std::move(*config)});
    }
    return true;
}

/// What keeps a PATH from being looked at; empty: nothing that is known by now.
std::string why_not_looked_at(const std::string& path, const UserFiles& files) {
    if (path == files.root) return "";
    if (!is_at_or_below(path, files.root))
        return fmt::format("it is outside the project's root '{}' (--root names another)", files.root);
    UserFiles some{files.root, {}, {}};
    if (!is_users_file(some, path)) return "it belongs to version control";
    some.build_folders = files.build_folders;
    if (!is_users_file(some, path)) return "a build has written it: name it in `include` if it is yours";
    some.exclude = files.exclude;
    if (!is_users_file(some, path)) return "it is excluded";
    some.include = files.include;
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored) && !is_users_file(some, path)) return "`include` does not name it";
    return "";
}

/// Everything below the working directory; where that is none of the user's folders, everything.
std::vector<std::string> default_paths(const std::string& here, const UserFiles& files) {
    const bool is_users = is_at_or_below(here, files.root) && why_not_looked_at(here, files).empty();
    return {is_users ? here : files.root};
}

/// Error only if nothing is left to look at.
Result<bool> choose_paths(const Location& location, Prepared& prepared) {
    RunOptions& run = prepared.run;
    prepared.has_paths = !location.paths.empty();
    if (!prepared.has_paths) {
        run.paths = default_paths(location.here, run.user_files);
        if (run.paths.front() != location.here)
            prepared.remarks.push_back(fmt::format("looking at everything below '{}'", run.paths.front()));
        return true;
    }
    for (const std::string& path : location.paths) {
        const std::string why = why_not_looked_at(path, run.user_files);
        if (why.empty())
            run.paths.push_back(path);
        else
            prepared.refused_paths.emplace_back(path, why);
    }
    if (!run.paths.empty()) return true;
    std::string all;
    for (const auto& [path, why] : prepared.refused_paths)
        all += fmt::format("{}'{}' is not looked at: {}", all.empty() ? "" : "\n", path, why);
    return Error{all};
}

/// Units of the places that were asked about are analysed; of the others, those that read something there.
void pick_units(Database& database, Prepared& prepared) {
    RunOptions& run = prepared.run;
    for (CompileCommand& command : database.commands) {
        const bool is_asked = is_users_file(run.user_files, command.file) && is_wanted(run, command.file);
        (is_asked ? run.commands : run.others).push_back(std::move(command));
    }
    if (run.changed && run.changed->files.empty()) run.others.clear();
}

/// As clang-tidy's options of these names; they pass the same list as all flags.
void add_extra_arguments(const Options& options, std::vector<CompileCommand>& commands) {
    const auto& before = options.extra_arguments_before;
    const auto& behind = options.extra_arguments;
    for (CompileCommand& command : commands) {
        std::vector<std::string>& argv = command.argv;
        argv.insert(argv.begin() + 1, before.begin(), before.end());
        argv.insert(std::find(argv.begin(), argv.end(), "--"), behind.begin(), behind.end());
    }
}

/// Where there is no place for a cache, the run goes on without.
Result<bool> prepare_cache(const Options& options, Prepared& prepared) {
    if (options.no_cache && options.cache_verify)
        return Error{"--cache-verify needs the cache that --no-cache turns off"};
    auto limit = cache_limit(options);
    if (!limit) return limit.error();
    if (options.no_cache) return true;
    auto remote = remote_cache();
    if (!remote) return remote.error();
    prepared.run.cache = {cache_folder(options), *limit, options.cache_verify, std::move(*remote)};
    if (prepared.run.cache.folder.empty())
        prepared.remarks.push_back("there is no home folder to keep results in: name one with --cache-dir");
    return true;
}

/// What the command line says outranks every file.
void override_config(const Options& options, Config& config) {
    if (options.fail_on == "never")
        config.fail_on = Severity::off;
    else if (!options.fail_on.empty())
        config.fail_on = *severity_named(options.fail_on);
    if (!options.prefer.empty()) config.prefer = options.prefer;
}

Result<bool> check_rule_names(const Options& options) {
    for (const auto* named : {&options.select, &options.ignore})
        for (const std::string& id : *named)
            if (!find_rule(id)) return unknown_rule(id);
    return true;
}

Result<bool> choose_rules(const Options& options, RunOptions& run) {
    override_config(options, run.config);
    for (FolderConfig& folder : run.folders) override_config(options, folder.config);
    run.select = options.select;
    run.ignore = options.ignore;
    if (active_rules(run).empty())
        return Error{"no rule is left to check: --select, --ignore and the configuration turn all of them off"};
    return true;
}

Result<bool> prepare_sandbox(const Options& options, Prepared& prepared) {
    prepared.run.limits.sandbox = options.sandbox;
    const auto sandbox = sandbox_in_force(options.sandbox);
    if (!sandbox) return sandbox.error();
    if (!sandbox->is_as_wanted)
        prepared.remarks.push_back(fmt::format(
            "this kernel cannot confine workers as it should (it has: {}); docs/guide.md says what that means",
            sandbox->what));
    return true;
}

}  // namespace

std::vector<std::string> rule_ids() {
    std::vector<std::string> ids;
    for (const Rule* rule : all_rules()) ids.emplace_back(rule->info.id);
    return ids;
}

Error unknown_name(const char* kind, const std::string& name, const std::vector<std::string>& known,
                   const std::string& help) {
    const std::string hint = did_you_mean(name, known);
    return {fmt::format("there is no {} '{}'{}{}\n  {}", kind, name, hint.empty() ? "" : ". ", hint, help)};
}

Error unknown_rule(const std::string& id) {
    return unknown_name("rule", id, rule_ids(), "`awaitlint rules` lists them");
}

Result<bool> find_changes(const Options& options, Prepared& prepared) {
    if (options.diff_base.empty()) return true;
    auto changed = find_changed_lines(prepared.run.user_files, options.diff_base);
    if (!changed) return changed.error();
    if (!prepared.run.changed)
        prepared.remarks.insert(prepared.remarks.end(), changed->remarks.begin(), changed->remarks.end());
    prepared.run.changed = std::move(*changed);
    return true;
}

Result<Prepared> prepare(const Options& options) {
    const auto started = std::chrono::steady_clock::now();
    auto location = locate(options);
    if (!location) return location.error();
    Prepared prepared;
    RunOptions& run = prepared.run;
    prepared.configuration = location->configuration;
    auto config = load_config(options, prepared.configuration);
    if (!config) return config.error();
    run.config = *config;
    if (auto known = check_rule_names(options); !known) return known.error();

    auto located = locate_database(options, *location);
    if (!located) return located.error();
    Database& database = located->database;
    if (auto asked = query_drivers(database.commands, options.query_driver); !asked) return asked.error();
    add_extra_arguments(options, database.commands);
    prepared.database = database.path;
    prepared.left_out = database.left_out;
    if (!located->base.empty())
        prepared.remarks.push_back(fmt::format("database: {} (found by search; -p names another)",
                                               fs::path(database.path).lexically_proximate(location->here).string()));
    run.user_files = {locate_root(options, *location, *located), run.config.include, run.config.exclude};
    // What CMake's FetchContent downloads into the build folder is nobody's of this project.
    run.user_files.exclude.push_back("**/_deps");
    if (!options.has_flags) run.user_files.build_folders = find_build_folders(run.user_files, database);
    if (auto folders = load_folder_configs(options, run); !folders) return folders.error();
    if (auto rules = choose_rules(options, run); !rules) return rules.error();
    if (auto chosen = choose_paths(*location, prepared); !chosen && !options.keeps_refused_paths) return chosen.error();
    // Before the units are picked: those that read nothing that has changed are left out.
    if (auto found = find_changes(options, prepared); !found) return found.error();
    pick_units(database, prepared);

    run.allow_incomplete = options.allow_incomplete;
    run.full_parse = options.full_parse;
    run.limits.jobs = options.jobs;
    run.limits.timeout = std::chrono::seconds(options.timeout);
    run.limits.memory_mib = options.memory;
    run.limits.total = std::chrono::seconds(options.total_timeout);
    if (options.total_timeout) run.limits.end = started + run.limits.total;
    if (auto sandbox = prepare_sandbox(options, prepared); !sandbox) return sandbox.error();
    run.version = std::string(AWAITLINT_VERSION);  // GCC 12 warns of what it makes of a literal here
    if (auto cache = prepare_cache(options, prepared); !cache) return cache.error();
    return prepared;
}

}  // namespace awaitlint
