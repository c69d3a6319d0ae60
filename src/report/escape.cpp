// See escape.h.
#include "report/escape.h"

#include <algorithm>

#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "base/utf8.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

// Tables are cut into cells before anything else, code spans included: a bar needs a backslash everywhere. To some
// readers two of them are one that is escaped itself, so their number has to be odd.
std::string without_bars(const std::string& text) {
    std::string escaped;
    std::size_t backslashes = 0;  // right before the character
    for (const char character : text) {
        if (character == '|') escaped += backslashes % 2 == 0 ? "\\" : "\\\\";
        backslashes = character == '\\' ? backslashes + 1 : 0;
        escaped += character;
    }
    return escaped;
}

std::size_t longest_run_of_backticks(const std::string& text) {
    std::size_t longest = 0, run = 0;
    for (const char character : text) {
        run = character == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

/// `printable`, with line ends of either kind as one character.
std::string printable_in_lines(std::string_view text) {
    std::string shown;
    for (;;) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        shown += printable(line.substr(0, line.size() - line.ends_with('\r')));
        if (end == text.size()) return shown;
        shown += '\n';
        text.remove_prefix(end + 1);
    }
}

std::string with_percents(std::string_view text, std::string_view escaped) {
    std::string result;
    for (const char character : text)
        if (escaped.find(character) != std::string_view::npos)
            result += fmt::format("%{:02X}", static_cast<unsigned char>(character));
        else
            result += character;
    return result;
}

constexpr std::string_view unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

/// `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
std::string yaml_escape_of(char32_t code_point) {
    const auto number = static_cast<std::uint32_t>(code_point);
    if (number < 0x100) return fmt::format("\\x{:02X}", number);
    return number < 0x10000 ? fmt::format("\\u{:04X}", number) : fmt::format("\\U{:08X}", number);
}

}  // namespace

std::string markdown_code(std::string_view source) {
    const std::string text = brief(source);
    if (text.find_first_not_of(' ') == std::string::npos) return "";
    const std::string fence(longest_run_of_backticks(text) + 1, '`');
    const bool needs_room = text.starts_with('`') || text.ends_with('`');
    const std::string_view room = needs_room ? " " : "";
    return fmt::format("{0}{1}{2}{1}{0}", fence, room, without_bars(text));
}

std::string markdown_text(std::string_view source) {
    std::string escaped;
    for (const char character : brief(source)) {
        if (std::string_view("\\`*_[]<>&#~|!").find(character) != std::string_view::npos) escaped += '\\';
        escaped += character;
    }
    return escaped;
}

// What is no command to one reader of the log could be one to another, in the middle of ours.
std::string github_message(std::string_view text) {
    return with_percents(printable_lines(printable_in_lines(text)), "%\n");
}

std::string github_property(std::string_view text) {
    return with_percents(printable_lines(printable_in_lines(text)), "%\n:,");
}

std::string markup_text(std::string_view text) {
    // Attributes would lose white space that is not written by its number.
    constexpr std::string_view special = "&<>\"'\n\t";
    std::string escaped;
    bool is_after_number_sign = false;  // two of them begin a command to the CI server that shows it
    for (const char character : printable_in_lines(text)) {
        const bool is_number_sign = character == '#';
        if (special.find(character) != std::string_view::npos || (is_number_sign && is_after_number_sign))
            escaped += fmt::format("&#{};", static_cast<int>(character));
        else
            escaped += character;
        is_after_number_sign = is_number_sign;
    }
    return escaped;
}

std::string uri_of(std::string_view file) {
    std::string uri = file.starts_with('/') ? "file://" : "";
    for (const char character : file)
        if (character == '/' || unreserved.find(character) != std::string_view::npos)
            uri += character;
        else
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(character));
    return uri;
}

std::string yaml_text(std::string_view text) {
    std::string escaped = "\"";
    bool is_after_number_sign = false;
    while (!text.empty()) {
        const Utf8Character character = first_utf8_character(text);
        const std::string_view bytes = text.substr(0, std::max<std::size_t>(character.length, 1));
        const bool is_number_sign = bytes == "#";
        if (character.length == 0)
            escaped += fmt::format("<{:02X}>", static_cast<unsigned char>(bytes[0]));
        else if (bytes == "\"" || bytes == "\\" || bytes == "\t" || !is_printable(character.code_point) ||
                 (is_number_sign && is_after_number_sign))
            escaped += yaml_escape_of(character.code_point);
        else
            escaped += bytes;
        is_after_number_sign = is_number_sign;
        text.remove_prefix(bytes.size());
    }
    return escaped + "\"";
}

std::string prometheus_label(std::string_view text) {
    std::string escaped;
    for (const char character : printable_lines(printable_in_lines(text)))
        if (character == '\n')
            escaped += "\\n";
        else if (character == '"' || character == '\\')
            escaped += std::string("\\") + character;
        else
            escaped += character;
    return escaped;
}

std::string csv_cell(std::string_view text) {
    std::string cell = printable_lines(one_line(text));
    if (cell.find_first_of("=+-@\t") == 0) cell.insert(0, "'");
    if (cell.find_first_of("\",") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char character : cell) quoted += character == '"' ? "\"\"" : std::string(1, character);
    return quoted + "\"";
}

}  // namespace awaitlint
