// The processes of this machine, as far as a test has to know them: who started whom, and who is still there.
//
// By /proc, so that nothing has to be agreed upon with what is tested. A process that has ended and that nobody has
// waited for counts as gone.
#pragma once

#include <chrono>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace awaitlint {

/// Tries until it is true, or gives up: how long things take on a busy machine is not what is tested.
template <class Condition>
bool comes_true(Condition is_true) {
    for (int i = 0; i < 3000; ++i) {
        if (is_true()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

std::vector<pid_t> children_of(pid_t parent);
/// Its children, theirs, and so on.
std::vector<pid_t> descendants_of(pid_t parent);
bool have_ended(const std::vector<pid_t>& processes);

}  // namespace awaitlint
