// integrations/vscode: the patterns of its tasks, applied to what the tasks' own commands print, find the places of the
// JSON report; its settings name what there is. No VS Code is run: a pattern is read as JavaScript reads it.
#include <regex>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

json file_of(const std::string& name) {
    return json::parse(text_of(AWAITLINT_SOURCE_DIR "/integrations/vscode/" + name));
}

/// What a task's matchers make of the lines, as `FILE:LINE:COLUMN[-LINE:COLUMN] SEVERITY CODE: MESSAGE`.
std::vector<std::string> problems(const json& task, const std::string& printed) {
    const json matchers = task["problemMatcher"].is_array() ? task["problemMatcher"] : json{task["problemMatcher"]};
    std::vector<std::string> found;
    std::istringstream lines(printed);
    for (std::string line; std::getline(lines, line);) {
        for (const json& matcher : matchers) {
            const json& pattern = matcher["pattern"];
            EXPECT_EQ(matcher["fileLocation"], "absolute");
            std::smatch parts;
            if (!std::regex_search(line, parts, std::regex(pattern["regexp"].get<std::string>()))) continue;
            const auto part = [&](const char* name) {
                return pattern.contains(name) ? parts.str(pattern[name].get<std::size_t>()) : std::string();
            };
            const std::string end = pattern.contains("endLine") ? "-" + part("endLine") + ":" + part("endColumn") : "";
            std::string severity =
                pattern.contains("severity") ? part("severity") : matcher["severity"].get<std::string>();
            for (char& c : severity) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            found.push_back(fmt::format("{}:{}:{}{} {} {}: {}", part("file"), part("line"), part("column"), end,
                                        severity, part("code"), part("message")));
        }
    }
    return found;
}

/// A mistake on one line and one on two, and a unit that does not compile.
void write_mistakes(const CliProject& project) {
    project.write("a b.cpp", declarations +
                                 "task<int> f() { co_return co_await get_user(1); }\n"
                                 "task<int> g() {\n    co_return co_await get_user(\n        2);\n}\n"
                                 "int h();  // NOLINT(spent-awaitable)\n");
    project.write("broken.cpp", broken_code);
    project.write_database({Entry{"a b.cpp"}, Entry{"broken.cpp"}});
}

std::string place_of(const CliProject& project, const json& finding, bool has_end) {
    const std::string place = fmt::format("{}:{}:{}", project.path(finding["file"].get<std::string>()),
                                          finding["line"].dump(), finding["column"].dump());
    return has_end ? fmt::format("{}-{}:{}", place, finding["end_line"].dump(), finding["end_column"].dump()) : place;
}

TEST(VsCode, TheTasksShowWhatTheReportHas) {
    const CliProject project;
    write_mistakes(project);
    const json report = project.report({"check"});
    ASSERT_EQ(report["findings"].size(), 3u);
    const json tasks = file_of("tasks.json")["tasks"];
    ASSERT_EQ(tasks.size(), 2u);
    for (const json& task : tasks) {
        EXPECT_EQ(task["command"], "awaitlint");
        const Ran ran = project.awaitlint(task["args"]);
        const std::vector<std::string> found = problems(task, ran.out + ran.err);
        const bool has_end = contains(task["label"].get<std::string>(), "whole expressions");
        std::vector<std::string> expected;
        for (const json& finding : report["findings"])
            expected.push_back(fmt::format("{} {} {}: {}", place_of(project, finding, has_end),
                                           finding["severity"].get<std::string>(), finding["rule"].get<std::string>(),
                                           finding["message"].get<std::string>()));
        for (const std::string& problem : expected)
            EXPECT_NE(std::find(found.begin(), found.end(), problem), found.end()) << problem << "\n" << ran;
        ASSERT_EQ(found.size(), expected.size() + 1) << "and one for the unit that does not compile\n" << ran;
        const auto is_of_unit = [&](const std::string& problem) {
            return problem.starts_with(project.path("broken.cpp") + ":") && contains(problem, " error ");
        };
        EXPECT_EQ(std::count_if(found.begin(), found.end(), is_of_unit), 1) << ran;
    }
}

TEST(VsCode, TheSettingsStartTheServer) {
    const json settings = file_of("settings.json");
    EXPECT_EQ(settings["glspc.server.command"], "awaitlint");
    EXPECT_EQ(settings["glspc.server.languageId"], (json{"c", "cpp"}));
    std::vector<std::string> arguments = settings["glspc.server.commandArguments"];
    arguments.push_back("--help");
    const Ran ran = run({.arguments = arguments, .folder = TemporaryFolder().path(), .standard_output = ""});
    EXPECT_TRUE(ran.out.starts_with("serve an editor")) << ran;
}

}  // namespace
}  // namespace awaitlint
