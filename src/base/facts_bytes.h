// Facts and requests as bytes: what the cache stores and makes its keys of. Some twenty times faster than JSON.
//
// In and out: the values of facts_json.h, by the same tables (facts_fields.h), so that no member can be forgotten. Two
// values are equal if and only if their bytes are. Both ends are the same build of the program: nothing in the bytes
// says what they are. Damaged bytes give nothing or a wrong value: their keeper has a checksum.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/facts.h"
#include "awaitlint/unit.h"

namespace awaitlint {

std::string to_bytes(const UnitFacts& facts);
std::string to_bytes(const CompileCommand& command);
std::string to_bytes(const UnitRequest& request);
std::string to_bytes(const ProofRequest& request);
std::string to_bytes(const std::vector<Proof>& proofs);

std::optional<UnitFacts> facts_from_bytes(std::string_view bytes);
std::optional<std::vector<Proof>> proofs_from_bytes(std::string_view bytes);

}  // namespace awaitlint
