// Writing what was planned: files that share a repair change together, or stay as they are.
//
// In: a plan. Out: which repairs are in the files now, and which are not, with the reason. All new versions of files
// that share a repair are complete on disk before the first one takes its place.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fix/plan.h"

namespace awaitlint {

struct AppliedRepairs {
    std::vector<Repair> repairs;
    std::vector<LeftFinding> left;   // those of the plan among them
    std::vector<std::string> files;  // that were written
};

AppliedRepairs apply_plan(const RepairPlan& plan);

}  // namespace awaitlint
