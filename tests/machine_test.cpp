// Cores and memory as control groups bound them: a machine made of files.
#include "engine/workers/machine.h"

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

class MachineOfFiles : public testing::Test {
protected:
    MachineOfFiles() {
        machine.write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree: 1 kB\nMemAvailable:   8388608 kB\n");
    }
    Machine look() const { return look_at_machine(machine.path()); }
    TemporaryFolder machine;
};

TEST_F(MachineOfFiles, WithoutControlGroups) {
    EXPECT_EQ(look().memory_mib, 16384u);
    EXPECT_EQ(look().available_mib, 8192u);
    EXPECT_GE(look().cores, 1u);
}

TEST_F(MachineOfFiles, NothingIsKnown) {
    const Machine nothing = look_at_machine(machine.path("nowhere"));
    EXPECT_EQ(nothing.memory_mib, 0u);
    EXPECT_GE(default_jobs(nothing), 1u);
    EXPECT_EQ(default_memory_mib(nothing), 0u) << "no limit";
}

TEST_F(MachineOfFiles, TheNarrowestGroupAboveUsBounds) {
    machine.write("proc/self/cgroup", "0::/slice/job\n");
    machine.write("sys/fs/cgroup/slice/job/memory.max", "max\n");
    machine.write("sys/fs/cgroup/slice/job/cpu.max", "max 100000\n");
    machine.write("sys/fs/cgroup/slice/memory.max", "4294967296\n");
    machine.write("sys/fs/cgroup/slice/memory.current", "3221225472\n");
    machine.write("sys/fs/cgroup/slice/memory.stat", "anon 1\ninactive_file 1073741824\n");
    machine.write("sys/fs/cgroup/slice/cpu.max", "100000 100000\n");
    const Machine found = look();
    EXPECT_EQ(found.memory_mib, 4096u);
    EXPECT_EQ(found.available_mib, 2048u) << "cached files can be dropped";
    EXPECT_EQ(found.cores, 1u);
}

TEST_F(MachineOfFiles, AContainerSeesItsGroupAtTheTop) {
    machine.write("proc/self/cgroup", "5:cpu,cpuacct:/docker/1\n4:memory:/docker/1\n");
    machine.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "2147483648\n");
    machine.write("sys/fs/cgroup/memory/memory.usage_in_bytes", "1073741824\n");
    machine.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n");
    machine.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    EXPECT_EQ(look().memory_mib, 2048u);
    EXPECT_EQ(look().available_mib, 1024u);
    EXPECT_EQ(look().cores, 1u);
}

TEST_F(MachineOfFiles, AGroupWithoutLimitsBoundsNothing) {
    machine.write("proc/self/cgroup", "5:cpu,cpuacct:/\n4:memory:/\n");
    machine.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    machine.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    machine.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    EXPECT_EQ(look().memory_mib, 16384u);
    EXPECT_EQ(look().available_mib, 8192u);
    EXPECT_EQ(look().cores, look_at_machine(machine.path("nowhere")).cores);
}

TEST(Defaults, AsManyJobsAsMemoryHolds) {
    EXPECT_EQ(default_jobs({8, 65536, 32768}), 8u);
    EXPECT_EQ(default_jobs({8, 4096, 2400}), 3u);
    EXPECT_EQ(default_jobs({8, 512, 100}), 1u);
}

TEST(Defaults, OneUnitGetsMostOfTheMachineAndNotAll) {
    EXPECT_EQ(default_memory_mib({8, 16384, 100}), 12288u);
    EXPECT_EQ(default_memory_mib({8, 512, 100}), 1024u);
}

}  // namespace
}  // namespace awaitlint
