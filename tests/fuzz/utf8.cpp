// UTF-8, one character at a time: agrees with LLVM on what is well formed, and what it decodes is what it encodes.
#include "base/utf8.h"

#include "fuzz.h"

using namespace awaitlint;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::string_view text = fuzz::text_of(bytes, size);
    bool is_well_formed = true;
    while (!text.empty()) {
        const Utf8Character character = first_utf8_character(text);
        fuzz::require(character.length <= text.size(), "a character is inside the text");
        if (character.length != 0) {
            const std::string_view own = text.substr(0, character.length);
            fuzz::require(fuzz::is_utf8(own), "LLVM finds the same character well formed");
            fuzz::require(utf8_of(character.code_point) == own, "decoded and encoded, it is the same");
        }
        is_well_formed &= character.length != 0;
        text.remove_prefix(character.length == 0 ? 1 : character.length);
    }
    fuzz::require(is_well_formed == fuzz::is_utf8(fuzz::text_of(bytes, size)), "LLVM agrees on the whole");
    return 0;
}
