// See judge.h.
#include "engine/verdict/judge.h"

#include <algorithm>

#include "awaitlint/rule.h"

namespace awaitlint {

std::vector<Finding> judge(const RunOptions& options, const std::set<std::string>& active, const UnitFacts& facts,
                           const std::vector<Suppression>& unused) {
    std::vector<Finding> findings;
    for (const Rule* rule : all_rules()) {
        if (!active.count(std::string(rule->info.id))) continue;
        for (Finding& finding : rule->check({facts, options.config, unused})) {
            // Selected by name on the command line although the configuration turns it off.
            if (finding.severity == Severity::off) finding.severity = rule->info.severity;
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

std::set<std::string> active_rules(const RunOptions& options) {
    const auto is_named = [](const std::vector<std::string>& names, std::string_view id) {
        return std::find(names.begin(), names.end(), id) != names.end();
    };
    std::set<std::string> active;
    for (const Rule* rule : all_rules()) {
        const std::string id(rule->info.id);
        if (!options.select.empty() && !is_named(options.select, id)) continue;
        if (is_named(options.ignore, id)) continue;
        const auto severity = options.config.rules.find(id);
        const bool is_off = severity != options.config.rules.end() && severity->second == Severity::off;
        if (!is_off || is_named(options.select, id)) active.insert(id);
    }
    return active;
}

}  // namespace awaitlint
