// Bytes written and read back: numbers in as few bytes as they need, texts with their length before them.
//
// For what only this program reads. Reading goes past no end and says whether it could; what is read is not checked
// any further.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace awaitlint {

inline void write_number(std::string& out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>(number | 0x80));
    out.push_back(static_cast<char>(number));
}

inline void write_text(std::string& out, std::string_view text) {
    write_number(out, text.size());
    out += text;
}

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    bool is_at_end() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }

    bool read_number(std::uint64_t& number) {
        number = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_[0]);
            rest_.remove_prefix(1);
            number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) return true;
        }
        return false;
    }

    bool read_bytes(std::uint64_t count, std::string_view& bytes) {
        if (count > rest_.size()) return false;
        bytes = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return true;
    }

    bool read_text(std::string_view& text) {
        std::uint64_t length = 0;
        return read_number(length) && read_bytes(length, text);
    }

private:
    std::string_view rest_;
};

}  // namespace awaitlint
