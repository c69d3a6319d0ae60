// A result comes into its place in one step, and no link or file that lies there already chooses what is written.
#include "base/result_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/new_file.h"
#include "temporary_folder.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

class ResultFile : public testing::Test {
protected:
    std::ptrdiff_t files() const {
        return std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator());
    }

    const TemporaryFolder folder;
};

TEST_F(ResultFile, IsMadeAndReplaced) {
    const std::string path = folder.path("report.json");
    ASSERT_TRUE(write_result(path, "one"));
    ASSERT_TRUE(write_result(path, "two"));
    EXPECT_EQ(text_of(path), "two");
    EXPECT_EQ(files(), 1) << "nothing is left beside it";
}

TEST_F(ResultFile, HasTheModeThatTheUmaskLeaves) {
    struct ::stat status = {};
    const mode_t before = ::umask(027);
    ASSERT_TRUE(write_result(folder.path("report"), ""));
    ::umask(before);
    ASSERT_EQ(::stat(folder.path("report").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST_F(ResultFile, ReplacesALinkAndNotItsTarget) {
    const std::string victim = folder.write("victim", "precious");
    for (const std::string& target : {victim, folder.path("missing"), std::string("/dev/null")}) {
        const std::string link = folder.path("report");
        fs::remove(link);
        folder.make_link("report", target);
        ASSERT_TRUE(write_result(link, "text"));
        EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(link))) << target;
        EXPECT_EQ(text_of(link), "text");
    }
    EXPECT_EQ(text_of(victim), "precious");
    EXPECT_FALSE(fs::exists(folder.path("missing")));
}

TEST_F(ResultFile, NamesBesideItCannotBeForeseen) {
    const auto one = NewFile::beside(folder.path("report"), 0600), two = NewFile::beside(folder.path("report"), 0600);
    ASSERT_TRUE(one && two);
    EXPECT_NE(one->name(), two->name());
    EXPECT_EQ(fs::path(one->name()).parent_path(), folder.path());
}

TEST_F(ResultFile, WritesToAPipeAsItIs) {
    const std::string path = folder.path("pipe");
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ASSERT_TRUE(write_result(path, "text"));
    char buffer[8] = {};
    EXPECT_EQ(::read(reader, buffer, sizeof buffer), 4);
    ::close(reader);
    EXPECT_TRUE(fs::is_fifo(path));
    EXPECT_EQ(files(), 1);
}

TEST_F(ResultFile, WritesToDevicesAsTheyAre) {
    EXPECT_TRUE(write_result("/dev/null", "text"));
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    const auto full = write_result("/dev/full", "text");
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().message, "cannot write '/dev/full': No space left on device");
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST_F(ResultFile, ADescriptorIsWrittenToWhereItStands) {
    const std::string path = folder.write("out", "");
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    ASSERT_EQ(::write(file, "before ", 7), 7);
    ASSERT_TRUE(write_result("/dev/fd/" + std::to_string(file), "text"));
    ::close(file);
    EXPECT_EQ(text_of(path), "before text");
}

TEST_F(ResultFile, ThatCannotBeWrittenLeavesWhatWasThere) {
    const std::string path = folder.write("report", "old");
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit little{2, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &little);
    const auto written = write_result(path, "much too long");
    ::setrlimit(RLIMIT_FSIZE, &before);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "cannot write '" + path + "': File too large");
    EXPECT_EQ(text_of(path), "old");
    EXPECT_EQ(files(), 1);
    EXPECT_FALSE(write_result(folder.path("no/folder"), ""));
}

TEST_F(ResultFile, OnlyWhatIsReplacedIsRemoved) {
    remove_result(folder.write("report", ""));
    EXPECT_EQ(files(), 0);
    remove_result("/dev/null");
    EXPECT_TRUE(fs::exists("/dev/null"));
    EXPECT_FALSE(is_replaced_by_result("/dev/null"));
    EXPECT_FALSE(is_replaced_by_result("/dev/stdout"));
    EXPECT_TRUE(is_replaced_by_result(folder.path("missing")));
}

}  // namespace
}  // namespace awaitlint
