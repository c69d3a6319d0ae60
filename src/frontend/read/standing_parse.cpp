// See standing_parse.h. Three processes: the one that asks, the one that stands, and for each question a child of the
// latter.
#include "frontend/read/standing_parse.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ignored_signal.h"
#include "frontend/read/raw_tokens.h"

namespace awaitlint {
namespace {

constexpr std::size_t least_room = 4096;
constexpr std::uint64_t most_bytes = std::uint64_t{1} << 31;

bool write_all(int end, const char* bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t written = ::write(end, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        count -= static_cast<std::size_t>(written);
    }
    return true;
}

bool read_all(int end, char* bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t got = ::read(end, bytes, count);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        bytes += got;
        count -= static_cast<std::size_t>(got);
    }
    return true;
}

bool write_message(int end, std::string_view text) {
    const std::uint64_t length = text.size();
    return write_all(end, reinterpret_cast<const char*>(&length), sizeof length) &&
           write_all(end, text.data(), text.size());
}

std::optional<std::string> read_message(int end) {
    std::uint64_t length = 0;
    if (!read_all(end, reinterpret_cast<char*>(&length), sizeof length) || length > most_bytes) return std::nullopt;
    std::string text(length, '\0');
    if (!read_all(end, text.data(), text.size())) return std::nullopt;
    return text;
}

/// Everything that a trial says, until it ends; nothing if it did not end well. It ends when the asking process does.
std::optional<std::string> hear(pid_t trial, int end, int questions) {
    std::string said;
    char buffer[1 << 16];
    for (;;) {
        pollfd ends[] = {{end, POLLIN, 0}, {questions, 0, 0}};
        if (::poll(ends, 2, -1) < 0 && errno != EINTR) break;
        if (ends[1].revents & (POLLHUP | POLLERR)) ::_exit(0);  // takes the trial with it
        if (!ends[0].revents) continue;
        const ssize_t got = ::read(end, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        said.append(buffer, static_cast<std::size_t>(got));
    }
    int status = 0;
    while (::waitpid(trial, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
    return said;
}

/// Nothing that its parent has open, and nobody to talk to but by these two.
void keep_only(int& questions, int& answers) {
    const int nowhere = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, standard);
    const int high = std::max({questions, answers, STDERR_FILENO + 2}) + 1;
    questions = ::fcntl(questions, F_DUPFD_CLOEXEC, high);
    answers = ::fcntl(answers, F_DUPFD_CLOEXEC, high);
    questions = ::dup2(questions, STDERR_FILENO + 1);
    answers = ::dup2(answers, STDERR_FILENO + 2);
    ::closefrom(STDERR_FILENO + 3);
}

}  // namespace

std::optional<Stand> stand_before(std::string_view text, std::uint32_t edit) {
    std::uint32_t line_end = 0;  // of the last directive before the edit
    each_raw_token(text.substr(0, std::min<std::size_t>(edit, text.size())),
                   [&](const clang::Token& token, std::uint32_t at) {
                       if (!token.is(clang::tok::hash) || !token.isAtStartOfLine()) return true;
                       std::size_t end = text.find('\n', at);
                       while (end != std::string_view::npos && end > 0 && text[end - 1] == '\\')
                           end = text.find('\n', end + 1);
                       line_end = end == std::string_view::npos ? edit : static_cast<std::uint32_t>(end);
                       return true;
                   });
    if (line_end >= edit) return std::nullopt;
    std::optional<Stand> found;
    each_raw_token(text.substr(0, std::min<std::size_t>(edit, text.size())),
                   [&](const clang::Token& token, std::uint32_t at) {
                       if (at < line_end || !token.isOneOf(clang::tok::semi, clang::tok::l_brace, clang::tok::r_brace))
                           return true;
                       found = Stand{at, edit};
                       return false;
                   });
    return found;
}

std::optional<std::uint32_t> first_coroutine_keyword(std::string_view text) {
    std::optional<std::uint32_t> found;
    each_raw_token(text, [&](const clang::Token& token, std::uint32_t at) {
        if (!token.is(clang::tok::raw_identifier)) return true;
        const llvm::StringRef word = token.getRawIdentifier();
        if (word == "co_await" || word == "co_return" || word == "co_yield") found = at;
        return !found;
    });
    return found;
}

std::string with_room(const std::string& bytes) {
    return bytes + "\n" + std::string(bytes.size() / 2 + least_room, ' ');
}

void StandingParse::prepare(const UnitRequest& unit, bool skips_bodies, std::string main_bytes,
                            std::map<std::string, std::string> others) {
    end();
    seen.reset();
    unit_ = unit;
    skips_bodies_ = skips_bodies;
    main_bytes_ = std::move(main_bytes);
    others_ = std::move(others);
}

std::optional<std::string> StandingParse::stand(std::uint32_t offset) {
    int questions[2], answers[2];
    if (::pipe2(questions, O_CLOEXEC) != 0) return std::nullopt;
    if (::pipe2(answers, O_CLOEXEC) != 0) {
        ::close(questions[0]);
        ::close(questions[1]);
        return std::nullopt;
    }
    offset_ = offset;
    const pid_t child = ::fork();
    if (child == 0) {
        keep_only(questions[0], answers[1]);
        for (;;) {
            auto question = read_message(questions[0]);
            if (!question) ::_exit(0);
            int said[2];
            if (::pipe2(said, O_CLOEXEC) != 0) ::_exit(1);
            const pid_t self = ::getpid();
            const pid_t trial = ::fork();
            if (trial == 0) {
                ::prctl(PR_SET_PDEATHSIG, SIGKILL);
                if (::getppid() != self) ::_exit(1);
                ::close(said[0]);
                ::close(questions[0]);
                ::close(answers[1]);
                said_ = said[1];
                pid_ = -1;
                return question;
            }
            ::close(said[1]);
            const auto heard = trial > 0 ? hear(trial, said[0], questions[0]) : std::nullopt;
            ::close(said[0]);
            if (!write_message(answers[1], heard ? "=" + *heard : "-")) ::_exit(0);
        }
    }
    ::close(questions[0]);
    ::close(answers[1]);
    questions_ = Descriptor(questions[1]);
    answers_ = Descriptor(answers[0]);
    pid_ = child;
    if (child < 0) end();
    return std::nullopt;
}

void StandingParse::answer(std::string_view text) const {
    ::_exit(write_all(said_, text.data(), text.size()) ? 0 : 1);
}

void StandingParse::give_up() {
    ::_exit(1);
}

bool StandingParse::is_of(const UnitRequest& unit, bool skips_bodies) const {
    return is_standing() && skips_bodies == skips_bodies_ && unit.command == unit_.command &&
           unit.user_files == unit_.user_files && unit.unsaved == unit_.unsaved && unit.names == unit_.names &&
           unit.naming == unit_.naming && unit.tokens == unit_.tokens && unit.types == unit_.types;
}

bool StandingParse::fits(const std::map<std::string, std::string>& texts) const {
    const auto main = texts.find(unit_.command.file);
    if (main == texts.end() || texts.size() != others_.size() + 1) return false;
    const std::string_view before = std::string_view(main_bytes_).substr(0, offset_);
    if (main->second.size() + 1 > main_bytes_.size() || !std::string_view(main->second).starts_with(before))
        return false;
    return std::all_of(others_.begin(), others_.end(), [&](const auto& other) {
        const auto text = texts.find(other.first);
        return text != texts.end() && text->second == other.second;
    });
}

std::optional<std::string> StandingParse::ask(std::string_view question) {
    if (!is_standing()) return std::nullopt;
    const IgnoredSignal no_broken_pipe(SIGPIPE);  // the process that stands may have ended
    if (write_message(questions_.number(), question)) {
        auto said = read_message(answers_.number());
        if (said && said->starts_with('=')) return said->substr(1);
        if (said) return std::nullopt;
    }
    end();
    return std::nullopt;
}

void StandingParse::end() {
    questions_.close();
    answers_.close();
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    pid_ = -1;
}

}  // namespace awaitlint
