// See pairs.h.
#include "triage/records/pairs.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace awaitlint {
namespace {

constexpr std::size_t most_pairs = 256;

bool is_key_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.' || c == '@' || c == '/';
}

/// The text between quotes that starts at `at`, as Go writes it; `at` moves behind it. None if it does not end.
std::optional<std::string> quoted_text(std::string_view line, std::size_t& at) {
    std::string text;
    for (++at; at < line.size(); ++at) {
        const char c = line[at];
        if (c == '"') {
            ++at;
            return text;
        }
        if (c != '\\' || at + 1 == line.size()) {
            text += c;
            continue;
        }
        const char escaped = line[++at];
        text += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped;
    }
    return std::nullopt;
}

}  // namespace

std::string json_of_pairs(const Pairs& pairs) {
    nlohmann::ordered_json::object_t object;
    for (const auto& [name, text] : pairs) object.push_back({name, text});
    return nlohmann::ordered_json(object).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::optional<Pairs> pairs_of_logfmt(std::string_view line) {
    Pairs pairs;
    for (std::size_t at = line.find_first_not_of(' '); at < line.size(); at = line.find_first_not_of(' ', at)) {
        const std::size_t start = at;
        while (at < line.size() && is_key_character(line[at])) ++at;
        if (at == start || pairs.size() == most_pairs) return std::nullopt;
        const std::string key(line.substr(start, at - start));
        std::string text;
        if (at < line.size() && line[at] == '=') {
            ++at;
            if (at < line.size() && line[at] == '"') {
                auto quoted = quoted_text(line, at);
                if (!quoted) return std::nullopt;
                text = std::move(*quoted);
            } else {
                const std::size_t end = std::min(line.find(' ', at), line.size());
                text = line.substr(at, end - at);
                at = end;
            }
        } else if (pairs.empty()) {
            return std::nullopt;  // a line of words
        }
        if (at < line.size() && line[at] != ' ') return std::nullopt;
        pairs.emplace_back(key, std::move(text));
    }
    const auto has_text = [](const auto& pair) { return !pair.second.empty(); };
    if (std::count_if(pairs.begin(), pairs.end(), has_text) < 2) return std::nullopt;
    return pairs;
}

std::vector<std::string> cells_of(std::string_view record, char separator) {
    std::vector<std::string> cells(1);
    bool is_quoted = false;
    for (std::size_t at = 0; at < record.size(); ++at) {
        const char c = record[at];
        if (is_quoted && c == '"' && at + 1 < record.size() && record[at + 1] == '"') {
            cells.back() += c;
            ++at;
        } else if (c == '"' && (is_quoted || cells.back().empty())) {
            is_quoted = !is_quoted;
        } else if (c == separator && !is_quoted) {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    return cells;
}

}  // namespace awaitlint
