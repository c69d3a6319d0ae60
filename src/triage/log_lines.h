// A log of lines, as it comes: bytes in, the lines that may matter out.
#pragma once

#include <string>
#include <string_view>

#include "triage/log_reader.h"

namespace awaitlint {

class LogLines {
public:
    LogLines(const Clock& clock, const LogSink& sink, LogSpan& span) : clock_(clock), sink_(sink), span_(span) {}

    void add(std::string_view bytes);
    void finish();

private:
    void add_lines(std::string_view text);
    void add_stretch(std::string_view text);
    void tell(std::string_view text);
    void add_piece(std::string_view piece);
    void sample_times(std::string_view text);

    const Clock& clock_;
    const LogSink& sink_;
    LogSpan& span_;
    std::string open_;    // a line that has not ended
    std::string before_;  // the stretch before: it waits until it is known whether the next one has something in it
    bool was_told_ = true;
    bool had_something_ = false;
    bool is_inside_long_ = false;   // of a line that is handed over in pieces
    bool is_long_counted_ = false;  // it is one event, however often it says so
};

/// What lies in the future is a date that a line speaks of, or a clock that is wrong: it proves nothing.
void see_time(LogSpan& span, Seconds time, const Clock& clock);

}  // namespace awaitlint
