// A pool of worker processes: requests in, answers out in the order of the requests, whatever the timing.
//
// In: one line of JSON per task. Out: one answer per task, or why there is none: crashed (with the signal), timed out,
// or could not be started. A task that loses its worker is tried once more, alone, before it is given up. Killing this
// process takes the workers with it. Knows nothing of what the lines mean.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "awaitlint/engine.h"

namespace awaitlint {

struct Answer {
    std::string line;     // empty where there is none
    std::string failure;  // in plain words: "crashed (signal 11)", "timed out after 300 s"
};

unsigned default_jobs();

std::vector<Answer> ask_workers(const std::vector<std::string>& requests, const Limits& limits,
                                const std::function<void(std::size_t done, const Answer&)>& on_answer);

}  // namespace awaitlint
