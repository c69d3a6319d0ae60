// A log of any size, in constant memory: chunks in, lines out, and only from where something is.
//
// A chunk is searched as a whole for a few words first; its lines, and those of the chunks before and behind it, are
// looked at only if one is there. A line longer than the bound is handed over in pieces that overlap. Also tells the
// oldest and the newest time, from samples. Refuses what it cannot read as text: compressed files, UTF-16.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "awaitlint/result.h"
#include "triage/timestamps.h"

namespace awaitlint {

struct LogSpan {
    std::uint64_t bytes = 0;
    std::optional<Seconds> oldest, newest;
};

/// `on_line` gets each line that may matter, in order, without its line end.
Result<LogSpan> read_log(const std::string& path, const Clock& clock,
                         const std::function<void(std::string_view line)>& on_line);

}  // namespace awaitlint
