// See facts_bytes.h. Every member of every value, in the order of its table.
#include "base/facts_bytes.h"

#include "base/value_bytes.h"

namespace awaitlint {

std::string to_bytes(const UnitFacts& facts) {
    return bytes::written(facts);
}
std::string to_bytes(const CompileCommand& command) {
    return bytes::written(command);
}
std::string to_bytes(const UnitRequest& request) {
    return bytes::written(request);
}
std::string to_bytes(const ProofRequest& request) {
    return bytes::written(request);
}
std::string to_bytes(const std::vector<Proof>& proofs) {
    return bytes::written(proofs);
}

std::optional<UnitFacts> facts_from_bytes(std::string_view text) {
    return bytes::read_back<UnitFacts>(text);
}
std::optional<std::vector<Proof>> proofs_from_bytes(std::string_view text) {
    return bytes::read_back<std::vector<Proof>>(text);
}

}  // namespace awaitlint
