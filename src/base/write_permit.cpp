// See write_permit.h. Pipes are no files to this limit: the worker's answers are not held back.
#include "base/write_permit.h"

namespace awaitlint {

void forbid_file_writes() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0) return;
    limit.rlim_cur = 0;
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

WritePermit::WritePermit() {
    // A hard limit shows as a failed write, not as the end of the process.
    struct sigaction ignore = {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGXFSZ, &ignore, &signal_before_);
    if (::getrlimit(RLIMIT_FSIZE, &before_) != 0) before_ = {RLIM_INFINITY, RLIM_INFINITY};
    const rlimit open{before_.rlim_max, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &open);
}

WritePermit::~WritePermit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::sigaction(SIGXFSZ, &signal_before_, nullptr);
}

}  // namespace awaitlint
