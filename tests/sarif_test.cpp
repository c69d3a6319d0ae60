// SARIF, held to Microsoft's validator with GitHub's rules: no errors, and of what it recommends only what we leave out
// on purpose. It exits with 0 whatever it finds, so its output is read. Where it is not installed the tests are
// skipped.
#include <regex>
#include <set>

#include <gtest/gtest.h>

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

class Sarif : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(validator))
            GTEST_SKIP() << "the SARIF validator is missing: ./dev test installs it, where npm can be reached";
    }

    /// "RULE: text" of everything that it complains of.
    std::vector<std::string> complaints(const std::string& log) const {
        const Ran ran = run({.program = validator,
                             .arguments = {"validate", folder.write("report.sarif", log), "--rule-kind", "Sarif;Gh",
                                           "--level", "Error;Warning;Note"},
                             .folder = folder.path(),
                             .standard_output = "",
                             .environment = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "HOME=" + folder.path()}});
        EXPECT_TRUE(contains(ran.out, "Done. 1 files scanned.")) << ran;
        EXPECT_TRUE(contains(ran.out, "Analysis completed successfully.")) << ran;
        static const std::regex complaint(R"(: (error|warning|note) ([A-Z]+[0-9]+): ([^\n]*))");
        std::vector<std::string> found;
        for (auto at = std::sregex_iterator(ran.out.begin(), ran.out.end(), complaint); at != std::sregex_iterator();
             ++at)
            if ((*at)[1] == "error" || left_out.count((*at)[2]) == 0)
                found.push_back((*at)[2].str() + ": " + (*at)[3].str());
        return found;
    }

    TemporaryFolder folder;
};

std::string sarif_of(const Report& report) {
    return *render("sarif", report, nullptr, samples::source_bytes);
}

TEST_F(Sarif, OfEveryKindOfReportIsAccepted) {
    Report not_started = samples::empty();
    not_started.complete = false;
    not_started.exit_code = 2;
    not_started.error = "no compilation database was found";
    for (const Report& report :
         {samples::empty(), samples::full(), samples::everything(), samples::audit(), not_started})
        EXPECT_EQ(complaints(sarif_of(report)), std::vector<std::string>{}) << sarif_of(report);
}

TEST_F(Sarif, OfARunIsAccepted) {
    const CliProject project;
    project.write("a.cpp", std::string(one_mistake) + "int x;  // NOLINT(await-on-non-awaitable): not any more\n");
    project.write("broken.cpp", broken_code);
    project.write_database({Entry{"a.cpp"}, Entry{"broken.cpp"}});
    const Ran ran = project.check({"--format", "sarif"});
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
