// The worker's end of the pipes: one request a line in, one answer a line out, until the requests' end closes.
//
// In: {"analyse": UnitRequest} or {"prove": ProofRequest}. Out: {"facts": ...}, {"proofs": [...]} or {"error": "..."}.
// With "record": true in the request, the answer has "files": what it rests on (files_json.h).
// The front end runs on a thread with a large stack: nested code is deep recursion in Clang.
#pragma once

#include <cstdint>

namespace awaitlint {

struct WorkerEnds {
    int requests = -1;
    int answers = -1;
};

/// To be called in a process of its own (worker_process.h), which may use `memory_mib` (0: any). Returns its exit
/// status; takes both descriptors over.
int run_worker(WorkerEnds ends, std::uint64_t memory_mib);

}  // namespace awaitlint
