// Ctrl-C (SIGINT), SIGTERM and SIGHUP while a run goes on: the first is asked for, the second kills as ever.
//
// For the scope in which it lives. A descriptor becomes readable when one came, so that a poll loop wakes up. What the
// parent process had ignored (nohup) stays ignored. Holds no global state and interrupts no code.
#pragma once

#include <signal.h>

namespace awaitlint {

class Interrupts {
public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    int descriptor() const { return descriptor_; }
    /// True from the first one on. From then on the next one ends the process at once.
    bool has_come();

private:
    sigset_t before_{};
    int descriptor_ = -1;
    bool has_come_ = false;
};

}  // namespace awaitlint
