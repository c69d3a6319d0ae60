// What a dying worker wrote, which a hostile source can put words into: one line that is bounded by it.
#include "engine/workers/last_words.h"

#include <csignal>

#include "awaitlint/report.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace awaitlint;
    const std::string said(fuzz::text_of(bytes, size));
    for (const int status : {SIGABRT, SIGSEGV, SIGKILL, 86 << 8, 1 << 8}) {
        const std::string text = describe_death(status, said, 100);
        fuzz::require(!text.empty() && text.find('\n') == std::string::npos, "a death is told in one line");
        fuzz::require_linear(text.size(), size, 1, "and that is bounded by what was said");
    }
    return 0;
}
