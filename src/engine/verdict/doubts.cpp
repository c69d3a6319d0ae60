// See doubts.h.
#include "engine/verdict/doubts.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "llvm/ADT/StringRef.h"

#include "awaitlint/rule.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

constexpr unsigned most_edits = 3;
constexpr std::size_t most_told = 10;

/// Whether all of the project was asked about, and all of it was understood.
bool is_whole(const RunOptions& options, const std::vector<UnitResult>& units) {
    const bool is_narrowed = !options.paths.empty() &&
                             std::none_of(options.paths.begin(), options.paths.end(), [&](const std::string& path) {
                                 return is_at_or_below(options.user_files.root, path);
                             });
    const auto is_parsed = [](const UnitResult& unit) { return unit.failure.empty() && unit.facts.skipped.empty(); };
    return !is_narrowed && !options.changed && std::any_of(units.begin(), units.end(), is_parsed) &&
           std::all_of(units.begin(), units.end(),
                       [](const UnitResult& unit) { return unit.failure.empty() && unit.facts.errors.empty(); });
}

void doubt_factories(const RunOptions& options, const std::vector<UnitResult>& units, std::vector<std::string>& told) {
    std::vector<FactoryPair> pairs;
    for (const Config* config : all_configs(options))
        for (const FactoryPair& pair : config->factories)
            if (std::none_of(pairs.begin(), pairs.end(), [&](const FactoryPair& known) {
                    return known.sync == pair.sync && known.async == pair.async;
                }))
                pairs.push_back(pair);
    if (pairs.empty() || !is_whole(options, units)) return;
    std::set<std::string> declared;
    for (const UnitResult& unit : units) declared.insert(unit.facts.declared.begin(), unit.facts.declared.end());
    for (const FactoryPair& pair : pairs)
        for (const std::string& name : {pair.sync, pair.async})
            if (!declared.count(name))
                told.push_back(
                    fmt::format("`factories` in the configuration names '{}', which no analysed unit declares: the "
                                "pair has no effect",
                                name));
}

/// The rule that is meant, if the name is none and nearly one.
std::string rule_near(llvm::StringRef name) {
    std::string nearest;
    unsigned distance = most_edits + 1;
    for (const Rule* rule : all_rules()) {
        const llvm::StringRef id(rule->info.id);
        if (id == name) return "";
        const unsigned edits = name.edit_distance_insensitive(id, true, most_edits);
        if (edits >= distance) continue;
        distance = edits;
        nearest = id.str();
    }
    return nearest;
}

void doubt_suppressions(const RunOptions& options, const std::vector<UnitResult>& units,
                        std::vector<std::string>& told) {
    std::set<std::pair<Place, std::string>> seen;
    for (const UnitResult& unit : units)
        for (const Suppression& suppression : unit.facts.suppressions)
            if (is_wanted(options, suppression.place.file))
                for (const std::string& name : suppression.rules) seen.emplace(suppression.place, name);
    for (const auto& [place, name] : seen)
        if (const std::string rule = rule_near(name); !rule.empty())
            told.push_back(fmt::format("{}:{}: NOLINT names '{}', which is no rule. Did you mean '{}'?", place.file,
                                       place.line, name, rule));
}

}  // namespace

std::vector<std::string> find_doubts(const RunOptions& options, const std::vector<UnitResult>& units) {
    std::vector<std::string> told;
    if (options.only_facts) return told;
    doubt_factories(options, units, told);
    doubt_suppressions(options, units, told);
    if (told.size() > most_told) {
        const std::size_t more = told.size() - most_told;
        told.resize(most_told);
        told.push_back(fmt::format("and {} more such names", more));
    }
    return told;
}

}  // namespace awaitlint
