// See encoding.h.
#include "triage/encoding.h"

#include <algorithm>
#include <bitset>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.h"

namespace awaitlint {
namespace {

constexpr std::size_t block_size = 64;
constexpr std::size_t head_size = 4096;
constexpr std::size_t longest_character = 4;

/// Bytes at random, as of compressed logs: a tenth of them are controls that neither text has nor a terminal is sent,
/// and of every kind. (Some logs use one or two kinds of these to part their fields.)
bool is_noise(std::string_view text) {
    std::bitset<256> kinds;
    std::size_t count = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_control = byte < 0x20 || byte == 0x7f;
        if (!is_control || (byte >= '\a' && byte <= '\r') || byte == 0x1b) continue;
        kinds.set(byte);
        ++count;
    }
    return kinds.count() >= 8 && count * 20 > text.size();
}

/// Whether the block is plain ASCII without zeros. (The compiler makes vector code of this.)
bool is_plain(std::string_view block) {
    unsigned char high = 0, zero = 0;
    for (std::size_t i = 0; i < block_size; ++i) {
        high |= static_cast<unsigned char>(block[i]);
        zero |= static_cast<unsigned char>(block[i] == 0);
    }
    return high < 0x80 && zero == 0;
}

/// How many bytes a character has that starts so; 1 for what starts none.
std::size_t length_of_character(char first) {
    const auto byte = static_cast<unsigned char>(first);
    if (byte >= 0xf0) return 4;
    if (byte >= 0xe0) return 3;
    return byte >= 0xc0 ? 2 : 1;
}

/// The text is the start of one character, as far as it goes.
bool may_go_on(std::string_view text) {
    return text.size() < length_of_character(text[0]) &&
           std::all_of(
               text.begin() + 1, text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; });
}

}  // namespace

std::optional<std::string> not_text(std::string_view start, const std::string& path) {
    const struct {
        std::string_view magic, program;
    } compressed[] = {{"\x1f\x8b", "zcat"},
                      {"\x28\xb5\x2f\xfd", "zstdcat"},
                      {"\xfd"
                       "7zXZ",
                       "xzcat"},
                      {"BZh", "bzcat"},
                      {"\x04\x22\x4d\x18", "lz4cat"},
                      {"PK\x03\x04", "unzip -p"}};
    for (const auto& kind : compressed)
        if (start.starts_with(kind.magic))
            return fmt::format("it is compressed\n  {} {} | awaitlint triage -", kind.program, path);
    if (start.starts_with("LPKSHHRH"))
        return fmt::format("it is a journal of systemd\n  journalctl --file {} -o json | awaitlint triage -", path);
    const bool is_utf16 = start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff");
    const std::string_view head = start.substr(0, head_size);
    const auto zeros = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\0'));
    if (is_utf16 || zeros * 8 > head.size() || is_noise(head))
        return fmt::format("it is UTF-16 or binary\n  iconv -f UTF-16 -t UTF-8 {} | awaitlint triage -", path);
    return std::nullopt;
}

void Utf8Check::decode(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = first_utf8_character(text).length;
        if (length == 0) {
            if (may_go_on(text)) {
                cut_ = text;
                return;
            }
            ++wrong_;
        }
        if (text[0] == 0) ++zeros_;
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
}

void Utf8Check::add(std::string_view chunk) {
    if (!cut_.empty()) {
        const std::size_t missing = longest_character - cut_.size();
        const std::size_t taken = cut_.size();
        const std::string joined = std::exchange(cut_, "") + std::string(chunk.substr(0, missing));
        const std::size_t length = first_utf8_character(joined).length;
        if (length == 0 && may_go_on(joined)) {
            cut_ = joined;
            return;
        }
        if (length > taken)
            chunk.remove_prefix(length - taken);
        else
            ++wrong_;
    }
    while (chunk.size() >= block_size) {
        if (is_plain(chunk)) {
            chunk.remove_prefix(block_size);
            continue;
        }
        // A character may reach into the next block, which then starts behind it.
        std::size_t end = block_size;
        while (end < chunk.size() && (static_cast<unsigned char>(chunk[end]) & 0xc0) == 0x80) ++end;
        decode(chunk.substr(0, end));
        if (!cut_.empty() && end < chunk.size()) {  // cut by something that does not continue it
            wrong_ += cut_.size();
            cut_.clear();
        }
        chunk.remove_prefix(end);
    }
    decode(chunk);
}

}  // namespace awaitlint
