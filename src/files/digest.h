// A digest of bytes: BLAKE3, 160 bits. What the cache compares in place of contents and calls its entries by.
//
// In: bytes. Out: a plain value with order and equality. Equal digests are taken for equal bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace awaitlint {

struct Digest {
    std::array<std::uint8_t, 20> bytes{};
    friend auto operator<=>(const Digest& a, const Digest& b) = default;
};

Digest digest_of(std::string_view bytes);

/// Lower-case hexadecimal, 40 characters.
std::string to_hex(const Digest& digest);

/// The bytes as text, to be part of other bytes.
inline std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()};
}

struct DigestHash {
    std::size_t operator()(const Digest& digest) const {
        std::size_t hash = 0;
        for (std::size_t i = 0; i < sizeof hash; ++i) hash = hash << 8 | digest.bytes[i];
        return hash;
    }
};

}  // namespace awaitlint
