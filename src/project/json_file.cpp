// Reads a JSON file: see json_file.h. Turns the parser's exceptions into messages with file, line and column.
#include "project/json_file.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "project/text_file.h"

namespace awaitlint {
namespace {

using nlohmann::json;

/// "12:5" for the byte at which the parser stopped (1-based, as it counts).
std::string line_and_column(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte == 0 ? 0 : std::min(byte - 1, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t line_end = before.rfind('\n');
    const std::size_t column = line_end == before.npos ? before.size() + 1 : before.size() - line_end;
    return fmt::format("{}:{}", line, column);
}

struct Obstacle {
    std::size_t byte = 0;  // counted from 1, as the parser does
    std::string what;
};

/// What the parser would take without a word: it reads no further than a NUL, and nests as deep as it is told to.
std::optional<Obstacle> obstacle_in(std::string_view text, Writer writer) {
    constexpr std::size_t deepest = 100;
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\0') return Obstacle{at + 1, "a NUL byte; nothing behind it would be read"};
        if (c == '"') {
            for (++at; at < text.size() && text[at] != '"' && text[at] != '\0'; ++at) at += text[at] == '\\';
            if (at < text.size() && text[at] == '\0') --at;  // told in the next round
        } else if (c == '/' && writer == Writer::person) {
            const bool is_line = text.substr(at, 2) == "//";
            if (!is_line && text.substr(at, 2) != "/*") continue;
            const std::size_t end = is_line ? text.find('\n', at) : text.find("*/", at + 2);
            const std::string_view comment = text.substr(at, end - at);
            if (const std::size_t nul = comment.find('\0'); nul != comment.npos)
                return Obstacle{at + nul + 1, "a NUL byte; nothing behind it would be read"};
            at += comment.size();
        } else if (c == '[' || c == '{') {
            if (++depth > deepest) return Obstacle{at + 1, fmt::format("nested deeper than {} levels", deepest)};
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return std::nullopt;
}

/// The parser's own words without its prefix and without a quoted token that may be as long as the file.
std::string detail(std::string_view what) {
    if (const auto place = what.find("column "); place != what.npos)
        if (const auto colon = what.find(": ", place); colon != what.npos) what.remove_prefix(colon + 2);
    if (what.size() > 200) what = what.substr(0, std::min<std::size_t>(what.find("; last read: "), 200));
    std::string text(what);
    // Only a comma before it makes the parser ask for a value or a key where a bracket closes.
    const bool is_trailing_comma =
        what.find("unexpected ']'") != what.npos ||
        (what.find("unexpected '}'") != what.npos && what.find("parsing object key") != what.npos);
    if (is_trailing_comma) text += " (a comma before the closing bracket is not allowed)";
    return text;
}

/// Watches a parse for keys given twice in one object.
struct RepeatedKey {
    std::vector<std::set<std::string>> open_objects;
    std::optional<std::string> first;

    void look_at(json::parse_event_t event, const json& parsed) {
        if (event == json::parse_event_t::object_start) open_objects.emplace_back();
        if (event == json::parse_event_t::object_end) open_objects.pop_back();
        if (event != json::parse_event_t::key || first) return;
        const auto key = parsed.get<std::string>();
        if (!open_objects.back().insert(key).second) first = key;
    }
};

}  // namespace

Result<json> read_json_file(const std::string& path, std::uintmax_t max_bytes, Writer writer) {
    const Result<std::string> text = read_text_file(path, max_bytes);
    if (!text) return text.error();
    if (text->starts_with("\xFF\xFE") || text->starts_with("\xFE\xFF"))
        return Error{fmt::format("{}: is UTF-16, save it as UTF-8", path)};
    if (const auto obstacle = obstacle_in(*text, writer))
        return Error{fmt::format("{}:{}: {}", path, line_and_column(*text, obstacle->byte), obstacle->what)};
    try {
        if (writer == Writer::machine) return json::parse(*text);
        RepeatedKey repeated;
        const auto watch = [&](int, json::parse_event_t event, const json& parsed) {
            repeated.look_at(event, parsed);
            return true;
        };
        json value = json::parse(*text, watch, /*allow_exceptions=*/true,
                                 /*ignore_comments=*/writer == Writer::person);
        if (repeated.first) return Error{fmt::format("{}: the key '{}' is given twice", path, *repeated.first)};
        return value;
    } catch (const json::parse_error& failure) {
        return Error{fmt::format("{}:{}: not valid JSON: {}", path, line_and_column(*text, failure.byte),
                                 detail(failure.what()))};
    } catch (const std::exception& failure) {
        return Error{fmt::format("{}: cannot be read: {}", path, failure.what())};
    }
}

std::string_view json_kind(const json& value) {
    switch (value.type()) {
        case json::value_t::null:
            return "null";
        case json::value_t::object:
            return "an object";
        case json::value_t::array:
            return "an array";
        case json::value_t::string:
            return "a string";
        case json::value_t::boolean:
            return "a boolean";
        default:
            return "a number";
    }
}

}  // namespace awaitlint
