// One session of the protocol: messages of the client in, messages of the server out, jobs for the analyses.
//
// Keeps to the protocol's order: nothing before `initialize`, nothing but `exit` behind `shutdown`. What is asked of a
// document that is being analysed is answered when that is done, unless the client cancels it, and after a while by
// nothing: editors ask several servers and wait for all of them. Has no clock, no processes and no streams of its own:
// who serves it (serve.h) has them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lsp/analyses.h"
#include "lsp/frames.h"
#include "lsp/json_rpc.h"

namespace awaitlint::lsp {

/// What the server knows besides what the client tells.
struct Server {
    std::string version;
    std::string here;  // the working directory
    Pages pages;
};

class Session {
public:
    Session(Server server, std::function<void(const Json&)> send)
        : server_(std::move(server)), send_(std::move(send)) {}

    void receive(const Frame& frame, TimePoint now);
    /// The status to exit with, once that is known.
    std::optional<int> exit_status() const { return exit_status_; }
    /// The client's end of the stream is closed.
    int status_at_end_of_input() const { return is_shut_down_ ? 0 : 1; }

    std::optional<Job> next_job(TimePoint now);
    bool is_obsolete(TimePoint now) const { return !analyses_ || is_shut_down_ || analyses_->is_obsolete(now); }
    void take(const Job& job, Result<Analysis> analysis, TimePoint now);
    void give_up(const Job& job);
    /// To be called when `wakes_at` has come, and whenever it is convenient.
    void wake(TimePoint now);
    std::optional<TimePoint> wakes_at() const;

private:
    using Method = void (Session::*)(const Message&, TimePoint);
    struct Held {
        Message request;
        std::string uri;
        TimePoint until;
    };

    static const std::map<std::string, Method>& methods();
    void dispatch(const Message& message, TimePoint now);
    void call(const Message& message, TimePoint now);
    void take_response(const Message& response, TimePoint now);

    void initialize(const Message& message, TimePoint now);
    void initialized(const Message& message, TimePoint now);
    void shutdown(const Message& message, TimePoint now);
    void exit(const Message& message, TimePoint now);
    void cancel(const Message& message, TimePoint now);
    void open(const Message& message, TimePoint now);
    void change(const Message& message, TimePoint now);
    void save(const Message& message, TimePoint now);
    void close(const Message& message, TimePoint now);
    void change_files(const Message& message, TimePoint now);
    void change_folders(const Message& message, TimePoint now);
    void ask_of_document(const Message& message, TimePoint now);

    void answer(const Message& request, const Analysed* analysed);
    void answer_held(const std::string& uri, const Analysed* analysed);
    void refuse(const Message& message, Code code, std::string_view why);
    void tell(const Analysis& analysis);
    void end_progress();

    Server server_;
    std::function<void(const Json&)> send_;
    std::optional<Analyses> analyses_;  // from `initialize` on
    bool is_shut_down_ = false;
    std::optional<int> exit_status_;
    std::vector<Held> held_;
    std::set<std::string> told_;  // what the user was told already
    // Progress of the job that runs, shown once it has taken a while.
    std::optional<TimePoint> progress_due_;
    std::string running_name_;
    std::uint64_t last_id_ = 0;  // of our own requests
    Json asked_for_progress_;    // the id of the request to show some; null: none is open
    Json progress_;              // its token; null: none is shown
};

}  // namespace awaitlint::lsp
