// See judge.h.
#include "engine/verdict/judge.h"

#include <algorithm>

#include "awaitlint/rule.h"

namespace awaitlint {

namespace {

bool is_named(const std::vector<std::string>& names, std::string_view id) {
    return std::find(names.begin(), names.end(), id) != names.end();
}

void apply_rules(const RunOptions& options, const Config& config, const std::set<std::string>& active,
                 const UnitFacts& facts, const std::vector<Suppression>& unused, std::vector<Finding>& findings) {
    for (const Rule* rule : all_rules()) {
        const std::string id(rule->info.id);
        if (!active.count(id) || !is_on(options, config, id)) continue;
        for (Finding& finding : rule->check({facts, config, unused})) {
            if (&config_of(options, finding.span.file) != &config) continue;  // another one judges it
            // Selected by name on the command line although the configuration turns it off.
            if (finding.severity == Severity::off) finding.severity = rule->info.severity;
            findings.push_back(std::move(finding));
        }
    }
}

}  // namespace

bool is_on(const RunOptions& options, const Config& config, const std::string& rule) {
    const auto severity = config.rules.find(rule);
    const bool is_off = severity != config.rules.end() && severity->second == Severity::off;
    return !is_off || is_named(options.select, rule);
}

const Config& config_of(const RunOptions& options, std::string_view file) {
    const auto holds = [&](const std::string& folder) {
        return file.starts_with(folder) && file.size() > folder.size() && file[folder.size()] == '/';
    };
    // Outer folders come first, so the last one is the deepest.
    for (auto folder = options.folders.rbegin(); folder != options.folders.rend(); ++folder)
        if (holds(folder->folder)) return folder->config;
    return options.config;
}

std::vector<const Config*> all_configs(const RunOptions& options) {
    std::vector<const Config*> configs = {&options.config};
    for (const FolderConfig& folder : options.folders) configs.push_back(&folder.config);
    return configs;
}

std::vector<Finding> judge(const RunOptions& options, const std::set<std::string>& active, const UnitFacts& facts,
                           const std::vector<Suppression>& unused) {
    std::set<const Config*> in_force = {&config_of(options, facts.file)};
    for (const std::string& file : facts.user_files) in_force.insert(&config_of(options, file));
    for (const Suppression& suppression : unused) in_force.insert(&config_of(options, suppression.place.file));
    std::vector<Finding> findings;
    for (const Config* config : all_configs(options))
        if (in_force.count(config)) apply_rules(options, *config, active, facts, unused, findings);
    return findings;
}

std::set<std::string> active_rules(const RunOptions& options) {
    std::set<std::string> active;
    const std::vector<const Config*> configs = all_configs(options);
    for (const Rule* rule : all_rules()) {
        const std::string id(rule->info.id);
        if (!options.select.empty() && !is_named(options.select, id)) continue;
        if (is_named(options.ignore, id)) continue;
        if (std::any_of(configs.begin(), configs.end(),
                        [&](const Config* config) { return is_on(options, *config, id); }))
            active.insert(id);
    }
    return active;
}

void drop_judged(UnitFacts& facts) {
    facts.awaits = {};
    facts.values = {};
    facts.calls = {};
    facts.spent = {};
    facts.missing_returns = {};
    facts.loans = {};
    facts.stale_views = {};
    facts.blocking_calls = {};
    facts.async_functions = {};
    facts.held_locks = {};
    if (facts.uses.empty()) facts.functions = {};
    facts.blanks = {};
    facts.first_errors = {};
}

}  // namespace awaitlint
