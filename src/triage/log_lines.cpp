// See log_lines.h.
#include "triage/log_lines.h"

#include <algorithm>
#include <utility>

#include "triage/needles.h"

namespace awaitlint {
namespace {

constexpr std::size_t stretch_size = std::size_t{32} * 1024;  // what is looked at line by line when something is in it
constexpr std::size_t sampled_lines = 400;                    // looked at for a time, at each end of a chunk
constexpr std::size_t overlap = 4096;                         // of the pieces of a line that is longer
constexpr std::size_t longest_head = 65536;                   // of a line, to look for its time

/// Lines of one stretch of text that ends with a line end, or with the log.
template <typename OnLine>
void for_each_line(std::string_view text, const OnLine& on_line) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        on_line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

void see_time(LogSpan& span, Seconds time, const Clock& clock) {
    if (clock.now != 0 && time > clock.now + 86400) return;
    span.oldest = span.oldest ? std::min(*span.oldest, time) : time;
    span.newest = span.newest ? std::max(*span.newest, time) : time;
}

/// The first and the last time of a chunk.
void LogLines::sample_times(std::string_view text) {
    if (sink_.on_every_time) {
        for_each_line(text, [&](std::string_view line) {
            if (const auto time = time_of_line(line.substr(0, longest_head), clock_)) {
                see_time(span_, *time, clock_);
                sink_.on_every_time(*time);
            }
        });
        return;
    }
    std::string_view rest = text;
    for (std::size_t i = 0; i < sampled_lines && !rest.empty(); ++i) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (const auto time = time_of_line(rest.substr(0, std::min(end, longest_head)), clock_)) {
            see_time(span_, *time, clock_);
            break;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    rest = text;
    for (std::size_t i = 0; i < sampled_lines && !rest.empty(); ++i) {
        if (rest.back() == '\n') rest.remove_suffix(1);
        const std::size_t before = rest.rfind('\n');
        const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
        if (const auto time = time_of_line(rest.substr(start, longest_head), clock_)) {
            see_time(span_, *time, clock_);
            break;
        }
        rest = rest.substr(0, start);
    }
}

void LogLines::tell(std::string_view text) {
    for_each_line(text, sink_.on_line);
}

void LogLines::add_stretch(std::string_view text) {
    const bool has_something = has_needle(text);
    if (has_something && !was_told_) tell(before_);
    const bool is_told = has_something || had_something_;
    if (is_told) {
        tell(text);
        before_.clear();
    } else {
        if (!before_.empty()) sink_.on_gap();
        before_.assign(text.data(), text.size());
    }
    was_told_ = is_told;
    had_something_ = has_something;
}

/// Whole lines; a chunk of them.
void LogLines::add_lines(std::string_view text) {
    sample_times(text);
    while (text.size() > stretch_size) {
        const std::size_t line_end = text.find('\n', stretch_size);
        if (line_end == std::string_view::npos) break;
        add_stretch(text.substr(0, line_end + 1));
        text.remove_prefix(line_end + 1);
    }
    if (!text.empty()) add_stretch(text);
}

/// A piece of a line that is longer than what is held.
void LogLines::add_piece(std::string_view piece) {
    if (is_long_counted_ || !has_needle(piece)) return;
    is_long_counted_ = true;
    sink_.on_cut(piece);
    add_lines(piece);
}

void LogLines::add(std::string_view bytes) {
    if (is_inside_long_) {
        const std::size_t end = bytes.find('\n');
        open_ += bytes.substr(0, end);
        if (end == std::string_view::npos && open_.size() < largest_record) return;
        add_piece(open_);
        if (end == std::string_view::npos) {
            open_.erase(0, open_.size() - overlap);
            return;
        }
        open_.clear();
        is_inside_long_ = is_long_counted_ = false;
        bytes.remove_prefix(end + 1);
    }
    const std::size_t last = bytes.rfind('\n');
    if (last == std::string_view::npos) {
        open_ += bytes;
        if (open_.size() < largest_record) return;
        is_inside_long_ = true;
        add_piece(open_);
        open_.erase(0, open_.size() - overlap);
        return;
    }
    if (!open_.empty()) {
        const std::size_t first = bytes.find('\n');
        open_ += bytes.substr(0, first + 1);
        add_lines(open_);
        open_.clear();
        bytes.remove_prefix(first + 1);
    }
    const std::size_t end = bytes.rfind('\n') + 1;  // npos + 1 is 0
    add_lines(bytes.substr(0, end));
    open_ += bytes.substr(end);
}

void LogLines::finish() {
    if (is_inside_long_)
        add_piece(open_);
    else if (!open_.empty())
        add_lines(open_);
    open_.clear();
}

}  // namespace awaitlint
