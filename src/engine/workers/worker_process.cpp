// See worker_process.h.
#include "engine/workers/worker_process.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sanitizers.h"
#include "engine/workers/last_words.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_last_words = 1 << 16;
constexpr const char* first_to_die = "500";

void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
}

struct Pipe {
    int read = -1;
    int write = -1;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) return;
        read = ends[0];
        write = ends[1];
    }
    ~Pipe() {
        close_end(read);
        close_end(write);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
};

int take(int& end) {
    ::fcntl(end, F_SETFL, O_NONBLOCK);
    return std::exchange(end, -1);
}

/// When memory runs out, the kernel shall not pick the user's editor.
void be_killed_first() {
    const int score = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score < 0) return;
    [[maybe_unused]] const ssize_t written = ::write(score, first_to_die, 3);
    ::close(score);
}

/// Counts what the process writes to: files that it maps are the page cache's and may be dropped by the kernel.
void limit_memory(std::uint64_t memory_mib) {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);  // the supervisor's until now; ru_maxrss is KiB
    const rlim_t bytes = ((memory_mib + worker_overhead_mib) << 20) + (static_cast<rlim_t>(used.ru_maxrss) << 10);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_DATA, &limit);
}

/// What the supervisor has opened, blocked or catches is none of a worker's business.
WorkerEnds leave_supervisor_behind(WorkerEnds ends, int last_words) {
    for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
    sigset_t none_blocked;
    ::sigemptyset(&none_blocked);
    ::sigprocmask(SIG_SETMASK, &none_blocked, nullptr);
    const int nowhere = ::open("/dev/null", O_RDWR);
    ::dup2(nowhere, STDIN_FILENO);
    // Some compile commands (`--help`) make Clang print: that is no answer.
    ::dup2(last_words, STDOUT_FILENO);
    ::dup2(last_words, STDERR_FILENO);
    // Both out of the way before either gets its place.
    const int high = std::max({ends.requests, ends.answers, STDERR_FILENO}) + 1;
    const int requests = ::fcntl(ends.requests, F_DUPFD, high), answers = ::fcntl(ends.answers, F_DUPFD, high);
    const WorkerEnds moved = {::dup2(requests, STDERR_FILENO + 1), ::dup2(answers, STDERR_FILENO + 2)};
    ::closefrom(STDERR_FILENO + 3);
    return moved;
}

/// In the child, which shares what the supervisor has loaded and goes on as a program of its own.
[[noreturn]] void become_worker(WorkerEnds ends, int last_words, const WorkerLimits& limits, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    ::setpgid(0, 0);
    ::prctl(PR_SET_NAME, "await-worker");
    ends = leave_supervisor_behind(ends, last_words);
    be_killed_first();
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    if (limits.memory_mib && !is_address_sanitized) limit_memory(limits.memory_mib);
    // What ends at exit is the supervisor's to end.
    ::_exit(run_worker(ends, limits));
}

/// A worker may write no file: a sanitizer's log of its own would stay empty.
void show_sanitizers_words(const std::string& said) {
    const bool is_of_sanitizer =
        said.find("Sanitizer") != std::string::npos || said.find("runtime error: ") != std::string::npos;
    if (is_of_sanitizer) std::fwrite(said.data(), 1, said.size(), stderr);
}

}  // namespace

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      requests_(std::exchange(other.requests_, -1)),
      answers_(std::exchange(other.answers_, -1)),
      last_words_(std::exchange(other.last_words_, -1)),
      unsent_(std::move(other.unsent_)),
      received_(std::move(other.received_)),
      said_(std::move(other.said_)) {}

bool WorkerProcess::start(const WorkerLimits& limits) {
    Pipe requests, answers, last_words;
    if (requests.read < 0 || answers.read < 0 || last_words.read < 0) return false;
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) become_worker({requests.read, answers.write}, last_words.write, limits, parent);
    if (pid < 0) return false;
    pid_ = pid;
    requests_ = take(requests.write);
    answers_ = take(answers.read);
    last_words_ = take(last_words.read);
    unsent_.clear();
    received_.clear();
    said_.clear();
    return true;
}

void WorkerProcess::ask(const std::string& line) {
    unsent_ = line + "\n";
    send();
}

void WorkerProcess::send() {
    const ssize_t sent = ::write(requests_, unsent_.data(), unsent_.size());
    if (sent > 0) unsent_.erase(0, static_cast<std::size_t>(sent));
    if (sent < 0 && errno != EAGAIN && errno != EINTR) unsent_.clear();  // its death shows on the other pipe
}

std::optional<std::string> WorkerProcess::receive(bool& is_lost) {
    char buffer[1 << 16];
    const ssize_t got = ::read(answers_, buffer, sizeof buffer);
    is_lost = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
    if (got <= 0) return std::nullopt;
    received_.append(buffer, static_cast<std::size_t>(got));
    if (received_.back() != '\n') return std::nullopt;
    received_.pop_back();
    return std::exchange(received_, "");
}

void WorkerProcess::hear_last_words() {
    char buffer[1 << 12];
    ssize_t got = 0;
    while ((got = ::read(last_words_, buffer, sizeof buffer)) > 0) {
        said_.append(buffer, static_cast<std::size_t>(got));
        if (said_.size() > most_last_words) said_.erase(0, said_.size() - most_last_words);
    }
    if (got == 0) close_end(last_words_);
}

std::string WorkerProcess::cause_of_death(std::uint64_t memory_mib) {
    const int status = wait();
    hear_last_words();
    close_pipes();
    if (is_address_sanitized) show_sanitizers_words(said_);
    return describe_death(status, said_, memory_mib);
}

void WorkerProcess::end() {
    if (pid_ < 0) return;
    ::kill(-pid_, SIGKILL);  // its trials, too: it is the first of their group
    ::kill(pid_, SIGKILL);   // should it not be so yet
}

void WorkerProcess::kill() {
    end();
    wait();
    close_pipes();
}

void WorkerProcess::close_pipes() {
    close_end(requests_);
    close_end(answers_);
    close_end(last_words_);
}

int WorkerProcess::wait() {
    int status = 0;
    if (pid_ < 0) return status;
    siginfo_t ended;
    while (::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
    }
    ::kill(-pid_, SIGKILL);  // what it has left of its trials; until it is waited for, the number is its own
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
}

}  // namespace awaitlint
