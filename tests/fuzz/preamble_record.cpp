// The record beside a precompiled preamble, whatever its bytes: it is refused, or the preamble that it describes has
// the precompiled file that was given. The seal in front is made to fit, or no input would get past it.
#include "frontend/read/preamble_record.h"

#include "fuzz.h"

using namespace awaitlint;

namespace {

const RecordSeal& seal() {
    static const RecordSeal own{secret_of("the key of a fuzz target"), "name"};
    return own;
}

std::string sealed_record(std::string_view bytes) {
    const Digest digest = sealed(seal().secret, seal().name + '\0' + std::string(bytes));
    return std::string(digest.bytes.begin(), digest.bytes.end()) + std::string(bytes);
}

/// Relative names are those of an empty folder; what lies elsewhere on this machine is none of a target's business.
bool names_real_files(std::string_view bytes) {
    for (const std::string_view folder : {"/dev", "/proc", "/sys", "/home", "/root"})
        if (bytes.find(folder) != std::string_view::npos) return true;
    return false;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    if (names_real_files(text)) return 0;
    for (const std::string& record : {sealed_record(text), std::string(text)}) {
        ContentHashes hashes;
        auto precompiled = llvm::MemoryBuffer::getMemBufferCopy("precompiled");
        const auto preamble = from_record(record, std::move(precompiled), FileStamp{}, hashes, seal());
        if (!preamble) continue;
        fuzz::require(preamble->precompiled && preamble->precompiled->getBuffer() == "precompiled",
                      "it has the file that was given");
        fuzz::require(record == sealed_record(record.substr(sizeof(Digest::bytes))), "its seal fits");
        const std::string written = to_record(*preamble, hashes, seal());
        auto again =
            from_record(written, llvm::MemoryBuffer::getMemBufferCopy("precompiled"), FileStamp{}, hashes, seal());
        fuzz::require(again && again->files == preamble->files && again->user_files == preamble->user_files &&
                          again->length == preamble->length && again->counter == preamble->counter,
                      "written and read, it is the same");
    }
    return 0;
}
