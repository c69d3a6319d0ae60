// One worker process as its supervisor sees it: started, asked, listened to, and told apart in how it died.
//
// A worker is a fork of this process, with a time limit (the pool's business), a memory limit, no core file, a sandbox
// (engine/sandbox.h) and a process group of its own, so that a Ctrl-C at the terminal is the supervisor's
// alone. It is killed when the supervisor dies, however that dies. Knows nothing of what the lines mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <sys/types.h>

#include "engine/workers/worker.h"

namespace awaitlint {

class WorkerProcess {
public:
    WorkerProcess() = default;
    ~WorkerProcess() { kill(); }
    WorkerProcess(WorkerProcess&& other) noexcept;
    WorkerProcess& operator=(WorkerProcess&& other) = delete;

    /// True when it runs.
    bool start(const WorkerLimits& limits);
    bool is_running() const { return pid_ >= 0; }

    /// Hands over one line. What the pipe does not take at once goes when `wants_to_send` and `send` say so.
    void ask(const std::string& line);
    bool wants_to_send() const { return !unsent_.empty(); }
    void send();

    int requests_end() const { return requests_; }
    int answers_end() const { return answers_; }
    int last_words_end() const { return last_words_; }

    /// Reads what there is: a whole line, if one has come. `is_lost` is set when there will be none any more.
    std::optional<std::string> receive(bool& is_lost);
    void hear_last_words();

    /// Waits for the end of a lost worker and says how it died, in plain words.
    std::string cause_of_death(std::uint64_t memory_mib);
    /// Ends it at once, without waiting: what it has not answered is lost, and it holds nothing else.
    void end();
    /// Ends it and waits until it is gone.
    void kill();

private:
    void close_pipes();
    int wait();

    pid_t pid_ = -1;
    int requests_ = -1;
    int answers_ = -1;
    int last_words_ = -1;
    std::string unsent_;
    std::string received_;
    std::string said_;
};

}  // namespace awaitlint
