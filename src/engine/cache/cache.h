// The cache of a run: facts and proofs of earlier runs that still hold.
//
// In: requests. Out: what a worker answered to the same request, if every file is as it was then: those that were read
// have the same bytes, or the same code where they are headers of the user's, and where nothing was found there still
// is nothing. A value is its files (in pieces that values share) and the answer; of one request several are kept, so
// that a branch that is checked out again finds its own. Each path is looked at once in a run, however many units read
// it. Without a usable folder nothing is ever found or kept.
//
// With a server that machines share, what is not here is looked for there, many at a time, and taken over; what is kept
// here is sent there. What holds is decided here, by the files of this machine.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "awaitlint/engine.h"
#include "awaitlint/unit.h"
#include "engine/cache/cache_key.h"
#include "engine/cache/cache_store.h"
#include "engine/cache/files_json.h"
#include "engine/cache/kept_sources.h"
#include "engine/cache/moved_facts.h"
#include "engine/remote/remote_cache.h"
#include "files/file_states.h"

namespace awaitlint {

class Cache {
public:
    /// `project_root`: absolute and real.
    Cache(const CacheOptions& options, const std::string& project_root);
    Cache(const Cache&) = delete;

    bool is_on() const { return store_.has_value(); }

    /// Where precompiled preambles are kept; empty where there is no place for them.
    std::string preamble_folder() const;
    /// What preambles of such a unit depend on besides the unit: this build of the program, the environment, and a
    /// secret, since a preamble that somebody else has put there must not reach the compiler.
    std::string preamble_key(const CompileCommand& command);

    /// Of what is analysed: `question` is CacheKeys::of_question of the run's request.
    Digest key_of(const CompileCommand& command, const Digest& question);
    Digest key_of(const ProofRequest& request);
    Digest key_of_reads(const CompileCommand& command, const Digest& question);

    /// From the server, of those that do not hold here: what `find_facts` then finds.
    void fetch_facts(const std::vector<Digest>& keys);

    std::optional<UnitFacts> find_facts(const Digest& key);
    std::optional<std::vector<Proof>> find_proofs(const Digest& key);

    void keep(const Digest& key, const UnitFacts& facts, const FilesInPieces& files);
    void keep(const Digest& key, const std::vector<Proof>& proofs, const FilesInPieces& files);

    /// Writes what is to be remembered of this run and keeps the cache within its bounds.
    void finish(bool is_complete);

    /// What the user should know, one line each.
    std::vector<std::string> remarks() const;

private:
    struct Found {
        std::string answer;
        std::string root;  // of the copy of the project in which it was found out, where the answer names it
        MovedFiles moved;
    };
    /// What `read` makes of the answer of the latest version that holds; nothing if none does.
    template <class Value>
    std::optional<Value> find(std::string_view kind, const Digest& key,
                              std::optional<Value> (*read)(const Found& found));
    std::optional<Found> what_holds(std::string_view value);
    void put_first(std::string_view kind, const Digest& key, const std::string& value, const std::string& latest);
    /// The latest from now on; the one before becomes an earlier one.
    void put_latest(std::string_view kind, const Digest& key, const std::string& value);
    void keep(std::string_view kind, const Digest& key, const std::string& answer, const FilesInPieces& files);
    void keep_piece(const Digest& digest, std::string_view bytes);

    // Of the server (shared_values.cpp).
    struct Wanted {
        Digest key, name;  // of the latest value, and of the one that is looked for
    };
    bool is_here(std::string_view kind, const Digest& key);
    void fetch(std::string_view kind, const std::vector<Digest>& keys);
    /// Out: the keys of which there are values, none of which holds.
    std::vector<Digest> take_over(std::string_view kind, const std::vector<Wanted>& wanted);
    void fetch_pieces(const std::vector<std::optional<std::string>>& values);
    void send(std::string_view kind, const Digest& key, std::string_view value, const FilesInPieces& files);

    struct Piece {
        bool holds = false;
        MovedFiles moved;  // what is not as it was, and still holds the same code
    };
    const Piece& piece_of(const Digest& digest);
    Piece looked_at(const Digest& digest);
    bool still_holds(const std::string& path, const PathSeen& seen, MovedFiles& moved);

    const CacheOptions options_;
    std::string unusable_;  // why there is no store
    std::optional<CacheStore> store_;
    const std::string root_;
    Digest project_;              // this copy of it
    Digest secret_of_preambles_;  // of the key, so that a worker can seal preambles and nothing else
    ContentHashes hashes_;
    FileStates files_;
    std::optional<CacheKeys> keys_;
    std::optional<KeptSources> sources_;
    std::unordered_map<Digest, Piece, DigestHash> pieces_;
    std::unordered_set<Digest, DigestHash> kept_;  // pieces that are on disk
    std::vector<Digest> new_;                      // those that this run has put there
    std::unique_ptr<RemoteCache> remote_;
    std::unordered_set<Digest, DigestHash> on_server_;               // pieces, as far as this run knows
    std::unordered_map<Digest, std::size_t, DigestHash> displaced_;  // by key: where the server's value is kept here
};

}  // namespace awaitlint
