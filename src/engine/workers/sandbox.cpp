// See sandbox.h. Landlock by its bare system calls: its interface grows by versions, and headers are older than
// kernels.
#include "engine/workers/sandbox.h"

#include <algorithm>
#include <cstdint>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "base/sanitizers.h"
#include "engine/workers/syscall_filter.h"

namespace awaitlint {
namespace {

// The kernel's interface, include/uapi/linux/landlock.h.
constexpr long create_ruleset = 444, add_rule = 445, restrict_self = 446;
constexpr unsigned long ask_for_version = 1;
constexpr unsigned long files_beneath = 1;
struct Ruleset {
    std::uint64_t files = 0;
    std::uint64_t network = 0;  // from version 4 on
    std::uint64_t scoped = 0;   // from version 6 on
};
struct __attribute__((packed)) PathBeneath {
    std::uint64_t allowed = 0;
    std::int32_t folder = -1;
};
constexpr std::uint64_t write_file = 1 << 1, read_file = 1 << 2, read_folder = 1 << 3, remove_file = 1 << 5,
                        make_file = 1 << 8, truncate_file = 1 << 14;
constexpr std::uint64_t any_network = 0b11;  // bind and connect by TCP
constexpr std::uint64_t any_scope = 0b11;    // abstract sockets, signals

/// Everything that this version can forbid.
std::uint64_t known_rights(int version) {
    if (version >= 5) return (1 << 16) - 1;  // commands to devices
    if (version >= 3) return (1 << 15) - 1;  // truncation
    if (version >= 2) return (1 << 14) - 1;  // from one folder into another
    return (1 << 13) - 1;
}

bool allow_beneath(int rules, const std::string& path, std::uint64_t rights) {
    const Descriptor folder(::open(path.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.is_open()) return false;
    const PathBeneath beneath{rights, folder.number()};
    return ::syscall(add_rule, rules, files_beneath, &beneath, 0) == 0;
}

bool enter_landlock(int version, const std::string& writable) {
    Ruleset wanted;
    wanted.files = known_rights(version);
    if (version >= 4) wanted.network = any_network;
    if (version >= 6) wanted.scoped = any_scope;
    const std::size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    const Descriptor rules(static_cast<int>(::syscall(create_ruleset, &wanted, size, 0)));
    if (!rules.is_open()) return false;
    if (!allow_beneath(rules.number(), "/", read_file | read_folder)) return false;
    // A folder that is gone, or no folder any more, is one that nothing can be written to.
    if (!writable.empty())
        allow_beneath(rules.number(), writable,
                      (read_file | read_folder | write_file | make_file | remove_file | truncate_file) & wanted.files);
    return ::syscall(restrict_self, rules.number(), 0) == 0;
}

}  // namespace

std::optional<SandboxSupport> sandbox_for(Sandbox wanted) {
    if (wanted == Sandbox::off || (wanted == Sandbox::automatic && is_sanitized)) return std::nullopt;
    const SandboxSupport support = look_for_sandbox();
    return support.is_there() ? std::optional(support) : std::nullopt;
}

Result<SandboxInForce> sandbox_in_force(Sandbox wanted) {
    if (wanted == Sandbox::automatic && is_sanitized)
        return SandboxInForce{"none, as this build of awaitlint has sanitizers", true};
    if (wanted == Sandbox::off) return SandboxInForce{"none, as --sandbox off says", true};
    const SandboxSupport support = look_for_sandbox();
    if (wanted == Sandbox::on && !support.is_complete())
        return Error{
            fmt::format("--sandbox on: this kernel does not have all that it needs (it has: {}); Landlock comes "
                        "with Linux 5.13, and a container may keep it from us",
                        describe(support))};
    return SandboxInForce{describe(support), support.is_complete()};
}

SandboxSupport look_for_sandbox() {
    const long version = ::syscall(create_ruleset, nullptr, 0, ask_for_version);
    return {static_cast<int>(std::max(0L, version)), knows_syscall_filters()};
}

std::string describe(const SandboxSupport& support) {
    const std::string landlock = support.landlock ? fmt::format("Landlock {}", support.landlock) : "";
    if (!support.has_call_filter) return landlock.empty() ? "none" : landlock + ", no seccomp";
    return landlock.empty() ? "seccomp, no Landlock" : landlock + " and seccomp";
}

bool enter_sandbox(const SandboxSupport& support, const std::string& writable) {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    if (support.landlock > 0 && !enter_landlock(support.landlock, writable)) return false;
    // Only Landlock knows where: without it, nothing is written anywhere.
    return !support.has_call_filter || install_syscall_filter(support.landlock > 0 && !writable.empty());
}

}  // namespace awaitlint
