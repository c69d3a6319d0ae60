// Triage: logs in, await errors out, by place and hour.
//
//   file -> log_reader: chunks, only those with something in them -> lines
//   line -> build_log (compilers) and python_log (services)       -> sightings
//   sightings -> tally: one error per place, counted by hour      -> TriageReport -> text, JSON
//
// Memory does not grow with the log: places, hours and line lengths are bounded, and what is over the bounds is
// counted. Needs no Clang and no database; the findings are attached by whoever has one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "awaitlint/finding.h"
#include "awaitlint/result.h"
#include "triage/timestamps.h"

namespace awaitlint {

struct TriageOptions {
    std::optional<Seconds> since;  // sightings before it do not count
    std::optional<Seconds> until;  // nor those after it
    Clock clock;
    std::string folder;  // absolute; paths below it are shown relative to it
};

/// One mistake, as the logs tell of it.
struct AwaitError {
    std::string source;   // "build" or "runtime"
    std::string reason;   // as the rule's; "never-awaited" for a Python coroutine that nobody awaited
    std::string message;  // plain words
    Place place;          // the user's line; unknown when the log does not name it
    Place inside;         // where in a library the compiler or the interpreter stood, if not at `place`
    std::string type;
    std::string function;  // around the place, where the log names it
    std::uint64_t count = 0;
    std::map<Seconds, std::uint64_t> hours;  // start of the hour -> sightings; those without a time are in none
    std::optional<Seconds> first, last;
    std::vector<std::string> units;  // sources whose compilation reported it
    std::optional<Finding> finding;  // what the analysis says of the place today
    bool is_analysed = false;        // the place was looked at: without a finding, nothing is wrong there now
};

struct TriageReport {
    std::string version;
    int exit_code = 0;
    std::vector<std::string> logs;
    std::vector<std::string> problems;  // why the answer is not complete
    std::optional<Seconds> since, now;
    std::optional<Seconds> oldest, newest;  // times seen in the logs
    std::uint64_t bytes = 0;
    std::uint64_t sightings = 0;       // counted ones
    std::uint64_t without_time = 0;    // of these
    std::uint64_t outside_window = 0;  // not counted
    std::uint64_t left_out = 0;        // counted, but of more places than are kept
    std::uint64_t other_errors = 0;    // compile errors that are not about an await
    std::uint64_t unclear = 0;         // compile errors that may be about an await: the log has no source lines
    std::vector<AwaitError> errors;    // ordered by source, place, reason
};

/// Reads the logs one after the other; "-" is standard input. A log that cannot be read is an error at once.
Result<TriageReport> triage(const std::vector<std::string>& logs, const TriageOptions& options);

/// What a gate may conclude: 0 no await error, 1 some, 2 nothing was looked at, 3 the logs do not show all that was
/// asked for. Fills in the problems. `fail_on` is "await", "error" (any compile error) or "never".
int decide_exit(TriageReport& report, const std::string& fail_on, bool allow_incomplete);

std::string triage_text(const TriageReport& report);
std::string triage_json(const TriageReport& report);

/// "3 await errors (7 times, 2 places) ..." : the last line of a run.
std::string triage_summary(const TriageReport& report);

}  // namespace awaitlint
