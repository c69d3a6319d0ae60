// Logs of services: what any log must keep to (logs.h), from seeds of tracebacks, lines of JSON and collectors'
// prefixes.
#include "fuzz.h"
#include "logs.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    awaitlint::fuzz::check_triage(awaitlint::fuzz::text_of(bytes, size));
    return 0;
}
