// The formats that programs read: each to the byte over one report that has everything, and what each promises beyond.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "awaitlint/render.h"
#include "awaitlint/report.h"
#include "sample_reports.h"

namespace awaitlint {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

std::string rendered(std::string_view format, const Report& report, const SourceBytes& bytes = samples::source_bytes) {
    const Result<std::string> text = render(format, report, nullptr, bytes);
    EXPECT_TRUE(text) << format;
    return text ? *text : "";
}

json rendered_json(std::string_view format, const Report& report, const SourceBytes& bytes = samples::source_bytes) {
    return json::parse(rendered(format, report, bytes), nullptr, /*allow_exceptions=*/false);
}

Strings lines_of(const std::string& text) {
    Strings lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

Report many_findings(std::size_t errors, std::size_t warnings) {
    Report report = samples::empty();
    for (std::size_t i = 0; i < errors + warnings; ++i) {
        report.findings.push_back(samples::incident());
        Finding& finding = report.findings.back();
        finding.span.line = finding.span.end_line = static_cast<std::uint32_t>(i + 1);
        finding.severity = i < warnings ? Severity::warning : Severity::error;
    }
    return report;
}

class Formats : public testing::TestWithParam<std::string> {};

TEST_P(Formats, PrintTheReportThatHasEverythingAsExpected) {
    std::ostringstream expected;
    const std::string path = fmt::format("{}/tests/expected/report.{}", AWAITLINT_SOURCE_DIR, GetParam());
    expected << std::ifstream(path, std::ios::binary).rdbuf();
    const std::string text = rendered(GetParam(), samples::everything());
    EXPECT_EQ(text, expected.str()) << path;
    // What `./dev bless` looks at.
    if (const char* folder = std::getenv("AWAITLINT_PRINTED_TO"))
        std::ofstream(fmt::format("{}/report.{}", folder, GetParam()), std::ios::binary) << text;
}

TEST_P(Formats, NothingHostileReachesTheReader) {
    const std::string text = rendered(GetParam(), samples::everything());
    EXPECT_EQ(text.find('\xff'), std::string::npos);
    for (const std::string& line : lines_of(text)) {
        EXPECT_EQ(line.find_first_of("\x1b\r"), std::string::npos) << line;
        EXPECT_FALSE(contains(line, "\xe2\x80\xae")) << line;
        EXPECT_FALSE(line.starts_with("::stop-commands")) << line;
        EXPECT_FALSE(contains(line, "##[")) << line;
    }
}

TEST_P(Formats, ARunThatCouldNotLookIsNeverAnEmptyList) {
    Report report = samples::empty();
    report.complete = false;
    report.exit_code = 2;
    report.error = "no compilation database was found";
    if (GetParam() == "prometheus")
        EXPECT_TRUE(contains(rendered("prometheus", report), "awaitlint_exit_code 2\n"));
    else
        EXPECT_TRUE(contains(rendered(GetParam(), report), report.error));
    report.error.clear();
    report.exit_code = 3;
    report.units = {{"app/c.cpp", "failed", "took longer than 300 s", {}}};
    if (GetParam() == "prometheus")
        EXPECT_TRUE(contains(rendered("prometheus", report), "awaitlint_units{status=\"failed\"} 1\n"));
    else
        EXPECT_TRUE(contains(rendered(GetParam(), report), "took longer than 300 s"));
}

INSTANTIATE_TEST_SUITE_P(All, Formats,
                         testing::Values("sarif", "github-sarif", "github", "github-summary", "gitlab", "junit",
                                         "checkstyle", "rdjsonl", "clang-tidy", "clang-tidy-fixes", "prometheus",
                                         "csv"),
                         [](const testing::TestParamInfo<std::string>& format) {
                             std::string name = format.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(Sarif, WhatIsUnsafeIsToldAndIsNoFix) {
    Report report = samples::empty();
    report.findings = {samples::incident()};
    EXPECT_EQ(rendered_json("sarif", report)["runs"][0]["results"][0].count("fixes"), 1u);
    for (Suggestion& suggestion : report.findings[0].suggestions) suggestion.why_unsafe = "the loop would wait for it";
    const json result = rendered_json("sarif", report)["runs"][0]["results"][0];
    EXPECT_EQ(result.count("fixes"), 0u);
    EXPECT_TRUE(contains(result["message"]["text"].get<std::string>(), "Proven, but unsafe, instead: ")) << result;
}

TEST(Sarif, ColumnsAreUtf16CodeUnits) {
    Report report = samples::empty();
    report.findings = {samples::incident()};
    const json run = rendered_json("sarif", report)["runs"][0];
    EXPECT_EQ(run["columnKind"], "utf16CodeUnits");
    const json region = run["results"][0]["locations"][0]["physicalLocation"]["region"];
    EXPECT_EQ(region, (json{{"startLine", 41}, {"startColumn", 15}, {"endLine", 41}, {"endColumn", 50}}));
    const json changes = run["results"][0]["fixes"][0]["artifactChanges"][0];
    EXPECT_EQ(changes["artifactLocation"]["uri"], "app/routes/websocket_ssot.cpp");
    EXPECT_EQ(changes["replacements"][0]["deletedRegion"],
              (json{{"startLine", 41}, {"startColumn", 24}, {"endLine", 41}, {"endColumn", 45}}));
    EXPECT_EQ(changes["replacements"][0]["insertedContent"]["text"], "get_websocket_manager_async");
}

TEST(Sarif, WithoutTheAnalysedBytesThereAreNoColumnsAndNoFixes) {
    Report report = samples::empty();
    report.findings = {samples::incident()};
    const std::string changed = "\n" + samples::incident_bytes();
    const SourceBytes nothing, other = [&](const std::string&) -> std::string_view { return changed; };
    for (const SourceBytes& bytes : {nothing, other}) {
        const json result = rendered_json("sarif", report, bytes)["runs"][0]["results"][0];
        EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"], (json{{"startLine", 41}}));
    }
    EXPECT_FALSE(rendered_json("sarif", report, nothing)["runs"][0]["results"][0].contains("fixes"));
}

TEST(Sarif, FixesAreWhatIsProvenAndCanBeSaid) {
    Report report = samples::empty();
    report.findings = {samples::incident()};
    const auto fixes = [&] { return rendered_json("sarif", report)["runs"][0]["results"][0].value("fixes", json()); };
    EXPECT_EQ(fixes().size(), 2u);
    report.findings[0].suggestions[0].proven = false;
    ASSERT_EQ(fixes().size(), 1u);
    EXPECT_EQ(fixes()[0]["description"]["text"], "call it without co_await.");
    report.findings[0].suggestions[1].edits[0].text = "\xff";
    EXPECT_EQ(fixes().size(), 0u) << "JSON cannot say the byte";
    report.findings[0].suggestions[1].edits[0].text = "";
    report.findings[0].suggestions[1].edits.push_back({"app/elsewhere.h", 0, 0, "x"});
    EXPECT_EQ(fixes().size(), 0u) << "half a repair is none";
}

TEST(Sarif, TellsOfSuppressionsAndOfUnitsThatFailed) {
    const json run = rendered_json("sarif", samples::everything())["runs"][0];
    ASSERT_EQ(run["results"].size(), 6u);
    EXPECT_EQ(run["results"][0]["suppressions"], json::array());
    EXPECT_EQ(run["results"][0]["baselineState"], "new");
    EXPECT_EQ(run["results"][3]["baselineState"], "unchanged") << "the known come behind the new";
    EXPECT_EQ(run["results"][4]["suppressions"][0]["kind"], "inSource") << "the suppressed come last";
    EXPECT_EQ(run["results"][4]["suppressions"][0]["justification"], "the test's promise accepts anything");
    EXPECT_FALSE(run["results"][4].contains("baselineState"));
    const json agreed = run["results"][3]["suppressions"];
    ASSERT_EQ(agreed.size(), 1u) << "its entry says why it may stay";
    EXPECT_EQ(agreed[0]["kind"], "external");
    EXPECT_EQ(agreed[0]["justification"], "the manager is rewritten in spring");
    const json invocation = run["invocations"][0];
    EXPECT_EQ(invocation["executionSuccessful"], false);
    EXPECT_EQ(invocation["exitCode"], 3);
    EXPECT_EQ(invocation["toolExecutionNotifications"].size(), 2u);
    EXPECT_EQ(rendered_json("sarif", samples::empty())["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

TEST(Sarif, WhatTheBaselineMerelyKnowsIsNoSuppression) {
    Report report = samples::everything();
    for (Finding& finding : report.findings) finding.baseline_reason.clear();
    EXPECT_EQ(rendered_json("sarif", report)["runs"][0]["results"][3]["suppressions"], json::array());
}

TEST(Sarif, WhatIsGoneIsAbsent) {
    const json results = rendered_json("sarif", samples::everything())["runs"][0]["results"];
    const json& gone = results.back();
    EXPECT_EQ(gone["baselineState"], "absent");
    EXPECT_EQ(gone["kind"], "pass") << "a reader that does not know 'absent' sees no finding";
    EXPECT_EQ(gone["level"], "none") << "the standard's only level of what is no failure";
    EXPECT_EQ(gone["ruleId"], "discarded-awaitable");
    EXPECT_EQ(gone["message"]["text"], "gone since the baseline was written: load() (2 times).");
    const json place = gone["locations"][0];
    EXPECT_EQ(place["physicalLocation"]["artifactLocation"]["uri"], "app/gone.cpp");
    EXPECT_FALSE(place["physicalLocation"].contains("region")) << "nobody knows a line of it";
    EXPECT_EQ(place["logicalLocations"][0]["fullyQualifiedName"], "gone");
    for (std::size_t i = 0; i + 1 < results.size(); ++i)
        EXPECT_NE(results[i].value("baselineState", ""), "absent") << i;
    Report report = samples::everything();
    report.baseline.reset();
    const json without_baseline = rendered_json("sarif", report)["runs"][0]["results"];
    EXPECT_FALSE(without_baseline.empty());
    for (const json& result : without_baseline) EXPECT_NE(result.value("baselineState", ""), "absent");
}

TEST(Sarif, OfGitHubHasNothingThatIsNotOpen) {
    const Report report = samples::everything();
    const json results = rendered_json("github-sarif", report)["runs"][0]["results"];
    EXPECT_EQ(results.size(), 3u);
    for (const json& result : results) {
        EXPECT_EQ(result["suppressions"], json::array());
        EXPECT_EQ(result["baselineState"], "new");
        EXPECT_FALSE(result.contains("kind")) << result;
    }
    json all = rendered_json("sarif", report), some = rendered_json("github-sarif", report);
    all["runs"][0].erase("results");
    some["runs"][0].erase("results");
    EXPECT_EQ(all, some) << "all else is the same";
}

TEST(Sarif, RuleIndicesFit) {
    const json run = rendered_json("sarif", samples::everything())["runs"][0];
    for (const json& result : run["results"])
        EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
    EXPECT_EQ(run["tool"]["driver"]["rules"][0]["fullDescription"]["text"], "It is no mark.");
    EXPECT_EQ(run["tool"]["driver"]["rules"].size(), 3u) << "one that is found and not explained is a rule too";
}

TEST(Sarif, CodeInAMessageIsNoLink) {
    Report report = samples::empty();
    report.findings = {samples::incident()};
    report.findings[0].message = "'[](int user)' is [here](http://a)";
    report.findings[0].suggestions.clear();
    EXPECT_EQ(rendered_json("sarif", report)["runs"][0]["results"][0]["message"]["text"],
              "'[] (int user)' is [here] (http://a).");
}

TEST(Sarif, NamesOfFilesAreUris) {
    Report report = samples::empty();
    report.findings = {samples::incident(), samples::incident()};
    report.findings[0].span.file = "a b/c:d%\xff.cpp";
    report.findings[1].span.file = "/usr/x y.h";
    const json results = rendered_json("sarif", report)["runs"][0]["results"];
    EXPECT_EQ(results[0]["locations"][0]["physicalLocation"]["artifactLocation"],
              (json{{"uri", "a%20b/c%3Ad%25%FF.cpp"}, {"uriBaseId", "%SRCROOT%"}}));
    EXPECT_EQ(results[1]["locations"][0]["physicalLocation"]["artifactLocation"],
              (json{{"uri", "file:///usr/x%20y.h"}}));
}

TEST(GitHub, ShowsTenOfEachLevelAndSaysHowManyMore) {
    const Strings lines = lines_of(rendered("github", many_findings(12, 30)));
    ASSERT_EQ(lines.size(), 21u);
    for (std::size_t i = 0; i < 20; ++i) EXPECT_TRUE(lines[i].starts_with(i < 10 ? "::error " : "::warning ")) << i;
    EXPECT_TRUE(lines[20].starts_with("::notice ")) << lines[20];
    EXPECT_TRUE(contains(lines[20], "2 errors, 20 warnings")) << lines[20];
    EXPECT_EQ(lines_of(rendered("github", many_findings(10, 10))).size(), 20u) << "nothing is left to be said";
}

TEST(GitHub, NoticesLeaveRoomForTheLastOne) {
    Report report = many_findings(0, 12);
    for (Finding& finding : report.findings) finding.severity = Severity::note;
    const Strings lines = lines_of(rendered("github", report));
    ASSERT_EQ(lines.size(), 10u);
    EXPECT_TRUE(contains(lines[9], "3 notes")) << lines[9];
}

TEST(GitHub, CommandsMeanWhatTheySay) {
    // As the runner reads them.
    const auto decoded = [](std::string text) {
        for (const auto& [code, character] :
             {std::pair{"%0D", "\r"}, {"%0A", "\n"}, {"%3A", ":"}, {"%2C", ","}, {"%25", "%"}})
            for (std::size_t at = 0; (at = text.find(code, at)) != std::string::npos; ++at)
                text.replace(at, 3, character);
        return text;
    };
    Report report = samples::empty();
    report.findings = {samples::incident()};
    report.findings[0].span.file = "a,b:c%d.cpp";
    report.findings[0].message = "100% of\n'a::b, c'";
    report.findings[0].suggestions.clear();
    const std::string line = rendered("github", report, nullptr);
    ASSERT_EQ(lines_of(line).size(), 1u);
    EXPECT_EQ(line,
              "::error file=a%2Cb%3Ac%25d.cpp,line=41,endLine=41,title=awaitlint%3A await-on-non-awaitable::"
              "100%25 of 'a::b, c'\n");
    EXPECT_EQ(decoded("a%2Cb%3Ac%25d.cpp"), report.findings[0].span.file);
}

TEST(GitHubSummary, FitsAndSaysWhatDoesNot) {
    const std::string summary = rendered("github-summary", many_findings(20'000, 0));
    EXPECT_LT(summary.size(), 1u << 20);
    EXPECT_GT(summary.size(), 900'000u);
    const std::size_t at = summary.find("\nand ");
    ASSERT_NE(at, std::string::npos);
    const auto rows = std::count(summary.begin(), summary.end(), '\n');
    EXPECT_GT(std::stoul(summary.substr(at + 5)) + static_cast<std::size_t>(rows), 20'000u) << "none is lost";
    EXPECT_TRUE(contains(summary, "20000 findings (20000 errors"));
}

TEST(GitLab, FingerprintsAreUnique) {
    Report report = many_findings(3, 0);
    report.units = {{"a.cpp", "failed", "crashed", {}}, {"a.cpp", "failed", "crashed", {}}};
    std::set<std::string> fingerprints;
    const json entries = rendered_json("gitlab", report);
    for (const json& entry : entries) fingerprints.insert(entry["fingerprint"]);
    EXPECT_EQ(entries.size(), 5u);
    EXPECT_EQ(fingerprints.size(), 5u);
    EXPECT_EQ(entries[0]["severity"], "blocker");
    EXPECT_EQ(entries[2]["severity"], "major");
    EXPECT_EQ(entries[2]["fingerprint"], "f1") << "the first keeps its own: it is what is compared";
}

TEST(JUnit, CountsFit) {
    const std::string text = rendered("junit", samples::everything());
    const auto count = [&](std::string_view part) {
        std::size_t number = 0;
        for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++number;
        return number;
    };
    EXPECT_EQ(count("<testcase"), 10u);
    EXPECT_EQ(count("<failure"), 3u);
    EXPECT_EQ(count("<error"), 2u);
    EXPECT_EQ(count("<skipped"), 2u) << "one suppressed, one known";
    EXPECT_TRUE(contains(text, "tests=\"10\" failures=\"3\" errors=\"2\" skipped=\"2\""));
}

TEST(Rdjsonl, ASuggestionIsOneChange) {
    Report report = samples::empty();
    report.findings = {samples::incident()};
    auto& edits = report.findings[0].suggestions[0].edits;
    edits = {{edits[0].file, 1200, 0, "("}, {edits[0].file, 1235, 0, ")"}};
    const json suggestion = rendered_json("rdjsonl", report)["suggestions"][0];
    EXPECT_EQ(suggestion["text"], "(co_await get_websocket_manager(ctx))");
    EXPECT_EQ(suggestion["range"]["start"], (json{{"line", 41}, {"column", 18}}));
    EXPECT_EQ(suggestion["range"]["end"], (json{{"line", 41}, {"column", 53}})) << "columns are bytes, ends exclusive";
    edits[1].file = "app/elsewhere.h";
    EXPECT_FALSE(rendered_json("rdjsonl", report).contains("suggestions"));
}

// What reads them drops a longer line, and all that follow, without a word.
TEST(Reviewdog, NoLineReaches64KiB) {
    Report report = samples::empty();
    report.findings = {samples::incident(), samples::incident(), samples::incident()};
    report.findings[0].suggestions[0].edits[0].text = std::string(66000, 'x');
    for (int i = 0; i < 100; ++i) report.findings[1].notes.push_back({std::string(700, 'x'), {"app/main.cpp", 2, 1}});
    const Strings lines = lines_of(rendered("rdjsonl", report));
    ASSERT_EQ(lines.size(), 3u);
    for (const std::string& line : lines) EXPECT_LT(line.size(), 65536u);
    EXPECT_FALSE(json::parse(lines[0]).contains("suggestions")) << "whole or not at all";
    EXPECT_FALSE(json::parse(lines[1]).contains("related_locations"));
    EXPECT_TRUE(json::parse(lines[2]).contains("suggestions"));
}

TEST(Prometheus, RulesWithoutFindingsHaveSamples) {
    Report report = samples::empty();
    report.rules = samples::everything().rules;
    EXPECT_TRUE(contains(rendered("prometheus", report),
                         "awaitlint_findings{rule=\"discarded-awaitable\",severity=\"error\"} 0\n"));
}

TEST(ClangTidy, FixesAreOfTheBestProvenRepair) {
    Report report = samples::empty();
    report.findings = {samples::incident()};
    report.findings[0].suggestions[0].proven = false;
    const std::string text = rendered("clang-tidy-fixes", report);
    EXPECT_TRUE(contains(text, "Offset:          1200\n          Length:          9\n")) << text;
    EXPECT_FALSE(contains(text, "get_websocket_manager_async\"")) << text;
    report.findings[0].suggestions[1].edits[0].text = "\xe9";
    EXPECT_TRUE(contains(rendered("clang-tidy-fixes", report), "Replacements:    []")) << "YAML cannot say the byte";
}

TEST(ClangTidy, ThePlaceOfACommentHasItsOffset) {
    Report report = samples::empty();
    report.findings = {samples::stray_suppression()};
    report.findings[0].span.offset = 0;
    const std::string bytes = "\n\n\n\n\n\n  // NOLINT(x)\n";
    const std::string text =
        rendered("clang-tidy-fixes", report, [&](const std::string&) -> std::string_view { return bytes; });
    EXPECT_TRUE(contains(text, "FileOffset:      8\n")) << text;
}

TEST(Audit, WrongUsesAreFindingsToThoseWhoKnowNothingElse) {
    for (const char* format : {"sarif", "gitlab", "checkstyle", "rdjsonl", "github", "junit", "csv", "clang-tidy"}) {
        const std::string text = rendered(format, samples::audit());
        EXPECT_TRUE(contains(text, "audit")) << format << "\n" << text;
        EXPECT_TRUE(contains(text, "websocket_ssot.cpp")) << format << "\n" << text;
        EXPECT_FALSE(contains(text, "app/main.cpp")) << format << ": what is right or maybe is none\n" << text;
    }
}

}  // namespace
}  // namespace awaitlint
