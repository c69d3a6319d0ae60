// A worker writes no file, except while it holds a permit.
#include "base/write_permit.h"

#include <csignal>
#include <fstream>

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

bool can_write(const std::string& path) {
    std::ofstream out(path, std::ios::binary);
    out << "text" << std::flush;
    return static_cast<bool>(out);
}

/// In a process of its own: limits stay. The bits of its exit status say which of the writes went wrong.
[[noreturn]] void write_as_a_worker(const TemporaryFolder& folder) {
    int wrong = can_write(folder.path("before")) ? 0 : 1;
    forbid_file_writes(/*for_good=*/false);
    wrong |= can_write(folder.path("forbidden")) ? 2 : 0;
    {
        const WritePermit permit;
        wrong |= can_write(folder.path("permitted")) ? 0 : 4;
        {
            const WritePermit nested;
        }
        wrong |= can_write(folder.path("still permitted")) ? 0 : 8;
    }
    wrong |= can_write(folder.path("forbidden again")) ? 16 : 0;
    forbid_file_writes(/*for_good=*/true);
    {
        const WritePermit useless;
        wrong |= can_write(folder.path("forbidden for good")) ? 32 : 0;
    }
    std::_Exit(wrong);
}

TEST(WritePermit, HoldsForItsScope) {
    const TemporaryFolder folder;
    EXPECT_EXIT(write_as_a_worker(folder), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace awaitlint
