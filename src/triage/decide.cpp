// What a gate may conclude from a triage. Doubt never passes: a log that was not understood, does not reach over the
// window, or stopped long ago, shows no absence of errors.
#include <algorithm>

#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "awaitlint/report.h"
#include "triage/heartbeat.h"
#include "triage/triage.h"

namespace awaitlint {
namespace {

std::string duration_text(Seconds seconds) {
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

void add_uncovered(TriageReport& report, Seconds from, Seconds to, const std::string& why) {
    from = std::max(from, *report.since);
    if (from >= to) return;
    report.uncovered.push_back({from, to, why});
    report.problems.push_back(fmt::format("nothing is known of {} to {} ({}): {}", time_text(from), time_text(to),
                                          duration_text(to - from), why));
}

/// The end of the window that needs no line.
Seconds latest_end(const TriageReport& report) {
    return *report.now - std::min(longest_silence, *report.now - *report.since);
}

void check_window(TriageReport& report) {
    const Seconds since = *report.since, now = *report.now;
    if (*report.newest < since)
        return add_uncovered(
            report, since, now,
            fmt::format("no line of the logs is in the window, the last one is of {}", time_text(*report.newest)));
    if (*report.oldest > since)
        add_uncovered(report, since, *report.oldest,
                      fmt::format("the logs start at {}: name the older log too", time_text(*report.oldest)));
    if (*report.newest < latest_end(report))
        add_uncovered(report, *report.newest, now,
                      fmt::format("the logs end at {}: is the service still logging there? A filtered export needs "
                                  "--heartbeat",
                                  time_text(*report.newest)));
}

/// The export is filtered: the logs that are not show when the service was alive.
void check_heartbeat(TriageReport& report) {
    const Heartbeat& heartbeat = *report.heartbeat;
    if (!heartbeat.newest || *heartbeat.newest < *report.since)
        return add_uncovered(report, *report.since, *report.now, "no line of the heartbeat is in the window");
    if (*heartbeat.oldest > *report.since)
        add_uncovered(report, *report.since, *heartbeat.oldest,
                      fmt::format("the heartbeat starts at {}", time_text(*heartbeat.oldest)));
    for (const auto& [from, to] : heartbeat.silences) add_uncovered(report, from, to, "the service was silent");
    if (*heartbeat.newest < latest_end(report))
        add_uncovered(report, *heartbeat.newest, *report.now,
                      fmt::format("the service is silent since {}", time_text(*heartbeat.newest)));
}

void add_doubts(TriageReport& report) {
    constexpr std::array<std::string_view, doubt_kinds> wordings = {
        "speak of an await error in a form that is not known",
        "are records that mention an error and could not be read",
        "are longer than what is held in memory and were read in parts",
        "are inside a traceback that ends before it says which error it is: the log is cut off",
        "are messages of a compiler in a language that is not read: build with LC_ALL=C"};
    for (std::size_t kind = 0; kind < doubt_kinds; ++kind) {
        const Doubts& doubts = report.doubts[kind];
        if (doubts.count == 0) continue;
        const std::string first = doubts.first.empty() ? "" : fmt::format(": \"{}\"", printable(doubts.first));
        report.problems.push_back(fmt::format("{} {} {}{}{}", doubts.count, doubts.count == 1 ? "text" : "texts",
                                              wordings[kind], doubts.count > 1 && !first.empty() ? "; the first" : "",
                                              first));
    }
    for (const std::string& why : report.broken) report.problems.push_back(printable(why));
    if (report.left_out > 0)
        report.problems.push_back(
            fmt::format("{} await errors are at more places than are kept ({}): they are counted, "
                        "not listed",
                        report.left_out, report.errors.size()));
    if (report.left_out_hours > 0)
        report.problems.push_back(
            fmt::format("{} await errors are of more hours or services than are kept: they are counted, without these",
                        report.left_out_hours));
    if (report.unclear > 0)
        report.problems.push_back(
            fmt::format("{} compile errors may be about an await, which only the source line would tell: keep the "
                        "compiler's source lines in the log",
                        report.unclear));
}

/// What makes a log one that was not read at all.
void add_unreadable(TriageReport& report) {
    for (const std::string& log : report.binary)
        report.problems.push_back(fmt::format("'{}' is binary: bytes that are zero are in it", printable(log)));
    for (const std::string& log : report.not_utf8)
        report.problems.push_back(
            fmt::format("'{0}' is not UTF-8\n  iconv -f LATIN1 -t UTF-8 {0} | awaitlint triage -", printable(log)));
}

}  // namespace

int decide_exit(TriageReport& report, const std::string& fail_on, bool allow_incomplete) {
    if (report.is_empty && !report.heartbeat) {
        report.problems.push_back(
            "the logs are empty: nothing was looked at (if they are a filtered export, "
            "--heartbeat tells whether the service was alive)");
        return 2;
    }
    add_unreadable(report);
    if (!report.problems.empty()) return 2;
    if (report.since && !report.newest && !report.heartbeat) {
        report.problems.push_back("--since needs times, and no line of the logs has one");
        return 2;
    }
    if (report.since && report.heartbeat)
        check_heartbeat(report);
    else if (report.since)
        check_window(report);
    add_doubts(report);
    if (!report.problems.empty() && !allow_incomplete) return 3;
    if (fail_on == "never") return 0;
    const bool has_others = fail_on == "error" && report.other_errors + report.unclear > 0;
    return report.sightings > 0 || has_others ? 1 : 0;
}

}  // namespace awaitlint
