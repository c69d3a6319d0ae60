// See log_reader.h.
#include "triage/log_reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace awaitlint {
namespace {

constexpr std::size_t chunk_size = 256 * 1024;
constexpr std::size_t longest_line = 1024 * 1024;
constexpr std::size_t overlap = 4096;       // of the pieces of a line that is longer
constexpr std::size_t sampled_lines = 400;  // looked at for a time, at each end of a chunk

/// Each await error and each compile error has one of these on its line.
constexpr std::array<std::string_view, 5> needles = {"error: ", "error C", "be used in ", "be awaited",
                                                     "never awaited"};

bool has_needle(std::string_view text) {
    return std::any_of(needles.begin(), needles.end(), [&](std::string_view needle) {
        return ::memmem(text.data(), text.size(), needle.data(), needle.size()) != nullptr;
    });
}

class OpenFile {
public:
    explicit OpenFile(const std::string& path)
        : descriptor_(path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

/// Lines of one stretch of text that ends with a line end, or with the log.
void for_each_line(std::string_view text, const std::function<void(std::string_view)>& on_line) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        on_line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

void see(LogSpan& span, Seconds time) {
    span.oldest = span.oldest ? std::min(*span.oldest, time) : time;
    span.newest = span.newest ? std::max(*span.newest, time) : time;
}

/// The first and the last time of a chunk.
void sample_times(std::string_view text, const Clock& clock, LogSpan& span) {
    std::string_view rest = text;
    for (std::size_t i = 0; i < sampled_lines && !rest.empty(); ++i) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (const auto time = time_of_line(rest.substr(0, end), clock)) {
            see(span, *time);
            break;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    rest = text;
    for (std::size_t i = 0; i < sampled_lines && !rest.empty(); ++i) {
        if (rest.back() == '\n') rest.remove_suffix(1);
        const std::size_t before = rest.rfind('\n');
        const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
        if (const auto time = time_of_line(rest.substr(start), clock)) {
            see(span, *time);
            break;
        }
        rest = rest.substr(0, start);
    }
}

Error unreadable(const std::string& path, const std::string& why) {
    return {fmt::format("cannot read the log '{}': {}", path == "-" ? "standard input" : path, why)};
}

/// What is no text would seem to hold no error.
std::optional<std::string> not_text(std::string_view start, const std::string& path) {
    const struct {
        std::string_view magic, program;
    } compressed[] = {{"\x1f\x8b", "zcat"},
                      {"\x28\xb5\x2f\xfd", "zstdcat"},
                      {"\xfd"
                       "7zXZ",
                       "xzcat"},
                      {"BZh", "bzcat"}};
    for (const auto& kind : compressed)
        if (start.starts_with(kind.magic))
            return fmt::format("it is compressed\n  {} {} | awaitlint triage -", kind.program, path);
    const bool is_utf16 = start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff");
    const std::string_view head = start.substr(0, 4096);
    const auto zeros = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\0'));
    if (is_utf16 || zeros * 8 > head.size())
        return fmt::format("it is UTF-16 or binary\n  iconv -f UTF-16 -t UTF-8 {} | awaitlint triage -", path);
    return std::nullopt;
}

/// Two stretches of whole lines: the one before waits until it is known whether the next one has something in it.
class Stretches {
public:
    Stretches(const Clock& clock, const std::function<void(std::string_view)>& on_line, LogSpan& span)
        : clock_(clock), on_line_(on_line), span_(span) {}

    void add(std::string_view text) {
        sample_times(text, clock_, span_);
        const bool has_something = has_needle(text);
        if (has_something && !was_told_) for_each_line(before_, on_line_);
        const bool is_told = has_something || had_something_;
        if (is_told) for_each_line(text, on_line_);
        if (!is_told) before_.assign(text.data(), text.size());
        was_told_ = is_told;
        had_something_ = has_something;
        if (is_told) before_.clear();
    }

private:
    const Clock& clock_;
    const std::function<void(std::string_view)>& on_line_;
    LogSpan& span_;
    std::string before_;
    bool was_told_ = true;
    bool had_something_ = false;
};

}  // namespace

Result<LogSpan> read_log(const std::string& path, const Clock& clock,
                         const std::function<void(std::string_view line)>& on_line) {
    const OpenFile file(path);
    if (file.descriptor() < 0) return unreadable(path, std::strerror(errno));
    struct stat status{};
    if (::fstat(file.descriptor(), &status) == 0 && S_ISDIR(status.st_mode))
        return unreadable(path, "it is a folder: name the log files in it");
    LogSpan span;
    Stretches stretches(clock, on_line, span);
    std::vector<char> buffer(longest_line + chunk_size);
    std::size_t kept = 0;  // bytes of a line that has not ended
    while (true) {
        const ssize_t count = ::read(file.descriptor(), buffer.data() + kept, chunk_size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return unreadable(path, std::strerror(errno));
        const std::string_view text(buffer.data(), kept + static_cast<std::size_t>(count));
        if (span.bytes == 0)
            if (const auto why = not_text(text, path)) return unreadable(path, *why);
        span.bytes += static_cast<std::size_t>(count);
        if (count == 0) {
            if (!text.empty()) stretches.add(text);
            return span;
        }
        std::size_t end = text.rfind('\n', text.size());
        end = end == std::string_view::npos ? 0 : end + 1;
        if (end == 0 && text.size() >= longest_line) end = text.size() - overlap;
        if (end != 0) stretches.add(text.substr(0, end));
        kept = text.size() - end;
        std::memmove(buffer.data(), buffer.data() + end, kept);
    }
}

}  // namespace awaitlint
