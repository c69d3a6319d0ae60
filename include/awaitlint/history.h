// One run in the history of a project, as a plain value: its numbers, and what the user says of it.
//
// src/report/history.h makes it of a report and reads and writes it as a line of JSON. Holds no finding and no time.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace awaitlint {

struct Counts {
    std::uint64_t units = 0, analyzed = 0, cached = 0, skipped = 0, failed = 0;
    std::uint64_t findings = 0, errors = 0, warnings = 0, notes = 0, suppressed = 0;
};

struct HistoryEntry {
    Counts counts;
    std::uint64_t proven = 0;  // findings with a proven repair
    std::uint64_t known = 0;   // findings that the baseline knows
    bool complete = true;
    int exit_code = 0;
    std::map<std::string, std::uint64_t> rules;  // findings that are not suppressed, by rule
    std::map<std::string, std::string> meta;
};

}  // namespace awaitlint
