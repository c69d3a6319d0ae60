// Names made by patterns, and what they are made of. See naming.h.
#include "awaitlint/naming.h"

#include <algorithm>
#include <cctype>

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

}  // namespace

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

std::string_view last_name(std::string_view qualified_name) {
    const std::size_t colons = qualified_name.rfind("::");
    return colons == std::string_view::npos ? qualified_name : qualified_name.substr(colons + 2);
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
