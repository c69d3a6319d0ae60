// SARIF, held to Microsoft's validator, GitHub's log with GitHub's rules, too: no errors, and of what it recommends
// only what we leave out on purpose. It exits with 0 whatever it finds, so its output is read. Where it is not
// installed the tests are skipped.
#include <regex>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "awaitlint/render.h"
#include "awaitlint/report.h"
#include "cli_project.h"
#include "sample_reports.h"

namespace awaitlint {
namespace {

const char* const validator =
    AWAITLINT_SOURCE_DIR "/build/npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool";

/// What it recommends and we do not do: an address of the tool and of each rule (there is none), version control (the
/// user's business, --meta), code beside places (a report has none of the user's files), messages by number.
const std::set<std::string> left_out = {"SARIF2002", "SARIF2003", "SARIF2005", "SARIF2006",
                                        "SARIF2009", "SARIF2010", "SARIF2011", "SARIF2012"};

/// What is gone has no place in its file any more.
const std::set<std::string> left_out_of_absent = {"SARIF2017"};

class Sarif : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(validator))
            GTEST_SKIP() << "the SARIF validator is missing: ./dev test installs it, where npm can be reached";
    }

    /// "RULE: text" of everything that it complains of.
    /// `may_be_absent`: it is not for GitHub.
    std::vector<std::string> complaints(const std::string& log, bool may_be_absent = false) const {
        const Ran ran = run({.program = validator,
                             .arguments = {"validate", folder.write("report.sarif", log), "--rule-kind",
                                           may_be_absent ? "Sarif" : "Sarif;Gh", "--level", "Error;Warning;Note"},
                             .folder = folder.path(),
                             .standard_output = "",
                             .environment = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "HOME=" + folder.path()}});
        EXPECT_TRUE(contains(ran.out, "Done. 1 files scanned.")) << ran;
        EXPECT_TRUE(contains(ran.out, "Analysis completed successfully.")) << ran;
        static const std::regex complaint(R"(: (error|warning|note) ([A-Z]+[0-9]+): ([^\n]*))");
        std::vector<std::string> found;
        for (auto at = std::sregex_iterator(ran.out.begin(), ran.out.end(), complaint); at != std::sregex_iterator();
             ++at)
            if (const bool is_left_out =
                    left_out.count((*at)[2]) != 0 || (may_be_absent && left_out_of_absent.count((*at)[2]) != 0);
                (*at)[1] == "error" || !is_left_out)
                found.push_back((*at)[2].str() + ": " + (*at)[3].str());
        return found;
    }

    TemporaryFolder folder;
};

std::string sarif_of(const Report& report, const std::string& format = "github-sarif") {
    return *render(format, report, nullptr, samples::source_bytes);
}

TEST_F(Sarif, OfEveryKindOfReportIsAccepted) {
    Report not_started = samples::empty();
    not_started.complete = false;
    not_started.exit_code = 2;
    not_started.error = "no compilation database was found";
    for (const Report& report :
         {samples::empty(), samples::full(), samples::everything(), samples::audit(), not_started}) {
        EXPECT_EQ(complaints(sarif_of(report)), std::vector<std::string>{}) << sarif_of(report);
        EXPECT_EQ(complaints(sarif_of(report, "sarif"), /*may_be_absent=*/true), std::vector<std::string>{});
    }
}

/// With a comment's reason, one of the baseline, and an entry that nothing fits any more.
TEST_F(Sarif, OfARunWithReasonsAndABaselineIsAccepted) {
    const CliProject project;
    project.write("a.cpp", declarations +
                               "task<int> one() { co_return co_await get_user(1); }\n"
                               "task<int> two() { co_return co_await get_user(2); }\n"
                               "task<> three() { co_await get_user(3); }  // NOLINT(await-on-non-awaitable): a fake\n");
    project.write_database({Entry{"a.cpp"}});
    const auto entry = [](const std::string& function, int user, const std::string& more) {
        return fmt::format(
            R"_({{"file": "a.cpp", "rule": "await-on-non-awaitable", "function": "{}", "code": "co_await get_user({})"{}}})_",
            function, user, more);
    };
    project.write(".awaitlint-baseline.json",
                  fmt::format(R"({{"schema": "awaitlint-baseline/1", "findings": [{}, {}]}})",
                              entry("one", 1, R"(, "reason": "until May")"), entry("four", 4, "")));
    const Ran ran = project.check({"--format", "sarif"});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(complaints(ran.out, /*may_be_absent=*/true), std::vector<std::string>{}) << ran;
    std::multiset<std::string> results;
    const nlohmann::json log = ran.json();
    for (const auto& result : log["runs"][0]["results"]) {
        const auto& suppressions = result["suppressions"];
        std::string why = "-";
        if (!suppressions.empty())
            why = suppressions[0].value("kind", "?") + " " + suppressions[0].value("justification", "?");
        results.insert(result.value("baselineState", "-") + " " + why);
    }
    const std::multiset<std::string> expected = {"unchanged external until May", "new -", "- inSource a fake",
                                                 "absent -"};
    EXPECT_EQ(results, expected) << ran;
    const Ran for_github = project.check({"--format", "github-sarif"});
    EXPECT_EQ(complaints(for_github.out), std::vector<std::string>{}) << for_github;
    EXPECT_EQ(for_github.json()["runs"][0]["results"].size(), 1u) << for_github;
}

TEST_F(Sarif, OfARunIsAccepted) {
    const CliProject project;
    project.write("a.cpp", std::string(one_mistake) + "int x;  // NOLINT(await-on-non-awaitable): not any more\n");
    project.write("broken.cpp", broken_code);
    project.write_database({Entry{"a.cpp"}, Entry{"broken.cpp"}});
    const Ran ran = project.check({"--format", "github-sarif"});
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_EQ(complaints(ran.out), std::vector<std::string>{}) << ran;
    EXPECT_TRUE(contains(ran.out, "\"fixes\"")) << ran;
    EXPECT_TRUE(
        contains(ran.json()["runs"][0]["tool"]["driver"]["rules"][0]["help"]["text"].get<std::string>(), "## Flagged"))
        << "a rule has its page\n"
        << ran;
}

TEST_F(Sarif, WhatIsBrokenIsSeen) {
    std::string log = sarif_of(samples::full());
    log.replace(log.find("\"startLine\": 41"), 15, "\"startLine\": -1");
    EXPECT_NE(complaints(log), std::vector<std::string>{});
    log = sarif_of(samples::full());
    log.replace(log.find("\"locations\""), 11, "\"nowhere\"");
    EXPECT_NE(complaints(log), std::vector<std::string>{});
}

}  // namespace
}  // namespace awaitlint
