// See fuzz.h.
#include "fuzz.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "llvm/Support/ConvertUTF.h"

namespace awaitlint::fuzz {
namespace {

constexpr std::size_t constant_output = std::size_t{64} << 10;

/// Removed when the program ends by itself; after a crash `./dev fuzz` does it.
struct Folder {
    std::string path;

    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "awaitlint-fuzz-XXXXXX").string();
        require(::mkdtemp(pattern.data()) != nullptr, "there is room for files in TMPDIR");
        path = std::filesystem::canonical(pattern);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

}  // namespace

void require(bool holds, std::string_view property) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(property.size()), property.data());
    std::abort();
}

bool is_utf8(std::string_view text) {
    const auto* begin = reinterpret_cast<const llvm::UTF8*>(text.data());
    return llvm::isLegalUTF8String(&begin, begin + text.size()) != 0;
}

void require_fit_for_terminal(std::string_view text, std::string_view property) {
    require(is_utf8(text), property);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool is_control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
        const bool is_c1 = byte == 0xc2 && static_cast<unsigned char>(text[at + 1]) < 0xa0;
        require(!is_control && !is_c1, property);
    }
    for (const std::string_view reordering : {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067",
                                              "\u2068", "\u2069", "\u200e", "\u200f", "\u061c"})
        require(text.find(reordering) == std::string_view::npos, property);
}

void require_linear(std::size_t output, std::size_t input, std::size_t factor, std::string_view property) {
    require(output <= factor * input + constant_output, property);
}

std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

std::vector<std::string_view> parts_of(std::string_view text) {
    constexpr std::string_view between = "\n--\n";
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; (end = text.find(between)) != std::string_view::npos;) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + between.size());
    }
    parts.push_back(text);
    return parts;
}

const std::string& folder() {
    static const Folder own;
    return own.path;
}

std::string file_with(std::string_view name, std::string_view bytes) {
    std::string path = folder() + "/" + std::string(name);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    return path;
}

}  // namespace awaitlint::fuzz
