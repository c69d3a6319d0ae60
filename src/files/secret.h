// A secret and what it seals: bytes that only somebody who has the secret can have written.
//
// In: a secret of 32 bytes, and bytes. Out: a digest that nobody else can make (BLAKE3 in its keyed mode). Keeps no
// secret anywhere and compares nothing: the reader of what was sealed does.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "files/digest.h"

namespace awaitlint {

struct Secret {
    std::array<std::uint8_t, 32> bytes{};
};

/// The secret that a text of any length stands for.
Secret secret_of(std::string_view text);

Digest sealed(const Secret& secret, std::string_view bytes);

}  // namespace awaitlint
