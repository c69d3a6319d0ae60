// See in_force.h.
#include "cli/in_force.h"

#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "awaitlint/printable.h"
#include "awaitlint/report.h"
#include "awaitlint/rule.h"
#include "cli/output.h"
#include "cli/setup.h"
#include "cli/shown_paths.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

using Json = nlohmann::ordered_json;

/// The files that the configuration of a file comes from, nearest first.
std::vector<std::string> sources_of(const Options& options, const Prepared& prepared, const std::string& file) {
    if (!options.config.empty()) return {options.config};
    std::vector<std::string> sources;
    const auto& folders = prepared.run.folders;
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
        if (!is_at_or_below(file, folder->folder)) continue;
        sources.push_back(folder->file);
        if (folder->config.is_root) return sources;
    }
    if (prepared.configuration.empty()) return sources;
    const std::string root = std::filesystem::path(prepared.configuration).parent_path().string();
    const std::vector<std::string> above = find_configs(root);
    sources.insert(sources.end(), above.begin(), above.end());
    return sources;
}

Json rules_json(const RunOptions& run, const Config& config) {
    const std::set<std::string> active = active_rules(run);
    Json rules = Json::object();
    for (const Rule* rule : all_rules()) {
        const std::string id(rule->info.id);
        const auto configured = config.rules.find(id);
        const Severity severity = configured == config.rules.end() ? rule->info.severity : configured->second;
        rules[id] = severity_name(active.count(id) ? severity : Severity::off);
    }
    return rules;
}

int show_config(const Options& options, const Prepared& prepared) {
    const RunOptions& run = prepared.run;
    std::error_code ignored;
    const std::string path =
        real_path(absolute_path(options.show_config, std::filesystem::current_path(ignored).string()));
    const std::string file = relative_to_root(run.user_files, path);
    const Config& config = config_of(run, file);
    Json factories = Json::array();
    for (const FactoryPair& pair : config.factories) factories.push_back({{"sync", pair.sync}, {"async", pair.async}});
    const Json json{{"file", file},
                    {"is_yours", is_users_file(run.user_files, path)},
                    {"configurations", sources_of(options, prepared, file)},
                    {"rules", rules_json(run, config)},
                    {"factories", factories},
                    {"naming", config.naming},
                    {"prefer", config.prefer},
                    {"libraries", config.libraries},
                    {"include", run.user_files.include},
                    {"exclude", run.user_files.exclude},
                    {"fail_on", config.fail_on == Severity::off ? "never" : severity_name(config.fail_on)}};
    print(printable_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n");
    return printed(exit_clean);
}

/// A source of several commands once.
int list_files(const Options& options, const Prepared& prepared) {
    const ShownPaths shown(options, prepared.run.user_files.root);
    std::set<std::string> files;
    for (const CompileCommand& command : prepared.run.commands)
        files.insert(shown.of(relative_to_root(prepared.run.user_files, command.file)));
    for (const std::string& file : files) print(printable_lines(file) + "\n");
    if (!prepared.run.others.empty() && !options.quiet)
        say(fmt::format("{} more units are analysed if they read a file that was asked about",
                        prepared.run.others.size()));
    return printed(exit_clean);
}

}  // namespace

int tell_what_is_in_force(const Options& options) {
    Options asked = options;
    if (!options.show_config.empty()) asked.paths = {options.show_config};
    const auto prepared = prepare(asked);
    if (!prepared) {
        say_error(prepared.error().message);
        return exit_not_started;
    }
    return options.list_files ? list_files(options, *prepared) : show_config(options, *prepared);
}

}  // namespace awaitlint
