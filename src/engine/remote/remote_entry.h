// An entry as it lies on a server: a value with its checksum and the identity of the build that made it.
//
// In: a value of the cache under its kind and name. Out: bytes, compressed, and back; or that they are not what was put
// there: torn, another entry's, sealed with another key, or made by another build. With a key that only a team has,
// nobody else can write an entry that is read; without one, the seal is a checksum. Trusts no byte of what comes back,
// and reads no more of it than a value may have.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "files/digest.h"
#include "files/secret.h"

namespace awaitlint {

/// More than any unit's facts have. Of an entry and of what is in it.
constexpr std::size_t most_entry_bytes = std::size_t{64} << 20;

/// Who seals entries.
struct EntrySeal {
    Secret secret;
    Digest build;  // of this program, and all that its answers depend on
};

/// The name on the server, the same for all who have the secret: 64 hexadecimal digits, as Bazel's caches want them.
std::string entry_name(const EntrySeal& seal, std::string_view kind, const Digest& name);

std::string to_entry(const EntrySeal& seal, std::string_view kind, const Digest& name, std::string_view value);

/// Nothing if the bytes are not that entry's.
std::optional<std::string> from_entry(const EntrySeal& seal, std::string_view kind, const Digest& name,
                                      std::string_view bytes);

}  // namespace awaitlint
