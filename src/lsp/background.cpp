// See background.h.
#include "lsp/background.h"

#include <cerrno>
#include <exception>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace awaitlint::lsp {
namespace {

void write_all(int to, const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t written = ::write(to, text.data() + done, text.size() - done);
        if (written < 0 && errno != EINTR) return;
        if (written > 0) done += static_cast<std::size_t>(written);
    }
}

/// In the copy.
[[noreturn]] void work_for(pid_t parent, Descriptor answer, const std::function<std::string()>& work) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    const int nowhere = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nowhere, STDIN_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    try {
        write_all(answer.number(), work());
    } catch (const std::exception&) {
        ::_exit(1);
    }
    // What ends at exit is the server's to end.
    ::_exit(0);
}

}  // namespace

Background::Background(const std::function<std::string()>& work) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    answer_ = Descriptor(ends[0]);
    Descriptor write_end(ends[1]);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) work_for(parent, std::move(write_end), work);
}

Background::~Background() {
    if (pid_ < 0) return;
    // Its workers are killed by its death.
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::optional<std::string> Background::receive() {
    char buffer[1 << 16];
    const ssize_t got = ::read(answer_.number(), buffer, sizeof buffer);
    if (got > 0) received_.append(buffer, static_cast<std::size_t>(got));
    if (got > 0 || (got < 0 && errno == EINTR)) return std::nullopt;
    return std::move(received_);
}

}  // namespace awaitlint::lsp
