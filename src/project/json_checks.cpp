// See json_checks.h.
#include "project/json_checks.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "project/json_file.h"
#include "project/project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

bool is_identifier_part(unsigned char c) {
    return std::isalnum(c) || c == '_' || c >= 0x80;
}

}  // namespace

void Problems::refuse(const std::string& where, const std::string& what) {
    note(fmt::format("'{}' {}", where, what));
}

Error Problems::in_file(const std::string& path) const {
    std::string message;
    for (const std::string& problem : problems_)
        message += fmt::format("{}{}: {}", message.empty() ? "" : "\n", path, problem);
    return {std::move(message)};
}

std::string hint(const std::string& name, const std::vector<std::string>& known) {
    const std::string nearest = did_you_mean(name, known);
    return " " + (nearest.empty() ? fmt::format("Known: {}.", fmt::join(known, ", ")) : nearest);
}

std::string checked_word(Problems& problems, const std::string& where, const json& value,
                         const std::vector<std::string>& words) {
    const std::string choice = fmt::format("must be one of \"{}\"", fmt::join(words, "\", \""));
    if (!value.is_string()) {
        problems.refuse(where, fmt::format("{}, not {}", choice, json_kind(value)));
        return {};
    }
    auto text = value.get<std::string>();
    if (std::find(words.begin(), words.end(), text) != words.end()) return text;
    const std::string nearest = did_you_mean(text, words);
    problems.refuse(where, fmt::format("{}, not \"{}\".{}{}", choice, text, nearest.empty() ? "" : " ", nearest));
    return {};
}

std::vector<std::pair<std::string, std::string>> checked_strings(Problems& problems, const std::string& where,
                                                                 const json& value) {
    std::vector<std::pair<std::string, std::string>> found;
    if (!value.is_array()) {
        problems.refuse(where, fmt::format("must be an array of strings, not {}", json_kind(value)));
        return found;
    }
    for (std::size_t at = 0; at < value.size(); ++at) {
        const std::string element = fmt::format("{}[{}]", where, at);
        if (value[at].is_string())
            found.emplace_back(element, value[at].get<std::string>());
        else
            problems.refuse(element, fmt::format("must be a string, not {}", json_kind(value[at])));
    }
    return found;
}

std::vector<std::pair<std::string, const json*>> checked_objects(Problems& problems, const std::string& where,
                                                                 const json& value) {
    std::vector<std::pair<std::string, const json*>> found;
    if (!value.is_array()) {
        problems.refuse(where, fmt::format("must be an array, not {}", json_kind(value)));
        return found;
    }
    for (std::size_t at = 0; at < value.size(); ++at) {
        const std::string element = fmt::format("{}[{}]", where, at);
        if (value[at].is_object())
            found.emplace_back(element, &value[at]);
        else
            problems.refuse(element, fmt::format("must be an object, not {}", json_kind(value[at])));
    }
    return found;
}

bool is_qualified_name(std::string_view name) {
    if (name.ends_with(':') || name.empty()) return false;
    while (!name.empty()) {
        std::size_t end = 0;
        int depth = 0;
        for (; end < name.size() && (depth > 0 || name[end] != ':'); ++end)
            depth += name[end] == '<' ? 1 : name[end] == '>' ? -1 : 0;
        const std::string_view part = name.substr(0, end);
        const std::string_view plain = part.substr(0, part.find('<'));
        const bool is_name = !plain.empty() && !std::isdigit(static_cast<unsigned char>(plain[0])) &&
                             std::all_of(plain.begin(), plain.end(), is_identifier_part);
        if (!is_name && part != "(anonymous namespace)" && !part.starts_with("operator")) return false;
        if (end < name.size() && !name.substr(end).starts_with("::")) return false;
        name.remove_prefix(std::min(end + 2, name.size()));
    }
    return true;
}

std::string why_not_pattern(const std::string& pattern) {
    const std::size_t hole = pattern.find("{}");
    if (hole == pattern.npos || pattern.find("{}", hole + 2) != pattern.npos)
        return "must have exactly one {}, which stands for the sync name, as in \"{}_async\"";
    const std::string rest = pattern.substr(0, hole) + pattern.substr(hole + 2);
    if (rest.empty()) return "must add something to the name, as in \"{}_async\"";
    if (!std::all_of(rest.begin(), rest.end(), is_identifier_part))
        return "must make a function name: letters, digits and _ around the {}";
    return {};
}

}  // namespace awaitlint
