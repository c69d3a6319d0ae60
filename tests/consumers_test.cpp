// The formats, held to what reads them: programs of others take what we write, refuse what is broken, and do with it
// what was meant. (SARIF has a test of its own, as its validator may be missing.)
#include <filesystem>

#include <gtest/gtest.h>

#include "awaitlint/render.h"
#include "awaitlint/report.h"
#include "cli_project.h"
#include "sample_reports.h"

namespace awaitlint {
namespace {

std::string rendered(const std::string& format, const Report& report) {
    const auto text = render(format, report, samples::incident_line, samples::source_bytes);
    EXPECT_TRUE(text) << format;
    return text ? *text : "";
}

Report not_started() {
    Report report = samples::empty();
    report.complete = false;
    report.exit_code = 2;
    report.error = "no compilation database was found";
    return report;
}

std::vector<Report> reports() {
    return {samples::empty(), samples::full(), samples::everything(), samples::audit(), not_started()};
}

class Consumers : public testing::Test {
protected:
    Ran run_program(const std::string& program, const std::vector<std::string>& arguments,
                    const std::string& input = "") const {
        return run({.program = program,
                    .arguments = arguments,
                    .folder = folder.path(),
                    .standard_output = "",
                    .standard_input = input});
    }

    /// Empty if the document fits.
    std::string xml_complaint(const std::string& document, const std::string& schema) const {
        const Ran ran = run_program("/usr/bin/xmllint",
                                    {"--nonet", "--noout", "--schema", AWAITLINT_SOURCE_DIR "/tests/schemas/" + schema,
                                     folder.write("report.xml", document)});
        return ran.status == 0 ? "" : ran.err + "\n(the validator is Debian's: apt-get install libxml2-utils)";
    }

    TemporaryFolder folder;
};

TEST_F(Consumers, JUnitAndCheckstyleAreXmlThatFitsTheirSchemas) {
    for (const char* format : {"junit", "checkstyle"}) {
        const std::string schema = std::string(format) + ".xsd";
        for (const Report& report : reports()) {
            const std::string document = rendered(format, report);
            EXPECT_EQ(xml_complaint(document, schema), "") << document;
        }
        EXPECT_NE(xml_complaint("<" + std::string(format) + "/>", schema), "") << "what is wrong is refused";
    }
}

TEST_F(Consumers, PrometheusTakesTheMetrics) {
    const std::string promtool = AWAITLINT_SOURCE_DIR "/build/debian/usr/bin/promtool";
    if (!std::filesystem::exists(promtool)) GTEST_SKIP() << promtool << " is missing: ./dev test unpacks it";
    for (const Report& report : reports()) {
        const std::string metrics = rendered("prometheus", report);
        const Ran ran = run_program(promtool, {"check", "metrics"}, metrics);
        EXPECT_EQ(ran.status, 0) << ran << metrics;
        EXPECT_EQ(ran.out + ran.err, "") << "it has nothing to remark\n" << metrics;
    }
    EXPECT_NE(run_program(promtool, {"check", "metrics"}, "a{b=\"c} 1\n").status, 0);
}

TEST_F(Consumers, GitLabsReportFitsItsSchema) {
    for (const Report& report : reports())
        EXPECT_EQ(schema_complaint(rendered("gitlab", report), "../../tests/schemas/gitlab.schema.json"), "");
    EXPECT_NE(schema_complaint(R"([{"description": "x"}])", "../../tests/schemas/gitlab.schema.json"), "");
}

TEST_F(Consumers, EachLineForReviewdogFitsItsSchema) {
    std::string lines = rendered("rdjsonl", samples::everything()) + rendered("rdjsonl", not_started());
    std::size_t number = 0;
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        EXPECT_EQ(schema_complaint(lines.substr(0, end), "../../tests/schemas/rdjsonl.schema.json"), "");
        lines.erase(0, end + 1);
        ++number;
    }
    EXPECT_EQ(number, 6u);
    EXPECT_NE(schema_complaint(R"({"message": "x", "severity": "FATAL"})", "../../tests/schemas/rdjsonl.schema.json"),
              "");
}

TEST_F(Consumers, ASpreadsheetReadsTheRowsThatWereMeant) {
    const Report report = samples::everything();
    const std::string script =
        "import csv, sys\n"
        "rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8', newline='')))\n"
        "assert all(None not in row and None not in row.values() for row in rows), rows\n"
        "print(len(rows), rows[3]['current'], rows[4]['suppressed'])\n";
    const Ran ran =
        run_program("/usr/bin/python3", {"-c", script, folder.write("report.csv", rendered("csv", report))});
    EXPECT_EQ(ran.out, "7 co_await get_websocket_manager(ctx) yes\n") << ran;
}

/// Two mistakes behind characters of several bytes, one of them in a header.
void write_mistakes(const CliProject& project) {
    project.write("src/user.h",
                  "#pragma once\n#include \"task.h\"\nint get_user(int id);\ntask<int> get_user_async(int id);\n"
                  "inline task<int> in_header() { /* \xc3\xa4\xf0\x9f\x98\x80 */ co_return co_await get_user(1); }\n");
    project.write("src/a b.cpp", "#include \"user.h\"\n/* \xe9 */ task<int> f() { co_return co_await get_user(2); }\n");
    project.write_database({Entry{"src/a b.cpp"}});
}

TEST_F(Consumers, ClangApplyReplacementsMakesOfTheFixesWhatFixMakes) {
    const CliProject ours, theirs;
    write_mistakes(ours);
    write_mistakes(theirs);
    EXPECT_EQ(ours.awaitlint({"fix"}).status, 0);

    theirs.make_folder("fixes");
    const Ran ran = theirs.check({"--output", "clang-tidy-fixes:fixes/awaitlint.yaml"});
    EXPECT_EQ(ran.status, 1) << ran;
    const Ran applied = run({.program = "/usr/bin/clang-apply-replacements-22",
                             .arguments = {"fixes"},
                             .folder = theirs.path(),
                             .standard_output = ""});
    EXPECT_EQ(applied.status, 0) << applied << "(apt-get install clang-tools-22)";
    for (const char* file : {"src/user.h", "src/a b.cpp"}) {
        const auto text = [&](const CliProject& project) {
            std::ostringstream bytes;
            bytes << std::ifstream(project.path(file), std::ios::binary).rdbuf();
            return bytes.str();
        };
        EXPECT_EQ(text(theirs), text(ours)) << file;
        EXPECT_TRUE(contains(text(theirs), "co_await get_user_async(")) << file << "\n" << text(theirs);
    }
}

TEST_F(Consumers, ARunHasColumnsOfCharactersAndNamesAsAsked) {
    const CliProject project;
    write_mistakes(project);
    const std::string line = project.check({"--format", "github"}).out;
    EXPECT_TRUE(contains(line, "file=src/a b.cpp,line=2,endLine=2,col=35,endColumn=55,")) << line;
    EXPECT_TRUE(contains(line, "file=src/user.h,line=5,endLine=5,col=52,endColumn=72,")) << line;
    project.make_folder("src/below");
    const auto in_folder = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"check", "..", "--format"});
        return project.awaitlint(arguments, "src/below").out;
    };
    EXPECT_TRUE(contains(in_folder({"github"}), "file=src/a b.cpp,"));
    EXPECT_TRUE(contains(in_folder({"clang-tidy"}), "../a b.cpp:2:35: error: "));
    EXPECT_TRUE(contains(in_folder({"clang-tidy-fixes"}), "FilePath:        \"../a b.cpp\""));
    EXPECT_TRUE(contains(in_folder({"gitlab", "--paths", "absolute"}), "\"path\": \"" + project.path("src/a b.cpp")));
    EXPECT_TRUE(contains(in_folder({"sarif", "--paths", "absolute"}), "\"uri\": \"src/a%20b.cpp\""));
}

}  // namespace
}  // namespace awaitlint
