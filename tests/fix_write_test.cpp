// Writing: at every moment the old file or the new one, with everything that is attached to it; refusals leave all as
// it was. The calls that write are intercepted here, so that the process can be killed before and within each of them.
#include <functional>

#include <grp.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "fix/apply.h"
#include "fix/replace_file.h"
#include "temporary_folder.h"

namespace {

// In a child only: the call at which it is killed (counted from 1), whether the disk is full, which rename fails.
int kill_at = 0;
int calls = 0;
bool is_disk_full = false;
int renames = 0;         // exchanges too
int failing_rename = 0;  // counted from 1
bool has_exchange = true;
std::function<void()> before_rename;  // what others do in the last moment

void count_call() {
    if (kill_at && ++calls == kill_at) ::raise(SIGKILL);
}

/// False: the rename fails with EIO.
bool begin_rename() {
    count_call();
    if (before_rename) std::exchange(before_rename, nullptr)();
    if (++renames != failing_rename) return true;
    errno = EIO;
    return false;
}

}  // namespace

extern "C" {
ssize_t write(int file, const void* bytes, size_t count) {
    count_call();
    if (kill_at && calls + 1 == kill_at) ::syscall(SYS_write, file, bytes, count / 2);
    count_call();
    if (is_disk_full) {
        if (::syscall(SYS_write, file, bytes, count / 2) > 0) is_disk_full = false;
        errno = ENOSPC;
        return -1;
    }
    return ::syscall(SYS_write, file, bytes, count);
}
int fsync(int file) {
    count_call();
    return static_cast<int>(::syscall(SYS_fsync, file));
}
int fchmod(int file, mode_t mode) noexcept {
    count_call();
    return static_cast<int>(::syscall(SYS_fchmod, file, mode));
}
int rename(const char* from, const char* to) noexcept {
    if (!begin_rename()) return -1;
    const int result = static_cast<int>(::syscall(SYS_rename, from, to));
    count_call();
    return result;
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
    if (!has_exchange) {
        errno = EINVAL;
        return -1;
    }
    if (!begin_rename()) return -1;
    const int result = static_cast<int>(::syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
    count_call();
    return result;
}
int unlink(const char* path) noexcept {
    count_call();
    return static_cast<int>(::syscall(SYS_unlink, path));
}
}

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const std::string before = "first line\nsecond line\n";
const std::string after = "first line\nanother line\n";

std::size_t files_in(const TemporaryFolder& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()));
}

/// One repair of these files together: each `before` becomes `after`.
RepairPlan plan_for(const std::vector<std::string>& paths) {
    RepairPlan plan;
    plan.repairs.emplace_back();
    for (const std::string& path : paths) plan.changes.push_back({path, path, before, after, {}, {0}});
    return plan;
}

/// Why nothing was written; empty if it was.
std::string why_left(const RepairPlan& plan) {
    const AppliedRepairs applied = apply_plan(plan);
    return applied.left.empty() ? "" : applied.left.front().why;
}

/// What a child process says, or "killed by N".
std::string said_by_child(const std::function<std::string()>& work) {
    int ends[2];
    if (::pipe(ends) != 0) return "no pipe";
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string said = work();
        ::syscall(SYS_write, ends[1], said.data(), said.size());
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string said;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(count));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? "killed by " + std::to_string(WTERMSIG(status)) : said;
}

/// The work as a user who may not do everything, in folders that are that user's.
std::string said_by_ordinary_user(const TemporaryFolder& folder, const std::function<std::string()>& work) {
    constexpr uid_t nobody = 65534;
    const bool is_root = ::geteuid() == 0;
    if (is_root && ::chown(folder.path().c_str(), nobody, nobody) != 0) return "cannot give away the folder";
    return said_by_child([&]() -> std::string {
        if (is_root && (::setgroups(0, nullptr) != 0 || ::setresgid(nobody, nobody, nobody) != 0 ||
                        ::setresuid(nobody, nobody, nobody) != 0))
            return "cannot become an ordinary user";
        return work();
    });
}

TEST(FixWrite, TheNewBytesAreThere) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    EXPECT_EQ(why_left(plan_for({file})), "");
    EXPECT_EQ(text_of(file), after);
    EXPECT_EQ(files_in(folder), 1u);
}

TEST(FixWrite, ModeAndAttributesAreKept) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    ASSERT_EQ(::chmod(file.c_str(), 0751), 0);
    const bool has_attributes = ::setxattr(file.c_str(), "user.note", "kept", 4, 0) == 0;
    EXPECT_EQ(why_left(plan_for({file})), "");
    struct ::stat status = {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0751u);
    if (has_attributes) EXPECT_EQ(::getxattr(file.c_str(), "user.note", nullptr, 0), 4);
}

TEST(FixWrite, TheFoldersDefaultAccessListIsNotTheFiles) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
    // Version 2 of the kernel's form: tag, permissions, id. User 65534 may read and write.
    const struct {
        std::uint16_t tag, permissions;
        std::uint32_t id;
    } entries[] = {{1, 7, ~0u}, {2, 6, 65534}, {4, 5, ~0u}, {0x10, 7, ~0u}, {0x20, 0, ~0u}};
    std::string list("\2\0\0\0", 4);
    list.append(reinterpret_cast<const char*>(entries), sizeof entries);
    if (::setxattr(folder.path().c_str(), "system.posix_acl_default", list.data(), list.size(), 0) != 0)
        GTEST_SKIP() << "the file system has no access lists";
    EXPECT_EQ(why_left(plan_for({file})), "");
    EXPECT_EQ(::getxattr(file.c_str(), "system.posix_acl_access", nullptr, 0), -1);
    struct ::stat status = {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0640u);
    EXPECT_EQ(text_of(file), after);
}

TEST(FixWrite, TheLongestNamesWork) {
    const TemporaryFolder folder;
    const std::string file = folder.write(std::string(251, 'n') + ".cpp", before);
    EXPECT_EQ(why_left(plan_for({file})), "");
    EXPECT_EQ(text_of(file), after);
}

TEST(FixWrite, TheOwnerIsKept) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    ASSERT_EQ(::chown(file.c_str(), 1234, 2345), 0);
    EXPECT_EQ(why_left(plan_for({file})), "");
    struct ::stat status = {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_uid, 1234u);
    EXPECT_EQ(status.st_gid, 2345u);
    EXPECT_EQ(text_of(file), after);
}

TEST(FixWrite, OtherBytesThanThoseAnalysedAreRefused) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before + "a line that somebody added\n");
    EXPECT_NE(why_left(plan_for({file})).find("changed after it was analysed"), std::string::npos);
    EXPECT_EQ(text_of(file), before + "a line that somebody added\n");
    EXPECT_EQ(files_in(folder), 1u);
}

TEST(FixWrite, AChangeWhileTheNewFileIsWrittenIsRefused) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    {
        auto staged = StagedFile::stage(file, before, after);
        ASSERT_TRUE(staged);
        folder.write("a.cpp", before + "late\n");
        const auto placed = staged->put_in_place();
        ASSERT_FALSE(placed);
        EXPECT_NE(placed.error().message.find("changed after it was analysed"), std::string::npos);
    }
    EXPECT_EQ(text_of(file), before + "late\n");
    EXPECT_EQ(files_in(folder), 1u) << "nothing is left beside it";
}

/// What somebody does between the last look at the old file and its replacement stays, and the repair is left.
void expect_last_moment_wins(const std::function<void(const std::string& file)>& change, const std::string& text) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    const std::string said = said_by_child([&] {
        before_rename = [&] { change(file); };
        return why_left(plan_for({file}));
    });
    EXPECT_NE(said.find("changed after it was analysed"), std::string::npos) << said;
    EXPECT_EQ(text_of(file), text);
    for (const auto& entry : fs::directory_iterator(folder.path()))
        EXPECT_NE(entry.path().filename().string()[0], '.') << "left beside it: " << entry.path();
}

TEST(FixWrite, AChangeInTheLastMomentIsNotOverwritten) {
    const std::string late = before + "late\n";
    const auto write = [&](const std::string& file) { std::ofstream(file, std::ios::binary) << late; };
    expect_last_moment_wins(write, late);
    const auto replace = [&](const std::string& file) {  // as editors do, and another awaitlint
        write(file + ".new");
        fs::rename(file + ".new", file);
    };
    expect_last_moment_wins(replace, late);
    expect_last_moment_wins([&](const std::string& file) { fs::create_hard_link(file, file + ".link"); }, before);
    const auto link = [](const std::string& file) {
        fs::rename(file, file + ".real");
        fs::create_symlink(file + ".real", file);
    };
    expect_last_moment_wins(link, before);
}

TEST(FixWrite, AFileThatGoesInTheLastMomentDoesNotComeBack) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    const std::string said = said_by_child([&] {
        before_rename = [&] { fs::remove(file); };
        return why_left(plan_for({file}));
    });
    EXPECT_NE(said.find("cannot be replaced: No such file"), std::string::npos) << said;
    EXPECT_EQ(files_in(folder), 0u);
}

TEST(FixWrite, HardLinksAreNotSplit) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    fs::create_hard_link(file, folder.path("b.cpp"));
    EXPECT_NE(why_left(plan_for({file})).find("has 2 hard links"), std::string::npos);
    EXPECT_EQ(fs::hard_link_count(file), 2u);
    EXPECT_EQ(text_of(folder.path("b.cpp")), before);
}

TEST(FixWrite, LinksAndPipesAreNoPlainFiles) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    EXPECT_NE(why_left(plan_for({folder.make_link("link.cpp", file)})), "") << "its real path is asked for";
    const std::string pipe = folder.path("pipe.cpp");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_NE(why_left(plan_for({pipe})).find("is no plain file"), std::string::npos);
}

TEST(FixWrite, ReadOnlyFilesAndFoldersAreLeftAlone) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    ASSERT_EQ(::chmod(file.c_str(), 0444), 0);
    EXPECT_NE(why_left(plan_for({file})).find("is read-only"), std::string::npos) << "also for root";
    const auto try_it = [&] { return why_left(plan_for({file})); };
    EXPECT_NE(said_by_ordinary_user(folder, try_it).find("is read-only"), std::string::npos);
    if (::geteuid() == 0) {
        ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
        EXPECT_NE(said_by_ordinary_user(folder, try_it).find("is read-only"), std::string::npos) << "root's file";
        ASSERT_EQ(::chmod(file.c_str(), 0666), 0);
        EXPECT_NE(said_by_ordinary_user(folder, try_it).find("belongs to somebody else"), std::string::npos);
        ASSERT_EQ(::chown(file.c_str(), 65534, 65534), 0);
    }
    ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
    ASSERT_EQ(::chmod(folder.path().c_str(), 0555), 0);
    EXPECT_NE(said_by_ordinary_user(folder, try_it).find("needs a new file beside it"), std::string::npos);
    ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
    EXPECT_EQ(text_of(file), before);
    EXPECT_EQ(files_in(folder), 1u);
    EXPECT_EQ(said_by_ordinary_user(folder, try_it), "") << "and in the end it works";
    EXPECT_EQ(text_of(file), after);
}

TEST(FixWrite, AFullDiskLeavesTheOldFile) {
    const TemporaryFolder folder;
    const std::string file = folder.write("a.cpp", before);
    EXPECT_NE(said_by_child([&] {
                  is_disk_full = true;
                  return why_left(plan_for({file}));
              }).find("No space left on device"),
              std::string::npos);
    EXPECT_NE(said_by_child([&] {
                  const rlimit limit{10, 10};
                  ::setrlimit(RLIMIT_FSIZE, &limit);
                  return why_left(plan_for({file}));
              }).find("File too large"),
              std::string::npos);
    EXPECT_EQ(text_of(file), before);
    EXPECT_EQ(files_in(folder), 1u) << "nothing is left beside it";
}

/// Where the file system can exchange two files, and where it cannot.
class FixWriteKilled : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(FixWrite, FixWriteKilled, testing::Bool());

TEST_P(FixWriteKilled, AtAnyMomentThereIsTheOldFileOrTheNew) {
    bool was_old = false, was_new = false;
    std::string said;
    int moment = 1;
    for (said = "killed by 9"; said == "killed by 9"; ++moment) {
        const TemporaryFolder folder;
        const std::string file = folder.write("a.cpp", before);
        said = said_by_child([&] {
            kill_at = moment;
            has_exchange = GetParam();
            return why_left(plan_for({file}));
        });
        const std::string found = text_of(file);
        EXPECT_TRUE(found == before || found == after) << "killed at call " << moment << ": " << found;
        (found == before ? was_old : was_new) = true;
        for (const auto& entry : fs::directory_iterator(folder.path())) {
            const std::string name = entry.path().filename();
            EXPECT_TRUE(name == "a.cpp" || (name.starts_with(".a.cpp.awaitlint-") && !name.ends_with(".cpp"))) << name;
        }
        if (said == "killed by 9" && found == before) EXPECT_EQ(why_left(plan_for({file})), "") << "again, it works";
    }
    EXPECT_EQ(said, "") << "in the end nobody kills it";
    EXPECT_TRUE(was_old && was_new);
    EXPECT_GE(moment, 8);
}

TEST(FixWrite, FilesThatShareARepairChangeTogether) {
    const TemporaryFolder folder;
    const std::string a = folder.write("a.cpp", before), b = folder.write("b.cpp", before),
                      c = folder.write("c.cpp", before);
    ASSERT_EQ(::chmod(b.c_str(), 0444), 0);
    RepairPlan plan = plan_for({a, b});
    plan.repairs.emplace_back();
    plan.changes.push_back({c, c, before, after, {}, {1}});
    const AppliedRepairs applied = apply_plan(plan);
    EXPECT_EQ(applied.files, std::vector<std::string>{c});
    EXPECT_EQ(applied.left.size(), 1u);
    EXPECT_EQ(text_of(a) + text_of(b), before + before);
    EXPECT_EQ(text_of(c), after);
    ASSERT_EQ(::chmod(b.c_str(), 0644), 0);
    EXPECT_EQ(why_left(plan_for({a, b})), "");
    EXPECT_EQ(text_of(a) + text_of(b), after + after);
}

TEST(FixWrite, WhatIsInPlaceIsPutBackWhenTheRestCannotFollow) {
    const TemporaryFolder folder;
    const std::string a = folder.write("a.cpp", before), b = folder.write("b.cpp", before);
    const std::string said = said_by_child([&] {
        failing_rename = renames + 2;
        return why_left(plan_for({a, b}));
    });
    EXPECT_NE(said.find("b.cpp' cannot be replaced: Input/output error"), std::string::npos) << said;
    EXPECT_EQ(text_of(a) + text_of(b), before + before);
    EXPECT_EQ(files_in(folder), 2u);
}

}  // namespace
}  // namespace awaitlint
