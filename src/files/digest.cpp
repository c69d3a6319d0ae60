// See digest.h.
#include "files/digest.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"

namespace awaitlint {

Digest digest_of(std::string_view bytes) {
    llvm::BLAKE3 hash;
    hash.update(llvm::StringRef(bytes));
    llvm::BLAKE3Result<sizeof(Digest::bytes)> result;
    hash.final(result);
    return {result};
}

std::string to_hex(const Digest& digest) {
    return llvm::toHex(llvm::ArrayRef<std::uint8_t>(digest.bytes), /*LowerCase=*/true);
}

}  // namespace awaitlint
