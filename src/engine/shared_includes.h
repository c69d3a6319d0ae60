// Which units should have a preamble built for them, and how far it should reach.
//
// In: the units that a run has to analyse. Out: for each, how many leading bytes of its file other units of the run
// share with it, flags and all, if enough of them do for a preamble to pay. A preamble costs about two parses and
// makes each later one some ten times cheaper. Reads the units' own files, no others; parses nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "awaitlint/unit.h"

namespace awaitlint {

/// For each request how many leading bytes, up to the end of an include, are best precompiled: many includes that many
/// units (two others at least) begin with. 0 where there are none, or where the file does not mention coroutines.
std::vector<std::uint32_t> shared_includes(const std::vector<const CompileCommand*>& commands);

}  // namespace awaitlint
