// Ranks and filters siblings. See twins.h.
#include "suggest/twins.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <tuple>

#include "awaitlint/suggest.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_twins = 3;

struct Ranked {
    const Sibling* sibling;
    std::size_t rank;
};

using Rank = std::function<std::optional<std::size_t>(const Sibling&)>;

std::vector<Ranked> ranked(const CallSite& call, const Rank& rank_of) {
    std::vector<Ranked> all;
    for (const Sibling& sibling : call.siblings) {
        if (sibling.symbol.is_deprecated) continue;
        if (!sibling.symbol.usr.empty() && sibling.symbol.usr == call.callee.usr) continue;
        if (const auto rank = rank_of(sibling)) all.push_back({&sibling, *rank});
    }
    // Equally close ones stay in the order of the facts: they are elements of one vector.
    std::sort(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) {
        return std::tie(a.rank, a.sibling) < std::tie(b.rank, b.sibling);
    });
    return all;
}

/// True if both are written alike, so that overload resolution decides between them.
bool is_same_target(const Sibling& a, const Sibling& b) {
    return a.symbol.qualified_name == b.symbol.qualified_name && a.extra_argument == b.extra_argument;
}

/// True if a call that resolves to this overload instead of the chosen one would go wrong without anybody noticing.
bool is_harmful(const Sibling& other, const Sibling& chosen, const Caller& caller) {
    if (other.symbol.is_deprecated || other.is_enclosing_function) return true;
    const bool is_like_chosen = (other.is_awaitable == Certainty::no) == (chosen.is_awaitable == Certainty::no);
    if (is_like_chosen) return false;
    // To await an overload that is not awaitable is an error, unless the promise accepts anything.
    return chosen.is_awaitable == Certainty::no || caller.accepts_anything;
}

/// What a call of `chosen` must resolve to; empty where any of its overloads will do.
std::string required_usr(const Sibling& chosen, const CallSite& call, const Caller& caller) {
    bool has_overloads = false;
    for (const Sibling& other : call.siblings) {
        if (other.symbol.qualified_name != chosen.symbol.qualified_name) continue;
        if (other.symbol.usr == chosen.symbol.usr) continue;
        if (is_harmful(other, chosen, caller)) return chosen.symbol.usr;
        has_overloads = true;
    }
    return has_overloads ? std::string() : chosen.symbol.usr;
}

std::vector<Twin> best(const CallSite& call, const Caller& caller, const Rank& rank_of) {
    const std::vector<Ranked> wanted = ranked(call, rank_of);
    std::vector<Twin> twins;
    for (const Ranked& candidate : wanted) {
        const Sibling& sibling = *candidate.sibling;
        if (sibling.is_enclosing_function || twins.size() == most_twins) continue;
        const bool is_known = std::any_of(twins.begin(), twins.end(),
                                          [&](const Twin& twin) { return is_same_target(twin.sibling, sibling); });
        if (!is_known) twins.push_back({sibling, required_usr(sibling, call, caller), ""});
    }
    if (twins.empty() && !wanted.empty()) {
        const Sibling& recursive = *wanted.front().sibling;
        twins.push_back({recursive, recursive.symbol.usr, "'" + recursive.symbol.name + "' would call itself"});
    }
    return twins;
}

}  // namespace

std::vector<Twin> async_twins(const CallSite& call, const Caller& caller) {
    const LibraryProfile* library = find_library_of_type(caller.config, caller.function.task_type);
    return best(call, caller, [&](const Sibling& sibling) -> std::optional<std::size_t> {
        if (sibling.is_awaitable == Certainty::no) return std::nullopt;
        const auto rank = pair_rank(call.callee.qualified_name, sibling.symbol.qualified_name, caller.config, library);
        // A sure twin goes before one that depends on a template parameter, within the same relation only.
        if (rank) return 2 * *rank + (sibling.is_awaitable == Certainty::maybe ? 1 : 0);
        return std::nullopt;
    });
}

std::vector<Twin> sync_twins(const CallSite& call, const Caller& caller) {
    const LibraryProfile* library = find_library_of_type(caller.config, caller.function.task_type);
    return best(call, caller, [&](const Sibling& sibling) -> std::optional<std::size_t> {
        if (sibling.is_awaitable != Certainty::no) return std::nullopt;
        return pair_rank(sibling.symbol.qualified_name, call.callee.qualified_name, caller.config, library);
    });
}

}  // namespace awaitlint
