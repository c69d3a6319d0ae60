// Triage on real output: fixtures/triage/logs, made of fixtures/triage/programs, whose wrong lines say so.
//
// The same logs are told again through what happens to logs on their way: prefixes of CI systems, CRLF, mixed jobs.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "triage_logs.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const fs::path fixtures = triage_fixtures;

/// The lines of the C++ programs that end with "// wrong".
Lines wrong_lines() {
    Lines lines;
    for (const auto& entry : fs::directory_iterator(fixtures / "programs")) {
        std::ifstream in(entry.path());
        std::string text;
        for (std::uint32_t line = 1; std::getline(in, text); ++line)
            if (text.ends_with("// wrong")) lines.insert({entry.path().filename().string(), line});
    }
    return lines;
}

std::vector<std::string> lines_of(const std::string& log) {
    std::ifstream in(fixtures / "logs" / log, std::ios::binary);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// The messages at a line, without the place.
std::string messages_at(const TriageReport& report, const std::string& file, std::uint32_t line) {
    std::string text;
    for (const AwaitError& error : report.errors)
        if (error.place.file == file && error.place.line == line)
            text += fmt::format("{}: {} [{}]\n", error.place.column, error.message, error.reason);
    return text;
}

class RealLogs : public testing::TestWithParam<std::string> {
protected:
    std::string path() const { return (fixtures / "logs" / GetParam()).string(); }
    bool is_gcc() const { return GetParam().starts_with("g++"); }
};

TEST_P(RealLogs, TellTheWrongLinesAndNoOthers) {
    const TriageReport report = triage_of({path()});
    EXPECT_EQ(told_lines(report), wrong_lines());
    EXPECT_EQ(report.other_errors, 6u) << "programs/broken.cpp has six errors, and none is of an await";
    EXPECT_EQ(report.unclear, 0u);
}

TEST_P(RealLogs, SayWhatItMeansInPlainWords) {
    const TriageReport report = triage_of({path()});
    EXPECT_EQ(messages_at(report, "session.cpp", 5),
              "20: 'get_manager' is synchronous: 'std::shared_ptr<Manager>' cannot be awaited [not-awaitable]\n");
    EXPECT_EQ(messages_at(report, "session.cpp", 10),
              "17: 'count_users' is synchronous: 'int' cannot be awaited [not-awaitable]\n");
    EXPECT_EQ(messages_at(report, "session.cpp", 16),
              "15: 'on_message' is awaited without being called: write on_message() [not-called]\n");
    EXPECT_EQ(messages_at(report, "chat.cpp", 8),
              "20: 'std::shared_ptr<Manager>' cannot be awaited in this coroutine: its promise does not accept it (the "
              "result of 'get_manager') [not-in-this-coroutine]\n");
    EXPECT_EQ(messages_at(report, "chat.cpp", 13),
              "5: 'timer.wait' is synchronous: 'void' cannot be awaited [not-awaitable]\n");
    EXPECT_EQ(messages_at(report, "chat.cpp", 17),
              "15: this can be awaited only as a temporary: write co_await std::move(answer), if it is not const "
              "[needs-move]\n");
    EXPECT_EQ(messages_at(report, "awaiters.cpp", 16),
              "5: 'half_an_awaiter' is not awaitable: it has no 'await_suspend' [incomplete-awaiter]\n");
    EXPECT_EQ(messages_at(report, "awaiters.cpp", 17),
              "5: this is not awaitable: its 'await_suspend' must return void, bool or a coroutine handle "
              "[incomplete-awaiter]\n");
    EXPECT_EQ(messages_at(report, "startup.cpp", 7), "16: co_await cannot stand in a constructor [misplaced-await]\n");
    EXPECT_EQ(messages_at(report, "startup.cpp", 14),
              "13: co_await cannot stand outside a function [misplaced-await]\n");
    EXPECT_EQ(messages_at(report, "startup.cpp", 26),
              "5: co_await cannot stand in the 'main' function [misplaced-await]\n");
    EXPECT_EQ(messages_at(report, "startup.cpp", 4),
              is_gcc() ? "39: co_await in 'int warm_up(Context)', which cannot be a coroutine: its return type has no "
                         "promise type [not-a-coroutine]\n"
                       : "5: co_await in a function that cannot be a coroutine: its return type 'int' has no promise "
                         "type [not-a-coroutine]\n");
}

TEST_P(RealLogs, TellTheUsersLineForAnErrorInsideALibrary) {
    const TriageReport report = triage_of({path()});
    for (const AwaitError& error : report.errors) {
        EXPECT_FALSE(error.place.file.starts_with("third_party/") || error.place.file.starts_with("/usr/"));
        if (error.place.file != "agent.cpp") continue;
        EXPECT_EQ(error.inside.file, "third_party/wrapping/wrapping.h");
        EXPECT_EQ(error.reason, "not-awaitable");
        EXPECT_EQ(error.type, error.place.line == 7 ? "std::shared_ptr<Manager>" : "int");
    }
}

TEST_P(RealLogs, MergeWhatSeveralUnitsReport) {
    const TriageReport report = triage_of({path()});
    const std::vector<std::string> both = {"admin.cpp", "http.cpp"};
    std::size_t count = 0;
    for (const AwaitError& error : report.errors) {
        if (error.place.file != "routes.h") continue;
        ++count;
        EXPECT_EQ(error.units, both);
        EXPECT_EQ(error.count, 2u);
    }
    EXPECT_EQ(count, 2u);
}

TEST_P(RealLogs, AreUnderstoodBehindPrefixesAndCrlf) {
    const std::string prefixes[] = {"2026-11-23T21:10:39.1234567Z ",
                                    "2026-11-23T21:10:39.123456Z 01O ",
                                    "[2026-11-23T21:10:39.123Z] ",
                                    "21:10:39  ",
                                    "#12 34.56 ",
                                    "build-1  | ",
                                    "    3>",
                                    "[linux-gcc] ",
                                    "2026-11-23T21:10:39.123456789Z stderr F ",
                                    "\x1b_bk;t=1795468239123\x07",
                                    "2026-11-23T21:10:39.1234567Z ##[error]"};
    const std::vector<std::string> lines = lines_of(GetParam());
    for (const std::string& prefix : prefixes) {
        std::string text;
        for (const std::string& line : lines) text += prefix + line + "\r\n";
        const TriageReport report = triage_text_of(text);
        EXPECT_EQ(told_lines(report), wrong_lines()) << prefix;
        EXPECT_EQ(report.other_errors, 6u) << prefix;
    }
}

TEST_P(RealLogs, AreUnderstoodWhenTwoJobsAreMixedLineByLine) {
    const std::string other = is_gcc() ? "clang++-22.ninja.log" : "g++-12.ninja.log";
    const std::vector<std::string> first = lines_of(GetParam()), second = lines_of(other);
    std::string text;
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size()) text += first[i] + "\n";
        // The other job's files have other names, and its line numbers are the same.
        std::string line = i < second.size() ? second[i] : "";
        for (std::size_t at = line.find(".cpp:"); at != std::string::npos; at = line.find(".cpp:", at + 6))
            line.insert(at, "2");
        text += line + "\n";
    }
    const TriageReport report = triage_text_of(text);
    Lines lines = told_lines(report);
    std::erase_if(lines, [](const auto& line) { return line.first.find("2.cpp") != std::string::npos; });
    // Who included a library's header last cannot be known then: the line may be the other job's.
    Lines expected = wrong_lines();
    std::erase_if(expected, [](const auto& line) { return line.first == "agent.cpp"; });
    std::erase_if(lines, [](const auto& line) { return line.first == "agent.cpp"; });
    for (const auto& line : expected) EXPECT_TRUE(lines.contains(line)) << line.first << ":" << line.second;
}

std::vector<std::string> compiler_logs() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(fixtures / "logs"))
        if (entry.path().filename().string().find("++") != std::string::npos)
            names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

INSTANTIATE_TEST_SUITE_P(Compilers, RealLogs, testing::ValuesIn(compiler_logs()), [](const auto& info) {
    std::string name = info.param;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
});

TEST(BuildLogs, OfFourCompilersAreHere) {
    EXPECT_EQ(compiler_logs().size(), 10u);
}

TEST(BuildLogs, OfAllCompilersTogetherTellEachPlaceOnce) {
    std::vector<std::string> logs;
    for (const std::string& log : compiler_logs()) logs.push_back((fixtures / "logs" / log).string());
    const TriageReport report = triage_of(logs);
    EXPECT_EQ(told_lines(report), wrong_lines());
    // clang++-14 finds two faults on one line: a handler's await, and of void.
    EXPECT_EQ(report.errors.size(), wrong_lines().size() + 1);
}

TEST(BuildLogs, WithoutSourceLinesAreUnclearWhereTheWordingIsShared) {
    const TriageReport report = triage_text_of(
        "a.cpp:3:14: error: member reference base type 'int' is not a structure or union\n"
        "a.cpp:9:14: error: no member named 'await_ready' in 'std::string'\n"
        "2 errors generated.\n");
    EXPECT_EQ(report.unclear, 1u);
    EXPECT_EQ(told_lines(report), (Lines{{"a.cpp", 9}}));
}

TEST(BuildLogs, LearnLibrariesFromTheCommandsInTheLog) {
    const std::string error =
        "In file included from src/a.cpp:1:\n"
        "deps/coro/lazy.h:92:7: error: no matching function for call to object of type 'const adl::Function'\n"
        "   92 |       return folly::adl::function(x);\n"
        "      |              ^~~~~~~~~~~~~~~~~~~~\n"
        "src/a.cpp:7:20: note: in instantiation of function template specialization "
        "'coro::Promise::await_transform<int>' requested here\n"
        "    7 |     auto manager = co_await get_manager(context);\n"
        "      |                    ^\n";
    EXPECT_EQ(told_lines(triage_text_of("FAILED: a.o\nclang++ -isystem deps/coro -c src/a.cpp\n" + error)),
              (Lines{{"src/a.cpp", 7}}));
    const TriageReport unknown = triage_text_of(error);
    EXPECT_TRUE(unknown.errors.empty()) << "an error of a header of the user's that names no await";
    EXPECT_EQ(unknown.other_errors, 1u);
}

TEST(BuildLogs, RelativePathsBelongToTheFolderThatMakeIsIn) {
    const std::string error = "x.cpp:9:14: error: no member named 'await_ready' in 'std::string'\n";
    const TriageReport report = triage_text_of(
        "make[1]: Entering directory '/src/netra/a'\n" + error + "make[1]: Leaving directory '/src/netra/a'\n" +
            "make[1]: Entering directory '/src/netra/b'\n" + error + "make[1]: Leaving directory '/src/netra/b'\n",
        {{}, {}, {}, "/src/netra", {}});
    EXPECT_EQ(told_lines(report), (Lines{{"a/x.cpp", 9}, {"b/x.cpp", 9}}));
}

TEST(BuildLogs, OfMsvcAsItsDocumentationWordsThem) {
    const TriageReport report = triage_of({(fixtures / "msvc" / "documented.log").string()});
    const std::string app = "C:/src/netra/app/";
    EXPECT_EQ(told_lines(report), (Lines{{app + "agent.cpp", 7},
                                         {app + "chat.cpp", 8},
                                         {app + "form.cpp", 41},
                                         {app + "queue.cpp", 27},
                                         {app + "session.cpp", 5},
                                         {app + "startup.cpp", 4},
                                         {app + "users.cpp", 10}}));
    EXPECT_EQ(report.other_errors, 3u);
    EXPECT_EQ(messages_at(report, app + "session.cpp", 5),
              "29: 'std::shared_ptr<Manager>' cannot be awaited [not-awaitable]\n");
}

TEST(BuildLogs, WhatIsPrintedFromThemIsPrintable) {
    const TriageReport report =
        triage_text_of("a\xff.cpp:9:14: error: no member named 'await_ready' in 'evil\xe2\x80\xae\x07type'\n");
    ASSERT_EQ(report.errors.size(), 1u);
    const std::string text = triage_text(report);
    EXPECT_NE(text.find("a<FF>.cpp:9:14"), std::string::npos) << text;
    EXPECT_NE(text.find("evil<U+202E><U+0007>type"), std::string::npos) << text;
    EXPECT_NO_THROW((void)triage_json(report));
}

TEST(BuildLogs, OfManyPlacesAreBoundedAndStillCounted) {
    std::string text;
    for (int i = 0; i < 10050; ++i)
        text += fmt::format("f{}.cpp:9:14: error: no member named 'await_ready' in 'std::string'\n", i);
    const TriageReport report = triage_text_of(text);
    EXPECT_EQ(report.errors.size(), 10000u);
    EXPECT_EQ(report.sightings, 10050u);
    EXPECT_EQ(report.left_out, 50u);
}

}  // namespace
}  // namespace awaitlint
