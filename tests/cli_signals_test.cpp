// What ends a run from outside: Ctrl-C, being killed. Units hang on purpose, in a file that the test holds.
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>
#include <tuple>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sanitizers.h"
#include "cli_project.h"
#include "held_file.h"
#include "processes.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

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
        project.write("hangs.cpp", "#include \"held\"\n");
        project.write_database({Entry{"hangs.cpp"}, Entry{"a.cpp"}});
    }

    Process check(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"check", "--timeout", "100"});
        return {.arguments = arguments, .folder = project.path(), .standard_output = ""};
    }

    bool is_hanging() {
        return comes_true([&] { return held_.is_wanted(); });
    }
    /// The next run hangs as well.
    void hold_again() {
        held_.let_go();
        held_.hold();
    }

    std::string text_of(const char* name) const {
        std::ostringstream text;
        text << std::ifstream(project.path(name)).rdbuf();
        return text.str();
    }

    CliProject project;

private:
    HeldFile held_{project.write("held", "\n")};
};

TEST_F(Signals, CtrlCEndsWithWhatIsKnown) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        Running running(check({"-j1", "--allow-incomplete"}));
        ASSERT_TRUE(is_hanging());
        ASSERT_EQ(::kill(running.pid(), signal), 0);
        const Ran ran = running.finish();
        hold_again();
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
    const HeldFile source(project.path("a.cpp"));
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
    EXPECT_TRUE(comes_true([&] { return have_ended(workers); }));
}

/// A trial of a repair is a process of a process of the worker's.
TEST_F(Signals, NoTrialOutlivesItsRun) {
    project.write("slow.cpp", a_proof_that_never_ends);
    project.write_database({Entry{"slow.cpp", {a_proof_that_never_ends_flag}}});
    for (const int signal : {SIGINT, SIGKILL}) {
        Running running(check({"-j1"}));
        std::vector<pid_t> all;
        ASSERT_TRUE(comes_true([&] { return (all = descendants_of(running.pid())).size() == 3; }));
        ::kill(running.pid(), signal);
        running.finish();
        EXPECT_TRUE(comes_true([&] { return have_ended(all); }));
    }
}

TEST_F(Signals, ProgressIsOneLineOnATerminal) {
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0) GTEST_SKIP() << "this machine gives no pseudo-terminals: is /dev/pts mounted?";
    ASSERT_TRUE(::grantpt(terminal) == 0 && ::unlockpt(terminal) == 0);
    Process process = check({"-j1"});
    process.standard_error = ::ptsname(terminal);
    Running running(process);
    ASSERT_TRUE(is_hanging());
    std::string shown;
    read_until(terminal, "[1/2] 1 finding, ", shown);
    read_until(terminal, " to go", shown);
    EXPECT_TRUE(contains(shown, "\r\033[K[1/2] 1 finding, 0:0")) << "one line, rewritten: " << shown;
    ::kill(running.pid(), SIGINT);
    read_until(terminal, "analysed 1/2", shown);
    EXPECT_EQ(running.finish().status, 3);
    EXPECT_TRUE(contains(shown, "\r\033[Kdatabase: ")) << "the line is gone before anything else is said: " << shown;
    ::close(terminal);
}

TEST_F(Signals, AShortRunTellsNoProgress) {
    project.write_database({Entry{"a.cpp"}});
    Running running(check({"-j1"}));
    EXPECT_TRUE(running.finish().err.starts_with("database: compile_commands.json"));
}

TEST_F(Signals, PlainLinesElsewhereAndNoneIfQuiet) {
    Process plain = check({"-j1"}), quiet = check({"-j1", "--quiet"});
    plain.standard_error = project.path("plain.txt");
    quiet.standard_error = project.path("quiet.txt");
    Running running(plain), silent(quiet);
    ASSERT_TRUE(comes_true([&] { return contains(text_of("plain.txt"), "\n"); }));
    EXPECT_TRUE(text_of("plain.txt").starts_with("[1/2] 1 finding, ")) << text_of("plain.txt");
    for (Running* each : {&running, &silent}) {
        ::kill(each->pid(), SIGINT);
        EXPECT_EQ(each->finish().status, 3);
    }
    EXPECT_TRUE(text_of("quiet.txt").starts_with("failed: hangs.cpp: interrupted\n")) << text_of("quiet.txt");
}

TEST_F(Signals, CtrlCEndsWithinASecond) {
    // The machine may be busy once, or twice.
    auto fastest = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 5; ++i) {
        Running running(check({"-j2", "--no-cache"}));
        ASSERT_TRUE(is_hanging());
        const auto start = std::chrono::steady_clock::now();
        ::kill(running.pid(), SIGINT);
        EXPECT_EQ(running.finish().status, 3);
        fastest = std::min(fastest, std::chrono::steady_clock::now() - start);
        hold_again();
    }
    EXPECT_LT(fastest, std::chrono::seconds(1));
}

TEST_F(Signals, AWorkerLeavesNoCoreAndWritesNoFile) {
    Running running(check({"-j1", "--memory", "1000"}));
    ASSERT_TRUE(is_hanging());
    const std::vector<pid_t> workers = children_of(running.pid());
    ASSERT_EQ(workers.size(), 1u);
    std::map<std::string, std::string> limits;
    std::ifstream in("/proc/" + std::to_string(workers[0]) + "/limits");
    for (std::string line; std::getline(in, line);) limits[line.substr(0, 25)] = line.substr(26);
    EXPECT_TRUE(limits["Max core file size       "].starts_with("0      ")) << limits["Max core file size       "];
    EXPECT_TRUE(limits["Max file size            "].starts_with("0      ")) << limits["Max file size            "];
    EXPECT_EQ(limits["Max data size            "].starts_with("unlimited"), is_address_sanitized);
    // Such a process is root's in /proc: nor does a core go to a program, which no limit keeps it from.
    struct ::stat status;
    ASSERT_EQ(::stat(("/proc/" + std::to_string(workers[0])).c_str(), &status), 0);
    EXPECT_EQ(status.st_uid, 0u);
}

/// "SigBlk:" and the like, of /proc/PID/status.
std::string status_line(pid_t pid, const std::string& name) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(name)) return line.substr(name.size());
    return "not there";
}

TEST_F(Signals, AWorkerIsConfinedUnlessAskedNotToBe) {
    if (is_sanitized) GTEST_SKIP() << "in a build with sanitizers the sandbox is off unless asked for";
    if (project.check(with_flags({"a.cpp", "--sandbox", "on"})).status == 2)
        GTEST_SKIP() << "this kernel lacks Landlock or seccomp";
    const std::vector<std::tuple<std::vector<std::string>, std::string, std::string>> modes = {
        {{"-j1"}, "\t1", "\t2"}, {{"-j1", "--sandbox", "off"}, "\t0", "\t0"}};
    for (const auto& [arguments, no_new_privileges, filter] : modes) {
        Running running(check(arguments));
        ASSERT_TRUE(is_hanging());
        const std::vector<pid_t> workers = children_of(running.pid());
        ASSERT_EQ(workers.size(), 1u);
        EXPECT_EQ(status_line(workers[0], "NoNewPrivs:"), no_new_privileges);
        EXPECT_EQ(status_line(workers[0], "Seccomp:"), filter);
        EXPECT_EQ(status_line(running.pid(), "Seccomp:"), "\t0") << "the supervisor keeps what it needs";
        ::kill(running.pid(), SIGINT);
        EXPECT_EQ(running.finish().status, 3);
        hold_again();
    }
}

/// Besides its own: what it is told, what it says, and where it writes.
std::vector<std::string> pipes_held_by(pid_t worker) {
    std::vector<std::string> held;
    std::error_code denied;
    for (const fs::directory_entry& file : fs::directory_iterator("/proc/" + std::to_string(worker) + "/fd", denied)) {
        const std::string target = fs::read_symlink(file.path(), denied).string();
        const std::string number = file.path().filename().string();
        if (std::atoi(number.c_str()) > 4 && (target.starts_with("pipe:") || target.starts_with("anon_inode:")))
            held.push_back(number + " is " + target);
    }
    return held;
}

TEST_F(Signals, AWorkerHoldsNothingOfItsSupervisor) {
    Running running(check({"-j2", "--cache-dir", project.path("cache")}));
    ASSERT_TRUE(is_hanging());
    const std::vector<pid_t> workers = children_of(running.pid());
    ASSERT_FALSE(workers.empty());
    for (const pid_t worker : workers) {
        EXPECT_EQ(status_line(worker, "SigBlk:"), "\t0000000000000000");
        EXPECT_EQ(std::stoull(status_line(worker, "SigIgn:"), nullptr, 16) >> (SIGPIPE - 1) & 1, 0u);
        std::error_code denied;
        fs::directory_iterator("/proc/" + std::to_string(worker) + "/fd", denied);
        if (denied) GTEST_SKIP() << "what such a process has opened is for root to see";
        std::vector<std::string> held = pipes_held_by(worker);
        // Until it runs the program anew, a worker that was started just now is a copy of its supervisor.
        for (int i = 0; i < 200 && !held.empty(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            held = pipes_held_by(worker);
        }
        EXPECT_EQ(held, std::vector<std::string>());
    }
}

class Jobserver : public Signals {
protected:
    Jobserver() {
        project.write_database({Entry{"hangs.cpp"}, Entry{"hangs.cpp", {"-DSECOND"}}, Entry{"hangs.cpp", {"-DTHIRD"}}});
        EXPECT_EQ(::mkfifo(project.path("slots").c_str(), 0600), 0);
        slots_ = ::open(project.path("slots").c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    }
    ~Jobserver() override { ::close(slots_); }

    /// As under GNU make 4.4, which has so many slots left.
    std::unique_ptr<Running> start(const std::string& slots, std::vector<std::string> arguments = {}) {
        EXPECT_EQ(::write(slots_, slots.data(), slots.size()), static_cast<ssize_t>(slots.size()));
        Process process = check(std::move(arguments));
        process.environment = {"MAKEFLAGS= -j3 --jobserver-auth=fifo:" + project.path("slots")};
        return std::make_unique<Running>(process);
    }
    std::string left() {
        char slots[16];
        const ssize_t got = ::read(slots_, slots, sizeof slots);
        return got > 0 ? std::string(slots, static_cast<std::size_t>(got)) : "";
    }

private:
    int slots_ = -1;
};

TEST_F(Jobserver, OfMakesFifoOneSlotIsAWorkerMoreAndComesBack) {
    if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "one core gets one worker";
    const auto running = start("x");
    ASSERT_TRUE(is_hanging());
    EXPECT_TRUE(comes_true([&] { return children_of(running->pid()).size() == 2; }));
    EXPECT_EQ(left(), "") << "it is taken";
    ::kill(running->pid(), SIGINT);
    EXPECT_EQ(running->finish().status, 3);
    EXPECT_EQ(left(), "x") << "and given back, also by a run that is interrupted";
}

TEST_F(Jobserver, WithoutASlotThereIsOneWorker) {
    const auto running = start("");
    ASSERT_TRUE(is_hanging());
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_EQ(children_of(running->pid()).size(), 1u);
}

TEST_F(Jobserver, IsNotAskedWhereTheNumberIsGiven) {
    const auto running = start("x", {"-j3"});
    ASSERT_TRUE(is_hanging());
    EXPECT_TRUE(comes_true([&] { return children_of(running->pid()).size() == 3; }));
    EXPECT_EQ(left(), "x");
}

TEST_F(Jobserver, ThatIsGoneHoldsNothingUp) {
    if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "one core gets one worker";
    fs::remove(project.path("slots"));
    const auto running = start("");
    ASSERT_TRUE(is_hanging());
    EXPECT_TRUE(comes_true([&] { return children_of(running->pid()).size() >= 2; }));
}

}  // namespace
}  // namespace awaitlint
