// See setup.h.
#include "cli/setup.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "awaitlint/rule.h"
#include "cli/cache_folder.h"
#include "project/paths.h"
#include "project/query_driver.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

Result<Config> load_config(const std::string& path) {
    if (path.empty()) return default_config();
    return read_config(path, rule_ids());
}

Result<Database> load_database(const Options& options, const std::string& working_directory) {
    if (options.has_flags) {
        if (options.paths.empty()) return Error{"`-- CLANG_FLAGS` needs the files to analyse before it"};
        return database_from_flags(options.paths, options.flags, working_directory);
    }
    auto path = find_database(options.build_dir, working_directory);
    if (!path) return path.error();
    return read_database(*path);
}

bool is_header(const std::string& path) {
    static const std::vector<std::string> extensions = {".h",   ".hh",  ".hpp", ".hxx", ".h++",
                                                        ".ipp", ".inl", ".tcc", ".inc", ""};
    return std::find(extensions.begin(), extensions.end(), fs::path(path).extension().string()) != extensions.end();
}

Error not_in_database(const std::string& path, const Database& database) {
    constexpr std::size_t most = 5;
    std::vector<std::string> names;
    for (const CompileCommand& command : database.commands)
        if (names.size() <= most && fs::path(command.file).filename() == fs::path(path).filename())
            names.push_back(command.file);
    if (names.size() > most) names.back() = "others";
    const std::string others = names.empty() ? "" : fmt::format(" (it has {})", fmt::join(names, ", "));
    return {
        fmt::format("'{}' is not in '{}'{}\n  add it to the build and configure again, or give its flags: "
                    "awaitlint check {} -- -std=c++20 ...",
                    path, database.path, others, path)};
}

/// The units to analyse. A PATH that is a header, or a folder without sources, is covered by every unit. The database
/// gives its commands away: it may be large.
Result<std::vector<CompileCommand>> pick_units(Database& database, const std::vector<std::string>& paths,
                                               const UserFiles& files, Prepared& prepared) {
    const std::size_t all = database.commands.size();
    std::vector<CompileCommand> ours;
    for (CompileCommand& command : database.commands)
        if (is_users_file(files, command.file)) ours.push_back(std::move(command));
    if (ours.empty())
        return Error{
            fmt::format("none of the {} units of '{}' is below '{}' (or all are excluded): nothing to analyse\n"
                        "  run awaitlint inside the project, or name its database with -p",
                        all, database.path, files.root)};
    database.commands = {};
    std::vector<bool> is_picked(ours.size(), paths.empty());
    bool needs_all = false;
    for (const std::string& path : paths) {
        bool is_found = false;
        for (std::size_t i = 0; i < ours.size(); ++i) {
            if (!is_at_or_below(ours[i].file, path)) continue;
            is_found = is_picked[i] = true;
        }
        if (is_found) continue;
        if (!fs::is_directory(path) && !is_header(path)) {
            database.commands = std::move(ours);
            return not_in_database(path, database);
        }
        prepared.headers.push_back(path);
        needs_all = true;
    }
    if (needs_all) return ours;
    std::vector<CompileCommand> picked;
    for (std::size_t i = 0; i < ours.size(); ++i)
        (is_picked[i] ? picked : prepared.others).push_back(std::move(ours[i]));
    return picked;
}

void tell_left_out(const std::vector<LeftOut>& left_out, std::vector<std::string>& remarks) {
    constexpr std::size_t most = 20;
    for (std::size_t i = 0; i < left_out.size() && i < most; ++i)
        remarks.push_back(fmt::format("left out '{}': {}", left_out[i].file, left_out[i].why));
    if (left_out.size() > most) remarks.push_back(fmt::format("left out {} more files", left_out.size() - most));
}

/// Where there is no place for a cache, the run goes on without.
Result<bool> prepare_cache(const Options& options, Prepared& prepared) {
    if (options.no_cache && options.cache_verify)
        return Error{"--cache-verify needs the cache that --no-cache turns off"};
    auto limit = cache_limit(options);
    if (!limit) return limit.error();
    if (options.no_cache) return true;
    prepared.run.cache = {cache_folder(options), *limit, options.cache_verify};
    if (prepared.run.cache.folder.empty())
        prepared.remarks.push_back("there is no home folder to keep results in: name one with --cache-dir");
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

Result<Prepared> prepare(const Options& options) {
    const auto started = std::chrono::steady_clock::now();
    std::error_code failure;
    const std::string here = real_path(fs::current_path(failure).string());
    if (failure) return Error{fmt::format("the working directory cannot be read: {}", failure.message())};
    Prepared prepared;
    RunOptions& run = prepared.run;
    prepared.configuration = options.config.empty() ? find_config(here) : options.config;
    auto config = load_config(prepared.configuration);
    if (!config) return config.error();
    run.config = *config;
    if (options.fail_on == "never")
        run.config.fail_on = Severity::off;
    else if (!options.fail_on.empty())
        run.config.fail_on = *severity_named(options.fail_on);
    for (const auto* named : {&options.select, &options.ignore})
        for (const std::string& id : *named)
            if (!find_rule(id)) return unknown_rule(id);
    run.select = options.select;
    run.ignore = options.ignore;
    if (active_rules(run).empty())
        return Error{"no rule is left to check: --select, --ignore and the configuration turn all of them off"};

    auto selection = select_paths(options.paths, here);
    if (!selection) return selection.error();
    run.paths = selection->paths;
    auto database = load_database(options, here);
    if (!database) return database.error();
    if (auto asked = query_drivers(database->commands, options.query_driver); !asked) return asked.error();
    prepared.database = database->path;
    if (!options.has_flags && options.build_dir.empty())
        prepared.remarks.push_back(fmt::format("database: {} (found by search; -p names another)",
                                               fs::path(database->path).lexically_proximate(here).string()));
    tell_left_out(database->left_out, prepared.remarks);
    run.user_files.root = find_project_root(here);
    run.user_files.include = run.config.include;
    run.user_files.exclude = run.config.exclude;
    // What CMake's FetchContent downloads into the build folder is nobody's of this project.
    run.user_files.exclude.push_back("**/_deps");
    auto commands = pick_units(*database, run.paths, run.user_files, prepared);
    if (!commands) return commands.error();
    run.commands = std::move(*commands);

    run.allow_incomplete = options.allow_incomplete;
    run.full_parse = options.full_parse;
    run.limits.jobs = options.jobs;
    run.limits.timeout = std::chrono::seconds(options.timeout);
    run.limits.memory_mib = options.memory;
    run.limits.total = std::chrono::seconds(options.total_timeout);
    if (options.total_timeout) run.limits.end = started + run.limits.total;
    if (auto sandbox = prepare_sandbox(options, prepared); !sandbox) return sandbox.error();
    run.version = AWAITLINT_VERSION;
    if (auto cache = prepare_cache(options, prepared); !cache) return cache.error();
    return prepared;
}

}  // namespace awaitlint
