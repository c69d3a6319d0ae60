// See log_reader.h.
#include "triage/log_reader.h"

#include <algorithm>
#include <array>
#include <bitset>
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

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::size_t chunk_size = std::size_t{256} * 1024;
constexpr std::size_t longest_line = std::size_t{1024} * 1024;
constexpr std::size_t overlap = 4096;                         // of the pieces of a line that is longer
constexpr std::size_t stretch_size = std::size_t{32} * 1024;  // what is looked at line by line when something is in it
constexpr std::size_t sampled_lines = 400;                    // looked at for a time, at each end of a chunk

/// Each await error and each compile error has one of these on its line. The folders of make are needed all along.
struct Needle {
    std::string_view text;
    std::size_t rare;      // where two of its characters stand that are seldom seen so in logs
    std::size_t distance;  // between the two
};
constexpr std::array<Needle, 6> needles = {{{"error: ", 4, 1},            // r:
                                            {"error C", 4, 2},            // r C
                                            {"be used in ", 0, 3},        // be u
                                            {"be awaited", 4, 5},         // w....d
                                            {"never awaited", 7, 5},      // the same
                                            {"ing directory '", 2, 2}}};  // g d

constexpr std::size_t block_size = 64;

/// Two characters of some needle stand in the block: most blocks have none, and the compiler makes vector code of this.
bool may_hold_needle(const char* at) {
    unsigned char found = 0;
    for (std::size_t i = 0; i < block_size; ++i) {
        const unsigned char r = at[i] == 'r', b = at[i] == 'b', w = at[i] == 'w', g = at[i] == 'g';
        found |=
            static_cast<unsigned char>((r & (at[i + 1] == ':')) | (r & (at[i + 2] == 'C')) | (b & (at[i + 3] == 'u')) |
                                       (w & (at[i + 5] == 'd')) | (g & (at[i + 2] == 'd')));
    }
    return found != 0;
}

/// The start of a needle that is in the block or around it, from `from` on; npos without any.
std::size_t needle_in(std::string_view text, std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to; ++at) {
        for (const Needle& needle : needles) {
            if (text[at] != needle.text[needle.rare] || at < needle.rare) continue;
            if (text.substr(at - needle.rare, needle.text.size()) == needle.text) return at - needle.rare;
        }
    }
    return std::string_view::npos;
}

bool has_needle(std::string_view text) {
    constexpr std::size_t farthest = 5;
    std::size_t at = 0;
    for (; at + block_size + farthest <= text.size(); at += block_size)
        if (may_hold_needle(text.data() + at) && needle_in(text, at, at + block_size) != std::string_view::npos)
            return true;
    return needle_in(text, at, text.size()) != std::string_view::npos;
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

/// What lies in the future is a date that a line speaks of, or a clock that is wrong: it proves nothing.
void see(LogSpan& span, Seconds time, const Clock& clock) {
    if (clock.now != 0 && time > clock.now + 86400) return;
    span.oldest = span.oldest ? std::min(*span.oldest, time) : time;
    span.newest = span.newest ? std::max(*span.newest, time) : time;
}

/// The first and the last time of a chunk.
void sample_times(std::string_view text, const Clock& clock, LogSpan& span) {
    std::string_view rest = text;
    for (std::size_t i = 0; i < sampled_lines && !rest.empty(); ++i) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (const auto time = time_of_line(rest.substr(0, end), clock)) {
            see(span, *time, clock);
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
            see(span, *time, clock);
            break;
        }
        rest = rest.substr(0, start);
    }
}

Error unreadable(const std::string& path, const std::string& why) {
    return {fmt::format("cannot read the log '{}': {}", path == "-" ? "standard input" : path, why)};
}

/// Bytes at random, as of compressed logs: a tenth of them are controls that neither text has nor a terminal is sent,
/// and of every kind. (Some logs use one or two kinds of these to part their fields.)
bool is_noise(std::string_view text) {
    std::bitset<256> kinds;
    std::size_t count = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_control = byte < 0x20 || byte == 0x7f;
        if (!is_control || (byte >= '\a' && byte <= '\r') || byte == 0x1b) continue;
        kinds.set(byte);
        ++count;
    }
    return kinds.count() >= 8 && count * 20 > text.size();
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
                      {"BZh", "bzcat"},
                      {"\x04\x22\x4d\x18", "lz4cat"},
                      {"PK\x03\x04", "unzip -p"}};
    for (const auto& kind : compressed)
        if (start.starts_with(kind.magic))
            return fmt::format("it is compressed\n  {} {} | awaitlint triage -", kind.program, path);
    const bool is_utf16 = start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff");
    const std::string_view head = start.substr(0, 4096);
    const auto zeros = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\0'));
    if (is_utf16 || zeros * 8 > head.size() || is_noise(head))
        return fmt::format("it is UTF-16 or binary\n  iconv -f UTF-16 -t UTF-8 {} | awaitlint triage -", path);
    return std::nullopt;
}

/// Two stretches of whole lines: the one before waits until it is known whether the next one has something in it.
class Stretches {
public:
    Stretches(const Clock& clock, const std::function<void(std::string_view)>& on_line, LogSpan& span)
        : clock_(clock), on_line_(on_line), span_(span) {}

    /// Whole lines; a chunk of them. True if something is in it.
    bool add(std::string_view text) {
        sample_times(text, clock_, span_);
        bool has_something = false;
        while (text.size() > stretch_size) {
            const std::size_t line_end = text.find('\n', stretch_size);
            if (line_end == std::string_view::npos) break;
            has_something |= add_stretch(text.substr(0, line_end + 1));
            text.remove_prefix(line_end + 1);
        }
        return (!text.empty() && add_stretch(text)) || has_something;
    }

private:
    bool add_stretch(std::string_view text) {
        const bool has_something = has_needle(text);
        if (has_something && !was_told_) for_each_line(before_, on_line_);
        const bool is_told = has_something || had_something_;
        if (is_told) {
            for_each_line(text, on_line_);
            before_.clear();
        } else {
            before_.assign(text.data(), text.size());
        }
        was_told_ = is_told;
        had_something_ = has_something;
        return has_something;
    }

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
    std::size_t kept = 0;          // bytes of a line that has not ended
    bool is_inside_long = false;   // of a line that is handed over in pieces
    bool is_long_counted = false;  // it is one event, however often it says so
    while (true) {
        const ssize_t count = ::read(file.descriptor(), buffer.data() + kept, chunk_size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return unreadable(path, std::strerror(errno));
        std::string_view text(buffer.data(), kept + static_cast<std::size_t>(count));
        if (span.bytes == 0) {
            if (const auto why = not_text(text, path)) return unreadable(path, *why);
            if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
        }
        span.bytes += static_cast<std::size_t>(count);
        if (is_inside_long) {
            const std::size_t line_end = text.find('\n');
            if (line_end != std::string_view::npos || count == 0) {
                const std::size_t length = line_end == std::string_view::npos ? text.size() : line_end + 1;
                if (!is_long_counted) stretches.add(text.substr(0, length));
                text.remove_prefix(length);
                is_inside_long = is_long_counted = false;
            }
        }
        if (count == 0) {
            if (!text.empty()) stretches.add(text);
            return span;
        }
        std::size_t end = text.rfind('\n') + 1;  // npos + 1 is 0
        if (end == 0 && text.size() >= longest_line) {
            is_inside_long = true;
            if (!is_long_counted) is_long_counted = stretches.add(text);
            end = text.size() - overlap;
        } else if (end != 0) {
            stretches.add(text.substr(0, end));
        }
        kept = text.size() - end;
        std::memmove(buffer.data(), text.data() + end, kept);
    }
}

}  // namespace awaitlint
