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

/// What the page shows and is not so, step by step; empty if there is no such thing.
std::string complaints_about(const std::string& page, const std::string& folder) {
    const std::vector<ConsoleStep> steps = console_steps(page);
    const std::string path = fmt::format("PATH={}:{}", fs::path(AWAITLINT_BINARY).parent_path().string(),
                                         std::getenv("PATH") ? std::getenv("PATH") : "/usr/bin:/bin");
    const std::vector<std::string> printed = run_steps(steps, folder, {path, "TMPDIR=" + folder});
    std::string complaints;
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (!is_as_shown(steps[i].shown, printed[i]))
            complaints += fmt::format("line {}: $ {}\nprints\n{}\n", steps[i].line, steps[i].command, printed[i]);
    return complaints;
}

/// The first lines of blocks of code that are no console blocks, or that show output and no command.
std::string blocks_that_are_not_run(const std::string& page) {
    std::istringstream lines(page);
    std::string found, line;
    bool is_inside = false, is_first = false;
    while (std::getline(lines, line)) {
        const bool is_mark = line.starts_with("```");
        if (is_mark && !is_inside && line != "```console") found += line + "\n";
        if (is_first && !line.starts_with("$ ")) found += line + "\n";
        if (!is_mark && !is_inside && line.starts_with("    ")) found += line + "\n";
        is_first = is_mark && !is_inside;
        is_inside ^= is_mark;
    }
    return found;
}

TEST(Pages, TheIncidentPrintsWhatItShows) {
    const TemporaryFolder folder;  // in place of the top folder, so that a test cannot change it
    folder.make_link("fixtures", source / "fixtures");
    const std::string page = text_of(source / "docs/incident.md");
    EXPECT_EQ(complaints_about(page, folder.path()), "");
    EXPECT_EQ(blocks_that_are_not_run(page), "");
    for (const char* step : {"ninja", "triage", "check", "audit", "fix --diff", "fix", "check -p build"})
        EXPECT_TRUE(contains(page, fmt::format("\n$ {}{}", step[0] == 'n' ? "" : "awaitlint ", step))) << step;
}

class OfAUse : public testing::TestWithParam<const char*> {};

TEST_P(OfAUse, PrintsWhatItShows) {
    const TemporaryFolder folder;
    folder.make_link("fixtures", source / "fixtures");
    const std::string page = text_of(source / "docs" / GetParam());
    EXPECT_EQ(complaints_about(page, folder.path()), "");
    EXPECT_EQ(blocks_that_are_not_run(page), "");
}

INSTANTIATE_TEST_SUITE_P(Pages, OfAUse, testing::Values("adopting.md", "laptop.md", "ci.md", "scaling.md"));

TEST(Pages, TheFormatsPrintWhatThePageShows) {
    const TemporaryFolder folder;
    folder.make_link("fixtures", source / "fixtures");
    const std::string page = text_of(source / "docs/formats.md");
    EXPECT_EQ(complaints_about(page, folder.path()), "");
    EXPECT_EQ(blocks_that_are_not_run(page), "");
    const std::string help =
        run({.arguments = {"check", "--help"}, .folder = folder.path(), .standard_output = ""}).out;
    std::size_t at = help.find("format on standard output: ");
    ASSERT_NE(at, std::string::npos) << help;
    at = help.find(": ", at) + 2;
    std::istringstream names(help.substr(at, help.find("\n  -", at) - at));
    std::size_t number = 0;
    for (std::string name; names >> name; ++number) {
        if (name.ends_with(',')) name.pop_back();
        EXPECT_TRUE(contains(page, fmt::format(" | `{}` | ", name))) << name << " is in no row of the table";
    }
    EXPECT_GE(number, 14u);
}

TEST(Pages, TheEditorsPageShowsWhatStandardInputGives) {
    const TemporaryFolder folder;
    folder.make_link("fixtures", source / "fixtures");
    const std::string page = text_of(source / "docs/editor.md");
    EXPECT_EQ(complaints_about(page, folder.path()), "");
    EXPECT_TRUE(contains(page, "\n$ awaitlint check - --stdin-filename "));
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

TEST(Pages, BlocksThatAreNotRunAreSeen) {
    EXPECT_EQ(blocks_that_are_not_run("a\n```console\n$ b\n    c\n```\nd\n"), "");
    EXPECT_EQ(blocks_that_are_not_run("a\n\n    b\n```text\nc\n```\n```console\nd\n$ e\n```\n"),
              "    b\n```text\nc\nd\n");
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
