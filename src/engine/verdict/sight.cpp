// See sight.h.
#include "engine/verdict/sight.h"

#include <filesystem>

#include "awaitlint/rule.h"
#include "project/paths.h"

namespace awaitlint {

BaselineSight::BaselineSight(const RunOptions& options, const std::set<std::string>& active,
                             const std::vector<UnitResult>& units)
    : options_(options), active_(active) {
    for (const UnitResult& unit : units) {
        is_any_blind_ |= !unit.failure.empty();
        auto& files = unit.facts.errors.empty() ? read_ : doubtful_;
        files.insert(unit.facts.user_files.begin(), unit.facts.user_files.end());
    }
}

Sight BaselineSight::of(const BaselineEntry& entry) const {
    if (!find_rule(entry.rule)) return Sight::looked_at;  // nothing will ever find it again
    const bool is_gone = !is_there(entry.file);
    const Sight unseen = is_gone ? Sight::gone : Sight::hidden;
    if (!active_.count(entry.rule) || !is_wanted(options_, entry.file)) return unseen;
    if (!is_users_file(options_.user_files, absolute_path(entry.file, options_.user_files.root)))
        return Sight::looked_at;
    if (is_any_blind_ || doubtful_.count(entry.file)) return unseen;
    return is_gone || read_.count(entry.file) ? Sight::looked_at : Sight::hidden;
}

bool BaselineSight::is_there(const std::string& file) const {
    const auto [known, is_new] = there_.try_emplace(file);
    std::error_code ignored;
    if (is_new) known->second = std::filesystem::exists(absolute_path(file, options_.user_files.root), ignored);
    return known->second;
}

}  // namespace awaitlint
