// See remote_entry.h.
#include "engine/remote/remote_entry.h"

#include <array>
#include <cstdint>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/SHA256.h"

#include "base/byte_stream.h"

namespace awaitlint {
namespace {

// The last byte is the version of this layout: these bytes, the build, the seal, then how long the value is and the
// value.
constexpr std::string_view magic = "awaitlint entry\1";

/// Of what, where, by which build: elsewhere it is worth nothing.
Digest seal_of(const EntrySeal& seal, std::string_view kind, const Digest& name, std::string_view body) {
    std::string whole(bytes_of(seal.build));
    write_text(whole, kind);
    whole += bytes_of(name);
    whole += body;
    return sealed(seal.secret, whole);
}

std::string body_of(std::string_view value) {
    std::string body;
    write_number(body, value.size());
    if (!llvm::compression::zstd::isAvailable()) return body.append(value);
    llvm::SmallVector<std::uint8_t, 0> compressed;
    llvm::compression::zstd::compress(llvm::arrayRefFromStringRef(llvm::StringRef(value)), compressed);
    // What does not become shorter stands as it is, and is known by its length.
    if (compressed.size() >= value.size()) return body.append(value);
    return body.append(compressed.begin(), compressed.end());
}

std::optional<std::string> value_of(std::string_view body) {
    ByteReader in(body);
    std::uint64_t size = 0;
    if (!in.read_number(size) || size > most_entry_bytes || size < in.rest().size()) return std::nullopt;
    if (size == in.rest().size()) return std::string(in.rest());
    if (!llvm::compression::zstd::isAvailable()) return std::nullopt;
    llvm::SmallVector<std::uint8_t, 0> value;
    auto failure = llvm::compression::zstd::decompress(llvm::arrayRefFromStringRef(llvm::StringRef(in.rest())), value,
                                                       static_cast<std::size_t>(size));
    const bool is_whole = !failure && value.size() == size;
    llvm::consumeError(std::move(failure));
    if (!is_whole) return std::nullopt;
    return std::string(value.begin(), value.end());
}

}  // namespace

std::string entry_name(const EntrySeal& seal, std::string_view kind, const Digest& name) {
    std::string whole(bytes_of(sealed(seal.secret, "name of the key on a server")));
    write_text(whole, kind);
    whole += bytes_of(name);
    return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(llvm::StringRef(whole))), /*LowerCase=*/true);
}

std::string to_entry(const EntrySeal& seal, std::string_view kind, const Digest& name, std::string_view value) {
    const std::string body = body_of(value);
    std::string out(magic);
    out += bytes_of(seal.build);
    out += bytes_of(seal_of(seal, kind, name, body));
    return out += body;
}

std::optional<std::string> from_entry(const EntrySeal& seal, std::string_view kind, const Digest& name,
                                      std::string_view bytes) {
    std::string_view build, checksum, begin;
    ByteReader in(bytes);
    if (bytes.size() > most_entry_bytes || !in.read_bytes(magic.size(), begin) || begin != magic ||
        !in.read_bytes(sizeof(Digest::bytes), build) || build != bytes_of(seal.build) ||
        !in.read_bytes(sizeof(Digest::bytes), checksum))
        return std::nullopt;
    if (checksum != bytes_of(seal_of(seal, kind, name, in.rest()))) return std::nullopt;
    return value_of(in.rest());
}

}  // namespace awaitlint
