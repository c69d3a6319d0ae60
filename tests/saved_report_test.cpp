// Reports read back from their JSON say the same, and what is no report is refused with the place of what is wrong. A
// history holds what was appended.
#include "report/saved_report.h"

#include <gtest/gtest.h>

#include "awaitlint/render.h"
#include "report/history.h"
#include "sample_reports.h"

namespace awaitlint {
namespace {

using nlohmann::json;

std::string rendered(const std::string& format, const Report& report) {
    const auto text = render(format, report, samples::incident_line, samples::source_bytes);
    EXPECT_TRUE(text) << format;
    return text ? *text : "";
}

Result<Report> read_back(const std::string& text) {
    return report_of_json(json::parse(text, nullptr, /*allow_exceptions=*/false));
}

/// With a digest of each file that it names, and where unread files were looked for.
Report with_sources(Report report) {
    for (const Finding& finding : report.findings) report.files[finding.span.file] = "00112233445566778899aabbccddeeff";
    report.files["app/unnamed.cpp"] = "ffeeddccbbaa99887766554433221100";
    if (report.unread) report.looked_below = {"app"};
    return report;
}

TEST(SavedReport, SaysTheSameInEveryFormat) {
    Report named = with_sources(samples::full());
    named.meta = {{"revision", "1a2b3c"}};
    named.unread = {{"app/old.cpp", false, true}, {"app/old.h", true, false}};
    named.left_out = {{"app/kernel.cu", "not C or C++ (.cu)"}};
    Report failed = samples::empty();
    failed.error = "nothing to look at";
    failed.exit_code = 2;
    named.baseline = samples::everything().baseline;
    named.changed = ChangedScope{"main", std::string(40, 'a'), 2, 3};
    named.findings[0].baseline_state = BaselineState::known;
    named.findings[1].baseline_state = BaselineState::added;
    for (Finding& finding : named.findings)
        for (Suggestion& suggestion : finding.suggestions) suggestion.why_unsafe = "each pass would wait for it";
    Report audited = samples::audit();
    for (AuditRow& row : audited.audit) row.why_not = "it does not compile";
    for (const Report& report : {named, samples::empty(), audited, failed}) {
        auto read = read_back(rendered("json", report));
        ASSERT_TRUE(read) << read.error().message;
        for (const std::string& format : report_formats())
            EXPECT_EQ(rendered(format, *read), rendered(format, report)) << format;
    }
}

TEST(SavedReport, ReadTwiceIsTheSame) {
    const std::string first = rendered("json", with_sources(samples::everything()));
    const auto read = read_back(first);
    ASSERT_TRUE(read) << read.error().message;
    const std::string second = rendered("json", *read);
    EXPECT_EQ(second, first) << "bytes that are not UTF-8 were gone before";
    EXPECT_EQ(read->files.count("app/unnamed.cpp"), 0u) << "only what is named is in it";
}

TEST(SavedReport, OlderOnesHaveNoOffsets) {
    json report = json::parse(rendered("json", samples::full()));
    for (json& finding : report["findings"]) {
        finding.erase("offset");
        finding.erase("length");
    }
    const auto read = report_of_json(report);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->findings[1].span.line, 41u);
}

TEST(SavedReport, KeysOfLaterVersionsAreLeftAlone) {
    json report = json::parse(rendered("json", samples::full()));
    report["later"] = {1, 2};
    report["findings"][0]["later"] = json::object();
    EXPECT_TRUE(report_of_json(report));
}

TEST(SavedReport, WhatIsWrongIsNamedByItsPlace) {
    const json good = json::parse(rendered("json", with_sources(samples::everything())));
    const std::pair<const char*, json> wrong[] = {
        {"/findings", 1},
        {"/findings/1", "text"},
        {"/findings/1/line", -1},
        {"/findings/1/line", 1.5},
        {"/findings/1/line", 4294967296},
        {"/findings/1/length", 4294967295},
        {"/findings/1/severity", "off"},
        {"/findings/1/suppressed", "no"},
        {"/findings/1/suggestions/0/proven", nullptr},
        {"/findings/1/suggestions/0/edits/0/offset", "x"},
        {"/findings/1/notes/0/message", 7},
        {"/units/0/status", "crashed"},
        {"/run/exit_code", 4},
        {"/meta/branch", 1},
        {"/sources/0/digest", 1},
        {"/coverage/unread/0/kind", "module"},
        {"/tool", json::array()},
    };
    for (const auto& [pointer, value] : wrong) {
        json changed = good;
        changed.at(json::json_pointer(pointer)) = value;
        const auto read = report_of_json(changed);
        ASSERT_FALSE(read) << pointer;
        const std::string key = std::string(pointer).substr(std::string(pointer).rfind('/') + 1);
        const std::string place = std::isdigit(static_cast<unsigned char>(key[0])) != 0 ? "[" + key + "]" : key + "'";
        EXPECT_NE(read.error().message.find(place), std::string::npos) << pointer << ": " << read.error().message;
        EXPECT_NE(read.error().message.find("awaitlint check --output json:FILE"), std::string::npos);
    }
    json lacking = good;
    lacking["findings"][1].erase("message");
    EXPECT_NE(report_of_json(lacking).error().message.find("'findings[1].message' is missing"), std::string::npos);
}

TEST(SavedReport, OtherDocumentsAreTold) {
    for (const char* text : {"[]", "1", "{}", R"({"schema": 1})", R"({"schema": "sarif"})"})
        EXPECT_NE(read_back(text).error().message.find("awaitlint check --output json:FILE"), std::string::npos)
            << text;
    EXPECT_NE(read_back(R"({"schema": "awaitlint-report/2"})").error().message.find("use one awaitlint for both"),
              std::string::npos);
}

TEST(History, ALineSaysWhatCounts) {
    Report report = samples::full();
    report.meta = {{"revision", "1a2b3c"}};
    EXPECT_EQ(history_line(history_entry(report)),
              R"({"schema":"awaitlint-history/1","complete":false,"exit_code":3,)"
              R"("findings":{"total":2,"error":1,"warning":1,"note":0,"suppressed":1,"proven":1,"known":0},)"
              R"("units":{"total":4,"failed":1},"rules":{"await-on-non-awaitable":1,"unused-suppression":1},)"
              R"("meta":{"revision":"1a2b3c"}})"
              "\n");
}

TEST(History, IsReadBackAndShowsTheTrend) {
    Report report = samples::full();
    report.meta = {{"revision", "1a2b3c\x1b"}};
    std::string lines = history_line(history_entry(report));
    report = samples::empty();
    report.findings = {samples::incident()};
    lines += history_line(history_entry(report));
    const auto entries = history_of(lines);
    ASSERT_TRUE(entries) << entries.error().message;
    std::string again;
    for (const HistoryEntry& entry : *entries) again += history_line(entry);
    EXPECT_EQ(again, lines);
    EXPECT_EQ(trend_of(*entries),
              "2 findings: 1 error, 1 warning, 1 with a proven repair, 1 suppressed; incomplete, 1 of 4 units failed; "
              "revision: 1a2b3c<U+001B>\n"
              "1 finding (-1): 1 error, 0 warnings, 1 with a proven repair, 0 suppressed");
}

TEST(History, ShowsTheLastTen) {
    const std::vector<HistoryEntry> entries(25, history_entry(samples::full()));
    const std::string trend = trend_of(entries);
    EXPECT_EQ(std::count(trend.begin(), trend.end(), '\n'), 9);
    EXPECT_TRUE(trend.starts_with("2 findings (as before): ")) << trend;
    EXPECT_EQ(trend_of({}), "");
}

TEST(History, WhatIsNoneIsRefusedByItsLine) {
    const std::string line = history_line(history_entry(samples::full()));
    EXPECT_NE(history_of(line + "{}\n").error().message.find("line 2 is no run"), std::string::npos);
    EXPECT_NE(history_of("\xff\n").error().message.find("line 1 is no run"), std::string::npos);
    EXPECT_NE(history_of(std::string(100'000, '[') + "\n").error().message.find("line 1 is no run"), std::string::npos);
    EXPECT_NE(history_of(line + line.substr(0, 30)).error().message.find("line 2 is cut off"), std::string::npos);
    EXPECT_TRUE(history_of(""));
}

}  // namespace
}  // namespace awaitlint
