// See needles.h.
#include "triage/needles.h"

#include <array>
#include <cstddef>

namespace awaitlint {
namespace {

/// The folders of make are needed all along; so are the parts of a line that a container runtime cut.
struct Needle {
    std::string_view text;
    std::size_t rare;  // where a character stands whose neighbourhood `may_hold_needle` asks for
};
constexpr std::array<Needle, 14> needles = {{{"error: ", 4},          // r:
                                             {"error C", 4},          // r C
                                             {"be used in ", 0},      // be u
                                             {"be awaited", 4},       // w....d
                                             {"never awaited", 7},    // the same
                                             {"ing directory '", 2},  // g d
                                             {"coroutine", 0},        // c....t
                                             {"Traceback", 3},        // c b
                                             {"await_", 1},           // w..._
                                             {"stdout P ", 7},        // "P "
                                             {"stderr P ", 7},
                                             {"MESSAGE\":[", 7},      // "..[ : bytes, as journald
                                             {"MESSAGE\": [", 7},     // "...[
                                             {"MESSAGE\" : [", 7}}};  // "....[ prints them

constexpr std::size_t block_size = 64;
constexpr std::size_t farthest = 5;  // that may_hold_needle looks ahead

/// Two characters of some needle stand in the block: most blocks have none, and the compiler makes vector code of this.
bool may_hold_needle(const char* at) {
    unsigned char found = 0;
    for (std::size_t i = 0; i < block_size; ++i) {
        const unsigned char r = at[i] == 'r', b = at[i] == 'b', w = at[i] == 'w', g = at[i] == 'g', c = at[i] == 'c',
                            p = at[i] == 'P', quote = at[i] == '"';
        found |= static_cast<unsigned char>((r & ((at[i + 1] == ':') | (at[i + 2] == 'C'))) | (b & (at[i + 3] == 'u')) |
                                            (w & ((at[i + 5] == 'd') | (at[i + 4] == '_'))) | (g & (at[i + 2] == 'd')) |
                                            (c & ((at[i + 5] == 't') | (at[i + 2] == 'b'))) | (p & (at[i + 1] == ' ')) |
                                            (quote & ((at[i + 2] == '[') | (at[i + 3] == '[') | (at[i + 4] == '['))));
    }
    return found != 0;
}

/// Whether a needle has its rare character there: most characters are of none.
constexpr std::array<bool, 256> make_rare() {
    std::array<bool, 256> is_rare = {};
    for (const Needle& needle : needles) is_rare[static_cast<unsigned char>(needle.text[needle.rare])] = true;
    return is_rare;
}
constexpr std::array<bool, 256> is_rare = make_rare();

bool is_needle_in(std::string_view text, std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to; ++at) {
        if (!is_rare[static_cast<unsigned char>(text[at])]) continue;
        for (const Needle& needle : needles) {
            if (text[at] != needle.text[needle.rare] || at < needle.rare) continue;
            if (text.substr(at - needle.rare, needle.text.size()) == needle.text) return true;
        }
    }
    return false;
}

}  // namespace

bool has_needle(std::string_view text) {
    std::size_t at = 0;
    for (; at + block_size + farthest <= text.size(); at += block_size)
        if (may_hold_needle(text.data() + at) && is_needle_in(text, at, at + block_size)) return true;
    return is_needle_in(text, at, text.size());
}

}  // namespace awaitlint
