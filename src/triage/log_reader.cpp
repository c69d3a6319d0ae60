// See log_reader.h.
#include "triage/log_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "triage/encoding.h"
#include "triage/log_lines.h"
#include "triage/records/documents.h"

namespace awaitlint {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::size_t chunk_size = std::size_t{256} * 1024;
constexpr std::size_t longest_nothing = 16;  // of bytes that may be a list of nothing
constexpr std::uint64_t few_zeros = 1000;    // one byte of so many may be zero in a log that is text

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

    /// Fills the buffer as far as there is something; 0 at the end, -1 if it cannot be read.
    ssize_t fill(std::vector<char>& buffer) const {
        std::size_t filled = 0;
        while (filled < buffer.size()) {
            const ssize_t count = ::read(descriptor_, buffer.data() + filled, buffer.size() - filled);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return -1;
            if (count == 0) break;
            filled += static_cast<std::size_t>(count);
        }
        return static_cast<ssize_t>(filled);
    }

private:
    int descriptor_;
};

Error unreadable(const std::string& path, const std::string& why) {
    return {fmt::format("cannot read the log '{}': {}", path == "-" ? "standard input" : path, why)};
}

/// Chunks of one log, told to the reader of its shape.
class Intake {
public:
    Intake(const Clock& clock, const LogSink& sink) : clock_(clock), sink_(sink), lines_(clock, sink, span_) {
        record_sink_.on_record = sink_.on_record;
        record_sink_.on_time = [this](Seconds time) {
            see_time(span_, time, clock_);
            if (sink_.on_every_time) sink_.on_every_time(time);
        };
        record_sink_.on_lines = [this](std::string_view text) { lines_.add(text); };
        record_sink_.on_broken = sink_.on_broken;
        record_sink_.wants_every_time = sink_.on_every_time != nullptr;
    }

    void add(std::string_view bytes) {
        if (span_.bytes == 0) {
            span_.bytes = bytes.size();
            span_.is_empty =
                bytes.size() <= longest_nothing && bytes.find_first_not_of(" \t\r\n[]") == std::string_view::npos;
            text_.add(bytes);
            if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
            is_journal_ = is_journal_export(bytes);
            records_ = reader_for(bytes, clock_, record_sink_);
        } else {
            span_.bytes += bytes.size();
            span_.is_empty = false;
            text_.add(bytes);
        }
        if (!records_) return lines_.add(bytes);
        if (!records_->add(bytes)) records_.reset();
    }

    LogSpan finish() {
        if (records_) records_->finish();
        lines_.finish();
        span_.wrong_bytes = text_.wrong_bytes();
        // journald writes lengths as binary numbers.
        span_.is_binary = !is_journal_ && text_.zeros() * few_zeros > span_.bytes;
        if (is_journal_) span_.wrong_bytes = 0;
        return span_;
    }

private:
    const Clock& clock_;
    const LogSink& sink_;
    LogSpan span_;
    LogLines lines_;
    RecordSink record_sink_;
    Utf8Check text_;
    std::unique_ptr<RecordReader> records_;
    bool is_journal_ = false;
};

}  // namespace

Result<LogSpan> read_log(const std::string& path, const Clock& clock, const LogSink& sink) {
    const OpenFile file(path);
    if (file.descriptor() < 0) return unreadable(path, std::strerror(errno));
    struct stat status{};
    if (::fstat(file.descriptor(), &status) == 0 && S_ISDIR(status.st_mode))
        return unreadable(path, "it is a folder: name the log files in it");
    Intake intake(clock, sink);
    std::vector<char> buffer(chunk_size);
    for (bool is_first = true;; is_first = false) {
        const ssize_t count = file.fill(buffer);
        if (count < 0) return unreadable(path, std::strerror(errno));
        if (count == 0) return intake.finish();
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
        if (is_first)
            if (const auto why = not_text(bytes, path)) return unreadable(path, *why);
        intake.add(bytes);
    }
}

LogSpan read_log_text(std::string_view text, const Clock& clock, const LogSink& sink) {
    Intake intake(clock, sink);
    while (!text.empty()) {
        const std::string_view bytes = text.substr(0, chunk_size);
        intake.add(bytes);
        text.remove_prefix(bytes.size());
    }
    return intake.finish();
}

}  // namespace awaitlint
