// Facts of a unit whose headers have other comments now: the same facts, at the places of today.
//
// In: facts and, by the names that facts use, where the bytes of those headers have gone. Out: true, if every place of
// theirs has an exact new one and no text names a place (as types of lambdas do); else the facts are of no use any
// more. Knows no fact: it walks their tables.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "awaitlint/facts.h"
#include "awaitlint/unit.h"
#include "frontend/read/moved_code.h"

namespace awaitlint {

struct MovedFile {
    const MovedCode* code = nullptr;  // not owned
    std::string digest;               // of its bytes today, as UnitFacts::digests has them
};
/// By the files' names in facts.
using MovedFiles = std::map<std::string, MovedFile>;

bool move_facts(UnitFacts& facts, const MovedFiles& files);

/// Proofs have no places, but may say one in their texts.
bool hold_after_move(const std::vector<Proof>& proofs, const MovedFiles& files);

}  // namespace awaitlint
