// GNU make's jobserver: slots are taken from it and given back, with a pipe as make would leave it.
#include "engine/workers/job_slots.h"

#include <cstdlib>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace awaitlint {
namespace {

/// The tokens that lie in the pipe, which stay there.
std::string tokens_in(int read_end, int write_end) {
    char tokens[16];
    const ssize_t got = ::read(read_end, tokens, sizeof tokens);
    if (got <= 0) return "";
    EXPECT_EQ(::write(write_end, tokens, static_cast<std::size_t>(got)), got);
    return {tokens, static_cast<std::size_t>(got)};
}

TEST(JobSlots, WithoutMakeEverySlotIsGranted) {
    ::unsetenv("MAKEFLAGS");
    JobSlots slots(true);
    EXPECT_FALSE(slots.is_shared());
    EXPECT_TRUE(slots.acquire(0));
    EXPECT_TRUE(slots.acquire(1000));
}

TEST(JobSlots, APipeThatMakeHasClosedIsNotAsked) {
    ::setenv("MAKEFLAGS", " -j3 --jobserver-auth=998,999", 1);
    EXPECT_FALSE(JobSlots(true).is_shared());
    ::setenv("MAKEFLAGS", " -j3 --jobserver-auth=none", 1);
    EXPECT_FALSE(JobSlots(true).is_shared());
}

TEST(JobSlots, OneIsOursAndTheOthersAreTakenAndGivenBack) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
    ASSERT_EQ(::write(ends[1], "ab", 2), 2);
    const std::string flags = " -j3 --jobserver-auth=" + std::to_string(ends[0]) + "," + std::to_string(ends[1]);
    ::setenv("MAKEFLAGS", flags.c_str(), 1);
    EXPECT_FALSE(JobSlots(false).is_shared()) << "-j N was given";
    {
        JobSlots slots(true);
        ASSERT_TRUE(slots.is_shared());
        EXPECT_TRUE(slots.acquire(0));
        EXPECT_EQ(tokens_in(ends[0], ends[1]), "ab") << "the first slot is a gift";
        EXPECT_TRUE(slots.acquire(1));
        EXPECT_TRUE(slots.acquire(1)) << "is held already";
        EXPECT_EQ(tokens_in(ends[0], ends[1]).size(), 1u);
        EXPECT_TRUE(slots.acquire(2));
        EXPECT_FALSE(slots.acquire(3)) << "make has no more";
        slots.shrink(2);
        EXPECT_EQ(tokens_in(ends[0], ends[1]).size(), 1u);
    }
    EXPECT_EQ(tokens_in(ends[0], ends[1]).size(), 2u) << "all are back at the end";
    JobSlots again(true);
    EXPECT_TRUE(again.acquire(0)) << "the gift too";
    EXPECT_EQ(tokens_in(ends[0], ends[1]).size(), 2u);
}

}  // namespace
}  // namespace awaitlint
