// What a shard keeps of one unit: damaged texts are refused, and what is read is written the same.
//
// Input is what stands behind the digest, which no fuzzer would guess.
#include "llvm/Support/Base64.h"

#include "engine/shards/unit_answer.h"
#include "files/digest.h"
#include "fuzz.h"

using namespace awaitlint;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    (void)answer_of(text);
    const auto answer = answer_of(llvm::encodeBase64(std::string(bytes_of(digest_of(text))) + std::string(text)));
    if (!answer) return 0;
    const std::string written = text_of(*answer);
    const auto again = answer_of(written);
    fuzz::require(again && text_of(*again) == written, "what is read is written and read the same");
    std::string torn = written.substr(0, written.size() - 4);
    fuzz::require(!answer_of(torn), "what is torn is refused");
    const auto moved = in_other_root(*answer, "/home/a", "/b");
    fuzz::require(!moved || moved->facts.user_files.size() == answer->facts.user_files.size(),
                  "another root changes texts alone");
    return 0;
}
