// Names made by patterns, and what they are made of. See naming.h.
#include "awaitlint/naming.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <iterator>

namespace awaitlint {

std::string apply_naming(std::string_view pattern, std::string_view sync_name) {
    const std::size_t at = pattern.find("{}");
    if (at == std::string_view::npos) return {};
    std::string name(sync_name);
    if (at > 0 && !name.empty() && std::islower(static_cast<unsigned char>(pattern[at - 1]))) {
        name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    }
    return std::string(pattern.substr(0, at)) + name + std::string(pattern.substr(at + 2));
}

namespace {

constexpr std::string_view hole = "{}";

std::string plain(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    for (const char c : text)
        if (c != '_') kept.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    return kept;
}

bool is_upper(char c) {
    return std::isupper(static_cast<unsigned char>(c)) != 0;
}

bool has_any_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// It stands behind the rest of a name as a word of its own, or in front of it.
bool is_word_of_name(std::string_view word, bool is_behind) {
    const char joint = is_behind ? word.front() : word.back();
    const bool has_letter = std::any_of(word.begin(), word.end(), [](unsigned char c) { return std::isalpha(c); });
    return has_letter && (joint == '_' || is_upper(joint) == is_behind);
}

}  // namespace

std::string pattern_between(std::string_view sync_name, std::string_view async_name) {
    if (async_name.size() <= sync_name.size() || sync_name.empty()) return "";
    const std::string_view behind = async_name.substr(sync_name.size());
    if (is_word_of_name(behind, true) && async_name.starts_with(sync_name))
        return std::string(hole) + std::string(behind);
    const std::string_view before = async_name.substr(0, async_name.size() - sync_name.size());
    const std::string pattern = std::string(before) + std::string(hole);
    return is_word_of_name(before, false) && apply_naming(pattern, sync_name) == async_name ? pattern : "";
}

std::vector<std::string> names_without_a_word(std::string_view name) {
    std::vector<std::string> names;
    for (std::size_t at = 1; at < name.size(); ++at) {
        const std::string_view before = name.substr(0, at), behind = name.substr(at);
        if (is_word_of_name(behind, true)) names.emplace_back(before);
        if (!is_word_of_name(before, false)) continue;
        names.emplace_back(behind);
        if (before.back() == '_' || !is_upper(behind.front())) continue;
        names.emplace_back(behind);
        names.back().front() = static_cast<char>(std::tolower(static_cast<unsigned char>(behind.front())));
    }
    std::erase_if(names, [&](const std::string& shorter) {
        return shorter.starts_with('_') || pattern_between(shorter, name).empty();
    });
    std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    return names;
}

std::string name_stem(std::string_view name) {
    const std::string whole = plain(name);
    std::string_view rest = whole;
    for (const std::string_view word : {"async", "sync", "coro", "co"})
        if (rest.size() > word.size() && rest.starts_with(word)) {
            rest.remove_prefix(word.size());
            break;
        }
    for (const std::string_view word : {"async", "sync", "coro", "gently"})
        if (rest.size() > word.size() && rest.ends_with(word)) {
            rest.remove_suffix(word.size());
            break;
        }
    return std::string(rest);
}

bool is_named_for_all(std::string_view name) {
    return has_any_of(plain(name), {"whenall", "collectall", "gather"});
}

bool is_named_for_any(std::string_view name) {
    return has_any_of(plain(name), {"whenany", "collectany"});
}

std::string_view last_name(std::string_view qualified_name) {
    const std::size_t colons = qualified_name.rfind("::");
    return colons == std::string_view::npos ? qualified_name : qualified_name.substr(colons + 2);
}

std::string_view scope_of(std::string_view qualified_name) {
    const std::size_t colons = qualified_name.rfind("::");
    return colons == std::string_view::npos ? std::string_view() : qualified_name.substr(0, colons);
}

bool is_async_namespace_of(std::string_view async, std::string_view sync) {
    static constexpr std::string_view names[] = {"async", "coro", "co", "asynchronous"};
    if (std::find(std::begin(names), std::end(names), last_name(async)) == std::end(names)) return false;
    return scope_of(async) == sync || (!sync.empty() && scope_of(async) == scope_of(sync));
}

NameSearch::NameSearch(const std::vector<std::string>& functions, const std::vector<std::string>& namings) {
    for (const std::string& function : functions) {
        const std::string_view name = last_name(function);
        stems_.push_back(name_stem(name));
        for (const std::string_view pattern : namings) {
            const std::size_t at = pattern.find(hole);
            if (at == std::string_view::npos) continue;
            const std::string_view before = pattern.substr(0, at), behind = pattern.substr(at + hole.size());
            if (name.size() > before.size() + behind.size() && name.starts_with(before) && name.ends_with(behind))
                stems_.push_back(name_stem(name.substr(before.size(), name.size() - before.size() - behind.size())));
        }
    }
}

bool NameSearch::may_mention(std::string_view text) const {
    if (text.find("##") != std::string_view::npos) return true;
    const std::string kept = plain(text);
    return std::any_of(stems_.begin(), stems_.end(),
                       [&](const std::string& stem) { return kept.find(stem) != std::string::npos; });
}

}  // namespace awaitlint
