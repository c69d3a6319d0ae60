// A record of what was read (files/files_read.h) on its way from a worker to the cache, beside the answer.
//
// In pieces: units of one project read mostly the same, so a worker sends each piece once and afterwards its digest
// alone. Out: {"pieces": [digests], "new": {digest: bytes in base 64}}, or {"unfit": why} for a record that must not be
// kept.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "files/digest.h"
#include "files/files_read.h"

namespace awaitlint {

struct FilesInPieces {
    std::vector<Digest> pieces;
    std::vector<std::pair<Digest, std::string>> fresh;  // those of them that were not sent before
};

/// `root`: of the project, absolute. `told`: what this worker has sent.
nlohmann::json files_to_json(const FilesRead& files, const std::string& root,
                             std::unordered_set<Digest, DigestHash>& told);

/// Throws what nlohmann::json throws.
std::optional<FilesInPieces> files_from_json(const nlohmann::json& json);

}  // namespace awaitlint
