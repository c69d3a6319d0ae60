// A regular file whose readers wait: a unit that includes it hangs until it is let go.
//
// By a lease on the file (fcntl(2), F_SETLEASE): an open of it waits for its holder, 45 seconds at most, which is the
// kernel's setting. A pipe would do no longer: sources are regular files. Call it like no source, so that nobody but
// the unit opens it.
#pragma once

#include <csignal>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace awaitlint {

class HeldFile {
public:
    /// The file is there.
    explicit HeldFile(const std::string& path) : file_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {
        ::signal(SIGIO, SIG_IGN);  // tells of a reader, and would end us
        hold();
    }
    ~HeldFile() { ::close(file_); }
    HeldFile(const HeldFile&) = delete;
    HeldFile& operator=(const HeldFile&) = delete;

    /// Again, when no reader is left.
    void hold() { EXPECT_EQ(::fcntl(file_, F_SETLEASE, F_WRLCK), 0) << "is this a local file system?"; }
    void let_go() { ::fcntl(file_, F_SETLEASE, F_UNLCK); }
    /// Somebody waits for it.
    bool is_wanted() const { return ::fcntl(file_, F_GETLEASE) != F_WRLCK; }

private:
    int file_;
};

}  // namespace awaitlint
