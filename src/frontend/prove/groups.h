// Groups: the candidates of a proof that are tried in one parse, and how they are parted when that says too little.
//
// In: candidates, by their index in the request, and the functions that they stand in. Out: groups, none of them empty.
// Parses nothing, and draws no conclusions.
#pragma once

#include <cstddef>
#include <vector>

#include "frontend/around/sites.h"

namespace awaitlint {

/// Candidates of one function that are tried together; those of several where `is_alone`.
struct Group {
    std::vector<std::size_t> members;
    bool is_alone = false;  // no other group is tried in the same parse
};

std::vector<Group> by_function(const std::vector<std::size_t>& members, const Sites& sites);

/// Takes out of `groups` those that one parse can try: one of each function, or one that is alone. There is any.
std::vector<Group> take_round(std::vector<Group>& groups, const Sites& sites);

/// Halves of what cannot be told apart: of one that is tried alone there is no doubt. `is_anybodys`: any of them, of
/// whatever function, may be guilty.
std::vector<Group> halves_of(const std::vector<std::size_t>& suspected, bool is_anybodys, const Sites& sites);

}  // namespace awaitlint
