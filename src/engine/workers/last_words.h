// What a dying worker says on its standard error, and what its supervisor makes of it.
//
// In the worker: a crash prints where in the code Clang was, a stack overflow and the lack of memory say so. In the
// supervisor: that text and the wait status become one line in plain words, with the place in the code when it is
// known. Refuses to keep a crashed worker alive: its state is not to be trusted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace awaitlint {

/// The front end's stack: nested code is deep recursion in Clang.
inline constexpr unsigned worker_stack_mib = 256;
/// What a worker needs beside a unit's own memory: that stack and the writable parts of Clang's libraries.
inline constexpr std::uint64_t worker_overhead_mib = worker_stack_mib + 48;

/// The exit status of a worker that could not be confined, and has said why on standard error.
inline constexpr int not_confined_status = 87;

/// Once, at the start of a worker.
void prepare_last_words();

/// On the thread that may overflow its stack: there a signal needs a stack of its own.
class CrashStack {
public:
    CrashStack();
    ~CrashStack();
    CrashStack(const CrashStack&) = delete;
    CrashStack& operator=(const CrashStack&) = delete;
};

/// "crashed (Aborted, signal 6): LLVM ERROR: ..., at src/a.cpp:4", "needed more than 1000 MiB of memory (--memory)".
std::string describe_death(int wait_status, const std::string& said, std::uint64_t memory_mib);

}  // namespace awaitlint
