// See kept_sources.h.
#include "engine/cache/kept_sources.h"

#include "llvm/Support/MemoryBuffer.h"

namespace awaitlint {
namespace {

constexpr std::string_view source_kind = "source";

/// Null where the file has changed since it was found to have these.
std::unique_ptr<llvm::MemoryBuffer> bytes_of(const std::string& path, const Digest& digest) {
    auto buffer = buffer_of_file(path);
    return buffer && digest_of(buffer->getBuffer()) == digest ? std::move(buffer) : nullptr;
}

}  // namespace

void KeptSources::keep_headers(const UnitFacts& facts) {
    for (std::size_t i = 0; i < facts.user_files.size() && i < facts.digests.size(); ++i) {
        const std::string& name = facts.user_files[i];
        if (name == facts.file || !kept_.insert(facts.digests[i]).second) continue;
        const std::string path = name.starts_with('/') ? name : project_.root + "/" + name;
        const auto digest = files_.content_of(path);
        // Else it has changed since, or is kept already.
        if (!digest || to_hex(*digest) != facts.digests[i] || store_.read(source_kind, *digest)) continue;
        if (const auto bytes = bytes_of(path, *digest)) store_.write(source_kind, *digest, bytes->getBuffer());
    }
}

std::optional<MovedFile> KeptSources::moved_since(const std::string& real_path, const Digest& before) {
    const auto today = files_.content_of(real_path);
    if (!today) return std::nullopt;
    const auto [known, is_new] = codes_.try_emplace({real_path, before});
    std::optional<MovedCode>& code = known->second;
    if (is_new) {
        const auto old_bytes = store_.read(source_kind, before);
        const auto new_bytes = old_bytes ? bytes_of(real_path, *today) : nullptr;
        if (new_bytes) code = MovedCode::between(*old_bytes, new_bytes->getBuffer());
    }
    if (!code) return std::nullopt;
    return MovedFile{&*code, to_hex(*today)};
}

}  // namespace awaitlint
