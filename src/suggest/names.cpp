// The name relations between synchronous functions and their asynchronous twins. See suggest.h.
//
// The built-in ones were measured on open libraries: prefix and suffix `async`, `co_`, `_coro`, Seastar's `_gently`,
// and explicit `sync` marks. `try_x` is left out: it is not the synchronous twin of `x`.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "awaitlint/suggest.h"

namespace awaitlint {
namespace {

struct Naming {
    std::string_view sync;
    std::string_view async;
};

constexpr std::array built_in = {
    Naming{"{}", "{}_async"},   Naming{"{}", "async_{}"},      Naming{"{}", "{}Async"},
    Naming{"{}", "co_{}"},      Naming{"{}", "{}_coro"},       Naming{"{}", "{}Coro"},
    Naming{"{}", "{}_gently"},  Naming{"{}", "co{}"},          Naming{"{}", "async{}"},
    Naming{"sync_{}", "co_{}"}, Naming{"sync_{}", "async_{}"}, Naming{"sync_{}", "{}_async"},
    Naming{"sync_{}", "{}"},    Naming{"{}_sync", "{}_async"}, Naming{"{}_sync", "async_{}"},
    Naming{"{}_sync", "co_{}"}, Naming{"{}_sync", "{}"},       Naming{"{}Sync", "{}Async"},
    Naming{"{}Sync", "{}Coro"}, Naming{"{}Sync", "{}"},
};

/// Of classes, besides those above.
constexpr std::array of_classes = {
    Naming{"{}", "Async{}"}, Naming{"{}", "Coro{}"},     Naming{"{}", "Co{}"},       Naming{"Sync{}", "Async{}"},
    Naming{"Sync{}", "{}"},  Naming{"Sync{}", "Coro{}"}, Naming{"Blocking{}", "{}"}, Naming{"Blocking{}", "Async{}"},
};

constexpr std::string_view hole = "{}";

std::string_view without_leading_colons(std::string_view name) {
    return name.starts_with("::") ? name.substr(2) : name;
}

/// The text in the hole when `name` fits the pattern, else empty.
std::string_view stem_of(std::string_view pattern, std::string_view name) {
    const std::size_t at = pattern.find(hole);
    const std::string_view prefix = pattern.substr(0, at);
    const std::string_view suffix = pattern.substr(at + hole.size());
    if (name.size() <= prefix.size() + suffix.size()) return {};
    if (!name.starts_with(prefix) || !name.ends_with(suffix)) return {};
    return name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
}

std::string in_lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

bool is_related(const Naming& naming, std::string_view sync_name, std::string_view async_name) {
    const std::string_view stem = stem_of(naming.sync, sync_name);
    return !stem.empty() && apply_naming(naming.async, stem) == async_name;
}

bool is_pair(const FactoryPair& pair, std::string_view sync_name, std::string_view async_name) {
    return without_leading_colons(pair.sync) == without_leading_colons(sync_name) &&
           without_leading_colons(pair.async) == without_leading_colons(async_name);
}

bool is_explicit_pair(std::string_view sync_name, std::string_view async_name, const Config& config) {
    const auto is_this = [&](const FactoryPair& pair) { return is_pair(pair, sync_name, async_name); };
    return std::any_of(config.factories.begin(), config.factories.end(), is_this) ||
           std::any_of(config.profiles.begin(), config.profiles.end(), [&](const LibraryProfile& profile) {
               return std::any_of(profile.siblings.begin(), profile.siblings.end(), is_this);
           });
}

/// True if a pattern that makes async names out of sync ones relates the two: any library's, or a built-in one.
bool is_named_async(std::string_view sync, std::string_view async, const Config& config) {
    const auto is_made = [&](const std::string& pattern) { return is_related({hole, pattern}, sync, async); };
    return std::any_of(built_in.begin(), built_in.end(),
                       [&](const Naming& naming) { return naming.async != hole && is_related(naming, sync, async); }) ||
           std::any_of(config.naming.begin(), config.naming.end(), is_made) ||
           std::any_of(config.profiles.begin(), config.profiles.end(), [&](const LibraryProfile& profile) {
               return std::any_of(profile.naming.begin(), profile.naming.end(), is_made);
           });
}

}  // namespace

std::vector<std::string> async_namings(const Config& config) {
    std::vector<std::string> patterns = config.naming;
    const auto add = [&](std::string_view pattern) {
        if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) patterns.emplace_back(pattern);
    };
    for (const LibraryProfile& profile : config.profiles)
        for (const std::string& pattern : profile.naming) add(pattern);
    for (const Naming& naming : built_in)
        if (naming.sync == hole) add(naming.async);
    return patterns;
}

std::optional<std::size_t> pair_rank(std::string_view sync_name, std::string_view async_name, const Config& config,
                                     const LibraryProfile* library) {
    // Either direction: the pair says who belongs together, the facts say which of them is awaitable.
    if (is_explicit_pair(sync_name, async_name, config) || is_explicit_pair(async_name, sync_name, config)) return 0;
    const std::string_view sync = last_name(sync_name), async = last_name(async_name);
    std::size_t rank = 1;
    const auto is_found = [&](const Naming& naming) { return is_related(naming, sync, async) || (++rank, false); };
    for (const std::string& pattern : config.naming)
        if (is_found({hole, pattern})) return rank;
    for (const std::string& pattern : library ? library->naming : std::vector<std::string>())
        if (is_found({hole, pattern})) return rank;
    for (const Naming& naming : built_in)
        if (is_found(naming)) return rank;
    if (!sync.empty() && sync == async) return rank;
    return std::nullopt;
}

bool is_marked_async(std::string_view sync_name, std::string_view async_name, const Config& config) {
    return is_explicit_pair(sync_name, async_name, config) ||
           is_named_async(last_name(sync_name), last_name(async_name), config);
}

bool are_twin_classes(std::string_view sync_name, std::string_view async_name, const Config& config) {
    const std::string_view sync = last_name(sync_name), async = last_name(async_name);
    if (sync == async) return false;
    const auto is_made = [&](const auto& naming) { return is_related(naming, sync, async); };
    return std::any_of(of_classes.begin(), of_classes.end(), is_made) ||
           std::any_of(built_in.begin(), built_in.end(), is_made) ||
           std::any_of(config.naming.begin(), config.naming.end(),
                       [&](const std::string& pattern) { return is_related({hole, pattern}, sync, async); });
}

bool is_async_name(std::string_view name) {
    return std::any_of(built_in.begin(), built_in.end(), [&](const Naming& naming) {
        std::string mark = in_lower_case(naming.async);
        const bool is_telling = mark.find("async") != std::string::npos || mark.find("coro") != std::string::npos;
        return is_telling && !stem_of(naming.async, name).empty();
    });
}

bool are_siblings(std::string_view a_name, std::string_view b_name, const Config& config) {
    return pair_rank(a_name, b_name, config) || pair_rank(b_name, a_name, config) ||
           is_marked_async(a_name, b_name, config) || is_marked_async(b_name, a_name, config);
}

}  // namespace awaitlint
