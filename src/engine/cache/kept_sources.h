// The bytes that the user's headers had when facts were kept: to tell later what of them has changed.
//
// In: files by their paths, and what was seen of them. Out: where the code of one has gone, if that is all that
// happened to it. Each pair of texts is compared once in a run. Keeps headers alone: the bytes of a unit's own file are
// in the key of what is kept of it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "awaitlint/facts.h"
#include "awaitlint/unit.h"
#include "engine/cache/cache_store.h"
#include "engine/cache/moved_facts.h"
#include "files/file_states.h"

namespace awaitlint {

class KeptSources {
public:
    /// `root`: of the project, absolute and real: names in facts are relative to it. The others outlive this value.
    KeptSources(const std::string& root, CacheStore& store, FileStates& files) : store_(store), files_(files) {
        project_.root = root;
    }

    void keep_headers(const UnitFacts& facts);

    /// How facts call the file.
    std::string name_of(const std::string& real_path) const { return relative_to_root(project_, real_path); }

    /// The file as it is now, against the bytes that it had; nothing if its code is not the same, or they are not kept.
    std::optional<MovedFile> moved_since(const std::string& real_path, const Digest& before);

private:
    UserFiles project_;  // its root alone
    CacheStore& store_;
    FileStates& files_;
    std::unordered_set<std::string> kept_;  // digests, in hexadecimal
    std::map<std::pair<std::string, Digest>, std::optional<MovedCode>> codes_;
};

}  // namespace awaitlint
