// A signal that does nothing for the scope in which this lives: what would have sent it shows as a failed call.
//
// SIGPIPE for pipes that nobody reads any more, SIGXFSZ for files over a limit of size. The whole process's.
#pragma once

#include <signal.h>

namespace awaitlint {

class IgnoredSignal {
public:
    explicit IgnoredSignal(int signal) : signal_(signal) {
        struct sigaction ignore = {};
        ignore.sa_handler = SIG_IGN;
        ::sigaction(signal_, &ignore, &before_);
    }
    ~IgnoredSignal() { ::sigaction(signal_, &before_, nullptr); }
    IgnoredSignal(const IgnoredSignal&) = delete;
    IgnoredSignal& operator=(const IgnoredSignal&) = delete;

private:
    int signal_;
    struct sigaction before_ = {};
};

}  // namespace awaitlint
