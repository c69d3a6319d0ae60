// A cached answer with what it rests on, as the bytes that are kept under the key of its request.
//
// In: pieces of the record of files (by digest), the root that the answer names, the answer. Out: bytes, and back. Of
// one request several are kept: the latest under its key, earlier ones under names that follow from it. Judges nothing.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_stream.h"
#include "files/digest.h"

namespace awaitlint {

constexpr std::string_view facts_kind = "facts", proofs_kind = "proofs", piece_kind = "files";

/// How many answers to one request are kept beside the latest: those of other branches, of headers before an edit.
constexpr std::size_t earlier_versions = 7;

inline Digest version(const Digest& key, std::size_t number) {
    return digest_of(std::string(bytes_of(key)) + static_cast<char>(number));
}

/// In which of the earlier ones' places a value goes that is displaced.
inline std::size_t place_among_earlier(std::string_view value) {
    return digest_of(value).bytes[0] % earlier_versions;
}

/// Of bytes that somebody else owns.
struct CachedValue {
    std::vector<Digest> pieces;
    std::string_view
        root;  // of the copy of the project in which it was found out; empty if the answer does not name it
    std::string_view answer;
};

inline std::string to_value(const CachedValue& parts) {
    std::string value;
    write_number(value, parts.pieces.size());
    for (const Digest& piece : parts.pieces) value += bytes_of(piece);
    write_text(value, parts.root);
    return value += parts.answer;
}

inline std::optional<CachedValue> parts_of_value(std::string_view value) {
    ByteReader in(value);
    CachedValue parts;
    std::uint64_t count = 0;
    if (!in.read_number(count)) return std::nullopt;
    for (; count; --count) {
        Digest digest;
        std::string_view bytes;
        if (!in.read_bytes(digest.bytes.size(), bytes)) return std::nullopt;
        std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
        parts.pieces.push_back(digest);
    }
    if (!in.read_text(parts.root)) return std::nullopt;
    parts.answer = in.rest();
    return parts;
}

}  // namespace awaitlint
