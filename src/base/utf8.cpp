// Decoding and encoding of single UTF-8 characters, after table 3-7 of the Unicode standard.
#include "base/utf8.h"

#include <algorithm>

namespace awaitlint {
namespace {

// By the first byte: how many bytes follow, and the smallest code point that may be spelled this way.
struct Form {
    std::size_t length;
    char32_t smallest;
    unsigned char lead_bits;
};

Form form_of(unsigned char lead) {
    if (lead < 0x80) return {1, 0, 0x7f};
    if (lead >= 0xc2 && lead < 0xe0) return {2, 0x80, 0x1f};
    if (lead >= 0xe0 && lead < 0xf0) return {3, 0x800, 0x0f};
    if (lead >= 0xf0 && lead < 0xf5) return {4, 0x10000, 0x07};
    return {0, 0, 0};
}

}  // namespace

Utf8Character first_utf8_character(std::string_view text) {
    if (text.empty()) return {};
    const auto lead = static_cast<unsigned char>(text[0]);
    const Form form = form_of(lead);
    if (form.length == 0 || text.size() < form.length) return {};
    char32_t code_point = lead & form.lead_bits;
    for (std::size_t i = 1; i < form.length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0) != 0x80) return {};
        code_point = code_point << 6 | (byte & 0x3f);
    }
    const bool is_surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
    if (code_point < form.smallest || code_point > 0x10ffff || is_surrogate) return {};
    return {code_point, form.length};
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = first_utf8_character(text).length;
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

Utf16Character first_utf16_character(std::string_view text) {
    const Utf8Character character = first_utf8_character(text);
    return {std::max<std::size_t>(1, character.length), character.code_point > 0xffff ? 2u : 1u};
}

std::uint32_t utf16_units(std::string_view text) {
    std::uint32_t units = 0;
    while (!text.empty()) {
        const Utf16Character character = first_utf16_character(text);
        units += character.units;
        text.remove_prefix(character.length);
    }
    return units;
}

std::string utf8_of(char32_t code_point) {
    const auto tail = [&](int shift) { return static_cast<char>(0x80 | (code_point >> shift & 0x3f)); };
    const auto lead = [&](int shift, int mark) {
        return static_cast<char>(mark | static_cast<int>(code_point >> shift));
    };
    if (code_point < 0x80) return {static_cast<char>(code_point)};
    if (code_point < 0x800) return {lead(6, 0xc0), tail(0)};
    if (code_point < 0x10000) return {lead(12, 0xe0), tail(6), tail(0)};
    return {lead(18, 0xf0), tail(12), tail(6), tail(0)};
}

}  // namespace awaitlint
