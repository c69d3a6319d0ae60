// Text of unknown origin made fit for a terminal: what moves the cursor, reorders the line or is not UTF-8 shows as
// `<U+001B>` or `<FF>`, in Clang's manner. The one place that decides so. Tabs are left alone.
#include <fmt/format.h>

#include "base/utf8.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

struct Range {
    char32_t first, last;
};
constexpr Range unprintable[] = {
    {0x00, 0x08},       {0x0a, 0x1f},     {0x7f, 0x9f},                        // controls, the tab excepted
    {0x061c, 0x061c},   {0x200e, 0x200f}, {0x202a, 0x202e}, {0x2066, 0x2069},  // bidi controls
    {0x2028, 0x2029},                                                          // line and paragraph separators
    {0x200b, 0x200b},   {0x2060, 0x2060}, {0xfeff, 0xfeff},                    // no width: two names would look alike
    {0xe0000, 0xe007f},                                                        // tags
};

bool is_printable(char32_t code_point) {
    for (const Range& range : unprintable)
        if (code_point >= range.first && code_point <= range.last) return false;
    return true;
}

constexpr std::string_view white_space = " \t\r\n\v\f";

}  // namespace

std::string printable(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const Utf8Character character = first_utf8_character(text);
        if (character.length == 0)
            shown += fmt::format("<{:02X}>", static_cast<unsigned char>(text[0]));
        else if (!is_printable(character.code_point))
            shown += fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(character.code_point));
        else
            shown += text.substr(0, character.length);
        text.remove_prefix(character.length == 0 ? 1 : character.length);
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
