// Which units should have a preamble built for them, and how far it should reach.
//
// In: the units that a run has to analyse, and which of them will be edited again. Out: for each whether, and how many
// leading bytes of its file other units of the run share with it, flags and all, if enough of them do for a preamble to
// pay; or else which other units it might share library headers with. A preamble costs about two parses and makes each
// later one some ten times cheaper. Reads the units' own files, no others; parses nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "awaitlint/unit.h"

namespace awaitlint {

struct PreambleChoice {
    bool is_built = false;
    std::uint32_t bytes = 0;                                    // as in UnitRequest::preamble_bytes
    std::shared_ptr<const std::vector<std::string>> relatives;  // as there
};

/// What was edited will be edited again, and what begins like others is needed again in this very run.
std::vector<PreambleChoice> choose_preambles(const std::vector<const CompileCommand*>& commands,
                                             const std::vector<bool>& is_edited);

}  // namespace awaitlint
