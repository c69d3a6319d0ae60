// See kept_sources.h.
#include "engine/cache/kept_sources.h"

#include "llvm/Support/MemoryBuffer.h"

namespace awaitlint {
namespace {

constexpr std::string_view source_kind = "source";

std::optional<std::string> bytes_at(const std::string& path) {
    const auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                                    /*IsVolatile=*/true);
    if (!buffer) return std::nullopt;
    return (*buffer)->getBuffer().str();
}

}  // namespace

void KeptSources::keep_headers(const UnitFacts& facts) {
    for (std::size_t i = 0; i < facts.user_files.size() && i < facts.digests.size(); ++i) {
        const std::string& name = facts.user_files[i];
        if (name == facts.file || !kept_.insert(facts.digests[i]).second) continue;
        const std::string path = name.starts_with('/') ? name : root_ + "/" + name;
        const auto bytes = bytes_at(path);
        const Digest digest = bytes ? digest_of(*bytes) : Digest();
        // Else it has changed since.
        if (bytes && to_hex(digest) == facts.digests[i] && !store_.read(source_kind, digest))
            store_.write(source_kind, digest, *bytes);
    }
}

std::string KeptSources::name_of(const std::string& real_path) const {
    const bool is_below =
        real_path.size() > root_.size() && real_path.starts_with(root_) && real_path[root_.size()] == '/';
    return is_below ? real_path.substr(root_.size() + 1) : real_path;
}

std::optional<MovedFile> KeptSources::moved_since(const std::string& real_path, const Digest& before) {
    const auto today = files_.content_of(real_path);
    if (!today) return std::nullopt;
    const auto [known, is_new] = codes_.try_emplace({real_path, before});
    std::optional<MovedCode>& code = known->second;
    if (is_new) {
        auto old_bytes = store_.read(source_kind, before);
        auto new_bytes = old_bytes ? bytes_at(real_path) : std::nullopt;
        if (new_bytes && digest_of(*new_bytes) == *today)
            code = MovedCode::between(std::move(*old_bytes), std::move(*new_bytes));
    }
    if (!code) return std::nullopt;
    return MovedFile{&*code, to_hex(*today)};
}

}  // namespace awaitlint
