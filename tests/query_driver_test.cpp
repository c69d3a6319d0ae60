// --query-driver: which compilers may be run, what they say, and what becomes of a command.
#include "project/query_driver.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

using Words = std::vector<std::string>;

class QueryDriver : public testing::Test {
protected:
    std::string write_compiler(const std::string& script) const {
        const std::string path =
            folder.write("bin/g++", "#!/bin/sh\necho \"$@\" >> " + folder.path("calls") + "\n" + script);
        ::chmod(path.c_str(), 0700);
        return path;
    }
    std::string calls() const {
        std::ifstream in(folder.path("calls"));
        return {std::istreambuf_iterator<char>(in), {}};
    }

    TemporaryFolder folder;
};

const char* const answering =
    "echo 'Target: arm-none-eabi' >&2\n"
    "echo '#include \"...\" search starts here:' >&2\n"
    "echo '#include <...> search starts here:' >&2\n"
    "echo ' /opt/include/c++/13' >&2\n"
    "echo ' /opt/include' >&2\n"
    "echo 'End of search list.' >&2\n";

TEST(AllowedCompilers, MatchAGlobAsAWhole) {
    EXPECT_TRUE(is_allowed_compiler({"/usr/bin/*g++*"}, "/usr/bin/g++"));
    EXPECT_TRUE(is_allowed_compiler({"/usr/bin/*g++*"}, "/usr/bin/arm-g++-12"));
    EXPECT_TRUE(is_allowed_compiler({"/none", "/opt/**/g++"}, "/opt/a/b/g++"));
    EXPECT_FALSE(is_allowed_compiler({"/usr/bin/*"}, "/usr/bin/x/g++"));
    EXPECT_FALSE(is_allowed_compiler({"/usr/bin/*"}, "/usr/bin/../../home/g++"));
    EXPECT_FALSE(is_allowed_compiler({"/usr/**"}, "/usr/../home/g++"));
    EXPECT_FALSE(is_allowed_compiler({"/**"}, "g++"));
    EXPECT_FALSE(is_allowed_compiler({"/usr"}, "/usr/bin/g++"));
    EXPECT_FALSE(is_allowed_compiler({}, "/usr/bin/g++"));
}

TEST(CompilerAnswers, HaveFoldersAndATarget) {
    const CompilerAnswer answer = read_answer(
        "Using built-in specs.\nTarget: x86_64-linux-gnu\n#include \"...\" search starts here:\n /quoted\n"
        "#include <...> search starts here:\n /usr/include/c++/12\n /Frameworks (framework directory)\n relative\n"
        "End of search list.\n /after\n");
    EXPECT_EQ(answer.folders, Words{"/usr/include/c++/12"});
    EXPECT_EQ(answer.target, "x86_64-linux-gnu");
    EXPECT_FALSE(read_answer("g++: fatal error\n").has_folders);
}

TEST_F(QueryDriver, AddsWhatTheCompilerSays) {
    const std::string compiler = write_compiler(answering);
    std::vector<CompileCommand> commands = {{"/b", "/a.cpp", {compiler, "-DA", "-c", "a.cpp"}, {}},
                                            {"/b", "/b.cpp", {compiler, "--", "b.cpp"}, {}},
                                            {"/b", "/c.cpp", {compiler, "--target=x", "--sysroot=s"}, {}},
                                            {"/b", "/d.cpp", {"/usr/bin/other", "-DA"}, {}}};
    ASSERT_TRUE(query_drivers(commands, {folder.path("bin") + "/g*"}));
    EXPECT_EQ(commands[0].argv, (Words{compiler, "-DA", "-c", "a.cpp", "--target=arm-none-eabi", "-isystem",
                                       "/opt/include/c++/13", "-isystem", "/opt/include"}));
    EXPECT_EQ(commands[1].argv, (Words{compiler, "--target=arm-none-eabi", "-isystem", "/opt/include/c++/13",
                                       "-isystem", "/opt/include", "--", "b.cpp"}));
    EXPECT_EQ(commands[2].argv, (Words{compiler, "--target=x", "--sysroot=s", "-isystem", "/opt/include/c++/13",
                                       "-isystem", "/opt/include"}));
    EXPECT_EQ(commands[3].argv, (Words{"/usr/bin/other", "-DA"}));
    EXPECT_EQ(calls(), "-E -v -x c++ /dev/null\n--target=x --sysroot=/b/s -E -v -x c++ /dev/null\n")
        << "once for each set of flags that matter";
}

TEST_F(QueryDriver, RunsNothingUnasked) {
    const std::string compiler = write_compiler(answering);
    std::vector<CompileCommand> commands = {{"/b", "/a.cpp", {compiler}, {}}};
    ASSERT_TRUE(query_drivers(commands, {}));
    ASSERT_TRUE(query_drivers(commands, {"/usr/bin/*"}));
    EXPECT_EQ(commands[0].argv, Words{compiler});
    EXPECT_EQ(calls(), "");
    EXPECT_FALSE(query_drivers(commands, {"*"}));
}

TEST_F(QueryDriver, TellsWhatFails) {
    const std::string compiler = write_compiler("exit 3\n");
    std::vector<CompileCommand> commands = {{"/b", "/a.cpp", {compiler}, {}}};
    ASSERT_TRUE(query_drivers(commands, {compiler}));
    EXPECT_EQ(commands[0].remarks,
              Words{"'" + compiler + "' did not say where its headers are (--query-driver): it exited with 3"});
    EXPECT_EQ(commands[0].argv, Words{compiler});
}

}  // namespace
}  // namespace awaitlint
