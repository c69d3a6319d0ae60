// Facts and the requests of the worker protocol as JSON: what can be read is written and read again as the same value,
// by JSON and by bytes. And the form of strings in it: any bytes come back, and what is written is UTF-8.
#include "awaitlint/facts_json.h"

#include "base/facts_bytes.h"
#include "fuzz.h"

using namespace awaitlint;

namespace {

template <class T>
Result<T> checked(std::string_view line) {
    Result<T> value = from_line<T>(line);
    if (!value) return value;
    const std::string written = to_line(*value);
    const Result<T> again = from_line<T>(written);
    fuzz::require(again && *again == *value, "written as JSON and read, it is the same");
    fuzz::require(fuzz::is_utf8(written), "JSON is UTF-8");
    fuzz::require(written.find('\n') == std::string::npos, "a value is one line");
    fuzz::require_linear(written.size(), line.size(), 20, "it is not written longer than it was read");
    fuzz::require(to_bytes(*again) == to_bytes(*value), "equal values have equal bytes");
    return value;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    const std::string stored = json_text(text);
    fuzz::require(fuzz::is_utf8(stored), "a string is stored as UTF-8");
    fuzz::require(bytes_of_json_text(stored) == text, "any bytes come back");
    fuzz::require_linear(stored.size(), size, 3, "a byte is stored as three at most");
    if (const auto facts = checked<UnitFacts>(text))
        fuzz::require(facts_from_bytes(to_bytes(*facts)) == *facts, "written as bytes and read, it is the same");
    if (const auto proofs = checked<std::vector<Proof>>(text))
        fuzz::require(proofs_from_bytes(to_bytes(*proofs)) == *proofs, "written as bytes and read, it is the same");
    (void)checked<UnitRequest>(text);
    (void)checked<ProofRequest>(text);
    return 0;
}
