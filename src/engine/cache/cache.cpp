// See cache.h.
#include "engine/cache/cache.h"

#include <algorithm>

#include <sys/stat.h>

#include "base/byte_stream.h"
#include "base/facts_bytes.h"
#include "engine/cache/cache_secret.h"
#include "engine/cache/cached_value.h"
#include "engine/cache/other_root.h"

namespace awaitlint {
namespace {

constexpr std::string_view hashes_kind = "hashes";

}  // namespace

Cache::Cache(const CacheOptions& options, const std::string& project_root)
    : options_(options), root_(project_root), project_(digest_of(project_root)), files_(hashes_) {
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
    keys_.emplace(files_, project_root);
    sources_.emplace(project_root, *store_, files_);
    if (!options.remote) return;
    const EntrySeal seal{secret_of_servers(), digest_of(identity_of_tool(files_))};
    remote_ = std::make_unique<RemoteCache>(*options.remote, seal);
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

bool Cache::still_holds(const std::string& path, const PathSeen& seen, MovedFiles& moved) {
    if (files_.is_as_seen(path, seen)) return true;
    PathSeen but_for_content = seen;
    but_for_content.content.reset();
    if (!seen.content || seen.kind != PathKind::file || !files_.is_as_seen(path, but_for_content)) return false;
    const std::string real = files_.real_path_of(path);
    const auto file = sources_->moved_since(real, *seen.content);
    if (file) moved.emplace(sources_->name_of(real), *file);
    return file.has_value();
}

Cache::Piece Cache::looked_at(const Digest& digest) {
    const auto bytes = store_->read(piece_kind, digest);
    if (!bytes) return {};
    const auto paths = read_piece(*bytes, root_);
    if (!paths || digest_of(*bytes) != digest) {
        store_->drop_damaged(piece_kind, digest);
        return {};
    }
    kept_.insert(digest);
    Piece piece;
    piece.holds = std::all_of(paths->begin(), paths->end(),
                              [&](const auto& path) { return still_holds(path.first, path.second, piece.moved); });
    return piece;
}

const Cache::Piece& Cache::piece_of(const Digest& digest) {
    const auto [known, is_new] = pieces_.try_emplace(digest);
    if (is_new) known->second = looked_at(digest);
    return known->second;
}

std::optional<Cache::Found> Cache::what_holds(std::string_view value) {
    const auto parts = parts_of_value(value);
    if (!parts) return std::nullopt;
    Found found;
    for (const Digest& digest : parts->pieces) {
        const Piece& piece = piece_of(digest);
        if (!piece.holds) return std::nullopt;
        found.moved.insert(piece.moved.begin(), piece.moved.end());
    }
    found.root = parts->root;
    found.answer = parts->answer;
    return found;
}

template <class Value>
std::optional<Value> Cache::find(std::string_view kind, const Digest& key,
                                 std::optional<Value> (*read)(const Found& found)) {
    if (!is_on()) return std::nullopt;
    const auto latest = store_->read(kind, key);
    if (!latest) return std::nullopt;
    const auto read_if_holds = [&](const std::string& value) {
        const auto found = what_holds(value);
        auto read_value = found ? read(*found) : std::nullopt;
        if (read_value && !found->root.empty()) read_value = in_other_root(*read_value, found->root, root_);
        return read_value;
    };
    if (auto value = read_if_holds(*latest)) return value;
    for (std::size_t i = 0; i < earlier_versions; ++i) {
        const auto earlier = store_->read(kind, version(key, i));
        auto value = earlier ? read_if_holds(*earlier) : std::nullopt;
        if (!value) continue;
        put_first(kind, key, *earlier, *latest);
        return value;
    }
    return std::nullopt;
}

void Cache::put_first(std::string_view kind, const Digest& key, const std::string& value, const std::string& latest) {
    // Where the value itself was, else where nothing is; else in place of one that its bytes choose.
    std::size_t place = place_among_earlier(latest);
    for (std::size_t i = 0; i < earlier_versions; ++i) {
        const auto earlier = store_->read(kind, version(key, i));
        if (earlier && *earlier != value) continue;
        place = i;
        break;
    }
    store_->write(kind, version(key, place), latest);
    store_->write(kind, key, value);
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
    return find<UnitFacts>(facts_kind, key, [](const Found& found) {
        auto facts = facts_from_bytes(found.answer);
        if (facts && !found.moved.empty() && !move_facts(*facts, found.moved)) facts.reset();
        return facts;
    });
}

void Cache::fetch_facts(const std::vector<Digest>& keys) {
    fetch(facts_kind, keys);
}

std::optional<std::vector<Proof>> Cache::find_proofs(const Digest& key) {
    fetch(proofs_kind, {key});
    return find<std::vector<Proof>>(proofs_kind, key, [](const Found& found) {
        auto proofs = proofs_from_bytes(found.answer);
        if (proofs && !found.moved.empty() && !hold_after_move(*proofs, found.moved)) proofs.reset();
        return proofs;
    });
}

void Cache::keep(std::string_view kind, const Digest& key, const std::string& answer, const FilesInPieces& files) {
    if (!is_on()) return;
    for (const auto& [digest, bytes] : files.fresh)
        if (digest_of(bytes) == digest) keep_piece(digest, bytes);
    const bool names_root = answer.find(root_) != std::string::npos;
    const std::string value = to_value({files.pieces, names_root ? root_ : "", answer});
    send(kind, key, value, files);
    put_latest(kind, key, value);
}

void Cache::put_latest(std::string_view kind, const Digest& key, const std::string& value) {
    const auto latest = store_->read(kind, key);
    if (!latest)
        store_->write(kind, key, value);
    else if (*latest != value)
        put_first(kind, key, value, *latest);
}

void Cache::keep_piece(const Digest& digest, std::string_view bytes) {
    if (!kept_.insert(digest).second || store_->read(piece_kind, digest)) return;
    store_->write(piece_kind, digest, bytes);
    new_.push_back(digest);
}

void Cache::keep(const Digest& key, const UnitFacts& facts, const FilesInPieces& files) {
    keep(facts_kind, key, to_bytes(facts), files);
    if (is_on()) sources_->keep_headers(facts);
}

void Cache::keep(const Digest& key, const std::vector<Proof>& proofs, const FilesInPieces& files) {
    keep(proofs_kind, key, to_bytes(proofs), files);
}

void Cache::finish(bool is_complete) {
    if (!is_on()) return;
    // So that the next run finds the digests of all files remembered. No value of this run rests on the answers.
    if (is_complete)
        for (const Digest& piece : new_) piece_of(piece);
    if (remote_ && is_complete) remote_->finish();
    if (hashes_.has_news()) store_->write(hashes_kind, project_, hashes_.to_bytes());
    store_->prune(options_.most_bytes);
}

std::vector<std::string> Cache::remarks() const {
    if (!unusable_.empty()) return {unusable_};
    if (!is_on()) return {};
    std::vector<std::string> all = store_->remarks();
    if (!remote_) return all;
    for (std::string& remark : remote_->remarks()) all.push_back(std::move(remark));
    return all;
}

}  // namespace awaitlint
