// Facts as bytes, which the cache keeps: damaged ones are refused or give a value, and what is read is written the
// same.
#include "base/facts_bytes.h"

#include "fuzz.h"

using namespace awaitlint;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    if (const auto facts = facts_from_bytes(text)) {
        const std::string written = to_bytes(*facts);
        fuzz::require(facts_from_bytes(written) == *facts, "what is read is written and read the same");
        fuzz::require_linear(written.size(), size, 1, "numbers are written as short as they go");
    }
    if (const auto proofs = proofs_from_bytes(text))
        fuzz::require(proofs_from_bytes(to_bytes(*proofs)) == *proofs, "what is read is written and read the same");
    return 0;
}
