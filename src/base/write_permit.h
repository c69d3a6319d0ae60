// A worker's permit to write files of its own: preambles, cache entries. For the scope in which it lives.
//
// Workers run with a soft limit of 0 bytes on what they write, since a compile command can otherwise make Clang write
// files. This raises the soft limit up to the hard one and puts it back. Take it only while no code of Clang runs on
// any thread of the process: the limit is the whole process's. Elsewhere than in a worker it changes nothing.
#pragma once

#include <csignal>

#include <sys/resource.h>

namespace awaitlint {

/// From here on this process, and what it starts, writes no byte to any file without a WritePermit.
void forbid_file_writes();

class WritePermit {
public:
    WritePermit();
    ~WritePermit();
    WritePermit(const WritePermit&) = delete;
    WritePermit& operator=(const WritePermit&) = delete;

private:
    rlimit before_{};
    struct sigaction signal_before_ = {};
};

}  // namespace awaitlint
