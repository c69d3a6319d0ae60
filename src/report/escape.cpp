// See escape.h.
#include "report/escape.h"

#include <algorithm>

#include <fmt/format.h>

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

std::string github_message(std::string_view text) {
    return with_percents(printable_in_lines(text), "%\n");
}

std::string github_property(std::string_view text) {
    return with_percents(printable_in_lines(text), "%\n:,");
}

std::string markup_text(std::string_view text) {
    // Attributes would lose white space that is not written by its number.
    constexpr std::string_view special = "&<>\"'\n\t";
    std::string escaped;
    for (const char character : printable_in_lines(text))
        if (special.find(character) != std::string_view::npos)
            escaped += fmt::format("&#{};", static_cast<int>(character));
        else
            escaped += character;
    return escaped;
}

}  // namespace awaitlint
