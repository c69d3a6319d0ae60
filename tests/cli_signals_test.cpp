// What ends a run from outside: Ctrl-C, being killed. Units hang on purpose, in a pipe that nobody writes to.
#include <csignal>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

/// Tries until it is true, or gives up: how long things take on a busy machine is not what is tested.
template <class Condition>
bool comes_true(Condition is_true) {
    for (int i = 0; i < 3000; ++i) {
        if (is_true()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

struct ProcessState {
    pid_t parent = 0;
    char state = 'X';  // gone
};

ProcessState state_of(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(in, text);
    ProcessState found;
    const std::size_t end_of_name = text.rfind(')');
    if (end_of_name == std::string::npos) return found;
    std::istringstream rest(text.substr(end_of_name + 1));
    rest >> found.state >> found.parent;
    return found;
}

std::vector<pid_t> children_of(pid_t parent) {
    std::vector<pid_t> children;
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
        const pid_t pid = std::atoi(entry.path().filename().c_str());
        if (pid > 0 && state_of(pid).parent == parent) children.push_back(pid);
    }
    return children;
}

/// Adds what a terminal gets to see until it shows this, or the last process on it has ended.
void read_until(int terminal, std::string_view wanted, std::string& shown) {
    char buffer[4096];
    for (ssize_t got = 0; !contains(shown, wanted) && (got = ::read(terminal, buffer, sizeof buffer)) > 0;)
        shown.append(buffer, static_cast<std::size_t>(got));
}

class Signals : public testing::Test {
protected:
    Signals() {
        // Longest first: when the hanging unit is reached, the other one is done.
        project.write("a.cpp", std::string(one_mistake) + "//" + std::string(1000, '-') + "\n");
        project.write("hangs.cpp", "#include \"pipe.h\"\n");
        project.write_database({Entry{"hangs.cpp"}, Entry{"a.cpp"}});
        EXPECT_EQ(::mkfifo(project.path("pipe.h").c_str(), 0600), 0);
    }

    ~Signals() override { let_go(); }

    Process check(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"check", "--timeout", "100"});
        return {.arguments = arguments, .folder = project.path(), .standard_output = ""};
    }

    /// A pipe can be opened for writing as soon as somebody reads from it. Kept open: a reader would see its end.
    bool is_hanging() {
        return comes_true([&] {
            writing_end_ = ::open(project.path("pipe.h").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
            return writing_end_ >= 0;
        });
    }
    void let_go() {
        if (writing_end_ >= 0) ::close(writing_end_);
        writing_end_ = -1;
    }

    CliProject project;

private:
    int writing_end_ = -1;
};

TEST_F(Signals, CtrlCEndsWithWhatIsKnown) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        Running running(check({"-j1", "--allow-incomplete"}));
        ASSERT_TRUE(is_hanging());
        ASSERT_EQ(::kill(running.pid(), signal), 0);
        const Ran ran = running.finish();
        let_go();
        EXPECT_EQ(ran.status, 3) << "an interrupted run passes no gate, whatever else is allowed\n" << ran;
        EXPECT_TRUE(contains(ran.out, "a.cpp:4:31: error: ")) << ran;
        EXPECT_TRUE(contains(ran.out, "(proven; a.cpp:3)")) << ran;
        EXPECT_TRUE(contains(ran.err, "failed: hangs.cpp: interrupted\n")) << ran;
        EXPECT_EQ(
            ran.last_error_line(),
            "analysed 1/2 units (0 cached, 0 skipped, 1 failed): 1 findings (1 errors, 0 warnings, 0 suppressed)");
    }
}

TEST_F(Signals, TheReportOfAnInterruptedRunIsAReport) {
    Running running(check({"-j1", "--format", "json"}));
    ASSERT_TRUE(is_hanging());
    ::kill(running.pid(), SIGINT);
    const Ran ran = running.finish();
    EXPECT_EQ(schema_complaint(ran.out), "") << ran;
    ASSERT_TRUE(ran.json().is_object()) << ran;
    EXPECT_EQ(ran.json()["run"]["complete"], false);
    EXPECT_EQ(ran.json()["run"]["exit_code"], 3);
    EXPECT_EQ(ran.json()["units"][1]["reason"], "interrupted");
}

TEST_F(Signals, ManyInterruptedUnitsAreOneLine) {
    project.write_database({Entry{"a.cpp"}, Entry{"hangs.cpp"}, Entry{"hangs.cpp", {"-DSECOND"}}});
    Running running(check({"-j1"}));
    ASSERT_TRUE(is_hanging());
    ::kill(running.pid(), SIGINT);
    const Ran ran = running.finish();
    EXPECT_TRUE(contains(ran.err, "failed: 2 units (first: hangs.cpp): interrupted\n")) << ran;
}

TEST_F(Signals, ASecondCtrlCKills) {
    Running running(check({"-j1"}));
    ASSERT_TRUE(is_hanging());
    // Now the report hangs as well, where it shows the line.
    fs::remove(project.path("a.cpp"));
    ASSERT_EQ(::mkfifo(project.path("a.cpp").c_str(), 0600), 0);
    ::kill(running.pid(), SIGINT);
    ASSERT_TRUE(comes_true([&] { return children_of(running.pid()).empty(); })) << "the first one ends the workers";
    ::kill(running.pid(), SIGINT);
    EXPECT_EQ(running.finish().status, 128 + SIGINT);
}

TEST_F(Signals, AKilledSupervisorLeavesNoWorkerBehind) {
    project.write_database({Entry{"hangs.cpp"}, Entry{"hangs.cpp", {"-DSECOND"}}});
    Running running(check({"-j2"}));
    std::vector<pid_t> workers;
    ASSERT_TRUE(comes_true([&] { return (workers = children_of(running.pid())).size() == 2; }));
    ASSERT_TRUE(is_hanging());
    ::kill(running.pid(), SIGKILL);
    EXPECT_EQ(running.finish().status, 128 + SIGKILL);
    EXPECT_TRUE(comes_true([&] {
        return std::all_of(workers.begin(), workers.end(), [](pid_t worker) {
            const char state = state_of(worker).state;
            return state == 'X' || state == 'Z';
        });
    }));
}

TEST_F(Signals, ProgressOnATerminal) {
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0) GTEST_SKIP() << "this machine gives no pseudo-terminals: is /dev/pts mounted?";
    ASSERT_TRUE(::grantpt(terminal) == 0 && ::unlockpt(terminal) == 0);
    Process process = check({"-j1"});
    process.standard_error = ::ptsname(terminal);
    Running running(process);
    ASSERT_TRUE(is_hanging());
    std::string shown;
    read_until(terminal, "[1/2] 1 findings, ", shown);
    read_until(terminal, " left", shown);
    EXPECT_TRUE(contains(shown, "\r\033[K[1/2] 1 findings, 0:0")) << "one line, rewritten: " << shown;
    ::kill(running.pid(), SIGINT);
    read_until(terminal, "analysed 1/2", shown);
    EXPECT_EQ(running.finish().status, 3);
    EXPECT_TRUE(contains(shown, "\r\033[Kfailed: ")) << "the line is gone before anything else is said: " << shown;
    ::close(terminal);
}

TEST_F(Signals, NoProgressElsewhere) {
    project.write_database({Entry{"a.cpp"}});
    Running running(check({"-j1"}));
    EXPECT_TRUE(running.finish().err.starts_with("analysed 1/1"));
}

}  // namespace
}  // namespace awaitlint
