// Text of unknown origin made fit for a terminal and for the log of a CI server: what moves the cursor, reorders the
// line or is not UTF-8 shows as `<U+001B>` or `<FF>`, in Clang's manner, and what would be a command to the server
// loses its first character to `<U+003A>`. The one place that decides so. Tabs are left alone.
#include "awaitlint/printable.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.h"
#include "report/escape.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

struct Range {
    char32_t first, last;
};
constexpr Range unprintable[] = {
    {0x00, 0x08},     {0x0a, 0x1f},       {0x7f, 0x9f},                        // controls, the tab excepted
    {0x061c, 0x061c}, {0x200e, 0x200f},   {0x202a, 0x202e}, {0x2066, 0x2069},  // bidi controls
    {0x2028, 0x2029},                                                          // line and paragraph separators
    {0x200b, 0x200b}, {0x2060, 0x2060},   {0xfeff, 0xfeff},                    // no width: two names would look alike
    {0xfffe, 0xffff}, {0xe0000, 0xe007f},                                      // no characters, tags
};

// What a server that looks for commands takes away from the begin of a line, as .NET does.
constexpr Range blanks[] = {{0x09, 0x09},     {0x20, 0x20},     {0xa0, 0xa0},     {0x1680, 0x1680},
                            {0x2000, 0x200a}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};

template <std::size_t size>
bool is_in(const Range (&ranges)[size], char32_t code_point) {
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [&](const Range& range) { return code_point >= range.first && code_point <= range.last; });
}

constexpr std::string_view white_space = " \t\r\n\v\f";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::string escape_of(char32_t code_point) {
    return fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(code_point));
}

std::size_t length_of_blanks(std::string_view line) {
    std::size_t length = 0;
    for (;;) {
        const Utf8Character character = first_utf8_character(line.substr(length));
        if (character.length == 0 || !is_in(blanks, character.code_point)) return length;
        length += character.length;
    }
}

/// GitHub's `::command` begins a line; its older `##[command]`, Azure's `##vso[` and TeamCity's `##teamcity[` may stand
/// anywhere in one.
std::string without_commands(std::string line) {
    const std::size_t begin = length_of_blanks(line);
    if (std::string_view(line).substr(begin).starts_with("::")) line.replace(begin, 1, escape_of(':'));
    for (std::size_t at = 0; (at = line.find("##", at)) != std::string::npos; ++at) {
        const std::size_t end = line.find_first_not_of(letters, at + 2);
        if (end != std::string::npos && line[end] == '[') line.replace(at, 1, escape_of('#'));
    }
    return line;
}

std::string json_escape_of(char32_t code_point) {
    if (code_point < 0x10000) return fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code_point));
    const std::uint32_t rest = code_point - 0x10000;
    return fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + (rest >> 10), 0xdc00 + (rest & 0x3ff));
}

}  // namespace

bool is_printable(char32_t code_point) {
    return !is_in(unprintable, code_point);
}

std::string printable(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const Utf8Character character = first_utf8_character(text);
        if (character.length == 0)
            shown += fmt::format("<{:02X}>", static_cast<unsigned char>(text[0]));
        else if (!is_printable(character.code_point))
            shown += escape_of(character.code_point);
        else
            shown += text.substr(0, character.length);
        text.remove_prefix(character.length == 0 ? 1 : character.length);
    }
    return shown;
}

std::string printable_lines(std::string_view text) {
    std::string shown;
    for (;;) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        shown += without_commands(printable(text.substr(0, end)));
        if (end == text.size()) return shown;
        shown += '\n';
        text.remove_prefix(end + 1);
    }
}

// Line ends between the values are the only control characters that a document has itself; it has no number sign.
std::string printable_json(std::string_view document) {
    std::string shown;
    shown.reserve(document.size());
    bool is_after_number_sign = false;
    while (!document.empty()) {
        const Utf8Character character = first_utf8_character(document);
        const std::string_view bytes = document.substr(0, std::max<std::size_t>(character.length, 1));
        const bool is_number_sign = bytes == "#";
        if ((character.code_point > '\n' && !is_printable(character.code_point)) ||
            (is_number_sign && is_after_number_sign))
            shown += json_escape_of(character.code_point);
        else
            shown += bytes;
        is_after_number_sign = is_number_sign;
        document.remove_prefix(bytes.size());
    }
    return shown;
}

std::string one_line(std::string_view text) {
    std::string line;
    while (!text.empty()) {
        const std::size_t blank = std::min(text.find_first_of(white_space), text.size());
        line += text.substr(0, blank);
        text.remove_prefix(blank);
        const std::size_t rest = std::min(text.find_first_not_of(white_space), text.size());
        const std::string_view gap = text.substr(0, rest);
        line += gap.find_first_of("\r\n") == std::string_view::npos ? gap : " ";
        text.remove_prefix(rest);
    }
    return printable(line);
}

// fmt pads by display width: what it adds tells the width.
std::size_t display_width(std::string_view text) {
    return 2 * text.size() - fmt::format("{:<{}}", text, text.size()).size();
}

}  // namespace awaitlint
