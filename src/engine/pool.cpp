// See pool.h. One poll loop over the workers' pipes; no threads.
#include "engine/pool.h"

#include <algorithm>
#include <cstring>
#include <deque>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/write_permit.h"

namespace awaitlint {
namespace {

using Clock = std::chrono::steady_clock;

struct Worker {
    pid_t pid = -1;
    int to = -1;
    int from = -1;
    std::size_t task = 0;
    bool is_busy = false;
    std::string unsent;
    std::string received;
    Clock::time_point deadline;
};

void close_pipe(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
}

/// Between fork and exec: only calls that are safe there.
[[noreturn]] void become_worker(int requests, int answers, std::uint64_t memory_mib, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    ::setpgid(0, 0);
    ::dup2(requests, STDIN_FILENO);
    ::dup2(answers, STDOUT_FILENO);
    const int nothing = ::open("/dev/null", O_WRONLY);
    if (nothing >= 0) ::dup2(nothing, STDERR_FILENO);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    forbid_file_writes();
    if (memory_mib) {
        const rlimit memory{memory_mib << 20, memory_mib << 20};
        ::setrlimit(RLIMIT_AS, &memory);
    }
    char name[] = "awaitlint";
    char command[] = "worker";
    char* argv[] = {name, command, nullptr};
    ::execve("/proc/self/exe", argv, environ);
    ::_exit(127);
}

bool start(Worker& worker, std::uint64_t memory_mib) {
    int requests[2], answers[2];
    if (::pipe2(requests, O_CLOEXEC) != 0) return false;
    if (::pipe2(answers, O_CLOEXEC) != 0) {
        close_pipe(requests[0]);
        close_pipe(requests[1]);
        return false;
    }
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) become_worker(requests[0], answers[1], memory_mib, parent);
    close_pipe(requests[0]);
    close_pipe(answers[1]);
    if (pid < 0) {
        close_pipe(requests[1]);
        close_pipe(answers[0]);
        return false;
    }
    ::fcntl(requests[1], F_SETFL, O_NONBLOCK);
    ::fcntl(answers[0], F_SETFL, O_NONBLOCK);
    worker.pid = pid;
    worker.to = requests[1];
    worker.from = answers[0];
    worker.received.clear();
    return true;
}

/// Ends a worker and says how it ended.
std::string stop(Worker& worker, bool by_force) {
    close_pipe(worker.to);
    close_pipe(worker.from);
    if (worker.pid < 0) return "";
    if (by_force) ::kill(worker.pid, SIGKILL);
    int status = 0;
    while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
    }
    worker.pid = -1;
    worker.is_busy = false;
    if (WIFSIGNALED(status))
        return fmt::format("crashed ({}, signal {})", ::strsignal(WTERMSIG(status)), WTERMSIG(status));
    return fmt::format("ended early with status {}", WEXITSTATUS(status));
}

class Pool {
public:
    Pool(const std::vector<std::string>& requests, const Limits& limits,
         const std::function<void(std::size_t, const Answer&)>& on_answer)
        : requests_(requests), limits_(limits), on_answer_(on_answer), answers_(requests.size()) {
        for (std::size_t i = 0; i < requests.size(); ++i) waiting_.push_back(i);
    }
    ~Pool() {
        for (Worker& worker : workers_) stop(worker, worker.is_busy);
    }

    std::vector<Answer> run() {
        // A worker that dies with a request half written must not take us along.
        struct sigaction ignore = {}, before = {};
        ignore.sa_handler = SIG_IGN;
        ::sigaction(SIGPIPE, &ignore, &before);
        const unsigned jobs = limits_.jobs ? limits_.jobs : default_jobs();
        workers_.resize(std::clamp<std::size_t>(jobs, 1, std::max<std::size_t>(1, requests_.size())));
        while (done_ < requests_.size()) {
            dispatch();
            wait();
        }
        ::sigaction(SIGPIPE, &before, nullptr);
        return std::move(answers_);
    }

private:
    bool any_busy() const {
        return std::any_of(workers_.begin(), workers_.end(), [](const Worker& worker) { return worker.is_busy; });
    }

    void dispatch() {
        for (Worker& worker : workers_) {
            if (worker.is_busy) continue;
            if (!waiting_.empty()) {
                assign(worker, waiting_.front());
                waiting_.pop_front();
            } else if (!any_busy() && !again_.empty()) {
                // Alone: what failed for want of memory beside others may pass now.
                assign(worker, again_.front());
                again_.pop_front();
                return;
            }
        }
    }

    void assign(Worker& worker, std::size_t task) {
        worker.task = task;
        if (worker.pid < 0 && !start(worker, limits_.memory_mib)) {
            settle(task, {"", fmt::format("no worker could be started: {}", std::strerror(errno))});
            return;
        }
        worker.is_busy = true;
        worker.unsent = requests_[task] + "\n";
        worker.deadline = Clock::now() + limits_.timeout;
    }

    void wait() {
        std::vector<pollfd> ends;
        std::vector<Worker*> busy;
        Clock::time_point next = Clock::now() + std::chrono::seconds(1);
        for (Worker& worker : workers_) {
            if (!worker.is_busy) continue;
            next = std::min(next, worker.deadline);
            ends.push_back({worker.from, POLLIN, 0});
            ends.push_back({worker.unsent.empty() ? -1 : worker.to, POLLOUT, 0});
            busy.push_back(&worker);
        }
        if (busy.empty()) return;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(next - Clock::now()).count() + 1;
        ::poll(ends.data(), ends.size(), static_cast<int>(std::max<long long>(0, left)));
        for (std::size_t i = 0; i < busy.size(); ++i) {
            if (ends[2 * i + 1].revents) send(*busy[i]);
            if (ends[2 * i].revents) receive(*busy[i]);
            if (busy[i]->is_busy && Clock::now() >= busy[i]->deadline) {
                const std::size_t task = busy[i]->task;
                stop(*busy[i], true);
                settle(task, {"", fmt::format("timed out after {} s", limits_.timeout.count())});
            }
        }
    }

    static void send(Worker& worker) {
        const ssize_t sent = ::write(worker.to, worker.unsent.data(), worker.unsent.size());
        if (sent > 0) worker.unsent.erase(0, static_cast<std::size_t>(sent));
        if (sent < 0 && errno != EAGAIN && errno != EINTR) worker.unsent.clear();  // its death shows on the other pipe
    }

    void receive(Worker& worker) {
        char buffer[1 << 16];
        const ssize_t got = ::read(worker.from, buffer, sizeof buffer);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (got <= 0) return lose(worker);
        worker.received.append(buffer, static_cast<std::size_t>(got));
        if (worker.received.back() != '\n') return;
        worker.received.pop_back();
        worker.is_busy = false;
        settle(worker.task, {std::move(worker.received), ""});
        worker.received.clear();
    }

    void lose(Worker& worker) {
        const std::size_t task = worker.task;
        const std::string how = stop(worker, false);
        if (!answers_[task].failure.empty()) return settle(task, {"", how});
        answers_[task].failure = how;
        again_.push_back(task);
    }

    void settle(std::size_t task, Answer answer) {
        answers_[task] = std::move(answer);
        ++done_;
        if (on_answer_) on_answer_(task, answers_[task]);
    }

    const std::vector<std::string>& requests_;
    const Limits& limits_;
    const std::function<void(std::size_t, const Answer&)>& on_answer_;
    std::vector<Answer> answers_;
    std::vector<Worker> workers_;
    std::deque<std::size_t> waiting_;
    std::deque<std::size_t> again_;
    std::size_t done_ = 0;
};

}  // namespace

unsigned default_jobs() {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (::sched_getaffinity(0, sizeof cores, &cores) != 0) return 1;
    return static_cast<unsigned>(std::max(1, CPU_COUNT(&cores)));
}

std::vector<Answer> ask_workers(const std::vector<std::string>& requests, const Limits& limits,
                                const std::function<void(std::size_t, const Answer&)>& on_answer) {
    return Pool(requests, limits, on_answer).run();
}

}  // namespace awaitlint
