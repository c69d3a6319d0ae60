// See groups.h.
#include "frontend/prove/groups.h"

#include <map>
#include <set>
#include <utility>

namespace awaitlint {

std::vector<Group> by_function(const std::vector<std::size_t>& members, const Sites& sites) {
    std::map<std::size_t, Group> groups;
    for (std::size_t index : members) groups[sites.function_of(index)].members.push_back(index);
    std::vector<Group> all;
    for (auto& [function, group] : groups) all.push_back(std::move(group));
    return all;
}

std::vector<Group> take_round(std::vector<Group>& groups, const Sites& sites) {
    std::vector<Group> round, later;
    std::set<std::size_t> functions;
    for (Group& group : groups) {
        const std::size_t function = sites.function_of(group.members[0]);
        const bool fits = round.empty() || (!round.front().is_alone && !group.is_alone && !functions.count(function));
        if (fits) functions.insert(function);
        (fits ? round : later).push_back(std::move(group));
    }
    groups = std::move(later);
    return round;
}

std::vector<Group> halves_of(const std::vector<std::size_t>& suspected, bool is_anybodys, const Sites& sites) {
    const std::vector<Group> parts = by_function(suspected, sites);
    if (is_anybodys && parts.size() > 1) {
        std::vector<Group> halves(2);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            Group& half = halves[i * 2 / parts.size()];
            half.is_alone = true;
            half.members.insert(half.members.end(), parts[i].members.begin(), parts[i].members.end());
        }
        return halves;
    }
    const bool are_alone = is_anybodys || parts.size() > 1;
    std::vector<Group> halves;
    for (const Group& part : parts) {
        const auto middle = part.members.begin() + static_cast<std::ptrdiff_t>((part.members.size() + 1) / 2);
        halves.push_back({{part.members.begin(), middle}, are_alone});
        if (middle != part.members.end()) halves.push_back({{middle, part.members.end()}, are_alone});
    }
    return halves;
}

}  // namespace awaitlint
