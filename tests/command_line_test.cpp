// Command strings -> arguments: quoting, launchers, response files, empty arguments.
#include "project/command_line.h"

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

using Words = std::vector<std::string>;

Words posix(std::string_view command) {
    return split_command(command, Quoting::posix);
}

CompileCommand after_launchers(const Words& argv) {
    CompileCommand command{"/build", "/src/a.cpp", argv, {}};
    remove_launchers(command);
    return command;
}

bool mentions(const Words& remarks, std::string_view text) {
    return std::any_of(remarks.begin(), remarks.end(), [&](const std::string& r) { return r.find(text) != r.npos; });
}

TEST(SplitCommand, SplitsAtAnyWhiteSpace) {
    EXPECT_EQ(posix("  g++\t-c \n a.cpp  "), (Words{"g++", "-c", "a.cpp"}));
    EXPECT_EQ(posix(""), Words{});
    EXPECT_EQ(posix(" \t"), Words{});
}

TEST(SplitCommand, QuotesAsAShellDoes) {
    EXPECT_EQ(posix(R"(g++ -DA=\"x\" "-DB=\"y z\"" '-DC="\"z\""' a\ b.cpp)"),
              (Words{"g++", R"(-DA="x")", R"(-DB="y z")", R"(-DC="\"z\"")", "a b.cpp"}));
    EXPECT_EQ(posix(R"(-D'A B'="C D" "-DN=a\nb" "-DS=\$y" -DF\(x\)=1)"),
              (Words{"-DA B=C D", R"(-DN=a\nb)", "-DS=$y", "-DF(x)=1"}));
    EXPECT_EQ(posix(R"("-DP=a\\b\`c" -D\\x)"), (Words{R"(-DP=a\b`c)", R"(-D\x)"}));
    EXPECT_EQ(posix("g++ \"-DA=\\\nB\" -D\\\nC"), (Words{"g++", "-DA=B", "-DC"}));
    EXPECT_EQ(posix(R"(g++ "" '' x)"), (Words{"g++", "", "", "x"}));
}

TEST(SplitCommand, SurvivesUnfinishedQuotes) {
    EXPECT_EQ(posix(R"(g++ "a b)"), (Words{"g++", "a b"}));
    EXPECT_EQ(posix("g++ 'a b"), (Words{"g++", "a b"}));
    EXPECT_EQ(posix("g++ a\\"), (Words{"g++", "a"}));
    EXPECT_EQ(posix("\""), Words{""});
}

TEST(SplitCommand, KeepsBackslashesOfWindows) {
    const std::string command = R"("C:\Program Files\VS\cl.exe" /nologo "/IC:\my inc" /c C:\src\a.cpp)";
    ASSERT_EQ(quoting_of(command), Quoting::windows);
    EXPECT_EQ(split_command(command, Quoting::windows),
              (Words{R"(C:\Program Files\VS\cl.exe)", "/nologo", R"(/IC:\my inc)", "/c", R"(C:\src\a.cpp)"}));
}

TEST(QuotingOf, LooksAtTheWordsBeforeTheFirstOption) {
    EXPECT_EQ(quoting_of("cl.exe /c a.cpp"), Quoting::windows);
    EXPECT_EQ(quoting_of("ccache CL.EXE /c a.cpp"), Quoting::windows);
    EXPECT_EQ(quoting_of("C:/llvm/bin/clang++ -c a.cpp"), Quoting::windows);
    EXPECT_EQ(quoting_of("g++ -c a.cpp"), Quoting::posix);
    EXPECT_EQ(quoting_of("/usr/bin/g++ cl.exe"), Quoting::posix);
    EXPECT_EQ(quoting_of("g++ -o a.exe -c a.cpp"), Quoting::posix);
    EXPECT_EQ(quoting_of(R"(g++ -DDIR="C:\x" -c a.cpp)"), Quoting::posix);
    EXPECT_EQ(quoting_of(""), Quoting::posix);
}

TEST(RemoveLaunchers, KeepsAPlainCommand) {
    const Words argv = {"/usr/bin/g++", "-DA=B", "-c", "a.cpp"};
    EXPECT_EQ(after_launchers(argv).argv, argv);
    EXPECT_EQ(after_launchers({}).argv, Words{});
    EXPECT_TRUE(after_launchers(argv).remarks.empty());
}

TEST(RemoveLaunchers, RemovesEachOne) {
    const Words compiler = {"g++", "-c", "a.cpp"};
    const std::vector<Words> launchers = {
        {"ccache"},
        {"/usr/bin/ccache"},
        {"sccache"},
        {"distcc"},
        {"icecc"},
        {"ccache", "distcc"},
        {"/opt/x/ccache", "compiler_check=content"},
        {"env", "A=B", "C="},
        {"/usr/bin/env", "-i", "-u", "HOME", "--unset=X", "A=B"},
        {"env", "--unset", "HOME"},
        {"env", "-", "A=B"},
        {"env", "--", "A=B"},
        {"cmake", "-E", "env", "A=B"},
        {"/usr/bin/cmake", "-E", "env", "--unset=X", "--", "A=B"},
        {"cmake", "-E", "time"},
        {"cmake", "-E", "__run_co_compile", "--launcher=ccache", "--tidy=clang-tidy;-p=x", "--source=a.cpp", "--"},
        {"env", "A=B", "cmake", "-E", "env", "C=D", "ccache", "distcc"},
        {"A=B", "ccache"},
    };
    for (const Words& launcher : launchers) {
        Words argv = launcher;
        argv.insert(argv.end(), compiler.begin(), compiler.end());
        EXPECT_EQ(after_launchers(argv).argv, compiler) << testing::PrintToString(launcher);
    }
    EXPECT_EQ(after_launchers({"ccache.exe", R"(C:\VS\cl.exe)", "/c"}).argv, (Words{R"(C:\VS\cl.exe)", "/c"}));
}

TEST(RemoveLaunchers, KeepsWhatRunsNoProgram) {
    for (const Words& argv : std::vector<Words>{{"distcc", "-c", "a.cpp"},
                                                {"ccache"},
                                                {"env", "A=B"},
                                                {"env", "-u"},
                                                {"env", "-C"},
                                                {"env", "-S", "A=B g++", "-c"},
                                                {"cmake"},
                                                {"cmake", "-E"},
                                                {"cmake", "-E", "env"},
                                                {"cmake", "-E", "chdir"},
                                                {"cmake", "-E", "__run_co_compile", "--source=a.cpp"},
                                                {"cmake", "-E", "cmake_autogen", "x"},
                                                {"/opt/ccache/g++", "-c"}})
        EXPECT_EQ(after_launchers(argv).argv, argv) << testing::PrintToString(argv);
}

TEST(RemoveLaunchers, FollowsAChangeOfFolder) {
    EXPECT_EQ(after_launchers({"env", "-C", "sub", "g++"}).directory, "/build/sub");
    EXPECT_EQ(after_launchers({"env", "--chdir=/x", "A=B", "g++"}).directory, "/x");
    EXPECT_EQ(after_launchers({"cmake", "-E", "chdir", "sub", "env", "-C", "deep", "g++"}).directory,
              "/build/sub/deep");
    EXPECT_EQ(after_launchers({"env", "-C", "sub", "-S", "g++"}).directory, "/build");
}

TEST(RemoveLaunchers, TellsVariablesThatCompilersRead) {
    const CompileCommand command = after_launchers({"env", "LANG=C", "CPLUS_INCLUDE_PATH=/opt/x", "g++"});
    ASSERT_EQ(command.remarks.size(), 1u);
    EXPECT_TRUE(mentions(command.remarks, "CPLUS_INCLUDE_PATH=/opt/x"));
    EXPECT_TRUE(after_launchers({"env", "-u", "CPATH", "g++"}).remarks.empty());
}

TEST(DropEmptyArguments, SaysHowManyItDropped) {
    CompileCommand command{"/", "/a.cpp", {"g++", "", "-c", "a.cpp", ""}, {}};
    drop_empty_arguments(command);
    EXPECT_EQ(command.argv, (Words{"g++", "-c", "a.cpp"}));
    EXPECT_TRUE(mentions(command.remarks, "dropped 2 empty"));
}

struct ResponseFilesTest : testing::Test {
    TemporaryFolder folder;

    CompileCommand expand(const Words& argv, Quoting quoting = Quoting::posix) {
        CompileCommand command{folder.path(), folder.path("a.cpp"), argv, {}};
        ResponseFiles().expand(command, quoting);
        return command;
    }
};

TEST_F(ResponseFilesTest, AreReadFromTheCommandsDirectory) {
    folder.write("obj/flags.rsp", "-DA=1 \"-DB=x y\"\n'-Ia b'\n");
    const CompileCommand command = expand({"g++", "@obj/flags.rsp", "-c", "@", "a.cpp"});
    EXPECT_EQ(command.argv, (Words{"g++", "-DA=1", "-DB=x y", "-Ia b", "-c", "@", "a.cpp"}));
    EXPECT_TRUE(command.remarks.empty());
    EXPECT_EQ(expand({"g++", "@" + folder.path("obj/flags.rsp")}).argv.size(), 4u);
}

TEST_F(ResponseFilesTest, FilesMayNameOthers) {
    folder.write("outer.rsp", "-DOUTER @sub/inner.rsp -DEND");
    folder.write("sub/inner.rsp", "\xEF\xBB\xBF-DINNER");
    EXPECT_EQ(expand({"g++", "@outer.rsp"}).argv, (Words{"g++", "-DOUTER", "-DINNER", "-DEND"}));
}

TEST_F(ResponseFilesTest, OfWindowsKeepBackslashes) {
    folder.write("a.rsp", R"(/IC:\inc "/DX=\"y\"")");
    EXPECT_EQ(expand({"cl.exe", "@a.rsp"}, Quoting::windows).argv, (Words{"cl.exe", R"(/IC:\inc)", R"(/DX="y")"}));
}

TEST_F(ResponseFilesTest, AMissingOneIsDroppedAndTold) {
    const CompileCommand command = expand({"g++", "@x/a.cpp.o.modmap", "-c", "@flags.rsp"});
    EXPECT_EQ(command.argv, (Words{"g++", "-c"}));
    ASSERT_EQ(command.remarks.size(), 2u);
    EXPECT_TRUE(mentions(command.remarks, "@x/a.cpp.o.modmap: it does not exist before a build"));
    EXPECT_TRUE(mentions(command.remarks, "@flags.rsp: " + folder.path("flags.rsp") + ": no such file"));
}

TEST_F(ResponseFilesTest, AnExistingModmapIsRead) {
    folder.write("a.modmap", "-fmodule-file=x=x.pcm");
    EXPECT_EQ(expand({"g++", "@a.modmap"}).argv, (Words{"g++", "-fmodule-file=x=x.pcm"}));
}

TEST_F(ResponseFilesTest, AFolderIsDroppedAndTold) {
    folder.make_folder("dir.rsp");
    EXPECT_TRUE(mentions(expand({"g++", "@dir.rsp"}).remarks, "a folder, but a file is needed"));
}

TEST_F(ResponseFilesTest, ThatIncludeThemselvesEnd) {
    folder.write("self.rsp", "-DA @self.rsp");
    const CompileCommand command = expand({"g++", "@self.rsp"});
    EXPECT_EQ(command.argv.front(), "g++");
    EXPECT_LT(command.argv.size(), 100u);
    EXPECT_TRUE(mentions(command.remarks, "does it include itself?"));
}

TEST_F(ResponseFilesTest, FilesThatNameThemselvesEnd) {
    std::string many;
    for (int i = 0; i < 50; ++i) many += "@self.rsp -DA ";
    folder.write("self.rsp", many);
    const CompileCommand command = expand({"g++", "@self.rsp"});
    EXPECT_LT(command.argv.size(), 1'000'001u);
    EXPECT_LT(command.remarks.size(), 1000u);
    EXPECT_TRUE(mentions(command.remarks, "too many response files"));
}

CompileCommand after_config_files(const TemporaryFolder& folder, const Words& argv) {
    CompileCommand command{folder.path(), "/src/a.cpp", argv, {}};
    ConfigFiles().expand(command);
    return command;
}

TEST(ConfigFiles, StandInFrontOfTheOtherFlags) {
    const TemporaryFolder folder;
    folder.write("c/a.cfg", "# a comment\n-DA \\\n-I<CFGDIR>/inc\n$-lm\n");
    for (const Words& flags : {Words{"--config=c/a.cfg"}, Words{"--config", "./c/a.cfg"}}) {
        Words argv = {"clang++", "-DB"};
        argv.insert(argv.end(), flags.begin(), flags.end());
        EXPECT_EQ(after_config_files(folder, argv).argv[1], "-DA");
        EXPECT_TRUE(after_config_files(folder, argv).argv[2].ends_with("/c/inc"));
        EXPECT_EQ(after_config_files(folder, argv).argv[3], "-DB");
        EXPECT_EQ(after_config_files(folder, argv).argv.size(), 4U);
    }
}

TEST(ConfigFiles, AreToldWhenTheyAreNotRead) {
    const TemporaryFolder folder;
    folder.write("nested.cfg", "@other\n--config=other\n");
    const std::string compiler = folder.write("bin/clang++", "");
    folder.write("bin/clang++.cfg", "-DA\n");
    EXPECT_EQ(after_config_files(folder, {"clang++", "--config=bare.cfg"}).argv, Words{"clang++"});
    EXPECT_TRUE(mentions(after_config_files(folder, {"clang++", "--config=bare.cfg"}).remarks, "by its path"));
    EXPECT_TRUE(mentions(after_config_files(folder, {"clang++", "--config=./none"}).remarks, "no such file"));
    EXPECT_EQ(after_config_files(folder, {"clang++", "--config=./nested.cfg"}).argv, Words{"clang++"});
    EXPECT_EQ(after_config_files(folder, {"clang++", "--config=./nested.cfg"}).remarks.size(), 2U);
    EXPECT_EQ(after_config_files(folder, {compiler}).argv, Words{compiler});
    EXPECT_TRUE(mentions(after_config_files(folder, {compiler}).remarks, "clang++.cfg': give its flags"));
}

TEST_F(ResponseFilesTest, WithANulIsDroppedAndTold) {
    folder.write("nul.rsp", std::string_view("-DA\0-DB", 7));
    const CompileCommand command = expand({"g++", "@nul.rsp", "-c"});
    EXPECT_EQ(command.argv, (Words{"g++", "-c"}));
    EXPECT_TRUE(mentions(command.remarks, "a NUL byte"));
}

TEST_F(ResponseFilesTest, OfAllCommandsTogetherAreBounded) {
    folder.write("many.rsp", "-Da -Db -Dc");
    ResponseFiles files(1000);
    const auto expanded = [&] {
        CompileCommand command{folder.path(), folder.path("a.cpp"), {"g++", "@many.rsp"}, {}};
        files.expand(command, Quoting::posix);
        return command.argv.size();
    };
    EXPECT_EQ(expanded(), 4u);
    for (int i = 0; i < 1000 && !files.is_full(); ++i) expanded();
    EXPECT_TRUE(files.is_full());
    EXPECT_EQ(expanded(), 0u) << "nothing any more";
}

}  // namespace
}  // namespace awaitlint
