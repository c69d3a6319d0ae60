// The cache's files: named values on disk, each sealed with the user's key, in 256 folders below one.
//
// In: a kind, a name (a digest) and bytes. Out: the same bytes later, or nothing. Safe beside other runs, when killed
// at any moment, on a full disk: a value is written beside its place and renamed, and one that is damaged
// is dropped and counted. A value that was sealed with another key counts as none. Refuses a
// folder that it did not make itself, and one that others could write to: what they put there would become findings.
// Knows nothing of what it keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/engine.h"
#include "awaitlint/result.h"
#include "files/digest.h"
#include "files/secret.h"

namespace awaitlint {

class CacheStore {
public:
    /// Makes the folder if need be. An error says why it cannot be used.
    static Result<CacheStore> open(const std::string& folder, const Secret& secret);

    std::optional<std::string> read(std::string_view kind, const Digest& name);
    /// Whether there is something, whatever it is.
    bool has(std::string_view kind, const Digest& name) const;
    /// Does nothing after a write has failed once.
    void write(std::string_view kind, const Digest& name, std::string_view bytes);
    /// A value that turned out to be useless although its seal fits.
    void drop_damaged(std::string_view kind, const Digest& name);

    /// Takes what was not used for the longest time until what is left fits, if it is time to look and nobody else
    /// does.
    void prune(std::uint64_t most_bytes);

    /// What the user should know, one line each.
    std::vector<std::string> remarks() const;

private:
    CacheStore(std::string folder, const Secret& secret)
        : folder_(std::move(folder)), secret_(secret), key_name_(sealed(secret, "name of the key")) {}
    /// Of this value under this name: in another place it is worth nothing.
    Digest seal_of(std::string_view kind, const Digest& name, std::string_view bytes) const;
    std::string folder_of(const Digest& name) const;
    std::string path_of(std::string_view kind, const Digest& name) const;
    /// The path of a new file with these bytes; empty if it cannot be written, and errno says why.
    std::string written_beside(const std::string& folder, std::string_view whole);

    std::string folder_;
    Secret secret_;
    Digest key_name_;  // says nothing of the key
    std::string write_failure_;
    std::uint64_t written_ = 0;
    std::uint64_t damaged_ = 0;
    std::uint64_t foreign_ = 0;
    std::uint64_t temporaries_ = 0;
};

}  // namespace awaitlint
