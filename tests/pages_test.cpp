// Pages whose console blocks are run, in a copy of the backend that the incident broke: each command prints what the
// page shows, and no command that a page leaves without output prints anything.
#include <algorithm>
#include <filesystem>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cli_project.h"
#include "console_page.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const fs::path source = AWAITLINT_SOURCE_DIR;

std::string read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// What the page shows and is not so, step by step; empty if there is no such thing.
std::string complaints_about(const std::string& page, const std::string& folder) {
    const std::vector<ConsoleStep> steps = console_steps(page);
    const std::string path = fmt::format("PATH={}:{}", fs::path(AWAITLINT_BINARY).parent_path().string(),
                                         std::getenv("PATH") ? std::getenv("PATH") : "/usr/bin:/bin");
    const std::vector<std::string> printed = run_steps(steps, folder, {path});
    std::string complaints;
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (!is_as_shown(steps[i].shown, printed[i]))
            complaints += fmt::format("line {}: $ {}\nprints\n{}\n", steps[i].line, steps[i].command, printed[i]);
    return complaints;
}

TEST(Pages, TheIncidentPrintsWhatItShows) {
    const TemporaryFolder folder;
    fs::copy(source / "fixtures/golden_path/before", folder.path(), fs::copy_options::recursive);
    const std::string page = read(source / "docs/incident.md");
    EXPECT_EQ(complaints_about(page, folder.path()), "");
    for (const char* step : {"ninja", "triage", "check", "audit", "fix --diff", "fix", "check -p build"})
        EXPECT_TRUE(contains(page, fmt::format("\n$ {}{}", step[0] == 'n' ? "" : "awaitlint ", step))) << step;
}

TEST(Pages, WrongPagesAreSeen) {
    const TemporaryFolder folder;
    const auto complaint = [&](const std::string& steps) {
        return complaints_about("text\n```console\n" + steps + "```\n", folder.path());
    };
    EXPECT_EQ(complaint("$ echo a; echo b >&2\na\nb\n"), "");
    EXPECT_EQ(complaint("$ echo a\nb\n"), "line 3: $ echo a\nprints\na\n\n");
    EXPECT_NE(complaint("$ echo a\n"), "") << "a page shows all, or says what it leaves out";
    EXPECT_NE(complaint("$ true\na\n"), "");
    EXPECT_NE(complaint("$ echo a\na\nb\n"), "");
    EXPECT_EQ(complaint("$ (exit 3)\n$ echo $?\n3\n"), "");
    EXPECT_NE(complaint("$ (exit 3)\n$ echo $?\n0\n"), "");
    EXPECT_EQ(complaint("$ seq 9\n...\n4\n5\n...\n"), "");
    EXPECT_NE(complaint("$ seq 9\n...\n4\n...\n3\n...\n"), "") << "in this order";
    EXPECT_NE(complaint("$ seq 9\n...\n4\n"), "") << "nothing follows without dots";
    EXPECT_EQ(complaint("$ x=1\n$ cd ..\n$ echo $x\n1\n"), "") << "one shell";
}

TEST(Pages, OnlyConsoleBlocksAreRun) {
    const auto steps = console_steps("$ no\n```text\n$ no\n```\n```console\n$ yes\nshown\n```\n$ no\n");
    ASSERT_EQ(steps.size(), 1u);
    EXPECT_EQ(steps[0].command, "yes");
    EXPECT_EQ(steps[0].shown, std::vector<std::string>{"shown"});
    EXPECT_EQ(steps[0].line, 6u);
}

}  // namespace
}  // namespace awaitlint
