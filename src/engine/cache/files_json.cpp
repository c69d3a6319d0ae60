// See files_json.h.
#include "engine/cache/files_json.h"

#include <algorithm>

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"

namespace awaitlint {
namespace {

std::optional<Digest> digest_from_hex(const std::string& text) {
    std::string bytes;
    Digest digest;
    if (!llvm::tryGetFromHex(text, bytes) || bytes.size() != digest.bytes.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
    return digest;
}

}  // namespace

nlohmann::json files_to_json(const FilesRead& files, const std::string& root,
                             std::unordered_set<Digest, DigestHash>& told) {
    if (!files.unfit.empty()) return {{"unfit", files.unfit}};
    nlohmann::json digests = nlohmann::json::array();
    nlohmann::json fresh = nlohmann::json::object();
    for (const std::string& piece : to_pieces(files, root)) {
        const Digest digest = digest_of(piece);
        digests.push_back(to_hex(digest));
        if (told.insert(digest).second) fresh[to_hex(digest)] = llvm::encodeBase64(piece);
    }
    return {{"pieces", std::move(digests)}, {"new", std::move(fresh)}};
}

std::optional<FilesInPieces> files_from_json(const nlohmann::json& json) {
    if (json.is_null() || json.contains("unfit")) return std::nullopt;
    FilesInPieces files;
    for (const nlohmann::json& hex : json.at("pieces")) {
        const auto digest = digest_from_hex(hex.get_ref<const std::string&>());
        if (!digest) return std::nullopt;
        files.pieces.push_back(*digest);
    }
    for (const auto& [hex, text] : json.at("new").items()) {
        const auto digest = digest_from_hex(hex);
        std::vector<char> bytes;
        if (!digest || llvm::decodeBase64(text.get_ref<const std::string&>(), bytes)) return std::nullopt;
        files.fresh.emplace_back(*digest, std::string(bytes.begin(), bytes.end()));
    }
    return files;
}

}  // namespace awaitlint
