// See pool.h. One poll loop over the workers' pipes; no threads.
#include "engine/workers/pool.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <queue>

#include <fmt/format.h>
#include <poll.h>

#include "base/ignored_signal.h"
#include "engine/workers/job_slots.h"
#include "engine/workers/machine.h"

namespace awaitlint {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto longest_wait = std::chrono::milliseconds(500);
constexpr auto wait_for_slot = std::chrono::milliseconds(50);
// Hundreds that hang (a file server that is gone) would each cost their time twice: so many speak for all others.
constexpr unsigned most_slow_alone = 3;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Worker {
    WorkerProcess process;
    const Task* task = nullptr;  // null: idle
    Clock::time_point started;
};

class Pool {
public:
    Pool(const Limits& limits, const std::string& preambles, Interrupts& interrupts, const Asker& asker)
        : limits_(limits), interrupts_(interrupts), asker_(asker), slots_(limits.jobs == 0) {
        const Machine machine = look_at_machine();
        worker_limits_ = {limits.memory_mib ? limits.memory_mib : default_memory_mib(machine),
                          sandbox_for(limits.sandbox), preambles};
        workers_.resize(limits.jobs ? limits.jobs : default_jobs(machine));
    }

    AskedAll run(std::vector<Task> tasks) {
        // A worker that dies with a request half written must not take us along.
        const IgnoredSignal broken_pipe(SIGPIPE);
        add(std::move(tasks));
        while (unsettled_ > 0 && !interrupts_.has_come() && !is_time_over(limits_)) {
            dispatch();
            wait();
            deliver();
            if (asker_.on_wait) asker_.on_wait();
        }
        AskedAll asked = {unsettled_ == 0, {}};
        for (Worker& worker : workers_) {
            worker.process.end();
            asked.ended.push_back(std::move(worker.process));
        }
        return asked;
    }

private:
    struct Cheaper {
        bool operator()(const Task* a, const Task* b) const {
            return a->cost != b->cost ? a->cost < b->cost : a->id > b->id;
        }
    };
    /// Why a task is tried again.
    struct Failure {
        const Task* task = nullptr;
        std::string why;
        bool is_timeout = false;
    };

    /// What an answer brings goes to the worker that gave it, if it is free: it still knows the unit.
    void add(std::vector<Task> tasks, Worker* knowing = nullptr) {
        unsettled_ += tasks.size();
        for (Task& task : tasks) {
            tasks_.push_back(std::move(task));
            if (knowing && !knowing->task && slots_.acquire(busy()))
                assign(*knowing, &tasks_.back());
            else
                waiting_.push(&tasks_.back());
        }
    }

    std::size_t busy() const {
        return static_cast<std::size_t>(
            std::count_if(workers_.begin(), workers_.end(), [](const Worker& worker) { return worker.task; }));
    }

    void dispatch() {
        for (Worker& worker : workers_) {
            if (waiting_.empty()) break;
            if (worker.task) continue;
            if (!slots_.acquire(busy())) break;
            const Task* const task = waiting_.top();
            waiting_.pop();
            assign(worker, task);
        }
        if (waiting_.empty() && answers_.empty() && busy() == 0 && !again_.empty()) try_again();
        slots_.shrink(busy());
    }

    /// Alone, and in a new process: what failed for want of memory or time beside others may pass now.
    void try_again() {
        const Failure failure = std::move(again_.begin()->second);
        again_.erase(again_.begin());
        if (failure.is_timeout && slow_alone_ == most_slow_alone) return settle(failure.task, {"", failure.why});
        for (Worker& worker : workers_) worker.process.kill();
        retried_ = failure.task;
        slots_.acquire(0);
        assign(workers_.front(), failure.task);
    }

    void assign(Worker& worker, const Task* task) {
        worker.started = Clock::now();
        if (!worker.process.is_running() && !worker.process.start(worker_limits_))
            return settle(task, {"", fmt::format("no worker could be started: {}", std::strerror(errno))});
        worker.task = task;
        worker.process.ask(task->request(task == retried_));
    }

    void deliver() {
        while (!answers_.empty()) {
            auto [task, answer, worker] = std::move(answers_.front());
            answers_.pop_front();
            --unsettled_;
            add(asker_.on_answer(task->id, std::move(answer)), worker);
        }
    }

    void wait() {
        std::vector<pollfd> ends = {{interrupts_.descriptor(), POLLIN, 0}};
        std::vector<Worker*> asked;
        Clock::time_point next = Clock::now() + longest_wait;
        if (limits_.end) next = std::min(next, *limits_.end);
        if (!waiting_.empty() && slots_.is_shared()) next = std::min(next, Clock::now() + wait_for_slot);
        for (Worker& worker : workers_) {
            if (!worker.task) continue;
            next = std::min(next, worker.started + limits_.timeout);
            WorkerProcess& process = worker.process;
            ends.push_back({process.answers_end(), POLLIN, 0});
            ends.push_back({process.wants_to_send() ? process.requests_end() : -1, POLLOUT, 0});
            ends.push_back({process.last_words_end(), POLLIN, 0});
            asked.push_back(&worker);
        }
        if (asked.empty()) return;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(next - Clock::now()).count() + 1;
        ::poll(ends.data(), ends.size(), static_cast<int>(std::max<long long>(0, left)));
        for (std::size_t i = 0; i < asked.size(); ++i) {
            if (ends[3 * i + 3].revents) asked[i]->process.hear_last_words();
            if (ends[3 * i + 2].revents) asked[i]->process.send();
            if (ends[3 * i + 1].revents) receive(*asked[i]);
            if (asked[i]->task && Clock::now() >= asked[i]->started + limits_.timeout) expire(*asked[i]);
        }
    }

    void receive(Worker& worker) {
        bool is_lost = false;
        if (auto line = worker.process.receive(is_lost)) {
            const double seconds = seconds_since(worker.started);
            settle(std::exchange(worker.task, nullptr), {std::move(*line), "", seconds}, &worker);
        } else if (is_lost) {
            const Task* const task = std::exchange(worker.task, nullptr);
            lose(task, {task, worker.process.cause_of_death(limits_.memory_mib)}, seconds_since(worker.started));
        }
    }

    void expire(Worker& worker) {
        const Task* const task = std::exchange(worker.task, nullptr);
        worker.process.kill();
        slow_alone_ += task == retried_;
        lose(task, {task, fmt::format("timed out after {} s", limits_.timeout.count()), true},
             seconds_since(worker.started));
    }

    void lose(const Task* task, Failure failure, double seconds) {
        if (task == retried_) return settle(task, {"", failure.why, seconds});
        again_.emplace(task->id, std::move(failure));
    }

    void settle(const Task* task, Answer answer, Worker* worker = nullptr) {
        answers_.push_back({task, std::move(answer), worker});
    }

    const Limits& limits_;
    Interrupts& interrupts_;
    const Asker& asker_;
    JobSlots slots_;
    WorkerLimits worker_limits_;
    std::vector<Worker> workers_;
    std::deque<Task> tasks_;  // all there ever were: a deque, as others point into it
    std::priority_queue<const Task*, std::vector<const Task*>, Cheaper> waiting_;
    std::map<std::size_t, Failure> again_;  // by id, so that timing does not choose who is first
    struct Given {
        const Task* task = nullptr;
        Answer answer;
        Worker* worker = nullptr;  // null: none gave it
    };
    std::deque<Given> answers_;
    std::size_t unsettled_ = 0;
    const Task* retried_ = nullptr;  // the last one that was tried again
    unsigned slow_alone_ = 0;        // that timed out once more
};

}  // namespace

bool is_time_over(const Limits& limits) {
    return limits.end && Clock::now() >= *limits.end;
}

AskedAll ask_workers(std::vector<Task> tasks, const Limits& limits, const std::string& preambles,
                     Interrupts& interrupts, const Asker& asker) {
    return Pool(limits, preambles, interrupts, asker).run(std::move(tasks));
}

}  // namespace awaitlint
