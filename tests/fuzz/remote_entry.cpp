// An entry of a shared cache, as a server may send it: refused, or the value that was put there.
//
// Input is first all that came, then what stands behind a seal that fits, which no fuzzer would guess.
#include "engine/remote/remote_entry.h"

#include "base/byte_stream.h"
#include "fuzz.h"

using namespace awaitlint;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    const EntrySeal seal{secret_of("a key"), digest_of("a build")};
    const Digest name = digest_of("a request");
    (void)from_entry(seal, "facts", name, text);
    std::string sealed_text(bytes_of(seal.build));
    write_text(sealed_text, "facts");
    sealed_text += bytes_of(name);
    sealed_text += text;
    const std::string empty = to_entry(seal, "facts", name, "");
    // The seal stands before the value, which is one byte where it is empty.
    std::string entry = empty.substr(0, empty.size() - 1 - sizeof(Digest::bytes));
    entry += bytes_of(sealed(seal.secret, sealed_text));
    entry += text;
    const auto value = from_entry(seal, "facts", name, entry);
    fuzz::require(!value || value->size() <= most_entry_bytes, "no value is larger than an entry may be");
    fuzz::require(from_entry(seal, "facts", name, to_entry(seal, "facts", name, text)) == text,
                  "what was put there comes back");
    return 0;
}
