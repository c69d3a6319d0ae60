// See awaitlint/excerpt.h.
#include "awaitlint/excerpt.h"

namespace awaitlint {

std::string excerpt_mark(std::size_t bytes_left_out) {
    return "... [" + std::to_string(bytes_left_out) + " more bytes]";
}

std::string excerpt(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    constexpr std::size_t longest_tail = 3;  // of a character in UTF-8; bytes that are none are cut anywhere
    std::size_t end = most;
    while (end > 0 && most - end < longest_tail && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return std::string(text.substr(0, end)) + excerpt_mark(text.size() - end);
}

}  // namespace awaitlint
