// The history of a project's reports: one line of JSON per run, and how its numbers went.
//
// In: a report; or the bytes of a history, which may be anybody's. Out: the line for the report; what the lines say;
// the trend in words. A line has no time, as a report has none: `meta` says when, if the user does. Opens no file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/report.h"

namespace awaitlint {

HistoryEntry history_entry(const Report& report);

/// With its line end.
std::string history_line(const HistoryEntry& entry);

/// The error names the line.
Result<std::vector<HistoryEntry>> history_of(std::string_view bytes);

/// The last runs, one line each, oldest first, with what has changed from the run before.
std::string trend_of(const std::vector<HistoryEntry>& entries);

}  // namespace awaitlint
