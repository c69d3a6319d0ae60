// What an analysis may take of the machine, and do to it: workers, time, memory, the sandbox.
//
// Plain values, as the user asked for them. Times are wall clock, memory is in MiB.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "awaitlint/result.h"

namespace awaitlint {

/// Whether workers are confined: no network, no programs, no writing outside the cache's preambles.
enum class Sandbox { automatic, on, off };

struct Limits {
    unsigned jobs = 0;                  // 0: as GNU make's jobserver allows, else as cores and memory do
    std::chrono::seconds timeout{300};  // wall clock, per unit and step
    std::uint64_t memory_mib = 0;       // that one unit may use; 0: most of what the machine has
    // Of the run as a whole: what is not done by then is given up.
    std::optional<std::chrono::steady_clock::time_point> end;
    std::chrono::seconds total{0};  // what `end` was made of, to be told
    Sandbox sandbox = Sandbox::automatic;
};

struct SandboxInForce {
    std::string what;          // in plain words
    bool is_as_wanted = true;  // false: this kernel lacks something
};
/// An error if it was asked for (`on`) and this machine does not have all of it.
Result<SandboxInForce> sandbox_in_force(Sandbox wanted);

}  // namespace awaitlint
