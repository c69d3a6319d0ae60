// See timestamps.h. Calendar arithmetic is the standard library's.
#include "triage/timestamps.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace awaitlint {
namespace {

constexpr std::size_t looked_at = 100;  // bytes of a line in which its time is sought
constexpr Seconds likely_age = Seconds(5) * 366 * 86400;
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Reads from the left; what does not fit leaves it failed, and everything after that fails too.
struct Reader {
    std::string_view rest;
    bool is_good = true;

    int number(std::size_t digits) {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (rest.size() <= i || !is_digit(rest[i])) {
                is_good = false;
                return 0;
            }
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(digits);
        return value;
    }
    bool has(char c) {
        if (rest.empty() || rest[0] != c) return false;
        rest.remove_prefix(1);
        return true;
    }
    char one_of(std::string_view characters) {
        if (rest.empty() || characters.find(rest[0]) == std::string_view::npos) {
            is_good = false;
            return 0;
        }
        const char c = rest[0];
        rest.remove_prefix(1);
        return c;
    }
    void skip_digits() {
        while (!rest.empty() && is_digit(rest[0])) rest.remove_prefix(1);
    }
};

std::optional<Seconds> seconds_of(int year, int month, int day, int hour, int minute, int second) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || year < 1970 || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    const auto days = std::chrono::sys_days(date).time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(days).count() + hour * 3600L + minute * 60L + second;
}

int month_named(std::string_view text) {
    for (std::size_t i = 0; i < months.size(); ++i)
        if (text.starts_with(months[i])) return static_cast<int>(i) + 1;
    return 0;
}

/// A zone that follows at once, or behind blanks where it is a sign and four digits ("2026-11-23 21:10:39 +0000").
Seconds read_zone(Reader& reader, const Clock& clock) {
    Reader zone = reader;
    if (zone.has('Z') || zone.has('z')) {
        reader = zone;
        return 0;
    }
    while (zone.has(' ')) {
    }
    if (zone.rest.starts_with("UTC") || zone.rest.starts_with("GMT")) return 0;
    if (zone.rest.empty() || (zone.rest[0] != '+' && zone.rest[0] != '-')) return clock.zone;
    const Seconds sign = zone.one_of("+-") == '-' ? -1 : 1;
    const int hours = zone.number(2);
    zone.has(':');
    const int minutes = zone.number(2);
    if (!zone.is_good) return clock.zone;
    reader = zone;
    return sign * (hours * 3600 + minutes * 60);
}

std::optional<Seconds> read_clock(Reader& reader, int year, int month, int day, const Clock& clock) {
    const int hour = reader.number(2);
    reader.one_of(":");
    const int minute = reader.number(2);
    int second = 0;
    if (reader.has(':')) second = reader.number(2);
    if (!reader.is_good) return std::nullopt;
    if (reader.rest.size() > 1 && (reader.rest[0] == '.' || reader.rest[0] == ',') && is_digit(reader.rest[1])) {
        reader.rest.remove_prefix(1);
        reader.skip_digits();
    }
    const Seconds zone = read_zone(reader, clock);
    const auto seconds = seconds_of(year, month, day, hour, minute, second);
    if (!seconds) return std::nullopt;
    return *seconds - zone;
}

/// 2026-11-23T21:10:39.123+02:00, 2026/11/23 21:10:39
std::optional<Seconds> read_iso(Reader& reader, const Clock& clock) {
    const int year = reader.number(4);
    const char separator = reader.one_of("-/");
    const int month = reader.number(2);
    if (!reader.has(separator)) return std::nullopt;
    const int day = reader.number(2);
    reader.one_of("T t_");
    if (!reader.is_good) return std::nullopt;
    return read_clock(reader, year, month, day, clock);
}

/// 23/Nov/2026:21:10:39 +0000
std::optional<Seconds> read_web(Reader& reader, const Clock& clock) {
    const int day = reader.number(2);
    reader.one_of("/");
    const int month = month_named(reader.rest);
    if (!reader.is_good || month == 0) return std::nullopt;
    reader.rest.remove_prefix(3);
    reader.one_of("/");
    const int year = reader.number(4);
    reader.one_of(":");
    if (!reader.is_good) return std::nullopt;
    return read_clock(reader, year, month, day, clock);
}

/// Nov 23 21:10:39: the latest year in which that is not in the future (a day of grace for other zones).
std::optional<Seconds> read_syslog(Reader& reader, const Clock& clock) {
    const int month = month_named(reader.rest);
    if (month == 0) return std::nullopt;
    reader.rest.remove_prefix(3);
    reader.one_of(" ");
    const int day = reader.has(' ') ? reader.number(1) : reader.number(2);
    reader.one_of(" ");
    if (!reader.is_good || reader.rest.size() < 8 || reader.rest[2] != ':') return std::nullopt;
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(clock.now)));
    const int year = static_cast<int>(std::chrono::year_month_day(today).year());
    const Reader before = reader;
    const auto time = read_clock(reader, year, month, day, clock);
    if (time && *time <= clock.now + 86400) return time;
    reader = before;
    return read_clock(reader, year - 1, month, day, clock);
}

/// Ten digits or more, and a fraction.
std::optional<Seconds> read_epoch(Reader& reader, const Clock& clock) {
    std::size_t digits = 0;
    while (digits < reader.rest.size() && is_digit(reader.rest[digits])) ++digits;
    if (digits < 10 || digits > 19) return std::nullopt;
    double number = 0;
    const char* first = reader.rest.data();
    if (std::from_chars(first, first + digits, number).ec != std::errc()) return std::nullopt;
    reader.rest.remove_prefix(digits);
    if (reader.rest.size() > 1 && reader.rest[0] == '.' && is_digit(reader.rest[1])) {
        reader.rest.remove_prefix(1);
        reader.skip_digits();
    }
    return time_of_epoch(number, clock);
}

/// Tells by two characters which form it could be: most of a log is none.
std::optional<Seconds> read_any(Reader& reader, const Clock& clock) {
    const std::string_view text = reader.rest;
    if (text.size() < 12) return std::nullopt;
    Reader copy = reader;
    std::optional<Seconds> time;
    if (is_digit(text[0]) && (text[4] == '-' || text[4] == '/'))
        time = read_iso(copy, clock);
    else if (is_digit(text[0]) && text[2] == '/')
        time = read_web(copy, clock);
    else if (text[0] >= 'A' && text[0] <= 'S' && text[3] == ' ')
        time = read_syslog(copy, clock);
    if (time) reader = copy;
    return time;
}

/// All forms but epochs have hours and minutes: a look for these spares most lines of a build the rest.
bool has_clock(std::string_view text) {
    for (std::size_t at = text.find(':', 2); at != std::string_view::npos; at = text.find(':', at + 1))
        if (at + 2 < text.size() && is_digit(text[at - 2]) && is_digit(text[at - 1]) && is_digit(text[at + 1]) &&
            is_digit(text[at + 2]))
            return true;
    return false;
}

/// The value of a key of a line of JSON, as it stands there, without its quotes.
std::string_view json_value(std::string_view line, std::string_view key) {
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos) return {};
    std::string_view rest = line.substr(at + key.size());
    const std::size_t start = rest.find_first_not_of(" \t");
    if (start == std::string_view::npos || rest[start] != ':') return {};
    rest.remove_prefix(start + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (rest.starts_with('"')) rest.remove_prefix(1);
    return rest.substr(0, looked_at);
}

std::optional<Seconds> time_of_json(std::string_view line, const Clock& clock) {
    for (std::string_view key : {"\"timestamp\"", "\"@timestamp\"", "\"time\"", "\"ts\"", "\"asctime\"", "\"datetime\"",
                                 "\"date\"", "\"created\"", "\"t\""}) {
        const std::string_view value = json_value(line, key);
        if (value.empty()) continue;
        Reader reader{value};
        if (auto time = read_any(reader, clock)) return time;
        reader = {value};
        if (auto time = read_epoch(reader, clock)) return time;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Seconds> time_of_epoch(double number, const Clock& clock) {
    if (!std::isfinite(number) || number < 1e8) return std::nullopt;
    for (int i = 0; i < 3 && number >= 1e11; ++i) number /= 1000;
    if (number >= 1e11) return std::nullopt;
    const auto time = static_cast<Seconds>(number);
    // Other large numbers stand at the start of lines too.
    const bool is_likely = clock.now == 0 || (time > clock.now - likely_age && time < clock.now + 2 * 86400L);
    return is_likely ? std::optional(time) : std::nullopt;
}

std::optional<Seconds> time_of_line(std::string_view line, const Clock& clock) {
    const std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos) return std::nullopt;
    line.remove_prefix(start);
    if (line[0] == '{')
        if (auto time = time_of_json(line.substr(0, 65536), clock)) return time;
    const std::string_view head = line.substr(0, looked_at + 40);
    Reader first{head.substr(head[0] == '[' ? 1 : 0)};
    if (auto time = read_epoch(first, clock);
        time && (first.rest.empty() || std::string_view(" ]:\t,").find(first.rest[0]) != std::string_view::npos))
        return time;
    if (!has_clock(head)) return std::nullopt;
    for (std::size_t i = 0; i < head.size() && i < looked_at; ++i) {
        const bool is_start = i == 0 || !(is_digit(head[i - 1]) || head[i - 1] == '-' || head[i - 1] == '/');
        if (!is_start || !(is_digit(head[i]) || (head[i] >= 'A' && head[i] <= 'S'))) continue;
        Reader reader{head.substr(i)};
        if (auto time = read_any(reader, clock)) return time;
    }
    return std::nullopt;
}

std::optional<Seconds> parse_time(std::string_view text, const Clock& clock) {
    Reader reader{text};
    if (auto time = read_any(reader, clock); time && reader.rest.empty()) return time;
    reader = {text};
    if (auto time = read_epoch(reader, clock); time && reader.rest.empty()) return time;
    if (text.size() == 10) {  // a date alone is its midnight
        const std::string midnight = std::string(text) + "T00:00:00";
        reader = {midnight};
        if (auto time = read_iso(reader, clock); time && reader.rest.empty()) return time;
    }
    return std::nullopt;
}

std::optional<Seconds> parse_duration(std::string_view text) {
    Seconds number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (error != std::errc() || number <= 0 || number > 1000000) return std::nullopt;
    if (unit == "s") return number;
    if (unit == "m") return number * 60;
    if (unit == "h") return number * 3600;
    if (unit == "d") return number * 86400;
    if (unit == "w") return number * 7 * 86400;
    return std::nullopt;
}

std::optional<Seconds> parse_zone(std::string_view text) {
    if (text == "Z" || text == "UTC") return 0;
    constexpr Seconds none = 1000000;
    Reader reader{text};
    const Seconds zone = read_zone(reader, {0, none});
    if (zone == none || !reader.rest.empty()) return std::nullopt;
    return zone;
}

std::string time_text(Seconds time) {
    const std::chrono::sys_seconds point{std::chrono::seconds(time)};
    const auto day = std::chrono::floor<std::chrono::days>(point);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(point - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

}  // namespace awaitlint
