// See interrupts.h. Blocked signals, read from a signalfd.
#include "engine/workers/interrupts.h"

#include <initializer_list>

#include <sys/signalfd.h>
#include <unistd.h>

namespace awaitlint {

Interrupts::Interrupts() {
    sigset_t ours;
    ::sigemptyset(&ours);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action = {};
        ::sigaction(signal, nullptr, &action);
        if (action.sa_handler != SIG_IGN) ::sigaddset(&ours, signal);
    }
    ::sigprocmask(SIG_BLOCK, &ours, &before_);
    descriptor_ = ::signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
    if (descriptor_ < 0) ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

Interrupts::~Interrupts() {
    has_come();  // one that comes when all is done has nothing to end
    if (descriptor_ >= 0) ::close(descriptor_);
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

bool Interrupts::has_come() {
    signalfd_siginfo signal;
    if (has_come_ || descriptor_ < 0 || ::read(descriptor_, &signal, sizeof signal) != sizeof signal) return has_come_;
    has_come_ = true;
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
    return true;
}

}  // namespace awaitlint
