// The cache's part that speaks with a server: what is looked for there, taken over, and sent.
//
// See cache.h. A value of the server becomes one of this machine's as soon as it holds here, so that it is fetched
// once.
#include "engine/cache/cache.h"
#include "engine/cache/cached_value.h"

namespace awaitlint {

bool Cache::is_here(std::string_view kind, const Digest& key) {
    const auto holds = [&](const Digest& name) {
        const auto value = store_->read(kind, name);
        return value && what_holds(*value);
    };
    if (!store_->has(kind, key)) return false;
    bool is_found = holds(key);
    for (std::size_t i = 0; i < earlier_versions && !is_found; ++i)
        is_found = store_->has(kind, version(key, i)) && holds(version(key, i));
    return is_found;
}

void Cache::fetch(std::string_view kind, const std::vector<Digest>& keys) {
    if (!remote_ || !remote_->is_read()) return;
    std::vector<Wanted> latest, earlier;
    for (const Digest& key : keys)
        if (!is_here(kind, key)) latest.push_back({key, key});
    for (const Digest& key : take_over(kind, latest))
        for (std::size_t i = 0; i < earlier_versions; ++i) earlier.push_back({key, version(key, i)});
    take_over(kind, earlier);
}

std::vector<Digest> Cache::take_over(std::string_view kind, const std::vector<Wanted>& wanted) {
    std::vector<EntryPlace> places;
    for (const Wanted& each : wanted) places.push_back({kind, each.name});
    const auto values = remote_->read(places);
    fetch_pieces(values);
    std::vector<Digest> without;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!values[i]) continue;
        const Digest& key = wanted[i].key;
        if (what_holds(*values[i])) {
            put_latest(kind, key, *values[i]);
        } else if (wanted[i].name == key) {
            // Another branch's, which is to be found there still when this run has put its own in its place.
            const std::size_t place = place_among_earlier(*values[i]);
            store_->write(kind, version(key, place), *values[i]);
            displaced_[key] = place;
            without.push_back(key);
        }
    }
    return without;
}

void Cache::fetch_pieces(const std::vector<std::optional<std::string>>& values) {
    std::vector<EntryPlace> places;
    std::unordered_set<Digest, DigestHash> asked;
    for (const auto& value : values) {
        const auto parts = value ? parts_of_value(*value) : std::nullopt;
        if (!parts) continue;
        for (const Digest& piece : parts->pieces)
            if (!kept_.contains(piece) && !store_->has(piece_kind, piece) && asked.insert(piece).second)
                places.push_back({piece_kind, piece});
    }
    const auto pieces = remote_->read(places);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Digest& digest = places[i].name;
        if (!pieces[i] || digest_of(*pieces[i]) != digest) continue;
        pieces_.erase(digest);  // it was looked at when it was not here
        on_server_.insert(digest);
        keep_piece(digest, *pieces[i]);
    }
}

void Cache::send(std::string_view kind, const Digest& key, std::string_view value, const FilesInPieces& files) {
    if (!remote_ || !remote_->is_written()) return;
    // A value without its pieces would be of no use.
    for (const Digest& digest : files.pieces) {
        if (!on_server_.insert(digest).second) continue;
        if (const auto piece = store_->read(piece_kind, digest)) remote_->write({piece_kind, digest}, *piece);
    }
    if (const auto displaced = displaced_.find(key); displaced != displaced_.end()) {
        const Digest place = version(key, displaced->second);
        if (const auto earlier = store_->read(kind, place)) remote_->write({kind, place}, *earlier);
        displaced_.erase(displaced);
    }
    remote_->write({kind, key}, value);
}

}  // namespace awaitlint
