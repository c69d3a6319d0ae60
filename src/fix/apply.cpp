// See apply.h.
#include "fix/apply.h"

#include <map>
#include <numeric>

#include <fmt/format.h>

#include "fix/replace_file.h"

namespace awaitlint {
namespace {

/// The changes of a plan, those that share a repair together.
std::vector<std::vector<std::size_t>> groups_of(const RepairPlan& plan) {
    std::vector<std::size_t> leader(plan.changes.size());
    std::iota(leader.begin(), leader.end(), 0);
    const auto find = [&](std::size_t change) {
        while (leader[change] != change) change = leader[change] = leader[leader[change]];
        return change;
    };
    std::vector<std::size_t> seen(plan.repairs.size(), plan.changes.size());
    for (std::size_t i = 0; i < plan.changes.size(); ++i)
        for (std::size_t repair : plan.changes[i].repairs) {
            if (seen[repair] == plan.changes.size()) seen[repair] = i;
            leader[find(i)] = find(seen[repair]);
        }
    std::map<std::size_t, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < plan.changes.size(); ++i) groups[find(i)].push_back(i);
    std::vector<std::vector<std::size_t>> ordered;
    for (auto& [first, group] : groups) ordered.push_back(std::move(group));
    return ordered;
}

bool is_put_back(const FileChange& change) {
    auto file = StagedFile::stage(change.path, change.after, change.before);
    return file && static_cast<bool>(file->put_in_place());
}

/// Why nothing of the group was written, or what went wrong on the way.
Result<bool> write_group(const RepairPlan& plan, const std::vector<std::size_t>& group) {
    const UninterruptedWriting uninterrupted;
    std::vector<StagedFile> staged;
    staged.reserve(group.size());
    for (std::size_t index : group) {
        const FileChange& change = plan.changes[index];
        auto file = StagedFile::stage(change.path, change.before, change.after);
        if (!file) return file.error();
        staged.push_back(std::move(*file));
    }
    for (std::size_t i = 0; i < staged.size(); ++i) {
        const auto placed = staged[i].put_in_place();
        if (placed) continue;
        std::string why = placed.error().message;
        for (std::size_t done = 0; done < i; ++done)
            if (!is_put_back(plan.changes[group[done]]))
                why += fmt::format(", and '{}' could not be put back", plan.changes[group[done]].file);
        return Error{why};
    }
    return true;
}

}  // namespace

AppliedRepairs apply_plan(const RepairPlan& plan) {
    std::vector<std::string> why_left(plan.repairs.size());
    AppliedRepairs applied;
    applied.left = plan.left;
    for (const std::vector<std::size_t>& group : groups_of(plan)) {
        const auto written = write_group(plan, group);
        for (std::size_t index : group) {
            if (written) applied.files.push_back(plan.changes[index].file);
            for (std::size_t repair : plan.changes[index].repairs)
                if (!written) why_left[repair] = written.error().message;
        }
    }
    for (std::size_t i = 0; i < plan.repairs.size(); ++i) {
        if (why_left[i].empty())
            applied.repairs.push_back(plan.repairs[i]);
        else
            applied.left.push_back({plan.repairs[i].finding, why_left[i]});
    }
    return applied;
}

}  // namespace awaitlint
