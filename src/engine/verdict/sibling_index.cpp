// See sibling_index.h.
#include "engine/verdict/sibling_index.h"

#include <algorithm>
#include <set>

#include "awaitlint/naming.h"
#include "awaitlint/profile.h"
#include "awaitlint/suggest.h"

namespace awaitlint {
namespace {

constexpr std::size_t fewest_pairs = 3;

/// The function itself, or something in it.
bool is_in(std::string_view around, std::string_view scope) {
    return !scope.empty() && around.starts_with(scope) &&
           (around.size() == scope.size() || around.substr(scope.size()).starts_with("::"));
}

}  // namespace

void SiblingIndex::add(std::vector<AsyncFunction> functions) {
    if (is_too_full_) return;
    for (AsyncFunction& function : functions) {
        const auto [entry, is_new] = functions_.try_emplace({function.qualified_name, function.parameters});
        AsyncFunction& known = entry->second;
        if (!is_new && known.beside < function.beside) known.beside = function.beside;
        if (!is_new && !(function.declared < known.declared)) continue;
        if (!is_new) function.beside = std::max(function.beside, known.beside);
        known = std::move(function);
    }
    if (functions_.size() <= most_) return;
    is_too_full_ = true;
    functions_.clear();
}

SiblingSearch::SiblingSearch(const SiblingIndex& index) {
    learn(index);
    for (const auto& [key, function] : index.functions_)
        by_stem_.emplace(name_stem(last_name(function.qualified_name)), &function);
}

void SiblingSearch::learn(const SiblingIndex& index) {
    std::map<std::string, std::set<std::string_view>> pairs;  // overloads are one pair
    for (const auto& [key, function] : index.functions_) {
        const std::string pattern = pattern_between(function.beside, last_name(function.qualified_name));
        if (!pattern.empty()) pairs[pattern].insert(function.qualified_name);
    }
    for (const auto& [pattern, functions] : pairs)
        if (functions.size() >= fewest_pairs) learnt_.emplace(pattern, functions.size());
}

bool SiblingSearch::are_named_as_siblings(const WantedSibling& wanted, const AsyncFunction& function,
                                          const Config& config) const {
    const LibraryProfile* library = find_library_of_type(config, wanted.task_type);
    return pair_rank(wanted.callee, function.qualified_name, config, library).has_value();
}

std::optional<SiblingElsewhere> SiblingSearch::related(const WantedSibling& wanted, const AsyncFunction& function,
                                                       const Config& config) const {
    using Relation = SiblingElsewhere::Relation;
    if (function.parameters != wanted.parameters || function.qualified_name == wanted.callee) return std::nullopt;
    if (!function.task_type.empty() && function.task_type != wanted.task_type) return std::nullopt;
    const std::string_view sync = scope_of(wanted.callee), async = scope_of(function.qualified_name);
    const bool are_siblings = are_named_as_siblings(wanted, function, config);
    if (sync == async) {
        if (are_siblings) return SiblingElsewhere{function, Relation::named};
        const auto pattern =
            learnt_.find(pattern_between(last_name(wanted.callee), last_name(function.qualified_name)));
        if (pattern == learnt_.end()) return std::nullopt;
        return SiblingElsewhere{function, Relation::learnt, pattern->first, pattern->second};
    }
    if (!are_siblings) return std::nullopt;
    if (!function.is_member && is_async_namespace_of(async, sync))
        return SiblingElsewhere{function, Relation::twin_scope};
    const bool are_twins =
        function.is_member && are_twin_classes(sync, async, config) &&
        (scope_of(sync) == scope_of(async) || is_async_namespace_of(scope_of(async), scope_of(sync)));
    if (are_twins) return SiblingElsewhere{function, Relation::twin_class};
    return std::nullopt;
}

std::optional<SiblingElsewhere> SiblingSearch::find(const WantedSibling& wanted, std::string_view around,
                                                    const Config& config) const {
    const std::string_view name = last_name(wanted.callee);
    std::set<std::string> stems = {name_stem(name)};
    for (const std::string& pattern : async_namings(config)) stems.insert(name_stem(apply_naming(pattern, name)));
    for (const auto& [pattern, pairs] : learnt_) stems.insert(name_stem(apply_naming(pattern, name)));
    std::optional<SiblingElsewhere> found;
    for (const std::string& stem : stems)
        for (auto [at, end] = by_stem_.equal_range(stem); at != end; ++at) {
            std::optional<SiblingElsewhere> sibling = related(wanted, *at->second, config);
            if (!sibling) continue;
            if (found && found->function.qualified_name != sibling->function.qualified_name) return std::nullopt;
            found = std::move(sibling);
        }
    if (!found) return std::nullopt;
    // It is written by means of the synchronous one.
    const std::string& itself = found->function.qualified_name;
    const bool is_twin_class = found->relation == SiblingElsewhere::Relation::twin_class;
    if (is_in(around, itself) || (is_twin_class && is_in(around, scope_of(itself)))) return std::nullopt;
    return found;
}

}  // namespace awaitlint
