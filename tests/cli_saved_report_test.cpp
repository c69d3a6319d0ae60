// `awaitlint report`, from outside: other formats of a saved report, several as one, the history, and what is refused.
// --meta belongs here, as it is part of what is saved.
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class SavedReports : public testing::Test {
protected:
    SavedReports() {
        project.write("a.cpp", "/* \xc3\xa4 */ " + std::string(one_mistake));
        project.write("b.cpp", no_mistake);
        project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    }

    Ran report(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "report");
        return project.awaitlint(arguments);
    }
    void save(const std::string& file, std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.end(), {"--output", "json:" + file});
        EXPECT_LE(project.check(arguments).status, 3);
    }
    /// A saved report with one value changed.
    void save_changed(const std::string& file, const char* pointer, const json& value) const {
        save("good.json");
        json changed = json::parse(text_of(project.path("good.json")));
        changed[json::json_pointer(pointer)] = value;
        project.write(file, changed.dump());
    }

    CliProject project;
};

TEST_F(SavedReports, EveryFormatIsWhatCheckWrites) {
    save("r.json");
    for (const char* format :
         {"text", "json", "markdown", "sarif", "github-sarif", "github", "github-summary", "gitlab", "junit",
          "checkstyle", "rdjsonl", "clang-tidy", "clang-tidy-fixes", "prometheus", "csv"}) {
        const Ran direct = project.check({"--format", format}), saved = report({"r.json", "--format", format});
        EXPECT_EQ(direct.status, 1) << direct;
        EXPECT_EQ(saved.status, 1) << saved;
        std::string expected = direct.out;
        // The first run has filled the cache that this process of the test does not share.
        EXPECT_EQ(saved.out, expected) << format;
        EXPECT_TRUE(contains(saved.err, "1 findings (1 errors, 0 warnings, 0 suppressed)")) << saved;
    }
}

TEST_F(SavedReports, OutputsAreWrittenAsEver) {
    save("r.json");
    const Ran ran = report({"r.json", "--output", "gitlab:g.json", "--output", "junit:j.xml"});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(text_of(project.path("g.json")), "check_name"));
    EXPECT_TRUE(contains(text_of(project.path("j.xml")), "<failure"));
}

TEST_F(SavedReports, ChangedSourcesGiveNoColumnsAndNoLines) {
    save("r.json");
    project.write("a.cpp", "int other;\n\n\n\n");
    const Ran text = report({"r.json"});
    EXPECT_TRUE(contains(text.out, "a.cpp:4:")) << text;
    EXPECT_FALSE(contains(text.out, " | ")) << "a line of another file would be one of nobody's\n" << text;
    EXPECT_FALSE(contains(report({"r.json", "--format", "github"}).out, "col="));
}

TEST_F(SavedReports, AStrangersReportOpensNothing) {
    const TemporaryFolder elsewhere;
    const std::string secret = elsewhere.write("secret", "a\nb\nc\nthe secret line\n");
    for (const std::string& name : {secret, "../" + fs::path(elsewhere.path()).filename().string() + "/secret"}) {
        save_changed("r.json", "/findings/0/file", name);
        for (const char* format : {"text", "sarif", "github", "rdjsonl", "csv"}) {
            const Ran ran = report({"r.json", "--format", format});
            EXPECT_EQ(ran.status, 1) << ran;
            EXPECT_FALSE(contains(ran.out, "secret line")) << ran;
        }
    }
    ASSERT_EQ(::mkfifo(project.path("pipe").c_str(), 0600), 0);
    save_changed("r.json", "/findings/0/file", "pipe");
    EXPECT_EQ(report({"r.json"}).status, 1) << "nobody waits for a pipe";
}

TEST_F(SavedReports, SeveralAreOne) {
    save("one.json", {"a.cpp"});
    save("two.json", {"b.cpp"});
    const Ran ran = report({"one.json", "two.json", "two.json", "--format", "json"});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(schema_complaint(ran.out), "");
    EXPECT_EQ(ran.json()["findings"].size(), 1u);
    EXPECT_EQ(ran.json()["units"].size(), 2u) << ran;
    EXPECT_EQ(ran.json()["run"]["exit_code"], 1);

    project.write("c.cpp", broken_code);
    project.write_database({Entry{"c.cpp"}});
    save("three.json");
    const Ran incomplete = report({"two.json", "three.json", "--format", "json"});
    EXPECT_EQ(incomplete.status, 3) << incomplete;
    EXPECT_EQ(incomplete.json()["run"]["complete"], false);
    EXPECT_TRUE(contains(incomplete.err, "failed: c.cpp: ")) << incomplete;
}

TEST_F(SavedReports, FailOnDecidesAgain) {
    save("r.json");
    EXPECT_EQ(report({"r.json", "--fail-on", "never"}).status, 0);
    save("lenient.json", {"--fail-on", "never"});
    EXPECT_EQ(report({"lenient.json"}).status, 0) << "as it was decided";
    EXPECT_EQ(report({"lenient.json", "--fail-on", "error"}).status, 1);
    EXPECT_EQ(report({"lenient.json", "r.json"}).status, 1);
}

TEST_F(SavedReports, WhatCannotBeReadEndsWithTwoAndSaysWhatToDo) {
    const auto complaint = [&](const std::string& file) {
        const Ran ran = report({file, "--output", "markdown:out.md"});
        EXPECT_EQ(ran.status, 2) << ran;
        EXPECT_TRUE(contains(ran.err, file)) << ran;
        EXPECT_TRUE(contains(text_of(project.path("out.md")), "awaitlint: error: "))
            << "in the place of an earlier one";
        return ran.err;
    };
    EXPECT_TRUE(contains(complaint("nowhere.json"), "no such file"));
    project.write("cut.json", "{\"schema\": \"awaitlint-rep");
    EXPECT_TRUE(contains(complaint("cut.json"), "cut.json:1:"));
    project.write("deep.json", std::string(100'000, '['));
    EXPECT_TRUE(contains(complaint("deep.json"), "nested deeper"));
    project.write("other.json", "{}");
    EXPECT_TRUE(contains(complaint("other.json"), "awaitlint check --output json:FILE"));
    save_changed("wrong.json", "/findings/0/line", "four");
    EXPECT_TRUE(contains(complaint("wrong.json"), "'findings[0].line' must be a number"));
    project.make_folder("folder.json");
    EXPECT_TRUE(contains(complaint("folder.json"), "a folder"));
    project.write("large.json", "");
    fs::resize_file(project.path("large.json"), std::uintmax_t{200} << 20);
    EXPECT_TRUE(contains(complaint("large.json"), "too large"));
    EXPECT_EQ(report({}).status, 2);
}

TEST_F(SavedReports, TheHistoryGrowsByALineAndShowsTheTrend) {
    save("r.json");
    const Ran first = report({"r.json", "--history", "h.ndjson", "--meta", "revision=1a"});
    EXPECT_EQ(first.status, 1) << first;
    EXPECT_TRUE(contains(first.err, "1 run in 'h.ndjson', the last at the end:\n1 finding: 1 error, 0 warnings"))
        << first;
    project.write("a.cpp", no_mistake);
    save("r.json");
    const Ran second = report({"r.json", "--history", "h.ndjson", "--meta", "revision=2b"});
    EXPECT_EQ(second.status, 0) << second;
    EXPECT_TRUE(contains(second.err, "0 findings (-1): 0 errors")) << second;
    EXPECT_TRUE(contains(second.err, "; revision: 2b\n")) << second;
    const std::string lines = text_of(project.path("h.ndjson"));
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2) << lines;
}

TEST_F(SavedReports, AHistoryThatIsNoneIsLeftAlone) {
    save("r.json");
    const auto refused = [&](const std::string& file) {
        const Ran ran = report({"r.json", "--history", file});
        EXPECT_EQ(ran.status, 2) << ran;
        EXPECT_TRUE(contains(ran.err, "--history: " + file)) << ran;
    };
    project.write("notes.txt", "mine\n");
    refused("notes.txt");
    EXPECT_EQ(text_of(project.path("notes.txt")), "mine\n");
    project.make_link("link.ndjson", project.path("target"));
    refused("link.ndjson");
    EXPECT_FALSE(fs::exists(project.path("target"))) << "a link does not choose what is written";
    refused("nowhere/h.ndjson");
    refused("/dev/null");
    ASSERT_EQ(::mkfifo(project.path("pipe").c_str(), 0600), 0);
    refused("pipe");
}

TEST_F(SavedReports, MetaIsInTheReportsAndChangesNothingElse) {
    const Ran plain = project.check({"--format", "json"});
    const Ran ran = project.check({"--format", "json", "--meta", "revision=1a=b", "--meta", "branch=main"});
    json with = ran.json();
    EXPECT_EQ(schema_complaint(ran.out), "");
    EXPECT_EQ(with["meta"], (json{{"branch", "main"}, {"revision", "1a=b"}}));
    with.erase("meta");
    EXPECT_EQ(with, plain.json());
    project.write("r.json", ran.out);
    EXPECT_EQ(report({"r.json", "--format", "json", "--meta", "branch=other"}).json()["meta"],
              (json{{"branch", "other"}, {"revision", "1a=b"}}));
    for (const char* wrong : {"revision", "=x", "a b=c", "a\n=c"}) {
        const Ran refused = project.check({"--meta", wrong});
        EXPECT_EQ(refused.status, 2) << wrong;
        EXPECT_TRUE(contains(refused.err, "KEY=VALUE")) << refused;
    }
    EXPECT_TRUE(
        contains(project.awaitlint({"audit", "get_user", "--meta", "a=b", "--format", "json"}).out, "\"a\": \"b\""));
    EXPECT_TRUE(contains(project.awaitlint({"fix", "--meta", "a=b", "--format", "json"}).out, "\"a\": \"b\""));
}

}  // namespace
}  // namespace awaitlint
