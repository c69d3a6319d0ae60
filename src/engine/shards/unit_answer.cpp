// See unit_answer.h.
#include "engine/shards/unit_answer.h"

#include <utility>

#include "llvm/Support/Base64.h"
#include "llvm/Support/Error.h"

#include "base/facts_bytes.h"
#include "base/value_bytes.h"
#include "engine/cache/other_root.h"
#include "files/digest.h"

namespace awaitlint {

std::string digest_of_command(CompileCommand command, const std::string& root) {
    command.remarks.clear();  // they follow from it
    return to_hex(digest_of(to_bytes(in_any_root(std::move(command), root))));
}

std::string digest_of_candidates(const ProofRequest& request) {
    if (request.candidates.empty()) return "";
    ProofRequest candidates;
    candidates.candidates = request.candidates;
    candidates.in_full = request.in_full;
    return to_hex(digest_of(to_bytes(candidates)));
}

std::string text_of(const UnitAnswer& answer) {
    const std::string written = bytes::written(answer);
    return llvm::encodeBase64(std::string(bytes_of(digest_of(written))) + written);
}

std::optional<UnitAnswer> answer_of(std::string_view text) {
    std::vector<char> decoded;
    if (llvm::Error error = llvm::decodeBase64({text.data(), text.size()}, decoded)) {
        llvm::consumeError(std::move(error));
        return std::nullopt;
    }
    const std::string_view all(decoded.data(), decoded.size());
    const std::size_t digest_size = Digest().bytes.size();
    if (all.size() < digest_size) return std::nullopt;
    const std::string_view written = all.substr(digest_size);
    if (bytes_of(digest_of(written)) != all.substr(0, digest_size)) return std::nullopt;
    return bytes::read_back<UnitAnswer>(written);
}

std::optional<UnitAnswer> in_other_root(UnitAnswer answer, const std::string& root, const std::string& other_root) {
    if (root == other_root) return answer;
    auto facts = in_other_root(answer.facts, root, other_root);
    auto proofs = in_other_root(answer.proofs, root, other_root);
    if (!facts || !proofs) return std::nullopt;
    answer.facts = std::move(*facts);
    answer.proofs = std::move(*proofs);
    for (std::string* text : {&answer.failure, &answer.proof_failure}) replace_root(*text, root, other_root);
    return answer;
}

}  // namespace awaitlint
