// See serve.h.
#include "lsp/serve.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>
#include <vector>

#include <poll.h>
#include <unistd.h>

#include "base/ignored_signal.h"
#include "lsp/background.h"
#include "lsp/frames.h"

namespace awaitlint::lsp {
namespace {

constexpr std::size_t most_unsent = std::size_t{64} << 20;
constexpr std::size_t written_at_once = 4096;  // a pipe that is ready takes so much without waiting
constexpr auto longest_wait = std::chrono::seconds(60);

class Loop {
public:
    Loop(const Streams& streams, Server server, const Analyse& analyse)
        : streams_(streams),
          analyse_(analyse),
          session_(std::move(server), [this](const Json& message) { unsent_ += framed(text_of(message)); }) {}

    int run() {
        while (true) {
            advance();
            if (const auto status = exit_status()) return *status;
            wait();
        }
    }

private:
    static TimePoint now() { return std::chrono::steady_clock::now(); }

    void advance() {
        if (background_ && session_.is_obsolete(now())) {
            background_.reset();
            session_.give_up(*std::exchange(job_, std::nullopt));
        }
        if (!background_) job_ = session_.next_job(now());
        if (!background_ && job_) {
            const AnalysisRequest& request = job_->request;
            background_ = std::make_unique<Background>([&] { return lsp::text_of(analyse_(request)); });
            if (background_->descriptor() < 0) receive_answer();  // the system has none left
        }
        session_.wake(now());
    }

    /// Once all has been said, or cannot be said any more.
    std::optional<int> exit_status() const {
        if (is_unheard_) return 1;
        if (!unsent_.empty()) return std::nullopt;
        if (session_.exit_status()) return session_.exit_status();
        return is_over_ ? std::optional(session_.status_at_end_of_input()) : std::nullopt;
    }

    void wait() {
        const bool is_listening = !is_over_ && !session_.exit_status() && unsent_.size() < most_unsent;
        pollfd ends[] = {{is_listening ? streams_.in : -1, POLLIN, 0},
                         {unsent_.empty() ? -1 : streams_.out, POLLOUT, 0},
                         {background_ ? background_->descriptor() : -1, POLLIN, 0}};
        TimePoint until = now() + longest_wait;
        // While a job runs, the next one waits for its end, unless that is hurried.
        if (const auto wakes = session_.wakes_at()) until = std::min(until, std::max(*wakes, now() + least_wait()));
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - now()).count() + 1;
        if (::poll(ends, 3, static_cast<int>(std::max<long long>(0, left))) < 0) return;
        if (ends[2].revents) receive_answer();
        if (ends[1].revents) write();
        if (ends[0].revents) read();
    }

    std::chrono::milliseconds least_wait() const { return std::chrono::milliseconds(background_ ? 50 : 0); }

    void receive_answer() {
        const auto text = background_->receive();
        if (!text) return;
        background_.reset();
        session_.take(*std::exchange(job_, std::nullopt), analysis_from(*text), now());
    }

    void write() {
        const ssize_t written = ::write(streams_.out, unsent_.data(), std::min(unsent_.size(), written_at_once));
        if (written > 0) unsent_.erase(0, static_cast<std::size_t>(written));
        is_unheard_ = written < 0 && errno != EINTR && errno != EAGAIN;
    }

    void read() {
        char buffer[1 << 16];
        const ssize_t got = ::read(streams_.in, buffer, sizeof buffer);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
        is_over_ = got <= 0;
        if (got > 0) frames_.add({buffer, static_cast<std::size_t>(got)});
        while (!session_.exit_status()) {
            const auto frame = frames_.next();
            if (!frame) break;
            session_.receive(*frame, now());
        }
        is_over_ = is_over_ || frames_.is_broken();
    }

    Streams streams_;
    const Analyse& analyse_;
    std::string unsent_;
    FrameReader frames_;
    Session session_;
    std::optional<Job> job_;
    std::unique_ptr<Background> background_;
    bool is_over_ = false;     // nothing more will come
    bool is_unheard_ = false;  // nobody reads any more
};

}  // namespace

int serve(const Streams& streams, Server server, const Analyse& analyse) {
    const IgnoredSignal broken_pipe(SIGPIPE);
    return Loop(streams, std::move(server), analyse).run();
}

}  // namespace awaitlint::lsp
