// See unit_answer.h.
#include "engine/shards/unit_answer.h"

#include "llvm/Support/Base64.h"
#include "llvm/Support/Error.h"

#include "awaitlint/facts_json.h"
#include "base/facts_bytes.h"
#include "base/value_bytes.h"
#include "files/digest.h"

namespace awaitlint {
namespace {

/// Where it stands as a whole: "/a/b" is not in "/a/bc".
void replace_root(std::string& text, const std::string& root, const std::string& other_root) {
    constexpr std::string_view of_a_name = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    for (std::size_t at = 0; (at = text.find(root, at)) != std::string::npos;) {
        const std::size_t end = at + root.size();
        const bool is_whole = end == text.size() || of_a_name.find(text[end]) == std::string_view::npos;
        if (is_whole) text.replace(at, root.size(), other_root);
        at += is_whole ? other_root.size() : root.size();
    }
}

/// In every text of the value. Compilers say places in messages and names of lambdas as absolute paths.
void replace_root(nlohmann::json& value, const std::string& root, const std::string& other_root) {
    if (value.is_string()) {
        auto text = value.get<std::string>();
        replace_root(text, root, other_root);
        value = std::move(text);
    } else if (value.is_structured()) {
        for (nlohmann::json& part : value) replace_root(part, root, other_root);
    }
}

}  // namespace

std::string digest_of_command(CompileCommand command, const std::string& root) {
    for (std::string* text : {&command.directory, &command.file}) replace_root(*text, root, "");
    for (std::string& argument : command.argv) replace_root(argument, root, "");
    command.remarks.clear();  // they follow from it
    return to_hex(digest_of(to_bytes(command)));
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

UnitAnswer in_other_root(UnitAnswer answer, const std::string& root, const std::string& other_root) {
    if (root == other_root) return answer;
    nlohmann::json facts = answer.facts, proofs = answer.proofs;
    replace_root(facts, root, other_root);
    replace_root(proofs, root, other_root);
    answer.facts = facts.get<UnitFacts>();
    answer.proofs = proofs.get<std::vector<Proof>>();
    for (std::string* text : {&answer.failure, &answer.proof_failure}) replace_root(*text, root, other_root);
    return answer;
}

}  // namespace awaitlint
