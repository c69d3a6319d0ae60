// The worker's end of the pipes: one request a line in, one answer a line out, until the requests' end closes.
//
// In: {"analyse": UnitRequest}, {"reads": UnitRequest} or {"prove": ProofRequest}. Out: {"facts": ...}, {"proofs":
// [...]} or {"error": "..."}, and with it "parses": how often the unit was parsed for that. With "record": true in the
// request, the answer has "files": what it rests on (files_json.h). The front end runs on a thread with a large stack:
// nested code is deep recursion in Clang.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/workers/sandbox.h"

namespace awaitlint {

struct WorkerEnds {
    int requests = -1;
    int answers = -1;
};

struct WorkerLimits {
    std::uint64_t memory_mib = 0;           // what it may use for itself; 0: any
    std::optional<SandboxSupport> sandbox;  // what confines it
    std::string preambles;                  // the folder in which it keeps some; empty: it writes nothing at all
};

/// To be called in a process of its own (worker_process.h). Confines it before the first request. Returns its exit
/// status; takes both descriptors over.
int run_worker(WorkerEnds ends, const WorkerLimits& limits);

}  // namespace awaitlint
