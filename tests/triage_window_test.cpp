// Times in logs, and what a gate may conclude: doubt never passes.
#include <gtest/gtest.h>

#include "triage/triage.h"

namespace awaitlint {
namespace {

constexpr Seconds evening = 1795468239;  // 2026-11-23T21:10:39Z
const Clock clock{evening + 3600, 0};

TEST(Times, OfLinesInAllUsualForms) {
    for (const char* line :
         {"2026-11-23T21:10:39Z text", "2026-11-23T21:10:39.123456Z text", "2026-11-23T22:10:39+01:00 text",
          "2026-11-23T16:10:39.5-0500 text", "2026-11-23 21:10:39,123 INFO app: text", "[2026-11-23 21:10:39] text",
          "[2026-11-23 21:10:39 +0000] [7] [INFO] text", "2026/11/23 21:10:39 [error] text",
          "INFO:     2026-11-23 21:10:39 - text", "127.0.0.1 - - [23/Nov/2026:21:10:39 +0000] \"GET /\" 200",
          "Nov 23 21:10:39 host app[7]: text", "1795468239 text", "[1795468239.123] text", "1795468239123 text",
          "time=\"2026-11-23T21:10:39Z\" level=info", "{\"timestamp\": \"2026-11-23T21:10:39Z\", \"message\": \"x\"}",
          "{\"message\": \"on 2020-01-01 00:00:00\", \"ts\": 1795468239.5}",
          "{\"level\":\"info\",\"time\":1795468239123}"})
        EXPECT_EQ(time_of_line(line, clock), evening) << line;
}

TEST(Times, AreNotSeenInOtherNumbers) {
    for (const char* line :
         {"", "    2 | code", "21:10:39 text", "2026-13-45 21:10:39 text", "12345678901234567890 text",
          "1234567890 bytes written", "version 2026-11-23", "Nobody 23 21:10:39", "1795468239abc"})
        EXPECT_EQ(time_of_line(line, clock), std::nullopt) << line;
}

TEST(Times, WithoutAZoneAreInTheGivenOne) {
    EXPECT_EQ(time_of_line("2026-11-23 21:10:39 text", {0, 7200}), evening - 7200);
    EXPECT_EQ(time_of_line("2026-11-23T21:10:39Z text", {0, 7200}), evening);
    EXPECT_EQ(parse_zone("+02:00"), 7200);
    EXPECT_EQ(parse_zone("-0530"), -19800);
    EXPECT_EQ(parse_zone("Z"), 0);
    EXPECT_EQ(parse_zone("Paris"), std::nullopt);
}

TEST(Times, OfSyslogAreOfTheYearThatHasBeen) {
    EXPECT_EQ(time_text(*time_of_line("Dec 31 23:00:00 host app: x", {evening, 0})), "2025-12-31T23:00:00Z");
    EXPECT_EQ(time_text(*time_of_line("Nov  3 23:00:00 host app: x", {evening, 0})), "2026-11-03T23:00:00Z");
}

TEST(Times, AsArguments) {
    EXPECT_EQ(parse_time("2026-11-23T21:10:39Z", clock), evening);
    EXPECT_EQ(parse_time("2026-11-23 21:10", clock), evening - 39);
    EXPECT_EQ(time_text(*parse_time("2026-11-23", clock)), "2026-11-23T00:00:00Z");
    EXPECT_EQ(parse_time("1795468239", clock), evening);
    EXPECT_EQ(parse_time("yesterday", clock), std::nullopt);
    EXPECT_EQ(parse_time("2026-11-23T21:10:39Z and more", clock), std::nullopt);
    EXPECT_EQ(parse_duration("24h"), 86400);
    EXPECT_EQ(parse_duration("7d"), 7 * 86400);
    EXPECT_EQ(parse_duration("90s"), 90);
    for (const char* text : {"", "24", "h", "-1h", "0h", "24 h", "1.5h", "24hours"})
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

/// A triage of a log that covers the last day and tells of nothing.
TriageReport quiet_day() {
    TriageReport report;
    report.bytes = 1000;
    report.is_empty = false;
    report.now = evening;
    report.since = evening - 86400;
    report.oldest = evening - 2 * 86400;
    report.newest = evening - 60;
    return report;
}

int decide(TriageReport report, const std::string& fail_on = "await", bool allow_incomplete = false) {
    return decide_exit(report, fail_on, allow_incomplete);
}

TEST(Gate, PassesOnlyWhatTheLogsShow) {
    EXPECT_EQ(decide(quiet_day()), 0);
    TriageReport report = quiet_day();
    report.sightings = 1;
    EXPECT_EQ(decide(report), 1);
    EXPECT_EQ(decide(report, "never"), 0);
}

TEST(Gate, DoesNotPassALogThatStartsTooLate) {
    TriageReport report = quiet_day();
    report.oldest = *report.since + 60;
    EXPECT_EQ(decide(report), 3);
    EXPECT_EQ(decide(report, "never"), 3);
    EXPECT_EQ(decide(report, "await", true), 0);
    report.sightings = 1;
    EXPECT_EQ(decide(report), 3) << "3 outranks 1";
    EXPECT_EQ(decide(report, "await", true), 1);
}

TEST(Gate, DoesNotPassALogThatFellSilent) {
    TriageReport report = quiet_day();
    report.newest = evening - 3601;
    EXPECT_EQ(decide(report), 3);
    report.newest = *report.since - 1;
    EXPECT_EQ(decide(report), 3);
    ASSERT_EQ(decide_exit(report, "await", false), 3);
    EXPECT_NE(report.problems.at(0).find("no line of the logs is in the window"), std::string::npos);
}

TEST(Gate, DoesNotPassALogWithoutTimesOrWithoutAnything) {
    TriageReport report = quiet_day();
    report.oldest = report.newest = std::nullopt;
    EXPECT_EQ(decide(report), 2);
    EXPECT_EQ(decide(report, "await", true), 2);
    report = TriageReport();
    EXPECT_EQ(decide(report), 2);
    report.is_empty = false;
    EXPECT_EQ(decide(report), 0) << "without a window no times are needed";
}

TEST(Gate, DoesNotPassUnclearErrors) {
    TriageReport report = quiet_day();
    report.unclear = 1;
    EXPECT_EQ(decide(report), 3);
    EXPECT_EQ(decide(report, "error", true), 1);
    report.unclear = 0;
    report.other_errors = 1;
    EXPECT_EQ(decide(report), 0);
    EXPECT_EQ(decide(report, "error"), 1);
}

}  // namespace
}  // namespace awaitlint
