// Times in logs: text in, seconds since 1970 (UTC) out.
//
// Knows ISO 8601 with and without zone (also with a blank for the T, a comma before the fraction, slashes in the date),
// the forms of syslog and of web servers, and epochs in seconds, milli-, micro- and nanoseconds. A time without a zone
// is in the zone that the caller names. Refuses times without a date: they say nothing about a window.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace awaitlint {

using Seconds = std::int64_t;

struct Clock {
    Seconds now = 0;   // the year of times that have none; 0: not known
    Seconds zone = 0;  // east of UTC; of times that have none
};

/// The time that a log line starts with: the first one in its first hundred bytes. Of a line of JSON, that of its
/// usual keys.
std::optional<Seconds> time_of_line(std::string_view line, const Clock& clock);

/// The whole text is one time.
std::optional<Seconds> parse_time(std::string_view text, const Clock& clock);

/// An epoch as logs have it, in seconds or any usual fraction; none that is not of the last years before now.
std::optional<Seconds> time_of_epoch(double number, const Clock& clock);

/// "90s", "15m", "24h", "7d", "2w"
std::optional<Seconds> parse_duration(std::string_view text);

/// "+02:00", "-0530", "Z"
std::optional<Seconds> parse_zone(std::string_view text);

/// "2026-11-23T21:10:39Z"
std::string time_text(Seconds time);

}  // namespace awaitlint
