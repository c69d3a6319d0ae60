// The command line as a process: what each exit status means, what goes to which stream, and what bad input is told.
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

const char* const every_rule =
    "await-on-non-awaitable,await-outside-coroutine,awaitable-as-condition,awaitable-as-value,"
    "blocking-wait-in-coroutine,dangling-coroutine-argument,dangling-lambda-capture,discarded-awaitable,"
    "erased-awaitable,lock-held-across-await,missing-co-return,never-awaited-local,spent-awaitable,sync-call-in-"
    "coroutine,unused-suppression,use-after-suspend";

/// A run that could not start: status 2, nothing on standard output, one error that says what is wrong.
void expect_not_started(const Ran& ran, std::string_view message) {
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_EQ(ran.out, "");
    EXPECT_TRUE(ran.err.starts_with("awaitlint: error: ")) << ran;
    EXPECT_TRUE(contains(ran.err, message)) << "expected: " << message << "\n" << ran;
}

/// A run that started and then found out that it looked at nothing: status 2, and a report.
void expect_nothing_seen(const Ran& ran, std::string_view message) {
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, message)) << "expected: " << message << "\n" << ran;
    EXPECT_TRUE(std::regex_match(ran.last_error_line(), std::regex(summary_pattern))) << ran;
}

class Exit : public testing::Test {
protected:
    CliProject project;
};

TEST_F(Exit, ZeroWithoutFindings) {
    project.only_unit("a.cpp", no_mistake);
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err,
              "database: compile_commands.json (found by search; -p names another)\n"
              "analysed 1/1 units (0 cached, 0 skipped, 0 failed): 0 findings (0 errors, 0 warnings, 0 suppressed)\n");
}

TEST_F(Exit, OneWithFindings) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(ran.out,
              "a.cpp:4:31: error: 'get_user' is synchronous: 'int' cannot be awaited [await-on-non-awaitable]\n"
              "    4 | task<int> greet() { co_return co_await get_user(1); }\n"
              "      |                               ^~~~~~~~~~~~~~~~~~~~\n"
              "  in coroutine 'greet'\n"
              "  async: co_await get_user_async(1)   (proven; a.cpp:3)\n"
              "  sync:  get_user(1)                  (proven)\n"
              "note: 'int' is not a class: it has no 'await_ready'\n");
    EXPECT_EQ(ran.err,
              "database: compile_commands.json (found by search; -p names another)\n"
              "analysed 1/1 units (0 cached, 0 skipped, 0 failed): 1 findings (1 errors, 0 warnings, 0 suppressed)\n");
}

TEST_F(Exit, OneOnlyFromTheBarOn) {
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(project.check({"--fail-on", "error"}).status, 1);
    EXPECT_EQ(project.check({"--fail-on", "never"}).status, 0);
    EXPECT_NE(project.check({"--fail-on", "never"}).out, "") << "the findings are told all the same";
    project.write("a.cpp", std::string(no_mistake) + "int x = 1;  // NOLINT(await-on-non-awaitable)\n");
    EXPECT_EQ(project.check().status, 1) << "unused-suppression is a warning, and that is the default bar";
    EXPECT_EQ(project.check({"--fail-on", "note"}).status, 1);
    EXPECT_EQ(project.check({"--fail-on", "error"}).status, 0);
}

TEST_F(Exit, TheBarOfTheConfigurationIsOverriddenByTheCommandLine) {
    project.only_unit("a.cpp", one_mistake);
    project.write(".awaitlint.json", R"({"fail_on": "never"})");
    EXPECT_EQ(project.check().status, 0);
    EXPECT_EQ(project.check({"--fail-on", "error"}).status, 1);
}

TEST_F(Exit, ThreeWhenAUnitDoesNotParse) {
    project.write("broken.cpp", broken_code);
    project.write("a.cpp", one_mistake);
    project.write_database({Entry{"broken.cpp"}, Entry{"a.cpp"}});
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 3) << "3 outranks 1\n" << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:4:31: error:")) << "the other unit's findings are delivered\n" << ran;
    EXPECT_TRUE(contains(ran.err,
                         "failed: broken.cpp: it has errors that no finding explains\n"
                         "  broken.cpp:1:14: error: use of undeclared identifier 'undeclared_name'\n"))
        << ran;
    EXPECT_EQ(ran.last_error_line(),
              "analysed 1/2 units (0 cached, 0 skipped, 1 failed): 1 findings (1 errors, 0 warnings, 0 suppressed)");
    EXPECT_EQ(project.check({"--fail-on", "never"}).status, 3) << "an incomplete run never passes by accident";
}

TEST_F(Exit, AllowIncompleteGivesTheStatusThatItWouldHaveBeen) {
    project.write("broken.cpp", broken_code);
    project.write("a.cpp", one_mistake);
    project.write_database({Entry{"broken.cpp"}, Entry{"a.cpp"}});
    EXPECT_EQ(project.check({"--allow-incomplete"}).status, 1);
    EXPECT_EQ(project.check({"--allow-incomplete", "--fail-on", "never"}).status, 0);
    EXPECT_EQ(project.check({"--allow-incomplete", "broken.cpp"}).status, 0);
}

TEST_F(Exit, ThreeForAMissingHeaderAndTheReportSaysWhich) {
    project.only_unit("a.cpp", "#include \"generated.h\"\n" + std::string(one_mistake));
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.status, 3) << ran;
    ASSERT_TRUE(ran.json().is_object()) << ran;
    EXPECT_EQ(ran.json()["run"]["exit_code"], 3);
    EXPECT_EQ(ran.json()["run"]["complete"], false);
    EXPECT_EQ(ran.json()["units"][0]["status"], "failed");
    EXPECT_EQ(ran.json()["units"][0]["errors"][0]["message"], "'generated.h' file not found");
}

TEST_F(Exit, ThreeWhenTheSourceFileIsGone) {
    project.only_unit("a.cpp", one_mistake);
    project.write("b.cpp", no_mistake);
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    std::filesystem::remove(project.path("b.cpp"));
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_TRUE(contains(ran.err, "b.cpp")) << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:4:31")) << ran;
}

TEST_F(Exit, TwoForBadUsage) {
    project.only_unit("a.cpp", one_mistake);
    expect_not_started(project.awaitlint({}), "commands: check, audit");
    expect_not_started(project.awaitlint({"chek"}), "there is no command 'chek'. Did you mean 'check'?");
    expect_not_started(project.check({"--selct", "x"}), "there is no option '--selct'. Did you mean '--select'?");
    expect_not_started(project.check({"--jbs=3"}), "there is no option '--jbs'. Did you mean '--jobs'?");
    expect_not_started(project.check({"-j", "many"}), "--jobs");
    expect_not_started(project.check({"-j", "-1"}), "--jobs");
    expect_not_started(project.check({"--timeout", "0"}), "--timeout");
    expect_not_started(project.check({"--fail-on", "warnings"}), "--fail-on");
    expect_not_started(project.check({"--format", "xml"}), "xml not in {text,json,markdown,");
    expect_not_started(project.awaitlint({"audit"}), "SYMBOL");
    expect_not_started(project.awaitlint({"audit", ""}), "SYMBOL: it is empty");
    expect_not_started(project.awaitlint({"explain"}), "RULE");
    expect_not_started(project.awaitlint({"rules", "--format", "markdown"}), "--format");
}

TEST_F(Exit, HelpIsThatOfTheCommand) {
    const Ran alone = project.awaitlint({});
    EXPECT_TRUE(contains(alone.err, "Usage: awaitlint [OPTIONS] SUBCOMMAND")) << alone;
    EXPECT_TRUE(contains(alone.err, "list every use of one function")) << alone;
    const auto help = [&](const char* command) { return project.awaitlint({command, "--help"}).out; };
    EXPECT_TRUE(contains(help("check"), "--select")) << help("check");
    EXPECT_TRUE(contains(help("check"), "--sandbox MODE:{on,off,auto}")) << help("check");
    for (const char* option : {"--select", "--fail-on", "--require-coverage", "--no-cache", "--unsafe"})
        EXPECT_FALSE(contains(help("doctor"), option)) << help("doctor");
    EXPECT_TRUE(contains(help("doctor"), "awaitlint doctor FILE... -- CLANG_FLAGS...")) << help("doctor");
    for (const char* command : {"rules", "explain", "cache"}) EXPECT_FALSE(contains(help(command), "CLANG_FLAGS"));
    EXPECT_TRUE(contains(help("fix"), "--unsafe")) << help("fix");
    project.only_unit("a.cpp", no_mistake);
    EXPECT_EQ(project.awaitlint({"doctor", "--no-cache"}).status, 0) << "scripts may give it to every command";
}

TEST_F(Exit, TwoForAnUnknownRule) {
    project.only_unit("a.cpp", one_mistake);
    const char* const message = "there is no rule 'await-on-nonawaitable'. Did you mean 'await-on-non-awaitable'?";
    expect_not_started(project.check({"--select", "await-on-nonawaitable"}), message);
    expect_not_started(project.check({"--ignore", "unused-suppression,await-on-nonawaitable"}), message);
    expect_not_started(project.awaitlint({"explain", "await-on-nonawaitable"}), message);
    expect_not_started(project.check({"--select", "nothing-like-it"}), "`awaitlint rules` lists them");
    project.write(".awaitlint.json", R"({"rules": {"await-on-nonawaitable": "off"}})");
    expect_not_started(project.check(), "Did you mean 'await-on-non-awaitable'?");
}

TEST_F(Exit, TwoWhenNoRuleIsLeft) {
    project.only_unit("a.cpp", one_mistake);
    expect_not_started(project.check({"--ignore", every_rule}), "no rule is left to check");
    expect_not_started(project.check({"--select", "unused-suppression", "--ignore", "unused-suppression"}),
                       "no rule is left to check");
}

TEST_F(Exit, TwoForABadConfiguration) {
    project.only_unit("a.cpp", one_mistake);
    project.write(".awaitlint.json", R"({"fial_on": "error"})");
    expect_not_started(project.check(), "unknown key 'fial_on'. Did you mean 'fail_on'?");
    project.write(".awaitlint.json", "{\n  \"fail_on\": \n");
    expect_not_started(project.check(), ".awaitlint.json:");
    project.write(".awaitlint.json", R"({"fail_on": "waning"})");
    expect_not_started(project.check(), "Did you mean 'warning'?");
    project.write(".awaitlint.json", "{}");
    expect_not_started(project.check({"--config", "nowhere.json"}), "nowhere.json");
    project.write("other.json", R"({"fail_on": "never"})");
    EXPECT_EQ(project.check({"--config", "other.json"}).status, 0);
}

TEST_F(Exit, TwoForAMissingDatabase) {
    project.write("a.cpp", one_mistake);
    project.make_folder("build");
    const Ran ran = project.check({"-p", "build"});
    expect_not_started(ran, "build");
    EXPECT_TRUE(contains(ran.err, "cmake -S . -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON")) << "what to do\n" << ran;
    expect_not_started(project.check({"-p", "nowhere"}), "'nowhere' does not exist");
    expect_not_started(project.awaitlint({"audit", "get_user", "-p", "nowhere"}), "does not exist");
}

TEST_F(Exit, TwoForABrokenDatabase) {
    for (const char* text : {"", "{", "[]", "{}", "[1]", R"([{"directory": "/"}])", R"([{"file": "a.cpp"}])"}) {
        project.write("compile_commands.json", text);
        const Ran ran = project.check();
        expect_not_started(ran, "compile_commands.json");
        EXPECT_TRUE(contains(ran.err, "make a new one")) << text << "\n" << ran;
    }
}

TEST_F(Exit, TwoForAFileThatTheDatabaseDoesNotHave) {
    project.only_unit("src/a.cpp", no_mistake);
    project.write("src/b.cpp", one_mistake);
    project.write("other/a.cpp", one_mistake);
    expect_not_started(project.check({"src/b.cpp"}), "src/b.cpp' is not in '");
    expect_not_started(project.check({"other/a.cpp"}), "(it has " + project.path("src/a.cpp") + ")");
    expect_not_started(project.check({"src/b.cpp"}), " -- -std=c++20");
}

TEST_F(Exit, TwoForAPathThatDoesNotExist) {
    project.only_unit("a.cpp", no_mistake);
    expect_not_started(project.check({"b.cpp"}), "'b.cpp': no such file or folder");
    expect_not_started(project.check({"a.cpp", "src"}), "'src': no such file or folder");
    expect_not_started(project.check(with_flags({"b.cpp"})), "b.cpp");
}

TEST_F(Exit, TwoWhenNothingIsSelected) {
    project.write(".awaitlint.json", R"({"exclude": ["src"]})");
    project.only_unit("src/a.cpp", one_mistake);
    expect_not_started(project.check(), "nothing to analyse");
    project.write(".awaitlint.json", R"({"include": ["tests/**"]})");
    expect_not_started(project.check(), "nothing to analyse");
    expect_not_started(project.awaitlint({"check", "--", "-std=c++20"}), "needs the files to analyse before it");
    expect_not_started(project.check(with_flags({"."})), "name the source files themselves");
}

TEST_F(Exit, TwoForADatabaseOfAnotherProject) {
    const CliProject other;
    other.only_unit("a.cpp", one_mistake);
    expect_not_started(project.check({"-p", other.path()}), "nothing to analyse");
}

TEST_F(Exit, TwoForAPathThatNoUnitReads) {
    project.only_unit("a.cpp", one_mistake);
    project.write("include/lonely.h", "#pragma once\n");
    project.write("docs/page.txt", "text\n");
    expect_nothing_seen(project.check({"include/lonely.h"}),
                        "no analysed unit reads '" + project.path("include/lonely.h"));
    expect_nothing_seen(project.check({"docs"}), "no analysed unit reads '" + project.path("docs"));
    expect_nothing_seen(project.check({"lib/task.h"}), "system header");
}

TEST_F(Exit, ThreeForOnePathOfSeveralThatNoUnitReads) {
    project.only_unit("a.cpp", one_mistake);
    project.write("b.cpp", no_mistake);
    project.write("docs/page.txt", "text\n");
    for (const char* path : {"b.cpp", "docs"}) {
        const Ran ran = project.check({"a.cpp", path, "--format", "json"});
        EXPECT_EQ(ran.status, 3) << ran;
        EXPECT_TRUE(contains(ran.err, project.path(path))) << ran;
        EXPECT_EQ(ran.json()["findings"].size(), 1u) << "the others are reported on\n" << ran;
        EXPECT_EQ(ran.json()["run"]["complete"], false) << ran;
    }
}

TEST_F(Exit, TwoForAnUnknownSymbol) {
    project.only_unit("a.cpp", no_mistake);
    const Ran ran = project.awaitlint({"audit", "get_usr", "--format", "json"});
    expect_nothing_seen(ran, "no unit uses a function 'get_usr'");
    EXPECT_EQ(ran.json()["run"]["exit_code"], 2) << "a report is written whenever analysis started\n" << ran;
    EXPECT_TRUE(ran.json()["audit"]["rows"].empty()) << ran;
}

TEST_F(Exit, TwoForABadOutput) {
    project.only_unit("a.cpp", one_mistake);
    expect_not_started(project.check({"--output", "report.json"}), "--output wants FORMAT:FILE");
    expect_not_started(project.check({"--output", "json:"}), "--output wants FORMAT:FILE");
    expect_not_started(project.check({"--output", "xml:report.xml"}), "there is no format 'xml'");
    expect_not_started(project.check({"--output", "json:nowhere/report.json"}), "nowhere' does not exist");
    project.make_folder("reports");
    const Ran ran = project.check({"--output", "json:reports"});
    EXPECT_EQ(ran.status, 2) << "a folder is no file\n" << ran;
    EXPECT_TRUE(contains(ran.err, "cannot write 'reports'")) << ran;
}

TEST_F(Exit, TwoWhenStandardOutputCannotBeWritten) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = run({.arguments = {"check"}, .folder = project.path(), .standard_output = "/dev/full"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "cannot write to standard output")) << ran;
}

TEST_F(Exit, ZeroForWhatOnlyAsks) {
    for (const char* option : {"--help", "--version"}) {
        const Ran ran = project.awaitlint({option});
        EXPECT_EQ(ran.status, 0) << ran;
        EXPECT_NE(ran.out, "");
        EXPECT_EQ(ran.err, "");
    }
    EXPECT_TRUE(
        std::regex_search(project.awaitlint({"--version"}).out,
                          std::regex("^awaitlint [0-9]+\\.[0-9]+\\.[0-9]+ \\(LLVM 22\\.[0-9]+\\.[0-9]+\\)\n$")));
    EXPECT_EQ(project.awaitlint({"check", "--help"}).status, 0);
    EXPECT_EQ(project.awaitlint({"rules"}).status, 0);
    EXPECT_EQ(project.awaitlint({"explain", "await-on-non-awaitable"}).status, 0);
}

TEST_F(Exit, DoctorSaysWhatIsWrong) {
    project.only_unit("a.cpp", one_mistake);
    EXPECT_EQ(project.awaitlint({"doctor"}).status, 0) << "findings are not doctor's business";
    EXPECT_TRUE(contains(project.awaitlint({"doctor"}).out, "database: " + project.path("compile_commands.json")));
    project.write("a.cpp", broken_code);
    const Ran broken = project.awaitlint({"doctor"});
    EXPECT_EQ(broken.status, 3) << broken;
    EXPECT_TRUE(contains(broken.out, "a.cpp:1: use of undeclared identifier 'undeclared_name'")) << broken;
    const Ran missing = project.awaitlint({"doctor", "-p", "nowhere"});
    EXPECT_EQ(missing.status, 2) << missing;
    EXPECT_TRUE(contains(missing.out, "FAIL  no compilation database: 'nowhere' does not exist\n")) << missing;
}

class Streams : public testing::Test {
protected:
    CliProject project;
};

TEST_F(Streams, StandardOutputIsOneReportWhateverHappens) {
    project.write("broken.cpp", broken_code);
    project.write("a.cpp", one_mistake);
    project.write_database({Entry{"broken.cpp"}, Entry{"a.cpp", {"-fno-such-flag-of-clang"}}});
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.status, 3);
    EXPECT_TRUE(ran.json().is_object()) << ran;
    EXPECT_TRUE(ran.out.ends_with("}\n")) << ran;
}

TEST_F(Streams, TheSummaryIsTheLastLineOfStandardError) {
    project.write("broken.cpp", broken_code);
    project.write("a.cpp",
                  std::string(one_mistake) + "int n = 0;  // NOLINT(await-outside-coroutine)\n" +
                      "task<int> again() { co_return co_await get_user(2); }  // NOLINT(await-on-non-awaitable)\n");
    project.write_database({Entry{"broken.cpp"}, Entry{"a.cpp", {"-fno-such-flag-of-clang"}}});
    for (const char* format : {"text", "json", "markdown"}) {
        const Ran ran = project.check({"--format", format});
        std::smatch numbers;
        const std::string summary = ran.last_error_line();
        ASSERT_TRUE(std::regex_match(summary, numbers, std::regex(summary_pattern))) << format << "\n" << ran;
        EXPECT_EQ(
            summary,
            "analysed 1/2 units (0 cached, 0 skipped, 1 failed): 2 findings (1 errors, 1 warnings, 1 suppressed)");
        EXPECT_TRUE(ran.err.ends_with("\n"));
        EXPECT_FALSE(contains(ran.out, "analysed")) << ran;
    }
}

TEST_F(Streams, QuietLeavesErrorsAndTheSummary) {
    project.write("broken.cpp", broken_code);
    project.write("a.cpp", one_mistake);
    project.write_database({Entry{"broken.cpp"}, Entry{"a.cpp", {"-fno-such-flag-of-clang"}}});
    EXPECT_TRUE(contains(project.check().err, "-fno-such-flag-of-clang"));
    const Ran quiet = project.check({"--quiet"});
    EXPECT_FALSE(contains(quiet.err, "-fno-such-flag-of-clang")) << quiet;
    EXPECT_TRUE(contains(quiet.err, "failed: broken.cpp")) << quiet;
    EXPECT_TRUE(std::regex_match(quiet.last_error_line(), std::regex(summary_pattern))) << quiet;
    EXPECT_EQ(quiet.out, project.check().out);
}

TEST_F(Streams, OutputRepeatsAndLeavesStandardOutputAlone) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran =
        project.check({"--output", "json:r.json", "--output", "markdown:r.md", "--output=text:r.txt", "a.cpp"});
    EXPECT_EQ(ran.status, 1) << ran;
    for (const auto& [format, file] : {std::pair{"json", "r.json"}, {"markdown", "r.md"}, {"text", "r.txt"}}) {
        std::ifstream in(project.path(file), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        EXPECT_EQ(bytes, project.check({"--format", format, "a.cpp"}).out) << format;
        EXPECT_NE(bytes, "") << format;
    }
    EXPECT_EQ(ran.out, project.check().out);
}

TEST_F(Streams, NothingElseIsWrittenBesideTheReports) {
    project.write("a.cpp", one_mistake);
    project.write_database(
        {Entry{"a.cpp", {"-MMD", "-MF", "a.d", "-o", "a.o", "-save-temps", "-ftime-trace", "--coverage"}}});
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << ran;
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(project.path())) names.insert(entry.path().filename());
    EXPECT_EQ(names, (std::set<std::string>{".awaitlint.json", "a.cpp", "compile_commands.json", "lib"}));
}

}  // namespace
}  // namespace awaitlint
