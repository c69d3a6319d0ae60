// See log_line.h. Each prefix has one small function: how many bytes of the line it takes, or none.
#include "triage/log_line.h"

#include <algorithm>

namespace awaitlint {
namespace {

constexpr char escape = '\x1b';

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t count = 0;
    while (at + count < text.size() && is_digit(text[at + count])) ++count;
    return count;
}

std::size_t blanks_at(std::string_view text, std::size_t at) {
    std::size_t count = 0;
    while (at + count < text.size() && (text[at + count] == ' ' || text[at + count] == '\t')) ++count;
    return count;
}

/// Where the escape sequence at `at` ends.
std::size_t end_of_escape(std::string_view line, std::size_t at) {
    if (at + 1 >= line.size()) return line.size();
    const char kind = line[at + 1];
    std::size_t end = at + 2;
    if (kind == '[') {  // control sequence: ends with a byte from @ to ~
        while (end < line.size() && (line[end] < '@' || line[end] > '~')) ++end;
        return std::min(end + 1, line.size());
    }
    // Operating system command, as of hyperlinks, and Buildkite's times: ends with BEL or ESC backslash.
    if (kind == ']' || kind == '_' || kind == 'P' || kind == '^') {
        while (end < line.size() && line[end] != '\a' && line[end] != escape) ++end;
        return std::min(end + (end < line.size() && line[end] == escape ? 2 : 1), line.size());
    }
    return std::min(end, line.size());
}

/// 2026-11-23T21:10:39.1234567Z, with a blank for the T, in brackets, with a zone: GitHub, GitLab, Jenkins, Kubernetes.
std::size_t time_prefix(std::string_view line) {
    std::size_t at = line.starts_with('[') ? 1 : 0;
    const bool is_bracketed = at == 1;
    if (digits_at(line, at) != 4 || line.size() < at + 19 || line[at + 4] != '-' || line[at + 7] != '-') return 0;
    if (line[at + 10] != 'T' && line[at + 10] != ' ') return 0;
    at += 11;
    if (digits_at(line, at) != 2 || line[at + 2] != ':' || line[at + 5] != ':') return 0;
    at += 8;
    while (at < line.size() &&
           (is_digit(line[at]) || std::string_view(".,Z+-:").find(line[at]) != std::string_view::npos))
        ++at;
    if (is_bracketed) {
        if (at >= line.size() || line[at] != ']') return 0;
        ++at;
    }
    if (at < line.size() && line[at] != ' ' && line[at] != '\t') return 0;
    // One blank separates; further ones are the line's own indentation, which snippets need.
    return std::min(at + 1, line.size());
}

/// 21:10:39  (Jenkins)
std::size_t clock_prefix(std::string_view line) {
    if (line.size() < 9 || digits_at(line, 0) != 2 || line[2] != ':' || digits_at(line, 3) != 2 || line[5] != ':' ||
        digits_at(line, 6) != 2)
        return 0;
    std::size_t at = 8;
    if (at < line.size() && line[at] == '.') at += 1 + digits_at(line, at + 1);
    const std::size_t blanks = blanks_at(line, at);
    return blanks == 0 ? 0 : at + std::min<std::size_t>(blanks, 2);
}

/// #12 34.56 (BuildKit)
std::size_t buildkit_prefix(std::string_view line) {
    if (!line.starts_with('#')) return 0;
    std::size_t at = 1 + digits_at(line, 1);
    if (at == 1 || at >= line.size() || line[at] != ' ') return 0;
    ++at;
    const std::size_t whole = digits_at(line, at);
    if (whole == 0 || at + whole >= line.size() || line[at + whole] != '.') return 0;
    at += whole + 1;
    const std::size_t part = digits_at(line, at);
    if (part == 0 || at + part >= line.size() || line[at + part] != ' ') return 0;
    return at + part + 1;
}

/// 3> and 12:4> (MSBuild)
std::size_t msbuild_prefix(std::string_view line) {
    std::size_t at = blanks_at(line, 0);
    const std::size_t digits = digits_at(line, at);
    if (digits == 0 || digits > 4) return 0;
    at += digits;
    if (at < line.size() && line[at] == ':') at += 1 + digits_at(line, at + 1);
    return at < line.size() && line[at] == '>' ? at + 1 : 0;
}

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' ||
               c == '/' || c == '@';
    });
}

/// web-1  | (Compose). The name tells it from the bars of snippets, which stand behind numbers.
std::size_t compose_prefix(std::string_view line) {
    const std::size_t bar = line.substr(0, 64).find('|');
    if (bar == std::string_view::npos || bar < 2 || line[bar - 1] != ' ' || is_digit(line[0]) || line[0] == ' ')
        return 0;
    const std::string_view name = line.substr(0, line.find(' '));
    if (!is_name(name) || line.substr(name.size(), bar - name.size()).find_first_not_of(' ') != std::string_view::npos)
        return 0;
    return bar + 1 < line.size() && line[bar + 1] == ' ' ? bar + 2 : bar + 1;
}

/// [branch] (Jenkins), [12/340] (ninja), [pod/web/app] (kubectl): a short word in brackets at the start
std::size_t bracket_prefix(std::string_view line) {
    if (!line.starts_with('[') || line.starts_with("[[")) return 0;  // an attribute is code
    if (line.size() > 1 && (line[1] == '{' || line[1] == '"')) return 0;
    const std::size_t end = line.substr(0, 160).find("] ");
    return end == std::string_view::npos || (end > 80 && !line.starts_with("[pod/")) ? 0 : end + 2;
}

/// stderr F, stdout P (Kubernetes); 01O, 00E+ (GitLab); ##[error] (GitHub, Azure)
std::size_t stream_prefix(std::string_view line) {
    for (std::string_view known : {"stderr F ", "stdout F ", "stderr P ", "stdout P ", "##[error]", "##[warning]"})
        if (line.starts_with(known)) return known.size();
    // The end of a part of a line may be all that is on it.
    for (std::string_view known : {"stderr F", "stdout F"})
        if (line == known) return known.size();
    if (line.size() > 3 && digits_at(line, 0) == 2 && (line[2] == 'O' || line[2] == 'E') &&
        (line[3] == ' ' || line[3] == '+'))
        return 4;
    return 0;
}

/// Where the n-th word from `at` on ends, with the blank behind it; 0 if there are fewer.
std::size_t end_of_words(std::string_view line, std::size_t at, int count) {
    for (; count > 0; --count) {
        const std::size_t blank = line.substr(0, 400).find(' ', at);
        if (blank == std::string_view::npos || blank == at) return 0;
        at = blank + 1;
    }
    return at;
}

/// host app[7]: or app[7]: (journald, syslog, Heroku), from `at` on. Without a number only where `is_certain`.
std::size_t program_prefix(std::string_view line, std::size_t at, bool is_certain) {
    for (int word = 0; word < 2; ++word) {
        const std::size_t end = end_of_words(line, at, 1);
        if (end == 0) return 0;
        std::string_view name = line.substr(at, end - 1 - at);
        if (name.ends_with(':')) {
            name.remove_suffix(1);
            const std::size_t open = name.find('[');
            const bool has_number = open != std::string_view::npos && name.ends_with(']');
            return (has_number && is_name(name.substr(0, open))) || (is_certain && is_name(name)) ? end : 0;
        }
        if (!is_name(name)) return 0;
        at = end;
    }
    return 0;
}

/// Nov 23 21:10:39 host app[7]: (syslog), also behind <14>
std::size_t syslog_prefix(std::string_view line) {
    std::size_t at = 0;
    if (line.starts_with('<')) {
        at = 1 + digits_at(line, 1);
        if (at == 1 || at >= line.size() || line[at] != '>') return 0;
        ++at;
    }
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::string_view rest = line.substr(at);
    if (rest.size() < 17 || rest[3] != ' ' || rest[9] != ':' || rest[12] != ':' || rest[15] != ' ') return 0;
    if (const std::size_t month = months.find(rest.substr(0, 3)); month % 3 != 0 || month > months.size()) return 0;
    return program_prefix(line, at + 16, true);
}

/// <14>1 2026-11-23T21:10:39Z host app 7 - - (RFC 5424)
std::size_t new_syslog_prefix(std::string_view line) {
    if (!line.starts_with('<')) return 0;
    const std::size_t at = 1 + digits_at(line, 1);
    if (at == 1 || !line.substr(at).starts_with(">1 ")) return 0;
    const std::size_t end = end_of_words(line, at + 3, 5);
    if (end == 0) return 0;
    if (line.substr(end).starts_with("- ")) return end + 2;
    const std::size_t closed = line.substr(0, 4096).find("] ", end);
    return closed == std::string_view::npos ? 0 : closed + 2;
}

/// The word of a prefix that names a program: "app" of "host app[7]: ".
std::string_view program_in(std::string_view prefix) {
    const std::size_t end = prefix.find_last_not_of(": ");
    const std::size_t start = prefix.substr(0, end).find_last_of(' ');
    std::string_view name = prefix.substr(start == std::string_view::npos ? 0 : start + 1);
    return name.substr(0, name.find_first_of("[:"));
}

}  // namespace

std::string_view without_terminal_codes(std::string_view line, std::string& storage) {
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.find(escape) != std::string_view::npos) {
        storage.clear();
        for (std::size_t at = 0; at < line.size();) {
            const std::size_t end = std::min(line.find(escape, at), line.size());
            storage += line.substr(at, end - at);
            at = end == line.size() ? end : end_of_escape(line, end);
        }
        line = storage;
        while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    }
    // Forward first: that is a search of the C library, and most lines have none.
    if (line.find('\r') == std::string_view::npos) return line;
    return line.substr(line.rfind('\r') + 1);
}

Unprefixed without_prefixes(std::string_view line) {
    Unprefixed found;
    bool is_behind_time = false;
    for (int rounds = 0; rounds < 8; ++rounds) {
        std::size_t length = 0;
        for (const auto prefix : {clock_prefix, buildkit_prefix, msbuild_prefix})
            if (length == 0) length = prefix(line);
        const auto take = [&](std::size_t taken, auto note) {
            if (length != 0 || taken == 0) return;
            length = taken;
            note(line.substr(0, taken));
        };
        take(time_prefix(line), [&](std::string_view) { is_behind_time = true; });
        take(stream_prefix(line), [&](std::string_view prefix) {
            if (!prefix.starts_with("std")) return;
            found.stream = prefix.substr(0, 6);
            found.is_partial = prefix[7] == 'P';
        });
        take(bracket_prefix(line), [&](std::string_view prefix) {
            if (prefix.starts_with("[pod/")) found.origin = prefix.substr(1, prefix.size() - 3);
        });
        take(compose_prefix(line), [&](std::string_view prefix) { found.origin = prefix.substr(0, prefix.find(' ')); });
        take(syslog_prefix(line), [&](std::string_view prefix) { found.origin = program_in(prefix); });
        take(new_syslog_prefix(line), [&](std::string_view prefix) {
            const std::size_t start = end_of_words(prefix, prefix.find(">1 ") + 3, 2);
            found.origin = prefix.substr(start, prefix.find(' ', start) - start);
        });
        if (is_behind_time)
            take(program_prefix(line, 0, false), [&](std::string_view prefix) { found.origin = program_in(prefix); });
        if (length == 0) break;
        line.remove_prefix(length);
    }
    found.text = line;
    return found;
}

std::string_view service_of(std::string_view origin) {
    return origin.starts_with("pod/") ? origin.substr(origin.rfind('/') + 1) : origin;
}

}  // namespace awaitlint
