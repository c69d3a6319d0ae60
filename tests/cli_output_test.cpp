// Where results go: files, links, pipes and devices that --output names, a standard output that takes nothing, reports
// of earlier runs, and the logs of CI servers, which take some lines for commands.
#include <sstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Outputs : public testing::Test {
protected:
    Outputs() { project.only_unit("a.cpp", one_mistake); }

    CliProject project;
};

TEST_F(Outputs, ACommittedLinkIsReplacedAndNotFollowed) {
    const std::string victim = project.write("victim", "precious");
    project.make_link("report.json", victim);
    const Ran ran = project.check({"--output", "json:report.json"});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(text_of(victim), "precious");
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(project.path("report.json"))));
    EXPECT_EQ(json::parse(text_of(project.path("report.json")))["run"]["exit_code"], 1);
}

TEST_F(Outputs, ACommittedLinkToAFolderLeadsNowhere) {
    const TemporaryFolder elsewhere;
    project.make_link("reports", elsewhere.path());
    const Ran ran = project.check({"--output", "json:reports/report.json"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "leads out of the project by a link: if that is meant, name '" + elsewhere.path()))
        << ran;
    EXPECT_TRUE(fs::is_empty(elsewhere.path()));
    project.make_folder("inside");
    project.make_link("near", project.path("inside"));
    EXPECT_EQ(project.check({"--output", "json:near/report.json"}).status, 1);
    EXPECT_EQ(project.check({"--output", "json:" + elsewhere.path("report.json")}).status, 1);
}

TEST_F(Outputs, DevicesAndPipesStayWhatTheyAre) {
    EXPECT_EQ(project.check({"--output", "json:/dev/null"}).status, 1);
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    ASSERT_EQ(::mkfifo(project.path("pipe").c_str(), 0600), 0);
    const int reader = ::open(project.path("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    EXPECT_EQ(project.check({"--output", "text:pipe"}).status, 1);
    char buffer[1 << 12];
    EXPECT_GT(::read(reader, buffer, sizeof buffer), 0);
    ::close(reader);
    EXPECT_TRUE(fs::is_fifo(project.path("pipe")));
}

TEST_F(Outputs, StandardOutputByItsName) {
    const Ran plain = project.check(), both = project.check({"--output", "text:/dev/stdout"});
    EXPECT_EQ(both.status, 1) << both;
    EXPECT_EQ(both.out, plain.out + plain.out) << "one behind the other, although it is a file";
}

TEST_F(Outputs, AFullDeviceIsTold) {
    const Ran ran = project.check({"--output", "json:/dev/full"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "cannot write '/dev/full': No space left on device")) << ran;
}

TEST_F(Outputs, TheReportOfAnEarlierRunIsNotLeftByOneThatFails) {
    const std::vector<std::vector<std::string>> failing = {
        {"check", "--no-such-option"}, {"check", "missing.cpp"},          {"check", "-p", "missing"},
        {"check", "--fail-on", "x"},   {"check", "--config", "missing"},  {"fix", "missing.cpp"},
        {"audit", "nobody"},           {"check", "--output", "xml:x.xml"}};
    for (std::vector<std::string> arguments : failing) {
        arguments.insert(arguments.end(), {"--output", "json:report.json", "--output=text:report.txt"});
        for (const char* name : {"report.json", "report.txt"}) project.write(name, "of an earlier run");
        const Ran ran = project.awaitlint(arguments);
        EXPECT_EQ(ran.status, 2) << ran;
        const std::string report = text_of(project.path("report.json")), text = text_of(project.path("report.txt"));
        const json parsed = json::parse(report, nullptr, false);
        ASSERT_TRUE(parsed.is_object()) << arguments[1] << "\n" << report;
        EXPECT_EQ(schema_complaint(report), "") << arguments[1];
        EXPECT_EQ(parsed["run"]["complete"], false) << arguments[1];
        EXPECT_EQ(parsed["run"]["exit_code"], 2) << arguments[1];
        ASSERT_TRUE(parsed["run"].contains("error")) << arguments[1];
        EXPECT_TRUE(contains(ran.err, parsed["run"]["error"].get<std::string>())) << ran;
        EXPECT_TRUE(text.starts_with("awaitlint: error: ")) << arguments[1] << "\n" << text;
    }
}

TEST_F(Outputs, NorByOneThatCannotTellItsResult) {
    project.write("report.json", "of an earlier run");
    const Ran ran = run({.arguments = {"check", "--output", "json:report.json"},
                         .folder = project.path(),
                         .standard_output = "/dev/full"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_EQ(json::parse(text_of(project.path("report.json")))["run"]["exit_code"], 2) << "both say the same";
}

TEST_F(Outputs, ATriageThatFailsLeavesNoEarlierResult) {
    project.write("triage.json", "of an earlier run");
    project.write("triage.txt", "of an earlier run");
    const Ran ran =
        project.awaitlint({"triage", "missing.log", "--output", "json:triage.json", "--output", "text:triage.txt"});
    EXPECT_EQ(ran.status, 2) << ran;
    const std::string report = text_of(project.path("triage.json"));
    EXPECT_EQ(schema_complaint(report, "triage.schema.json"), "");
    EXPECT_EQ(json::parse(report)["run"]["complete"], false);
    EXPECT_EQ(json::parse(report)["run"]["exit_code"], 2);
    EXPECT_TRUE(contains(text_of(project.path("triage.txt")), "awaitlint: error: "));
}

TEST_F(Outputs, AStandardOutputThatTakesNothingIsTwoForEveryCommand) {
    project.write("build.log", "a.cpp:1:1: error: unknown type name 'x'\n");
    const std::vector<std::vector<std::string>> commands = {{"check"},
                                                            {"check", "--format", "json"},
                                                            {"check", "--format", "markdown"},
                                                            {"audit", "get_user"},
                                                            {"fix", "--diff"},
                                                            {"facts"},
                                                            {"rules"},
                                                            {"rules", "--format", "json"},
                                                            {"explain", "await-on-non-awaitable"},
                                                            {"doctor"},
                                                            {"triage", "build.log", "--format", "json"},
                                                            {"cache", "stat"},
                                                            {"cache", "clean"},
                                                            {"--help"},
                                                            {"--version"}};
    for (const std::vector<std::string>& command : commands) {
        const Ran full = run({.arguments = command, .folder = project.path(), .standard_output = "/dev/full"});
        EXPECT_EQ(full.status, 2) << command[0] << "\n" << full;
        EXPECT_TRUE(contains(full.err, "cannot write to standard output: No space left on device")) << full;
        std::vector<std::string> arguments = {"-c", "exec \"$0\" \"$@\" >&-", AWAITLINT_BINARY};
        arguments.insert(arguments.end(), command.begin(), command.end());
        const Ran closed =
            run({.program = "/bin/sh", .arguments = arguments, .folder = project.path(), .standard_output = ""});
        EXPECT_EQ(closed.status, 2) << command[0] << "\n" << closed;
        EXPECT_TRUE(contains(closed.err, "cannot write to standard output")) << closed;
    }
}

/// What a CI server would take for a command.
std::vector<std::string> commands_in(const std::string& text) {
    std::vector<std::string> found;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t begin = line.find_first_not_of(" \t");
        if ((begin != std::string::npos && line.compare(begin, 2, "::") == 0) || contains(line, "##["))
            found.push_back(line);
    }
    return found;
}

TEST_F(Outputs, NoNameOfAFileIsACommandToTheServer) {
    const std::vector<std::string> none;
    for (const char* const name : {"::stop-commands::x.cpp", "##[error]x.cpp", "::add-mask::\x1b\xc2\x9b.cpp"}) {
        project.only_unit(name, one_mistake);
        for (const std::vector<std::string>& command : {std::vector<std::string>{"check"},
                                                        {"check", "--format", "markdown"},
                                                        {"check", "--format", "json"},
                                                        {"audit", "get_user"},
                                                        {"audit", "get_user", "--format", "markdown"},
                                                        {"doctor"},
                                                        {"facts"},
                                                        {"check", name, "--", "-nostdinc"}}) {
            const Ran ran = project.awaitlint(command);
            EXPECT_EQ(commands_in(ran.out), none) << command[0] << " of " << name;
            EXPECT_EQ(commands_in(ran.err), none) << command[0] << " of " << name;
            EXPECT_FALSE(contains(ran.out + ran.err, "\x1b") || contains(ran.out + ran.err, "\xc2\x9b")) << ran;
        }
        const std::string mistake = ":4:31: error: no member named 'await_ready' in 'int'\n";
        project.write("build.log", name + mistake);
        const Ran triaged = project.awaitlint({"triage", "build.log"});
        EXPECT_EQ(triaged.status, 1) << "there is something to tell\n" << triaged;
        EXPECT_EQ(commands_in(triaged.out + triaged.err), none);
    }
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{"check", "##[x]"}, {"explain", "a\n::add-mask::x"}, {"\n::x"}}) {
        const Ran ran = project.awaitlint(wrong);
        EXPECT_EQ(ran.status, 2);
        EXPECT_EQ(commands_in(ran.err), none) << ran;
    }
}

}  // namespace
}  // namespace awaitlint
