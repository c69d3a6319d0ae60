// From the findings of single units to the findings of the run: one per place, ordered, with fingerprints.
//
// In: findings as each unit reported them, proofs filled in. Out: one finding per rule and place. A repair of a place
// that several units read (a header) is proven only if it is proven in all of them.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/finding.h"

namespace awaitlint {

struct UnitFindings {
    std::string unit;  // its file, relative; or the name of a report
    std::vector<Finding> findings;
};

std::vector<Finding> merge(std::vector<UnitFindings> units);

/// Gives each finding its fingerprint: stable when lines move, different for equal code in other functions.
void add_fingerprints(std::vector<Finding>& findings);

}  // namespace awaitlint
