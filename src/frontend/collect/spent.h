// Tasks that are awaited although nothing is left of them: awaited before, or moved from.
//
// In: the unit and what of it is looked at. Out: Spent facts, in source order. Only where the earlier statement stands
// in the same block or one around it and is run on every way to the later one, where nothing else is done with the
// variable, and where the type is known to be used up: it cannot be copied, and what its awaiter says is seen. All else
// is silent.
#pragma once

#include <vector>

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

std::vector<Spent> collect_spent(const ValueContext& context);

}  // namespace awaitlint
