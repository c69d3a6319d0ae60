// Locks of threads that are held where a coroutine may be suspended.
//
// In: the unit and what of it is looked at. Out: HeldLock facts, in source order: one for each lock at each co_await
// that is reached with the lock on every way. By Clang's control-flow graph, which is built only for coroutines that
// mention a lock at all. Silent where anything else was done with a guard (it is handed on, swapped, captured), in
// templates, at awaits that never suspend, and where the coroutine does not compile.
#pragma once

#include <vector>

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

std::vector<HeldLock> collect_held_locks(const ValueContext& context);

}  // namespace awaitlint
