// Functions that return a task and lack a co_return: they became tasks, and their ends did not.
//
// In: the unit and what of it is looked at. Out: MissingReturn facts, in source order: a plain `return` in a coroutine,
// and a function that returns nothing at all, which is undefined behaviour as soon as it is called. Silent where
// control may end in another way (a throw, an endless loop, something that does not return), and where errors hide what
// is there.
#pragma once

#include <vector>

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

std::vector<MissingReturn> collect_missing_returns(const ValueContext& context);

}  // namespace awaitlint
