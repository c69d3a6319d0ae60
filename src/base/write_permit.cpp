// See write_permit.h. Pipes are no files to this limit: the worker's answers are not held back.
#include "base/write_permit.h"

#include <algorithm>

#include <signal.h>

namespace awaitlint {
namespace {

constexpr rlim_t most_permitted = rlim_t{4} << 30;

}  // namespace

void forbid_file_writes(bool for_good) {
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0) return;
    limit.rlim_cur = 0;
    limit.rlim_max = for_good ? 0 : std::min(limit.rlim_max, most_permitted);
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

WritePermit::WritePermit() {
    if (::getrlimit(RLIMIT_FSIZE, &before_) != 0) before_ = {RLIM_INFINITY, RLIM_INFINITY};
    const rlimit open{before_.rlim_max, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &open);
}

WritePermit::~WritePermit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
}

}  // namespace awaitlint
