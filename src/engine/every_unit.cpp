// See every_unit.h.
#include "engine/every_unit.h"

#include <algorithm>
#include <utility>

#include "awaitlint/rule.h"
#include "awaitlint/suggest.h"

namespace awaitlint {
namespace {

void add_names(const std::vector<FactoryPair>& pairs, UnitRequest& request) {
    for (const FactoryPair& pair : pairs) request.names.insert(request.names.end(), {pair.sync, pair.async});
}

void add_profile(const LibraryProfile& profile, UnitRequest& request) {
    add_names(profile.siblings, request);
    request.tokens.insert(request.tokens.end(), profile.tokens.begin(), profile.tokens.end());
    for (const TaskType& type : profile.types) request.types.push_back(type.name);
    request.blocking.insert(request.blocking.end(), profile.blocking.begin(), profile.blocking.end());
    for (const AwaitedLock& lock : profile.locks) request.awaited_locks.push_back(lock.name);
}

/// An audit of one function of a pair tells of both.
void add_audited(const std::vector<FactoryPair>& pairs, const std::vector<std::string>& audit, UnitRequest& request) {
    for (const FactoryPair& pair : pairs)
        for (const std::string& symbol : audit)
            if (pair.sync == symbol || pair.async == symbol)
                request.symbols.push_back(pair.sync == symbol ? pair.async : pair.sync);
}

}  // namespace

EveryUnit every_unit_of(const RunOptions& options, const std::set<std::string>& active) {
    EveryUnit every;
    UnitRequest& request = every.request;
    request.symbols = options.audit;
    std::set<Need> needs;
    for (const Rule* rule : all_rules()) {
        request.rules.emplace_back(rule->info.id);
        if (active.count(request.rules.back())) needs.insert(rule->info.needs);
    }
    std::set<std::pair<std::string, std::string>> seen_profiles;
    for (const Config* config : all_configs(options)) {
        add_names(config->factories, request);
        for (const LibraryProfile& profile : config->profiles)
            // Those of outer folders and the built-in ones hold in many configurations.
            if (seen_profiles.insert({profile.file, profile.name}).second) add_profile(profile, request);
        add_audited(config->factories, options.audit, request);
        for (std::string& pattern : async_namings(*config))
            if (std::find(every.naming.begin(), every.naming.end(), pattern) == every.naming.end())
                every.naming.push_back(std::move(pattern));
    }
    if (needs.count(Need::calls)) request.naming = every.naming;
    if (!needs.count(Need::blocking_calls)) request.blocking.clear();
    request.held_locks = needs.count(Need::held_locks) != 0;
    if (!request.held_locks) request.awaited_locks.clear();
    request.stale_views = needs.count(Need::stale_views) != 0;
    request.user_files = options.user_files;
    request.unsaved = options.unsaved;
    request.full_parse = options.full_parse;
    request.may_skip = !options.parse_all;
    return every;
}

UnitRequest without_symbols(UnitRequest every) {
    every.symbols.clear();
    return every;
}

UnitRequest reads_of_every_unit(const UserFiles& files) {
    UnitRequest every;
    every.user_files = files;
    return every;
}

}  // namespace awaitlint
