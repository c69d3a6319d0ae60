// See courier.h.
#include "engine/remote/courier.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/byte_stream.h"
#include "base/sanitizers.h"
#include "engine/remote/courier_duty.h"
#include "engine/remote/courier_messages.h"

namespace awaitlint {
namespace {

/// The courier keeps to the limits of a batch by itself: beyond these it hangs.
constexpr std::chrono::milliseconds patience = connect_limit + 2 * time_for(256);
constexpr rlim_t most_memory = rlim_t{1} << 30;

/// What the run has open is none of its business: a reader of the run's output would wait for it.
int leave_run_behind(int socket) {
    const int nowhere = ::open("/dev/null", O_RDWR);
    const int high = ::fcntl(socket, F_DUPFD, STDERR_FILENO + 1);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, stream);
    const int own = ::dup2(high, STDERR_FILENO + 1);
    ::closefrom(STDERR_FILENO + 2);
    return own;
}

[[noreturn]] void become_courier(int socket, const RemoteAddress& address, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGINT, SIG_IGN);  // the run decides what an interruption means
    const rlimit memory{most_memory, most_memory}, none{0, 0};
    if (!is_address_sanitized) ::setrlimit(RLIMIT_DATA, &memory);
    ::setrlimit(RLIMIT_CORE, &none);
    run_courier(leave_run_behind(socket), address);
    // What ends at exit is the run's to end.
    ::_exit(0);
}

/// False when the time is over, or nothing more will come.
bool is_ready(int socket, short events, std::chrono::steady_clock::time_point end) {
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        if (left <= 0) return false;
        pollfd wanted{socket, events, 0};
        const int ready = ::poll(&wanted, 1, static_cast<int>(left));
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

}  // namespace

Result<bool> Courier::start(const RemoteAddress& address) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return Error{std::strerror(errno)};
    Descriptor ours(ends[0]), theirs(ends[1]);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) {
        ours.close();
        become_courier(theirs.number(), address, parent);
    }
    if (pid < 0) return Error{std::strerror(errno)};
    pid_ = pid;
    socket_ = std::move(ours);
    return true;
}

Error Courier::lost() {
    end();
    return {"it gives no answer"};
}

Result<bool> Courier::send(std::string_view message) {
    const std::string frame = framed(message);
    const auto until = std::chrono::steady_clock::now() + patience;
    for (std::string_view rest = frame; !rest.empty();) {
        if (!socket_.is_open() || !is_ready(socket_.number(), POLLOUT, until)) return lost();
        const ssize_t sent = ::send(socket_.number(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
        if (sent < 0 && errno != EAGAIN && errno != EINTR) return lost();
    }
    return true;
}

Result<std::string> Courier::receive() {
    const auto until = std::chrono::steady_clock::now() + patience;
    FrameReader reader;
    while (!reader.is_whole()) {
        if (!socket_.is_open() || !is_ready(socket_.number(), POLLIN, until) || !reader.read_some(socket_.number()))
            return lost();
    }
    return reader.take();
}

Result<std::vector<RemoteAnswer>> Courier::get(const std::vector<std::string>& names) {
    if (auto sent = send(message_of_names(names)); !sent) return sent.error();
    auto message = receive();
    if (!message) return message.error();
    auto answers = answers_of(*message);
    if (!answers) return answers.error();
    if (answers->size() != names.size()) return lost();
    return answers;
}

Result<bool> Courier::put(const std::vector<RemoteEntry>& entries) {
    return send(message_of_entries(entries));
}

Result<bool> Courier::finish() {
    if (auto sent = send(message_of_end()); !sent) return sent.error();
    auto message = receive();
    if (!message) return message.error();
    auto answers = answers_of(*message);
    end();
    if (!answers) return answers.error();
    return true;
}

void Courier::end() {
    socket_.close();
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
}

}  // namespace awaitlint
