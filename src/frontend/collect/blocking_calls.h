// Calls in coroutines that block the thread: of the functions that the request names.
//
// In: the unit and what of it is looked at. Out: BlockingCall facts, in source order. The innermost function counts: a
// lambda in a coroutine is none. Silent in generators, in templates where the callee is not known, and where nothing
// is named. Refuses to say whether blocking is a mistake.
#pragma once

#include <vector>

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

std::vector<BlockingCall> collect_blocking_calls(const ValueContext& context);

}  // namespace awaitlint
