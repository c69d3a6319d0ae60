// UTF-8, one character at a time: bytes of unknown origin in, a code point or "not UTF-8" out; and how long it would be
// in UTF-16, in which others count columns.
//
// Used where text from source files meets JSON or a terminal. Follows the standard strictly: no overlong forms, no
// surrogates, nothing above U+10FFFF. Refuses to guess other encodings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace awaitlint {

struct Utf8Character {
    char32_t code_point = 0;
    std::size_t length = 0;  // in bytes; 0 when the text does not start with a well-formed character
};

/// The character that the text starts with. An empty text has none.
Utf8Character first_utf8_character(std::string_view text);

/// Well-formed from its first byte to its last.
bool is_utf8(std::string_view text);

/// What decoders make of the beginning of a text that is not empty: a byte that is no UTF-8 is one character.
struct Utf16Character {
    std::size_t length = 0;   // in bytes of UTF-8
    std::uint32_t units = 0;  // of UTF-16
};
Utf16Character first_utf16_character(std::string_view text);
/// So many units of UTF-16 would the text have.
std::uint32_t utf16_units(std::string_view text);

/// The code point (a valid one) as UTF-8.
std::string utf8_of(char32_t code_point);

}  // namespace awaitlint
