// See cache.h.
#include "engine/cache/cache.h"

#include <algorithm>

#include <sys/stat.h>

#include "base/byte_stream.h"
#include "base/facts_bytes.h"
#include "engine/cache/cache_secret.h"

namespace awaitlint {
namespace {

constexpr std::string_view facts_kind = "facts", proofs_kind = "proofs", piece_kind = "files", hashes_kind = "hashes";

}  // namespace

Cache::Cache(const CacheOptions& options, const std::string& project_root)
    : options_(options), project_(digest_of(project_root)), files_(hashes_) {
    if (options.folder.empty()) return;
    const auto secret = cache_secret();
    auto store = secret ? CacheStore::open(options.folder, *secret) : secret.error();
    if (!store) {
        unusable_ = store.error().message + "; this run goes on without a cache";
        return;
    }
    store_ = std::move(*store);
    secret_of_preambles_ = sealed(*secret, "preambles");
    if (const auto bytes = store_->read(hashes_kind, project_)) hashes_.add_bytes(*bytes);
    keys_.emplace(files_);
}

std::string Cache::preamble_key(const CompileCommand& command) {
    if (!is_on()) return "";
    return to_hex(keys_->of_surroundings(command)) + to_hex(secret_of_preambles_);
}

std::string Cache::preamble_folder() const {
    if (!is_on()) return "";
    const std::string folder = options_.folder + "/preambles";
    struct ::stat status;
    const bool is_there = ::mkdir(folder.c_str(), 0700) == 0 ||
                          (::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode));  // and no link elsewhere
    return is_there ? folder : "";
}

bool Cache::is_as_seen(const Digest& piece) {
    const auto bytes = store_->read(piece_kind, piece);
    if (!bytes) return false;
    const auto paths = read_piece(*bytes);
    if (!paths || digest_of(*bytes) != piece) {
        store_->drop_damaged(piece_kind, piece);
        return false;
    }
    kept_.insert(piece);
    return std::all_of(paths->begin(), paths->end(),
                       [&](const auto& path) { return files_.is_as_seen(path.first, path.second); });
}

bool Cache::holds(const Digest& piece) {
    const auto [known, is_new] = holds_.try_emplace(piece, false);
    if (is_new) known->second = is_as_seen(piece);
    return known->second;
}

std::optional<std::string> Cache::find(std::string_view kind, const Digest& key) {
    std::optional<std::string> value = is_on() ? store_->read(kind, key) : std::nullopt;
    if (!value) return std::nullopt;
    ByteReader in(*value);
    std::uint64_t count = 0;
    if (!in.read_number(count)) return std::nullopt;
    for (; count; --count) {
        Digest piece;
        std::string_view bytes;
        if (!in.read_bytes(piece.bytes.size(), bytes)) return std::nullopt;
        std::copy(bytes.begin(), bytes.end(), piece.bytes.begin());
        if (!holds(piece)) return std::nullopt;
    }
    return value->substr(value->size() - in.rest().size());
}

Digest Cache::key_of(const CompileCommand& command, const Digest& question) {
    return is_on() ? keys_->of("facts", command, question) : Digest();
}

Digest Cache::key_of(const ProofRequest& request) {
    return is_on() ? keys_->of(request) : Digest();
}

Digest Cache::key_of_reads(const CompileCommand& command, const Digest& question) {
    return is_on() ? keys_->of("reads", command, question) : Digest();
}

std::optional<UnitFacts> Cache::find_facts(const Digest& key) {
    const auto bytes = find(facts_kind, key);
    return bytes ? facts_from_bytes(*bytes) : std::nullopt;
}

std::optional<std::vector<Proof>> Cache::find_proofs(const Digest& key) {
    const auto bytes = find(proofs_kind, key);
    return bytes ? proofs_from_bytes(*bytes) : std::nullopt;
}

void Cache::keep(std::string_view kind, const Digest& key, const std::string& answer, const FilesInPieces& files) {
    if (!is_on()) return;
    for (const auto& [digest, bytes] : files.fresh) {
        if (digest_of(bytes) != digest || !kept_.insert(digest).second || store_->read(piece_kind, digest)) continue;
        store_->write(piece_kind, digest, bytes);
        new_.push_back(digest);
    }
    std::string value;
    write_number(value, files.pieces.size());
    for (const Digest& piece : files.pieces) value += bytes_of(piece);
    value += answer;
    store_->write(kind, key, value);
}

void Cache::keep(const Digest& key, const UnitFacts& facts, const FilesInPieces& files) {
    keep(facts_kind, key, to_bytes(facts), files);
}

void Cache::keep(const Digest& key, const std::vector<Proof>& proofs, const FilesInPieces& files) {
    keep(proofs_kind, key, to_bytes(proofs), files);
}

void Cache::finish(bool is_complete) {
    if (!is_on()) return;
    // So that the next run finds the digests of all files remembered. No value of this run rests on the answers.
    if (is_complete)
        for (const Digest& piece : new_) holds(piece);
    if (hashes_.has_news()) store_->write(hashes_kind, project_, hashes_.to_bytes());
    store_->prune(options_.most_bytes);
}

std::vector<std::string> Cache::remarks() const {
    if (!unusable_.empty()) return {unusable_};
    return is_on() ? store_->remarks() : std::vector<std::string>();
}

}  // namespace awaitlint
