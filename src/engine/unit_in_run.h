// One unit on its way through the run: what is known of it so far, and what is asked next.
//
// The run fills it in (run.cpp). What of it a shard keeps for the run that merges is made here, before the facts are
// dropped that only judging needs. Asks nobody.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/preamble_choice.h"
#include "engine/shards/unit_answer.h"
#include "engine/verdict/make_report.h"
#include "files/digest.h"

namespace awaitlint {

struct Unit : UnitResult {
    std::vector<Suggestion*> asked;      // of its findings: those to be proven
    std::optional<ProofRequest> proofs;  // what is asked of them, until there is an answer
    double cost = 0;                     // expected, in seconds
    double seconds = 0;                  // that workers have spent
    Parses parses;                       // that these were for
    bool is_done = false;
    bool is_open = false;     // nobody knows yet whether it reads anything that was asked about
    bool is_dropped = false;  // it does not
    PreambleChoice preamble;
    Digest facts_key, proofs_key, reads_key;
    // To be compared with what is computed.
    std::optional<UnitFacts> cached_facts;
    std::optional<std::vector<Proof>> cached_proofs;
    UnitAnswer answer;  // of a shard: what it keeps besides the facts
    std::string kept;   // all of it, as text
};

inline void keep_for_merge(Unit& unit, const std::string& root) {
    UnitAnswer answer = std::move(unit.answer);
    answer.facts = unit.facts;
    answer.command = digest_of_command(*unit.command, root);
    answer.is_cached = unit.is_cached;
    answer.is_cut_off = unit.is_cut_off;
    answer.is_dropped = unit.is_dropped;
    if (answer.proof_failure.empty() && answer.failure.empty()) answer.failure = unit.failure;
    unit.kept = text_of(answer);
}

}  // namespace awaitlint
