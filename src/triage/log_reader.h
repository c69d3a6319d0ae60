// A log of any size, in constant memory: chunks in; lines out, and only from where something is, or records, if the log
// is one document (records/documents.h).
//
// Of lines, a chunk is searched as a whole for a few words first; its lines, and those of the chunks before and behind
// it, are looked at only if one is there. A line longer than the bound is handed over in pieces that overlap. Also
// tells the oldest and the newest time, from samples. Refuses what it cannot read as text: compressed files, UTF-16.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "awaitlint/result.h"
#include "triage/records/record.h"
#include "triage/timestamps.h"

namespace awaitlint {

struct LogSpan {
    std::uint64_t bytes = 0;
    std::uint64_t wrong_bytes = 0;  // not UTF-8
    bool is_binary = false;         // zeros are in it
    bool is_empty = true;           // nothing is in it, or the brackets of a list of nothing
    std::optional<Seconds> oldest, newest;
};

/// Who takes what a log holds.
struct LogSink {
    std::function<void(std::string_view line)> on_line;  // each line that may matter, in order, without its line end
    std::function<void()> on_gap;                        // lines that matter to nobody were left out
    std::function<void(const Record&)> on_record;
    std::function<void(std::string_view text)> on_cut;      // a line that may matter is longer than the bound
    std::function<void(const std::string& why)> on_broken;  // a document was not understood
    std::function<void(Seconds)> on_every_time;             // if set, each line's time is told
};

Result<LogSpan> read_log(const std::string& path, const Clock& clock, const LogSink& sink);

/// The same for bytes in memory, cut into chunks as a file is.
LogSpan read_log_text(std::string_view text, const Clock& clock, const LogSink& sink);

}  // namespace awaitlint
