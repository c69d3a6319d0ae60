// What this machine lets us use: cores and memory, as bounded by affinity and by control groups (v1 and v2).
//
// In: /proc and /sys below `root` (tests give another one). Out: plain numbers, and what follows from them for a run.
// A file that is missing or unreadable bounds nothing.
#pragma once

#include <cstdint>
#include <string>

namespace awaitlint {

struct Machine {
    unsigned cores = 1;
    std::uint64_t memory_mib = 0;     // all that we may ever use; 0: not known
    std::uint64_t available_mib = 0;  // of it, now; 0: not known
};

Machine look_at_machine(const std::string& root = "");

/// Units at a time when nobody says how many: one per core, as far as the memory that is available now goes.
unsigned default_jobs(const Machine& machine);

/// The bound of one unit when nobody gives one: it may need much, but not take the machine down.
std::uint64_t default_memory_mib(const Machine& machine);

}  // namespace awaitlint
