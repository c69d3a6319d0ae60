// What a confined process can no longer do, and what it still can.
//
// Each case runs in a fork, as confinement is for good. As root, too: nothing here rests on permissions.
#include "engine/workers/sandbox.h"

#include <cerrno>
#include <csignal>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/new_file.h"
#include "temporary_folder.h"

namespace awaitlint {
namespace {

constexpr int not_entered = 250;

/// What a call returns: negative with errno set where it fails.
using Call = std::function<long()>;

/// The wait status of a process that is confined and then exits with what this says.
int run_confined(const SandboxSupport& support, const std::string& writable, const std::function<int()>& exit_status) {
    const pid_t pid = ::fork();
    if (pid == 0) ::_exit(enter_sandbox(support, writable) ? exit_status() : not_entered);
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    return status;
}

/// The errno with which the call fails; 0 if it does not.
int failure(const SandboxSupport& support, const Call& call, const std::string& writable = "") {
    const int status = run_confined(support, writable, [&] { return call() < 0 ? errno : 0; });
    EXPECT_TRUE(WIFEXITED(status)) << status;
    EXPECT_NE(WEXITSTATUS(status), not_entered);
    return WEXITSTATUS(status);
}

struct Case {
    std::string what;
    Call call;
};

class Confined : public testing::Test {
protected:
    void SetUp() override {
        if (!support.is_complete()) GTEST_SKIP() << "this kernel has: " << describe(support);
        own_file = folder.write("own.txt", "text");
    }

    std::vector<Case> ways_to_change_files(const std::string& name) const {
        const std::string file = folder.path(name), other = folder.path(name + ".new");
        return {
            {"open for writing", [=] { return ::open(file.c_str(), O_WRONLY); }},
            {"open for both", [=] { return ::open(file.c_str(), O_RDWR); }},
            {"open for appending", [=] { return ::open(file.c_str(), O_WRONLY | O_APPEND); }},
            {"empty by opening for reading", [=] { return ::open(file.c_str(), O_RDONLY | O_TRUNC); }},
            {"empty", [=] { return ::truncate(file.c_str(), 0); }},
            {"make", [=] { return ::open(other.c_str(), O_RDONLY | O_CREAT, 0600); }},
            {"make without a name", [this] { return ::open(folder.path().c_str(), O_TMPFILE | O_RDWR, 0600); }},
            {"make a folder", [=] { return ::mkdir(other.c_str(), 0700); }},
            {"make a link", [=] { return ::symlink("/etc/passwd", other.c_str()); }},
            {"make a second name", [=] { return ::link(file.c_str(), other.c_str()); }},
            {"make a pipe", [=] { return ::mkfifo(other.c_str(), 0600); }},
            {"remove", [=] { return ::unlink(file.c_str()); }},
            {"remove a folder", [this] { return ::rmdir(folder.path("empty").c_str()); }},
            {"rename", [=] { return ::rename(file.c_str(), other.c_str()); }},
        };
    }

    const SandboxSupport support = look_for_sandbox();
    const TemporaryFolder folder;
    std::string own_file;
};

TEST_F(Confined, ChangesNoFile) {
    folder.make_folder("empty");
    for (const SandboxSupport& parts : {support, SandboxSupport{support.landlock, false}, SandboxSupport{0, true}})
        for (const Case& way : ways_to_change_files("own.txt"))
            EXPECT_NE(failure(parts, way.call), 0) << way.what << " with " << describe(parts);
    EXPECT_EQ(text_of(own_file), "text");
    EXPECT_TRUE(std::filesystem::exists(folder.path("empty")));
    EXPECT_FALSE(std::filesystem::exists(folder.path("own.txt.new")));
}

TEST_F(Confined, ChangesNothingThatIsAttachedToAFile) {
    const std::vector<Case> ways = {
        {"mode", [&] { return ::chmod(own_file.c_str(), 0777); }},
        {"owner", [&] { return ::chown(own_file.c_str(), 1, 1); }},
        {"attribute", [&] { return ::setxattr(own_file.c_str(), "user.x", "x", 1, 0); }},
        {"times", [&] { return ::utimensat(AT_FDCWD, own_file.c_str(), nullptr, 0); }},
    };
    for (const Case& way : ways) EXPECT_EQ(failure(support, way.call), EPERM) << way.what;
}

TEST_F(Confined, ReachesNoNetworkProgramOrOtherProcess) {
    static const char* const nothing[] = {nullptr};
    const pid_t parent = ::getpid();
    const std::vector<Case> ways = {
        {"internet", [] { return ::socket(AF_INET, SOCK_STREAM, 0); }},
        {"datagrams", [] { return ::socket(AF_INET6, SOCK_DGRAM, 0); }},
        {"socket in the file system", [] { return ::socket(AF_UNIX, SOCK_STREAM, 0); }},
        {"pair of sockets",
         [] {
             int ends[2];
             return ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
         }},
        {"execve", [] { return ::execve("/bin/true", const_cast<char**>(nothing), const_cast<char**>(nothing)); }},
        {"execveat", [] { return ::syscall(SYS_execveat, AT_FDCWD, "/bin/true", nothing, nothing, 0); }},
        {"posix_spawn's clone",
         [] { return ::syscall(SYS_clone, CLONE_VFORK | SIGCHLD, nullptr, nullptr, nullptr, 0); }},
        {"ptrace", [] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); }},
        {"signal", [=] { return ::kill(parent, 0); }},
        {"signal to all", [] { return ::kill(-1, 0); }},
        {"signal by descriptor", [=] { return ::syscall(SYS_pidfd_open, parent, 0); }},
        {"memory of others", [=] { return ::syscall(SYS_process_vm_readv, parent, nullptr, 0, nullptr, 0, 0); }},
        {"limits of others",
         [=] {
             rlimit limit{0, 0};
             return ::prlimit(parent, RLIMIT_NOFILE, &limit, nullptr);
         }},
        {"shared memory", [] { return ::syscall(SYS_shmget, 0, 4096, 01600); }},
        {"message queue", [] { return ::syscall(SYS_mq_open, "x", O_CREAT | O_RDWR, 0600, nullptr); }},
    };
    for (const Case& way : ways) EXPECT_EQ(failure(support, way.call), EPERM) << way.what;
}

TEST_F(Confined, ACopyOfItselfIsConfinedToo) {
    static const char* const nothing[] = {nullptr};
    const auto in_a_copy = [](auto call) {
        const pid_t copy = ::fork();
        if (copy == 0) ::_exit(call() < 0 ? errno : 0);
        int status = 0;
        if (copy < 0 || ::waitpid(copy, &status, 0) != copy || !WIFEXITED(status)) return -1;
        errno = WEXITSTATUS(status);
        return errno == 0 ? 0 : -1;
    };
    const std::vector<Case> ways = {
        {"execve",
         [&] {
             return in_a_copy(
                 [] { return ::execve("/bin/true", const_cast<char**>(nothing), const_cast<char**>(nothing)); });
         }},
        {"internet", [&] { return in_a_copy([] { return ::socket(AF_INET, SOCK_STREAM, 0); }); }},
        {"change a file", [&] { return in_a_copy([&] { return ::chmod(own_file.c_str(), 0777); }); }},
        {"a copy in other namespaces",
         [] { return ::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, 0); }},
    };
    for (const Case& way : ways) EXPECT_EQ(failure(support, way.call), EPERM) << way.what;
}

TEST_F(Confined, ReachesNothingElseOfTheKernel) {
    const std::vector<Case> ways = {
        {"mount", [] { return ::mount("none", "/mnt", "tmpfs", 0, nullptr); }},
        {"namespace", [] { return ::unshare(CLONE_NEWUSER); }},
        {"io_uring", [] { return ::syscall(425, 1, nullptr); }},
        {"bpf", [] { return ::syscall(SYS_bpf, 0, nullptr, 0); }},
        {"perf", [] { return ::syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0); }},
        {"keys", [] { return ::syscall(SYS_keyctl, 0, 0); }},
        {"userfaultfd", [] { return ::syscall(SYS_userfaultfd, 0); }},
        {"memory as a file", [] { return ::syscall(SYS_memfd_create, "x", 0); }},
        {"open by handle", [] { return ::syscall(SYS_open_by_handle_at, -1, nullptr, O_RDONLY); }},
        {"what the terminal is told", [] { return ::ioctl(0, TIOCSTI, "x"); }},
        {"core files",
         [] {
             rlimit limit{1, 1};
             return ::setrlimit(RLIMIT_CORE, &limit);
         }},
        {"how much is written",
         [] {
             rlimit limit{1, 1};
             return ::setrlimit(RLIMIT_FSIZE, &limit);
         }},
        {"that it can be dumped", [] { return ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); }},
    };
    for (const Case& way : ways) EXPECT_EQ(failure(support, way.call), EPERM) << way.what;
    // So that the C library tries the older call.
    EXPECT_EQ(failure(support, [] { return ::syscall(SYS_clone3, nullptr, 0); }), ENOSYS);
}

TEST_F(Confined, StillReadsAndHasThreads) {
    const int status = run_confined(support, "", [&] {
        std::string text;
        std::thread reader([&] { text = text_of(own_file); });
        reader.join();
        std::error_code failure;
        bool is_listed = false;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path(), failure))
            is_listed |= entry.path() == own_file;
        const std::vector<char> memory(64 << 20, 'x');
        return text == "text" && is_listed && memory.back() == 'x' && ::isatty(0) >= 0 ? 0 : 1;
    });
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST_F(Confined, StillDiesOfItsOwnFaults) {
    const int status = run_confined(support, "", [&]() -> int { std::abort(); });
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) << status;
}

TEST_F(Confined, WritesInTheOneFolderThatItMay) {
    const std::string own = folder.make_folder("preambles");
    const int status = run_confined(support, own, [&] {
        auto file = NewFile::beside(own + "/a.pch", 0600);
        if (!file || !file->write("bytes") || !file->put_at(own + "/a.pch")) return 1;
        const int kept = ::open((own + "/a.pch").c_str(), O_RDONLY);
        if (::futimens(kept, nullptr) != 0) return 2;
        auto second = NewFile::beside(own + "/a.pch", 0600);
        if (!second || !second->write("others") || !second->put_at(own + "/a.pch")) return 3;
        auto dropped = NewFile::beside(own + "/b.pch", 0600);
        return dropped ? 0 : 4;
    });
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_EQ(text_of(own + "/a.pch"), "others");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(own), std::filesystem::directory_iterator()), 1);
}

TEST_F(Confined, WritesNowhereElseForThat) {
    const std::string own = folder.make_folder("preambles");
    folder.make_folder("empty");
    folder.make_link("preambles/out", own_file);
    folder.write("preambles/own.pch", "text");
    for (const Case& way : ways_to_change_files("own.txt")) EXPECT_NE(failure(support, way.call, own), 0) << way.what;
    const std::vector<Case> ways = {
        {"through a link", [&] { return ::open((own + "/out").c_str(), O_WRONLY | O_TRUNC); }},
        {"by the way up", [&] { return ::open((own + "/../own.txt").c_str(), O_WRONLY | O_TRUNC); }},
        {"out of it", [&] { return ::rename((own + "/own.pch").c_str(), folder.path("moved").c_str()); }},
        {"into it", [&] { return ::rename(own_file.c_str(), (own + "/moved").c_str()); }},
        {"a link in it", [&] { return ::symlink("/etc", (own + "/link").c_str()); }},
        {"a folder in it", [&] { return ::mkdir((own + "/folder").c_str(), 0700); }},
    };
    for (const Case& way : ways) EXPECT_NE(failure(support, way.call, own), 0) << way.what;
    EXPECT_EQ(text_of(own_file), "text");
}

TEST_F(Confined, WithoutLandlockNothingIsWrittenAnywhere) {
    const std::string own = folder.make_folder("preambles");
    const SandboxSupport filter_alone{0, true};
    EXPECT_EQ(
        failure(filter_alone, [&] { return ::open((own + "/x").c_str(), O_WRONLY | O_CREAT, 0600); }, own), EPERM);
}

TEST_F(Confined, AFolderThatIsALinkIsNone) {
    const std::string link = folder.make_link("preambles", folder.make_folder("elsewhere"));
    EXPECT_NE(failure(support, [&] { return ::open((link + "/x").c_str(), O_WRONLY | O_CREAT, 0600); }, link), 0);
}

TEST(Sandbox, SaysWhatThereIs) {
    EXPECT_EQ(describe({7, true}), "Landlock 7 and seccomp");
    EXPECT_EQ(describe({1, false}), "Landlock 1, no seccomp");
    EXPECT_EQ(describe({0, true}), "seccomp, no Landlock");
    EXPECT_EQ(describe({0, false}), "none");
}

TEST(Sandbox, OfWhatIsNotWantedThereIsNone) {
    EXPECT_FALSE(sandbox_for(Sandbox::off));
    ASSERT_TRUE(sandbox_in_force(Sandbox::off));
    EXPECT_TRUE(sandbox_in_force(Sandbox::off)->is_as_wanted);
}

}  // namespace
}  // namespace awaitlint
