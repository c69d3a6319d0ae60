// See machine.h. A control group is bounded by every group above it.
#include "engine/workers/machine.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>

#include <sched.h>

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

// A worker on a heavy unit with every body parsed: docs/performance.md.
constexpr std::uint64_t usual_unit_mib = 768;
constexpr std::uint64_t least_unit_mib = 1024;

std::optional<std::uint64_t> number_in(const fs::path& file) {
    std::ifstream in(file);
    std::uint64_t number = 0;
    if (in >> number) return number;
    return std::nullopt;  // "max" too
}

/// The number behind a word: `MemTotal:  123 kB`, `inactive_file 123`.
std::optional<std::uint64_t> number_behind(const fs::path& file, const std::string& word) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string first;
        std::uint64_t number = 0;
        if (words >> first >> number && first == word) return number;
    }
    return std::nullopt;
}

struct Version {
    const char* mount;       // below /sys/fs/cgroup
    const char* controller;  // as /proc/self/cgroup names it; empty: version 2
    const char* limit;
    const char* usage;
    const char* reclaimable;
};
constexpr Version memory_versions[] = {
    {"", "", "memory.max", "memory.current", "inactive_file"},
    {"memory", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"},
};
constexpr const char* cpu_controllers[] = {"cpu", "cpu,cpuacct", "cpuacct,cpu"};

bool has_controller(std::string_view list, std::string_view controller) {
    return ("," + std::string(list) + ",").find("," + std::string(controller) + ",") != std::string::npos;
}

/// The path of our group: from "4:memory:/a/b", or "0::/a/b" of version 2.
std::optional<std::string> group_path(const std::string& root, const std::string& controller) {
    std::ifstream in(root + "/proc/self/cgroup");
    for (std::string line; std::getline(in, line);) {
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        if (second == std::string::npos) continue;
        const std::string list = line.substr(first + 1, second - first - 1);
        if (controller.empty() ? list.empty() : has_controller(list, controller)) return line.substr(second + 1);
    }
    return std::nullopt;
}

/// Our group's folder and those above it up to the mount, which is where a container sees its own.
template <class Visit>
void for_each_group(const std::string& root, const char* mount, const char* controller, Visit visit) {
    const std::optional<std::string> path = group_path(root, controller);
    if (!path) return;
    const fs::path top = fs::path(root + "/sys/fs/cgroup") / mount;
    fs::path group = fs::path(*path).relative_path();
    for (; !group.empty(); group = group.parent_path()) visit(top / group);
    visit(top);
}

void bound_memory(const std::string& root, Machine& machine) {
    for (const Version& version : memory_versions)
        for_each_group(root, version.mount, version.controller, [&](const fs::path& group) {
            const auto limit = number_in(group / version.limit);
            if (!limit || *limit >> 20 >= machine.memory_mib) return;
            machine.memory_mib = *limit >> 20;
            const std::uint64_t usage = number_in(group / version.usage).value_or(0);
            const std::uint64_t cached = number_behind(group / "memory.stat", version.reclaimable).value_or(0);
            const std::uint64_t taken = usage - std::min(usage, cached);
            machine.available_mib =
                std::min<std::uint64_t>(machine.available_mib, (*limit - std::min(*limit, taken)) >> 20);
        });
}

void bound_cores(const std::string& root, Machine& machine) {
    const auto bound = [&](double quota, double period) {
        if (quota <= 0 || period <= 0) return;
        const auto cores = static_cast<unsigned>(std::max(1L, std::lround(quota / period)));
        machine.cores = std::min(machine.cores, cores);
    };
    for_each_group(root, "", "", [&](const fs::path& group) {
        std::ifstream in(group / "cpu.max");
        double quota = 0, period = 0;
        if (in >> quota >> period) bound(quota, period);
    });
    for (const char* mount : cpu_controllers)
        for_each_group(root, mount, "cpu", [&](const fs::path& group) {
            const auto quota = number_in(group / "cpu.cfs_quota_us");
            const auto period = number_in(group / "cpu.cfs_period_us");
            // Unbounded is -1, which reads as a huge number.
            if (quota && period && *quota < std::numeric_limits<std::uint32_t>::max())
                bound(static_cast<double>(*quota), static_cast<double>(*period));
        });
}

}  // namespace

Machine look_at_machine(const std::string& root) {
    Machine machine;
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (::sched_getaffinity(0, sizeof cores, &cores) == 0)
        machine.cores = static_cast<unsigned>(std::max(1, CPU_COUNT(&cores)));
    machine.memory_mib = number_behind(root + "/proc/meminfo", "MemTotal:").value_or(0) >> 10;
    machine.available_mib = number_behind(root + "/proc/meminfo", "MemAvailable:").value_or(0) >> 10;
    bound_memory(root, machine);
    bound_cores(root, machine);
    return machine;
}

unsigned default_jobs(const Machine& machine) {
    if (!machine.available_mib) return machine.cores;
    return static_cast<unsigned>(
        std::clamp<std::uint64_t>(machine.available_mib / usual_unit_mib, 1, std::max(1u, machine.cores)));
}

std::uint64_t default_memory_mib(const Machine& machine) {
    return machine.memory_mib ? std::max(least_unit_mib, machine.memory_mib * 3 / 4) : 0;
}

}  // namespace awaitlint
