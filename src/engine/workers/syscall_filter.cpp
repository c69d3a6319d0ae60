// See syscall_filter.h. A program for the kernel's BPF machine: the architecture, then one test after the other.
//
// By hand and not by libseccomp: that would have to be on every machine that runs awaitlint, and what is needed of it
// is below. Only constants and the lower halves of arguments are looked at; both halves where an argument is a pointer.
#include "engine/workers/syscall_filter.h"

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace awaitlint {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t architecture = 0;
#endif

// Calls of the x32 form of x86-64 carry this bit, and are none of the numbers below.
[[maybe_unused]] constexpr std::uint32_t x32_bit = 0x40000000;

/// An argument, as far as the mask goes, has this value.
struct Condition {
    unsigned argument = 0;
    std::uint32_t mask = 0;
    std::uint32_t value = 0;
    bool is_upper_half = false;
};

/// A call that is allowed if all conditions hold. A call may be there several times.
struct Allowed {
    long call;
    std::vector<Condition> conditions;
};

Condition argument_is(unsigned argument, std::uint32_t value) {
    return {argument, ~std::uint32_t{0}, value, false};
}

Condition argument_without(unsigned argument, std::uint32_t bits) {
    return {argument, bits, 0, false};
}

std::vector<Condition> no_pointer(unsigned argument) {
    return {argument_is(argument, 0), {argument, ~std::uint32_t{0}, 0, true}};
}

/// Always, whatever the arguments. The most frequent first, as older kernels go through the list each time.
constexpr long harmless[] = {
    __NR_read,
    __NR_mmap,
    __NR_munmap,
    __NR_fstat,
    __NR_newfstatat,
    __NR_close,
    __NR_pread64,
    __NR_lseek,
    __NR_futex,
    __NR_brk,
    __NR_mprotect,
    __NR_madvise,
    __NR_mremap,
    __NR_write,
    // files that are open already, or only looked at
    __NR_readv,
    __NR_writev,
    __NR_preadv,
    __NR_pwrite64,
    __NR_pwritev,
    __NR_getdents64,
    __NR_statx,
    __NR_faccessat,
    __NR_readlinkat,
    __NR_statfs,
    __NR_fstatfs,
    __NR_getcwd,
    __NR_chdir,
    __NR_fchdir,
    __NR_dup,
    __NR_dup3,
    __NR_pipe2,
    __NR_flock,
    __NR_fsync,
    __NR_fdatasync,
    __NR_fadvise64,
    __NR_readahead,
    __NR_umask,
    __NR_ppoll,
    __NR_pselect6,
#ifdef __NR_stat
    __NR_stat,
    __NR_lstat,
    __NR_access,
    __NR_readlink,
    __NR_dup2,
    __NR_pipe,
    __NR_poll,
    __NR_select,
    __NR_getdents,
#endif
#ifdef __NR_faccessat2
    __NR_faccessat2,
#endif
#ifdef __NR_close_range
    __NR_close_range,
#endif
    // memory and threads of its own
    __NR_mincore,
    __NR_msync,
    __NR_set_robust_list,
    __NR_get_robust_list,
    __NR_set_tid_address,
    __NR_membarrier,
    __NR_sched_yield,
    __NR_sched_getaffinity,
    __NR_exit,
    __NR_exit_group,
    __NR_wait4,
    __NR_restart_syscall,
#ifdef __NR_rseq
    __NR_rseq,
#endif
    // signals that it gets
    __NR_rt_sigaction,
    __NR_rt_sigprocmask,
    __NR_rt_sigreturn,
    __NR_sigaltstack,
    // who and when
    __NR_getpid,
    __NR_gettid,
    __NR_getppid,
    __NR_getuid,
    __NR_geteuid,
    __NR_getgid,
    __NR_getegid,
    __NR_uname,
    __NR_sysinfo,
    __NR_getrusage,
    __NR_getcpu,
    __NR_times,
    __NR_getrandom,
    __NR_clock_gettime,
    __NR_clock_getres,
    __NR_clock_nanosleep,
    __NR_nanosleep,
    __NR_gettimeofday,
#ifdef __NR_time
    __NR_time,
#endif
#ifdef __NR_getrlimit
    __NR_getrlimit,
#endif
};

constexpr std::uint32_t writing_flags = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
constexpr std::uint32_t new_namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                         CLONE_NEWPID | CLONE_NEWNET | CLONE_VFORK | CLONE_PTRACE | CLONE_PARENT;
/// As fork() asks for it: a copy, which tells its parent when it ends.
constexpr std::uint32_t copy_of_itself = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
constexpr std::uint32_t name_of_memory = 0x53564d41;  // PR_SET_VMA, by which the C library names its areas

/// Depends on what is asked for.
std::vector<Allowed> narrowed() {
    const auto own = static_cast<std::uint32_t>(::getpid());
    std::vector<Allowed> calls = {
        {__NR_openat, {argument_without(2, writing_flags)}},
        // another thread, or a copy of itself for a trial: it is confined like its parent, and starts no program
        {__NR_clone, {{0, CLONE_THREAD | CLONE_VM | new_namespaces, CLONE_THREAD | CLONE_VM, false}}},
        {__NR_clone, {argument_is(0, copy_of_itself)}},
        {__NR_prctl, {argument_is(0, PR_SET_PDEATHSIG), argument_is(1, SIGKILL)}},
        // abort() and what crash handlers send on: to itself
        {__NR_tgkill, {argument_is(0, own)}},
        {__NR_kill, {argument_is(0, own)}},
        {__NR_prlimit64, {argument_is(0, 0), argument_is(2, 0), {2, ~std::uint32_t{0}, 0, true}}},
        {__NR_prctl, {argument_is(0, PR_SET_NAME)}},
        {__NR_prctl, {argument_is(0, name_of_memory)}},
        {__NR_prctl, {argument_is(0, PR_SET_DUMPABLE), argument_is(1, 0)}},
        {__NR_ioctl, {argument_is(1, TCGETS)}},  // isatty
        // the times of a file that is open: the cache drops what was not used for long
        {__NR_utimensat, no_pointer(1)},
    };
#ifdef __NR_open
    calls.push_back({__NR_open, {argument_without(1, writing_flags)}});
#endif
    for (const int command : {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW,
                              F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW})
        calls.push_back({__NR_fcntl, {argument_is(1, static_cast<std::uint32_t>(command))}});
    return calls;
}

/// For a process that may write in some folder: files are made, put in the place of others, and removed.
std::vector<Allowed> writing() {
    std::vector<Allowed> calls = {{__NR_openat, {}},
                                  {__NR_unlinkat, {argument_is(2, 0)}},
                                  {__NR_renameat2, {}},
                                  // how much may be written: base/write_permit.h
                                  {__NR_prlimit64, {argument_is(0, 0), argument_is(1, RLIMIT_FSIZE)}}};
#ifdef __NR_setrlimit
    calls.push_back({__NR_setrlimit, {argument_is(0, RLIMIT_FSIZE)}});
#endif
#ifdef __NR_renameat
    calls.push_back({__NR_renameat, {}});
#endif
#ifdef __NR_open
    for (const long call : {__NR_open, __NR_unlink, __NR_rename}) calls.push_back({call, {}});
#endif
    return calls;
}

std::uint32_t offset_of(const Condition& condition) {
    static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "where the lower half of an argument is");
    return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + std::size_t{8} * condition.argument +
                                      (condition.is_upper_half ? 4 : 0));
}

class Program {
public:
    Program() {
        load(offsetof(seccomp_data, arch));
        unless_equal(architecture, 1);
        jump_over(1);
        end(SECCOMP_RET_KILL_PROCESS);
        load(offsetof(seccomp_data, nr));
#if defined(__x86_64__)
        // x32: none of the numbers that follow, and no call that was meant.
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, x32_bit, 0, 1));
        end(SECCOMP_RET_ERRNO | EPERM);
#endif
    }

    void allow(const Allowed& allowed) {
        const std::size_t conditions = allowed.conditions.size();
        if (conditions == 0) {
            unless_equal(static_cast<std::uint32_t>(allowed.call), 1);
            end(SECCOMP_RET_ALLOW);
            return;
        }
        // Per condition: load, mask, compare; then the verdict, and the call's number is loaded again.
        const std::size_t length = 3 * conditions + 2;
        unless_equal(static_cast<std::uint32_t>(allowed.call), length);
        for (std::size_t i = 0; i < conditions; ++i) {
            const Condition& condition = allowed.conditions[i];
            load(offset_of(condition));
            code_.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, condition.mask));
            unless_equal(condition.value, 3 * (conditions - i - 1) + 1);
        }
        end(SECCOMP_RET_ALLOW);
        load(offsetof(seccomp_data, nr));
    }

    void answer(long call, std::uint32_t error) {
        unless_equal(static_cast<std::uint32_t>(call), 1);
        end(SECCOMP_RET_ERRNO | error);
    }

    bool install() {
        end(SECCOMP_RET_ERRNO | EPERM);
        sock_fprog program = {};
        program.len = static_cast<unsigned short>(code_.size());
        program.filter = code_.data();
        // Kernels before 5.16 would also slow the whole worker down against what a JIT compiler could be made to do.
        return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) == 0 ||
               ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
    }

private:
    void load(std::size_t offset) {
        code_.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)));
    }
    void end(std::uint32_t verdict) { code_.push_back(BPF_STMT(BPF_RET | BPF_K, verdict)); }
    void jump_over(std::uint32_t count) { code_.push_back(BPF_STMT(BPF_JMP | BPF_JA, count)); }
    /// Goes on with the next one if equal, and behind so many else.
    void unless_equal(std::uint32_t value, std::size_t skipped) {
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, static_cast<std::uint8_t>(skipped)));
    }

    std::vector<sock_filter> code_;
};

}  // namespace

bool knows_syscall_filters() {
    if (architecture == 0) return false;
    std::uint32_t verdict = SECCOMP_RET_ERRNO;
    return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &verdict) == 0;
}

bool install_syscall_filter(bool may_write) {
    Program program;
    for (const long call : harmless) program.allow({call, {}});
    for (const Allowed& allowed : narrowed()) program.allow(allowed);
    if (may_write)
        for (const Allowed& allowed : writing()) program.allow(allowed);
    // The C library asks for these first, and does without where they are not known.
    for (const long call : {__NR_clone3, __NR_openat2}) program.answer(call, ENOSYS);
    return program.install();
}

}  // namespace awaitlint
