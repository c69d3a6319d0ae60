// What a worker may do to the system: read files, and write in one folder at most.
//
// In: what the kernel has (Landlock for files and sockets, seccomp for all else), and the folder. Out: this process is
// restricted, for good, and so would be whatever it starts. Landlock says where may be written and reaches through
// every name and link; the filter of calls leaves no way to the network, to other programs or processes (see
// syscall_filter.h). Neither takes reading away: code includes what it likes, as it does when it is compiled.
// Where the kernel has only one of the two, that one is used.
#pragma once

#include <optional>
#include <string>

#include "awaitlint/engine.h"

namespace awaitlint {

/// What there is of it on this machine.
struct SandboxSupport {
    int landlock = 0;              // version of its interface; 0: none
    bool has_call_filter = false;  // seccomp

    bool is_complete() const { return landlock > 0 && has_call_filter; }
    bool is_there() const { return landlock > 0 || has_call_filter; }
};
SandboxSupport look_for_sandbox();

/// What workers are to be confined by; nothing if by nothing.
std::optional<SandboxSupport> sandbox_for(Sandbox wanted);

/// "Landlock 7 and seccomp", or what there is of it.
std::string describe(const SandboxSupport& support);

/// Restricts this process, which has one thread. `writable`: a folder in which files may be made, replaced and removed;
/// empty, or no folder: none is. True if all of `support` is in force; else errno says why not, and the process is no
/// place for anything untrusted.
bool enter_sandbox(const SandboxSupport& support, const std::string& writable);

}  // namespace awaitlint
