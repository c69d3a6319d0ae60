// What the user's headers declare that could be awaited: functions that units without these headers may have meant.
//
// In: a parsed unit with all its values collected, as types are instantiated here that nothing has needed before. Out:
// AsyncFunction facts, by place. Only functions that anybody can call who includes the header: public members, external
// linkage, no template, nothing deprecated. Says nothing of the unit's own file.
#pragma once

#include <vector>

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

/// None where there are more than a person would have written by hand.
std::vector<AsyncFunction> collect_async_functions(const ValueContext& context);

}  // namespace awaitlint
