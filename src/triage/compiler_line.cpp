// See compiler_line.h. No regular expressions: these lines come by the million.
#include "triage/compiler_line.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace awaitlint {
namespace {

constexpr std::size_t longest_path = 4096;
constexpr std::size_t longest_head = 8192;  // of a line, in which the place of a diagnostic is sought
constexpr std::string_view digits = "0123456789";

std::optional<std::uint32_t> number_in(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The text before the path on its line is a prefix that nobody knows; paths with blanks are known when absolute.
std::string_view path_at_end_of(std::string_view text) {
    text = trimmed(text);
    const bool is_absolute =
        text.starts_with('/') || (text.size() > 2 && text[1] == ':' && (text[2] == '\\' || text[2] == '/'));
    if (is_absolute) return text;
    const std::size_t blank = text.find_last_of(" \t");
    return blank == std::string_view::npos ? text : text.substr(blank + 1);
}

/// file:12:5 or file:12
bool read_place(std::string_view head, CompilerLine& parsed) {
    const std::size_t last = head.rfind(':');
    if (last == std::string_view::npos) return false;
    const auto second = number_in(head.substr(last + 1));
    if (!second) return false;
    const std::string_view before = head.substr(0, last);
    const std::size_t colon = before.rfind(':');
    const auto first = colon == std::string_view::npos ? std::nullopt : number_in(before.substr(colon + 1));
    parsed.file = path_at_end_of(first ? before.substr(0, colon) : before);
    parsed.line = first ? *first : *second;
    parsed.column = first ? *second : 0;
    return !parsed.file.empty() && parsed.line != 0;
}

/// file(12,5) and file(12), also with the end of the range in it
bool read_msvc_place(std::string_view head, CompilerLine& parsed) {
    head = trimmed(head);
    if (!head.ends_with(')')) return false;
    const std::size_t open = head.rfind('(');
    if (open == std::string_view::npos) return false;
    const std::string_view numbers = head.substr(open + 1, head.size() - open - 2);
    const std::size_t end_of_line = numbers.find_first_not_of(digits);
    const auto line = number_in(numbers.substr(0, end_of_line));
    if (!line) return false;
    parsed.line = *line;
    parsed.column = 0;
    if (end_of_line != std::string_view::npos) {
        const std::string_view rest = numbers.substr(end_of_line + 1);
        parsed.column = number_in(rest.substr(0, rest.find_first_not_of(digits))).value_or(0);
    }
    parsed.file = path_at_end_of(head.substr(0, open));
    return !parsed.file.empty() && parsed.line != 0;
}

struct Marker {
    std::string_view text;  // behind a colon
    LineKind kind;
};
// The longer before the shorter that it contains.
constexpr Marker markers[] = {{" fatal error", LineKind::error},
                              {" error", LineKind::error},
                              {" warning", LineKind::warning},
                              {" note: ", LineKind::note},
                              {" message : ", LineKind::note},
                              {" message: ", LineKind::note},
                              {" In substitution of ", LineKind::in_substitution},
                              {" In instantiation of ", LineKind::in_instantiation},
                              {" In function ", LineKind::in_function},
                              {" In member function ", LineKind::in_function},
                              {" In static member function ", LineKind::in_function},
                              {" In constructor ", LineKind::in_function},
                              {" In destructor ", LineKind::in_function},
                              {" In lambda function", LineKind::in_function},
                              {" At global scope:", LineKind::in_function},
                              {"   required ", LineKind::required_from},
                              {" Entering directory ", LineKind::entering},
                              {" Leaving directory ", LineKind::leaving}};

const Marker* marker_at(std::string_view rest) {
    if (rest.size() < 6 || rest[0] != ' ') return nullptr;
    for (const Marker& marker : markers)
        if (rest[1] == marker.text[1] && rest.starts_with(marker.text)) return &marker;
    return nullptr;
}

/// What follows "error": a message, or MSVC's number and its message.
bool read_message(std::string_view rest, CompilerLine& parsed) {
    if (rest.starts_with(": ")) {
        parsed.text = rest.substr(2);
        return true;
    }
    const bool has_code = rest.size() > 3 && rest[0] == ' ' && rest[1] >= 'A' && rest[1] <= 'Z';
    const std::size_t end = rest.find(':');
    if (!has_code || end == std::string_view::npos || end > 12) return false;
    parsed.code = trimmed(rest.substr(1, end - 1));
    if (!number_in(parsed.code.substr(1))) return false;
    parsed.text = trimmed(rest.substr(end + 1));
    // MSBuild names the project behind the message.
    if (parsed.text.ends_with("proj]"))
        if (const std::size_t open = parsed.text.rfind(" ["); open != std::string_view::npos)
            parsed.text = trimmed(parsed.text.substr(0, open));
    return true;
}

/// What the marker behind the colon at `colon` announces, if the rest of the line fits it.
bool read_marked(std::string_view line, std::size_t colon, const Marker& marker, CompilerLine& parsed) {
    const std::string_view head = trimmed(line.substr(0, colon));
    const std::string_view rest = line.substr(colon + 1 + marker.text.size());
    CompilerLine found;
    found.kind = marker.kind;
    switch (marker.kind) {
        case LineKind::error:
        case LineKind::warning:
        case LineKind::note:
            if (!read_place(head, found) && !read_msvc_place(head, found)) return false;
            found.text = trimmed(rest);
            if (marker.kind != LineKind::note && !read_message(rest, found)) return false;
            break;
        case LineKind::required_from:
            if (!read_place(head, found)) return false;
            found.text = trimmed(line.substr(colon + 1));
            break;
        case LineKind::entering:
        case LineKind::leaving:
            found.text = quoted(rest.substr(0, longest_path), 0);
            if (found.text.empty()) return false;
            break;
        default:
            found.file = path_at_end_of(head);
            found.text = trimmed(line.substr(colon + 1));
            if (found.file.empty()) return false;
    }
    parsed = found;
    return true;
}

bool read_diagnostic(std::string_view line, CompilerLine& parsed) {
    for (std::size_t colon = line.find(':', 1); colon < longest_head; colon = line.find(':', colon + 1))
        if (const Marker* marker = marker_at(line.substr(colon + 1)))
            if (read_marked(line, colon, *marker, parsed)) return true;
    return false;
}

/// "   12 | code" and "      | ^~~"
bool read_snippet(std::string_view line, CompilerLine& parsed) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) return false;
    const std::size_t end = std::min(line.find_first_not_of(digits, first), line.size());
    const std::size_t bar = line.find_first_not_of(' ', end);
    if (bar == std::string_view::npos || line[bar] != '|' || (bar + 1 < line.size() && line[bar + 1] != ' '))
        return false;
    parsed.text = bar + 2 < line.size() ? line.substr(bar + 2) : std::string_view();
    if (end != first) {
        const auto number = number_in(line.substr(first, end - first));
        if (!number || bar == end) return false;
        parsed.kind = LineKind::source;
        parsed.line = *number;
        return true;
    }
    parsed.kind = LineKind::marks;
    return parsed.text.find('^') != std::string_view::npos;
}

}  // namespace

CompilerLine parse_compiler_line(std::string_view line) {
    CompilerLine parsed;
    if (read_snippet(line, parsed) || read_diagnostic(line, parsed)) return parsed;
    return {};
}

bool is_foreign_diagnostic(std::string_view line) {
    constexpr std::size_t longest_word = 30;
    for (std::size_t colon = line.find(": "); colon < longest_head; colon = line.find(": ", colon + 1)) {
        CompilerLine place;
        const bool is_place = read_place(trimmed(line.substr(0, colon)), place) && place.column != 0;
        if (!is_place) continue;
        const std::string_view rest = line.substr(colon + 2, longest_word);
        constexpr std::string_view wide_colon = "\xef\xbc\x9a";
        const std::size_t end = std::min(rest.find(':'), rest.find(wide_colon));
        // Places that belong to a diagnostic are indented.
        if (end == std::string_view::npos || end == 0) return false;
        return rest[0] != ' ' && rest.find_first_of("'\"(") > end;
    }
    return false;
}

bool are_bare_marks(std::string_view line) {
    return line.find('^') != std::string_view::npos && line.find_first_not_of(" ~^\t") == std::string_view::npos;
}

std::string_view quoted(std::string_view message, std::size_t n) {
    constexpr std::string_view left = "\xe2\x80\x98", right = "\xe2\x80\x99";
    for (std::size_t at = 0; at < message.size();) {
        const bool is_typographic = message.substr(at).starts_with(left);
        if (!is_typographic && message[at] != '\'') {
            ++at;
            continue;
        }
        const std::size_t start = at + (is_typographic ? left.size() : 1);
        const std::size_t end = message.find(is_typographic ? right : std::string_view("'"), start);
        if (end == std::string_view::npos) return {};
        if (n-- == 0) return message.substr(start, end - start);
        at = end + (is_typographic ? right.size() : 1);
    }
    return {};
}

std::vector<std::string> system_folders_in(std::string_view line) {
    std::vector<std::string> folders;
    constexpr std::string_view option = " -isystem";
    for (std::size_t at = line.find(option); at != std::string_view::npos; at = line.find(option, at)) {
        at += option.size();
        std::string_view rest = line.substr(at);
        rest.remove_prefix(std::min(rest.find_first_not_of(" ="), rest.size()));
        const bool is_quoted = rest.starts_with('"');
        if (is_quoted) rest.remove_prefix(1);
        rest = rest.substr(0, longest_path);
        const std::string_view folder = rest.substr(0, rest.find_first_of(is_quoted ? "\"" : " \t"));
        if (!folder.empty()) folders.emplace_back(folder);
    }
    return folders;
}

}  // namespace awaitlint
