// The record of what was read of the file system, in pieces: on its way from a worker (JSON) and in the cache (bytes).
//
// Damaged ones are refused; what is read is written the same way again and read as the same paths.
#include <nlohmann/json.hpp>

#include "engine/cache/files_json.h"
#include "files/content_hashes.h"
#include "fuzz.h"

using namespace awaitlint;

namespace {

void check_piece(std::string_view bytes, const std::string& root) {
    const auto paths = read_piece(bytes, root);
    if (!paths) return;
    FilesRead files, again;
    for (const auto& [path, seen] : *paths) files.add(path, seen);
    const std::vector<std::string> pieces = to_pieces(files, root);
    for (const std::string& piece : pieces) {
        const auto part = read_piece(piece, root);
        fuzz::require(part.has_value(), "what is written is read");
        for (const auto& [path, seen] : *part) again.add(path, seen);
    }
    fuzz::require(again.paths == files.paths, "written and read, the paths are the same");
    std::unordered_set<Digest, DigestHash> told;
    const auto sent = files_from_json(files_to_json(files, root, told));
    if (!files.unfit.empty()) return fuzz::require(!sent, "a record that contradicts itself is not kept");
    fuzz::require(sent && sent->pieces.size() == pieces.size(), "all pieces are sent");
    for (const auto& [digest, piece] : sent->fresh)
        fuzz::require(digest_of(piece) == digest, "a piece comes with its digest");
}

void check_json(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded()) return;
    try {
        (void)files_from_json(json);
    } catch (const nlohmann::json::exception&) {
        return;  // as its header says
    }
}

void check_hashes(std::string_view bytes) {
    ContentHashes hashes;
    hashes.add_bytes(bytes);
    const std::string written = hashes.to_bytes();
    fuzz::require(written.size() <= bytes.size(), "nothing is made up");
    ContentHashes again;
    again.add_bytes(written);
    fuzz::require(again.to_bytes().size() == written.size(), "written and read, it is as much");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text = fuzz::text_of(bytes, size);
    for (const char* root : {"", "/r", "/usr/include"}) check_piece(text, root);
    check_json(text);
    check_hashes(text);
    return 0;
}
