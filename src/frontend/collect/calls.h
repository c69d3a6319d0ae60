// Calls of synchronous functions in coroutines, beside which stands an async sibling by name.
//
// In: a parsed unit whose request has naming patterns. Out: Call facts, in source order. Cheap where there is nothing
// to find: per callee, a few lookups by name; only a hit has its arguments tried. A call in a template counts as it is
// written, and only if nothing about it depends on a parameter. Leaves out generators, functions that cannot block, and
// siblings that call the coroutine itself or that it calls elsewhere.
#pragma once

#include <vector>

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

std::vector<Call> collect_calls(const ValueContext& context);

}  // namespace awaitlint
