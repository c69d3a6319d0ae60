// What a gate may conclude from a triage. Doubt never passes: a log that does not reach over the window, or stopped
// long ago, shows no absence of errors.
#include <algorithm>

#include <fmt/format.h>

#include "triage/triage.h"

namespace awaitlint {
namespace {

constexpr Seconds longest_silence = 3600;  // at the end of the window

std::string duration_text(Seconds seconds) {
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

void check_window(TriageReport& report) {
    const Seconds since = *report.since, now = *report.now;
    const auto add = [&](std::string problem) { report.problems.push_back(std::move(problem)); };
    if (*report.newest < since)
        return add(fmt::format("no line of the logs is in the window: the last one is of {}, the window starts at {}",
                               time_text(*report.newest), time_text(since)));
    if (*report.oldest > since)
        add(fmt::format("the logs start at {}, {} after the window: name the older log too", time_text(*report.oldest),
                        duration_text(*report.oldest - since)));
    if (*report.newest < now - std::min(longest_silence, now - since))
        add(fmt::format("the logs end at {}, {} before now ({}): is the service still logging there?",
                        time_text(*report.newest), duration_text(now - *report.newest), time_text(now)));
}

}  // namespace

int decide_exit(TriageReport& report, const std::string& fail_on, bool allow_incomplete) {
    if (report.bytes == 0) {
        report.problems.push_back("the logs are empty: nothing was looked at");
        return 2;
    }
    if (report.since && !report.newest) {
        report.problems.push_back("--since needs times, and no line of the logs has one");
        return 2;
    }
    if (report.since) check_window(report);
    if (report.unclear > 0)
        report.problems.push_back(
            fmt::format("{} compile errors may be about an await, which only the source line would tell: keep the "
                        "compiler's source lines in the log",
                        report.unclear));
    if (!report.problems.empty() && !allow_incomplete) return 3;
    if (fail_on == "never") return 0;
    const bool has_others = fail_on == "error" && report.other_errors + report.unclear > 0;
    return report.sightings > 0 || has_others ? 1 : 0;
}

}  // namespace awaitlint
