// Terminal manners: colours where they are wanted, help in groups, completions and man pages made of the commands
// themselves, and clang-tidy's spelling of arguments.
#include <filesystem>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

const std::vector<std::string> commands = {"check",  "audit", "fix",    "baseline", "init",       "rules", "explain",
                                           "doctor", "facts", "triage", "cache",    "completion", "man"};

Ran run_here(const std::vector<std::string>& arguments) {
    const TemporaryFolder folder;
    return run({.arguments = arguments, .folder = folder.path(), .standard_output = ""});
}

class Terminal : public testing::Test {
protected:
    Terminal() { project.only_unit("a.cpp", one_mistake); }
    CliProject project;
};

/// Without its escape sequences.
std::string plain(std::string text) {
    for (std::size_t at = 0; (at = text.find("\033[", at)) != std::string::npos;)
        text.erase(at, text.find('m', at) - at + 1);
    return text;
}

TEST_F(Terminal, ColoursAreForTerminals) {
    const Ran piped = project.check();
    EXPECT_FALSE(contains(piped.out, "\033")) << piped;
    EXPECT_EQ(project.check({"--color", "never"}).out, piped.out);
    const Ran coloured = project.check({"--color", "always"});
    EXPECT_EQ(plain(coloured.out), piped.out) << "colours add nothing but themselves";
    EXPECT_TRUE(contains(coloured.out, "\033[1;31merror:\033[0m")) << coloured;
    EXPECT_TRUE(contains(coloured.out, "\033[32m^~~~")) << coloured;
    EXPECT_TRUE(contains(coloured.out, "\033[32m   (proven; a.cpp:3)\033[0m")) << coloured;
    EXPECT_EQ(project.check({"--color", "always", "--format", "json"}).out, project.check({"--format", "json"}).out);
    EXPECT_EQ(project.check({"--color", "sometimes"}).status, 2);
}

/// script(1) runs it on a terminal of its own.
TEST_F(Terminal, OnATerminalTheEnvironmentDecides) {
    const auto on_terminal = [&](const std::vector<std::string>& environment) {
        return run({.program = "/usr/bin/script",
                    .arguments = {"-qec", std::string(AWAITLINT_BINARY) + " check -q", "/dev/null"},
                    .folder = project.path(),
                    .standard_output = "",
                    .environment = environment});
    };
    if (!std::filesystem::exists("/usr/bin/script")) GTEST_SKIP() << "no script(1)";
    EXPECT_TRUE(contains(on_terminal({"TERM=xterm", "NO_COLOR="}).out, "\033[1;31m"));
    EXPECT_FALSE(contains(on_terminal({"TERM=xterm", "NO_COLOR=1"}).out, "\033[1;31m"));
    EXPECT_FALSE(contains(on_terminal({"TERM=dumb", "NO_COLOR="}).out, "\033[1;31m"));
}

TEST(TerminalHelp, OptionsStandUnderHeadings) {
    const Ran help = run_here({"check", "--help"});
    EXPECT_EQ(help.status, 0);
    for (const char* heading :
         {"What is looked at:", "Which findings count:", "What is told, and where:", "Limits:", "Cache:"})
        EXPECT_TRUE(contains(help.out, heading)) << heading << help;
    for (const std::string& command : commands) EXPECT_EQ(run_here({command, "--help"}).status, 0) << command;
}

/// What help names, completions and man pages name as well.
TEST(TerminalHelp, CompletionsAndPagesSayWhatHelpSays) {
    const std::string bash = run_here({"completion", "bash"}).out;
    const std::string zsh = run_here({"completion", "zsh"}).out;
    const std::string fish = run_here({"completion", "fish"}).out;
    const std::string top = run_here({"man"}).out;
    for (const std::string& command : commands) {
        EXPECT_TRUE(contains(top, command)) << command;
        const std::string page = run_here({"man", command}).out;
        const std::string help = run_here({command, "--help"}).out;
        for (std::size_t at = 0; (at = help.find("\n  -", at)) != std::string::npos; ++at) {
            const std::size_t begin = at + 3;
            const std::string names = help.substr(begin, help.find_first_of(" \n", begin) - begin);
            const std::string name = names.substr(names.find("--") == std::string::npos ? 0 : names.find("--"));
            std::string in_roff;
            for (const char c : name) in_roff += c == '-' ? std::string("\\-") : std::string(1, c);
            EXPECT_TRUE(contains(page, in_roff)) << command << " " << name;
            EXPECT_TRUE(contains(bash, name)) << name;
            EXPECT_TRUE(contains(zsh, name)) << name;
            EXPECT_TRUE(contains(fish, name.substr(name.find_first_not_of('-')))) << name;
        }
    }
    EXPECT_EQ(run_here({"completion", "tcsh"}).status, 2);
    EXPECT_EQ(run_here({"man", "chekc"}).status, 2);
    EXPECT_TRUE(contains(run_here({"man", "chekc"}).err, "Did you mean 'check'?"));
}

/// What bash itself makes of a line that is not finished.
std::string completed_by_bash(const std::string& line) {
    const TemporaryFolder folder;
    folder.write("awaitlint.bash", run_here({"completion", "bash"}).out);
    const std::string script =
        "set -eu; source awaitlint.bash; COMP_WORDS=(" + line +
        "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _awaitlint || true; echo \"${COMPREPLY[*]:-}\"";
    const Ran ran =
        run({.program = "/bin/bash", .arguments = {"-c", script}, .folder = folder.path(), .standard_output = ""});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.err, "") << ran;
    return ran.out;
}

TEST(TerminalHelp, BashCompletes) {
    EXPECT_EQ(completed_by_bash("awaitlint ch"), "check\n");
    EXPECT_EQ(completed_by_bash("awaitlint check --diff"), "--diff-base\n");
    EXPECT_EQ(completed_by_bash("awaitlint check --fail-on w"), "warning\n");
    EXPECT_EQ(completed_by_bash("awaitlint check --select discarded"), "discarded-awaitable\n");
    EXPECT_EQ(completed_by_bash("awaitlint explain mis"), "missing-co-return\n");
    EXPECT_EQ(completed_by_bash("awaitlint baseline pr"), "prune\n");
    EXPECT_EQ(completed_by_bash("awaitlint baseline ''"), "write prune show awaitlint.bash\n");
}

TEST(TerminalHelp, ManReadsThePages) {
    if (!std::filesystem::exists("/usr/bin/man") && !std::filesystem::exists("/usr/bin/groff"))
        GTEST_SKIP() << "neither man nor groff";
    for (const std::string& command : commands) {
        const TemporaryFolder folder;
        const std::string page = folder.write("page.1", run_here({"man", command}).out);
        const bool has_groff = std::filesystem::exists("/usr/bin/groff");
        const Ran ran = run({.program = has_groff ? "/usr/bin/groff" : "/usr/bin/man",
                             .arguments = has_groff ? std::vector<std::string>{"-man", "-Tutf8", "-ww", "-z", page}
                                                    : std::vector<std::string>{"--warnings", "-l", page},
                             .folder = folder.path(),
                             .standard_output = ""});
        EXPECT_EQ(ran.status, 0) << command << ran;
        EXPECT_EQ(ran.err, "") << command;
    }
}

TEST_F(Terminal, StatsSayWhatTookHowLong) {
    const Ran ran = project.check({"--stats"});
    EXPECT_TRUE(contains(ran.err, "time: ")) << ran;
    EXPECT_TRUE(contains(ran.err, "analyse 1 times ")) << ran;
    EXPECT_TRUE(contains(ran.err, "prove 1 times ")) << ran;
    EXPECT_TRUE(contains(ran.err, " s a.cpp")) << ran;
    EXPECT_EQ(ran.out, project.check().out);
}

/// The line behind "parses: ".
std::string parses_in(const Ran& ran) {
    for (const std::string& line : ran.error_lines())
        if (line.starts_with("parses: ")) return line.substr(8);
    return "no such line";
}

TEST_F(Terminal, StatsCountParsesByWhatTheyWereFor) {
    const TemporaryFolder cache;
    const auto check = [&] { return project.check({"--stats", "--cache-dir", cache.path(), "-j1"}); };
    const Ran first = check();
    // Two repairs of one await are tried one after the other, from where the second parse stood, which had leading
    // includes kept.
    EXPECT_EQ(
        parses_in(first),
        "1 to analyse, 1 more to recover awaits, 2 to try repairs, 1 of leading includes to be kept; 2 of them went "
        "on from where one stood")
        << first;
    EXPECT_TRUE(contains(first.err, " s a.cpp (5 parses)")) << first;
    const Ran cached = check();
    EXPECT_EQ(parses_in(cached), "none") << cached;
    EXPECT_FALSE(contains(cached.err, " s a.cpp")) << cached;
    EXPECT_EQ(parses_in(project.check({"--stats", "--no-cache"})),
              "1 to analyse, 1 more to recover awaits, 2 to try repairs; 3 of them went on from where one stood")
        << "nothing is kept without a cache, so that the first one stands";
    project.write("a.cpp", no_mistake);
    EXPECT_EQ(parses_in(project.check({"--stats", "--no-cache"})), "1 to analyse");
}

TEST_F(Terminal, ClangTidysArgumentsAreTaken) {
    const std::vector<std::string> as_cmake_calls = {"--extra-arg-before=--driver-mode=g++",
                                                     "a.cpp",
                                                     "--",
                                                     "/usr/bin/c++",
                                                     "-std=c++20",
                                                     "-nostdinc++",
                                                     "-isystem",
                                                     "lib",
                                                     "-o",
                                                     "a.o",
                                                     "-c",
                                                     "a.cpp"};
    const Ran ran = project.awaitlint(as_cmake_calls);
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:4:31: error:")) << ran;
    EXPECT_TRUE(contains(ran.last_error_line(), "analysed 1/1 units")) << ran;
    EXPECT_FALSE(std::filesystem::exists(project.path("a.o")));

    const Ran tidy = project.awaitlint({"-p=.", "-checks=-*,modernize-*,await-on-non-awaitable", "--header-filter=.*",
                                        "-warnings-as-errors=*", "-quiet", "--export-fixes=fixes.yaml", "a.cpp"});
    EXPECT_EQ(tidy.status, 1) << tidy;
    EXPECT_TRUE(contains(tidy.err, "ignored, as it is clang-tidy's: --header-filter=.*")) << tidy;
    EXPECT_TRUE(std::filesystem::exists(project.path("fixes.yaml")));
    EXPECT_EQ(project.awaitlint({"-p", ".", "--checks=discarded-awaitable", "a.cpp"}).status, 0);

    EXPECT_EQ(project.awaitlint({"nowhere.cpp"}).status, 2);
    EXPECT_TRUE(contains(project.awaitlint({"chekc"}).err, "Did you mean 'check'?"));
    EXPECT_EQ(project.awaitlint({"-p=.", "--fix", "a.cpp"}).status, 0);
    EXPECT_EQ(project.check().status, 0) << "it was repaired";
}

}  // namespace
}  // namespace awaitlint
