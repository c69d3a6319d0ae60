// A worker's permit to write files of its own: preambles. For the scope in which it lives.
//
// Workers run with a soft limit of 0 bytes on what they write, since a compile command can otherwise make Clang write
// files. This raises the soft limit up to the hard one and puts it back. Take it only while no code of Clang runs on
// any thread of the process: the limit is the whole process's. Elsewhere than in a worker it changes nothing. (What a
// limit of bytes cannot forbid, making files and emptying them, the sandbox does: engine/sandbox.h.)
#pragma once

#include <sys/resource.h>

namespace awaitlint {

/// From here on this process, and what it starts, writes no byte to any file without a WritePermit; nor with one if
/// `for_good`. A write fails then, and does not end the process.
void forbid_file_writes(bool for_good);

class WritePermit {
public:
    WritePermit();
    ~WritePermit();
    WritePermit(const WritePermit&) = delete;
    WritePermit& operator=(const WritePermit&) = delete;

private:
    rlimit before_{};
};

}  // namespace awaitlint
