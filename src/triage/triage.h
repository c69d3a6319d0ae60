// Triage: logs in, await errors out, by place and hour.
//
//   file -> log_reader: lines, only those near to something, or records/ of a log that is one document
//   lines and records -> runtime_log: prefixes, JSON, logfmt; one stream per service
//   texts -> build_log (compilers) and python_log (services)      -> sightings
//   sightings -> tally: one error per place, counted by hour      -> TriageReport -> text, JSON
//
// Memory does not grow with the log: places, hours and line lengths are bounded, and what is over the bounds is
// counted. Needs no Clang and no database; its caller attaches findings.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "awaitlint/finding.h"
#include "awaitlint/result.h"
#include "triage/timestamps.h"

namespace awaitlint {

/// Why a log may hold more than was told.
enum class Doubt {
    unread,         // a line speaks of an await error in a form that is not known
    broken,         // a record that mentions an error could not be read
    cut_line,       // a line is longer than what is held in memory
    cut_traceback,  // a traceback ends before it says which error it is
    language,       // a compiler's message in a language that is not read
};
constexpr std::size_t doubt_kinds = 5;

struct Doubts {
    std::uint64_t count = 0;
    std::string first;  // what it is about: the start of a text
};

struct TriageOptions {
    std::optional<Seconds> since;  // sightings before it do not count
    std::optional<Seconds> until;  // nor those after it
    Clock clock;
    std::string folder;                   // absolute; paths below it are shown relative to it
    std::vector<std::string> heartbeats;  // logs of the same service that nobody filtered
};

/// One mistake, as the logs tell of it.
struct AwaitError {
    std::string source;            // "build" or "runtime"
    std::string reason;            // as the rule's; "never-awaited" for a Python coroutine that nobody awaited
    std::string message;           // plain words
    Place place;                   // the user's line; unknown when the log does not name it
    Place inside;                  // where in a library the compiler or the interpreter stood, if not at `place`
    bool is_where_logged = false;  // the place is only where the records about it were written
    std::string type;
    std::string function;  // around the place, where the log names it
    std::uint64_t count = 0;
    std::map<Seconds, std::uint64_t> hours;  // start of the hour -> sightings; those without a time are in none
    std::optional<Seconds> first, last;
    std::map<std::string, std::uint64_t> services;  // sightings whose log names a container, a unit or a service
    std::vector<std::string> units;                 // sources whose compilation reported it
    std::optional<Finding> finding;                 // what the analysis says of the place today
    bool is_analysed = false;  // the place was looked at: without a finding, nothing is wrong there now
};

/// A part of the window of which nothing is known.
struct Uncovered {
    Seconds from = 0, to = 0;
    std::string why;
};

/// When the logs of `--heartbeat` show that the service was alive.
struct Heartbeat {
    std::optional<Seconds> oldest, newest;
    std::vector<std::pair<Seconds, Seconds>> silences;  // within the window, an hour or longer
};

struct TriageReport {
    std::string version;
    int exit_code = 0;
    std::vector<std::string> logs;
    std::vector<std::string> problems;  // why the answer is not complete
    std::optional<Seconds> since, now;
    std::optional<Seconds> oldest, newest;  // times seen in the logs
    std::uint64_t bytes = 0;
    bool is_empty = true;                    // no log has anything in it
    std::uint64_t sightings = 0;             // counted ones
    std::uint64_t without_time = 0;          // of these
    std::uint64_t outside_window = 0;        // not counted
    std::uint64_t left_out = 0;              // counted, but of more places than are kept
    std::uint64_t left_out_hours = 0;        // counted, but in more hours or services than are kept
    std::uint64_t other_errors = 0;          // compile errors that are not about an await
    std::uint64_t unclear = 0;               // compile errors that may be about an await: the log has no source lines
    std::vector<AwaitError> errors;          // ordered by source, place, reason
    std::array<Doubts, doubt_kinds> doubts;  // by Doubt
    std::vector<std::string> not_utf8, binary;      // logs
    std::vector<std::string> broken;                // why documents were not understood
    std::vector<Uncovered> uncovered;               // parts of the window of which the logs show nothing
    std::map<std::string, std::uint64_t> services;  // sightings by service
    std::optional<Heartbeat> heartbeat;
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
