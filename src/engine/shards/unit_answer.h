// What a shard keeps of one unit, as text in a JSON report and back.
//
// In and out: facts, proofs and what went wrong. The text is base64 of the bytes and their digest: what was torn or
// edited is told apart from what the same build of the program has written. Judges nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "awaitlint/facts.h"
#include "awaitlint/unit.h"

namespace awaitlint {

struct UnitAnswer {
    UnitFacts facts;
    std::string failure;  // of its analysis; empty: there are facts
    bool is_cached = false;
    bool is_cut_off = false;  // the run ended first, for the reason that `failure` gives
    bool is_dropped = false;  // it reads nothing that was asked about, or, if there is a failure, nobody knows
    std::string command;      // digest of its compile command
    std::string asked;        // digest of the repairs that were to be tried; empty: there were none
    std::vector<Proof> proofs;
    std::string proof_failure;  // why they were not tried
};

inline auto parts_of(UnitAnswer& answer) {
    return std::tie(answer.facts, answer.failure, answer.is_cached, answer.is_cut_off, answer.is_dropped,
                    answer.command, answer.asked, answer.proofs, answer.proof_failure);
}

/// The digest for UnitAnswer::command, the same wherever the project lies.
std::string digest_of_command(CompileCommand command, const std::string& root);

/// The digest for UnitAnswer::asked.
std::string digest_of_candidates(const ProofRequest& request);

std::string text_of(const UnitAnswer& answer);
std::optional<UnitAnswer> answer_of(std::string_view text);

/// The same answer as it would be in a copy of the project elsewhere; nothing of one that no run has made. Both roots
/// are absolute, without a slash at the end.
std::optional<UnitAnswer> in_other_root(UnitAnswer answer, const std::string& root, const std::string& other_root);

}  // namespace awaitlint
