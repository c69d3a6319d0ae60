// See secret.h.
#include "files/secret.h"

#include "llvm/Support/BLAKE3.h"

#include "llvm-c/blake3.h"

namespace awaitlint {

Secret secret_of(std::string_view text) {
    llvm::BLAKE3 hash;
    hash.update(llvm::StringRef("awaitlint cache key\n"));
    hash.update(llvm::StringRef(text));
    llvm::BLAKE3Result<sizeof(Secret::bytes)> result;
    hash.final(result);
    return {result};
}

Digest sealed(const Secret& secret, std::string_view bytes) {
    static_assert(sizeof(Secret::bytes) == LLVM_BLAKE3_KEY_LEN);
    // The class of LLVM's C++ interface knows no keys.
    llvm_blake3_hasher hash;
    llvm_blake3_hasher_init_keyed(&hash, secret.bytes.data());
    llvm_blake3_hasher_update(&hash, bytes.data(), bytes.size());
    Digest digest;
    llvm_blake3_hasher_finalize(&hash, digest.bytes.data(), digest.bytes.size());
    return digest;
}

}  // namespace awaitlint
