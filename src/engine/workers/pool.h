// A pool of worker processes: tasks in, answers out, the most expensive first.
//
// In: tasks, each a line of JSON that is made when a worker is free for it; an answer may bring further tasks. Out: one
// answer per task as it comes, or why there is none, in plain words: crashed and where, timed out, out of memory. A
// task that loses its worker is tried once more, alone, before it is given up. The order of answers is that of time:
// no result may depend on it. Killing this process takes the workers with it. Knows nothing of what the
// lines mean.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "awaitlint/engine.h"
#include "engine/workers/interrupts.h"
#include "engine/workers/worker_process.h"

namespace awaitlint {

struct Task {
    std::size_t id = 0;  // the asker's own
    /// One line: what to ask; or, `is_again`, what to ask when that cost a worker its life.
    std::function<std::string(bool is_again)> request;
    double cost = 0;  // expected, in any unit: the most expensive goes first
};

struct Answer {
    std::string line;     // empty where there is none
    std::string failure;  // in plain words
    double seconds = 0;   // that the last try took
};

struct Asker {
    std::function<std::vector<Task>(std::size_t id, Answer)> on_answer;  // returns further tasks
    std::function<void()> on_wait;                                       // every now and then, at least once a second
};

struct AskedAll {
    bool is_complete = false;  // false: interrupted or out of time, and the tasks without an answer will get none
    std::vector<WorkerProcess> ended;  // killed; to drop them is to wait until all are gone, which takes a while
};

/// Whether the time of the run as a whole is over.
bool is_time_over(const Limits& limits);

/// `preambles`: the one folder in which workers may write; empty: none.
AskedAll ask_workers(std::vector<Task> tasks, const Limits& limits, const std::string& preambles,
                     Interrupts& interrupts, const Asker& asker);

}  // namespace awaitlint
