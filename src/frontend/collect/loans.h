// What the tasks of coroutines refer to and may outlive: temporaries, locals, parameters by value, closures.
//
// In: the unit and what of it is looked at, and its values, which know whether the variable that keeps one is used.
// Out: Loan facts, in source order. Only of calls whose task is not awaited in the full expression that makes it, and
// only of arguments whose end is seen. What depends on a template parameter is left out, and instantiations say nothing
// new. Refuses to say what is a mistake.
#pragma once

#include <vector>

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

std::vector<Loan> collect_loans(const ValueContext& context, const std::vector<Value>& values);

}  // namespace awaitlint
