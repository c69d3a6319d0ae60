// What a coroutine still looks at behind a suspension although it may be gone by then.
//
// In: the unit and its coroutines. Out: StaleView facts, in source order: for each value that was obtained, one look.
// By Clang's control-flow graph, which is built only for coroutines that obtain something of the kind. Silent where the
// container is asked again behind the suspension, where a guard or a lock is held over it, where the variable is handed
// on to be set anew, in templates, at awaits that never suspend, and where nobody else is seen to change the container.
#pragma once

#include <vector>

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

std::vector<StaleView> collect_stale_views(const ValueContext& context);

}  // namespace awaitlint
