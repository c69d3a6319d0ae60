// Triage on real output: fixtures/triage/logs, made of fixtures/triage/programs, whose wrong lines say so.
//
// The same logs are told again through what happens to logs on their way: prefixes of CI systems, CRLF, mixed jobs.
#include "triage/triage.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "temporary_folder.h"
#include "triage/tally.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const fs::path fixtures = AWAITLINT_SOURCE_DIR "/fixtures/triage";

using Lines = std::set<std::pair<std::string, std::uint32_t>>;

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

TriageReport triage_of(const std::vector<std::string>& logs, const TriageOptions& options = {}) {
    auto report = triage(logs, options);
    EXPECT_TRUE(report) << (report ? "" : report.error().message);
    return report ? *report : TriageReport();
}

TriageReport triage_text_of(const std::string& text, const TriageOptions& options = {}) {
    const TemporaryFolder folder;
    return triage_of({folder.write("log", text)}, options);
}

Lines told_lines(const TriageReport& report) {
    Lines lines;
    for (const AwaitError& error : report.errors) lines.insert({error.place.file, error.place.line});
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
              "15: this can be awaited only as a temporary: write co_await std::move(answer) [needs-move]\n");
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
        {{}, {}, {}, "/src/netra"});
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

std::map<std::string, std::uint64_t> hours_of(const AwaitError& error) {
    std::map<std::string, std::uint64_t> hours;
    for (const auto& [start, count] : error.hours) hours[time_text(start)] = count;
    return hours;
}

using Hours = std::map<std::string, std::uint64_t>;

class PythonLogs : public testing::TestWithParam<const char*> {};

TEST_P(PythonLogs, AreCountedByPlaceAndHour) {
    const TriageReport report = triage_of({(fixtures / "logs" / GetParam()).string()});
    ASSERT_EQ(report.errors.size(), 3u) << triage_text(report);
    const AwaitError &bare = report.errors[0], &factory = report.errors[1], &forgotten = report.errors[2];
    EXPECT_FALSE(bare.place.is_known()) << "a message that was logged without its traceback";
    EXPECT_EQ(bare.count, 1u);
    EXPECT_EQ(factory.place, (Place{"/srv/netra/service.py", 24, 0}));
    EXPECT_EQ(factory.function, "connect");
    EXPECT_EQ(factory.type, "WebSocketManager");
    EXPECT_EQ(factory.reason, "not-awaitable");
    EXPECT_EQ(hours_of(factory), (Hours{{"2026-11-23T21:00:00Z", 2}, {"2026-11-23T22:00:00Z", 2}}));
    EXPECT_EQ(forgotten.place, (Place{"/srv/netra/service.py", 73, 0}));
    EXPECT_EQ(forgotten.reason, "never-awaited");
    EXPECT_EQ(forgotten.type, "notify");
    EXPECT_EQ(report.without_time, 0u);
    EXPECT_EQ(time_text(*report.oldest), "2026-11-23T21:10:39Z");
    EXPECT_EQ(time_text(*report.newest), "2026-11-23T22:20:39Z");
}

TEST_P(PythonLogs, CountOnlyWhatIsInTheWindow) {
    TriageOptions options;
    options.since = *parse_time("2026-11-23T22:00:00Z", {});
    const TriageReport report = triage_of({(fixtures / "logs" / GetParam()).string()}, options);
    ASSERT_EQ(report.errors.size(), 1u);
    EXPECT_EQ(report.errors[0].count, 2u);
    EXPECT_EQ(report.sightings, 2u);
    EXPECT_EQ(report.outside_window, 4u);
}

INSTANTIATE_TEST_SUITE_P(Forms, PythonLogs, testing::Values("python3.11.text.log", "python3.11.json.log"),
                         [](const auto& info) { return std::string(info.param).substr(11, 4); });

TEST(ServiceLogs, OfNewerPythonsToo) {
    const TriageReport report = triage_text_of(
        "Traceback (most recent call last):\n"
        "  File \"/srv/app/ws.py\", line 9, in connect\n"
        "TypeError: 'Manager' object can't be awaited\n");
    ASSERT_EQ(report.errors.size(), 1u);
    EXPECT_EQ(report.errors[0].place, (Place{"/srv/app/ws.py", 9, 0}));
    EXPECT_EQ(report.errors[0].type, "Manager");
    EXPECT_EQ(report.without_time, 1u);
}

TEST(ServiceLogs, BehindThePrefixesOfCollectors) {
    const std::vector<std::string> lines = {"ERROR: failed",
                                            "Traceback (most recent call last):",
                                            "  File \"/srv/app/ws.py\", line 9, in connect",
                                            "    x = f\"{await get()} object M can't be used in 'await' expression\"",
                                            "              ^^^^^^^^^^^",
                                            "TypeError: object M can't be used in 'await' expression"};
    for (const char* prefix :
         {"", "Nov 23 21:10:39 host netra[7]: ", "Nov  3 21:10:39 host netra[7]: ",
          "2026-11-23T21:10:39+0000 host netra[7]: ", "<14>1 2026-11-23T21:10:39Z host netra 7 - - ",
          "2026-11-23T21:10:39.123456+00:00 app[web.1]: ", "netra.1.k3j2h1@node-1    | ", "[pod/netra-1/app] ",
          "netra-7d9 app 2026-11-23 21:10:39 "}) {
        std::string text;
        for (const std::string& line : lines) text += prefix + line + "\n";
        text += std::string(prefix) + "INFO: File \"/srv/app/other.py\", line 1\n";
        const TriageReport report = triage_text_of(text, {{}, {}, {1795468239, 0}, ""});
        ASSERT_EQ(report.errors.size(), 1u) << prefix << triage_text(report);
        EXPECT_EQ(report.errors[0].place, (Place{"/srv/app/ws.py", 9, 0})) << prefix;
        EXPECT_EQ(report.errors[0].count, 1u) << prefix;
        EXPECT_EQ(report.without_time, std::string_view(prefix).find("21:10:39") != std::string_view::npos ? 0u : 1u)
            << prefix;
    }
}

TEST(ServiceLogs, OfExceptionGroupsBehindAPrefix) {
    const std::string host = "Nov 23 21:10:39 host netra[7]: ";
    const TriageReport report = triage_text_of(
        host + "  + Exception Group Traceback (most recent call last):\n" + host +
        "  |   File \"/srv/app/main.py\", line 30, in main\n" + host +
        "  |     async with asyncio.TaskGroup() as tg:\n" + host +
        "  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n" + host +
        "  +-+---------------- 1 ----------------\n" + host + "    | Traceback (most recent call last):\n" + host +
        "    |   File \"/srv/app/ws.py\", line 12, in connect\n" + host + "    |     manager = await get(ctx)\n" +
        host + "    | TypeError: object Manager can't be used in 'await' expression\n" + host +
        "    +------------------------------------\n");
    EXPECT_EQ(told_lines(report), (Lines{{"/srv/app/ws.py", 12}}));
}

TEST(ServiceLogs, WordsBeforeATracebackAreNoPrefixOfOtherLines) {
    const TriageReport report = triage_text_of(
        "2026-11-23 21:10:39,123 ERROR ws: failed Traceback (most recent call last):\n"
        "  File \"/srv/app/ws.py\", line 9, in connect\n"
        "TypeError: object M can't be used in 'await' expression\n");
    EXPECT_EQ(told_lines(report), (Lines{{"/srv/app/ws.py", 9}}));
}

TEST(ServiceLogs, PassOverFramesOfInstalledPackages) {
    const TriageReport report = triage_text_of(
        "Traceback (most recent call last):\n"
        "  File \"/srv/app/ws.py\", line 9, in connect\n"
        "  File \"/venv/lib/python3.11/site-packages/starlette/routing.py\", line 77, in run\n"
        "TypeError: object Manager can't be used in 'await' expression\n");
    ASSERT_EQ(report.errors.size(), 1u);
    EXPECT_EQ(report.errors[0].place.file, "/srv/app/ws.py");
    EXPECT_EQ(report.errors[0].inside.line, 77u);
}

TEST(ServiceLogs, AMessageAndItsTracebackAreOneEvent) {
    const std::string message =
        "2026-11-23 21:10:39,123 ERROR ws: failed: object M can't be used in 'await' expression\n";
    const std::string traceback =
        "Traceback (most recent call last):\n  File \"/srv/app/ws.py\", line 9, in connect\n    x = await f()\n"
        "TypeError: object M can't be used in 'await' expression\n";
    EXPECT_EQ(triage_text_of(message + traceback).sightings, 1u);
    EXPECT_EQ(triage_text_of(message + message + traceback).sightings, 2u);
    const std::string other =
        "2026-11-23 21:10:39,123 ERROR ws: failed: object N can't be used in 'await' expression\n";
    EXPECT_EQ(triage_text_of(other + traceback).sightings, 2u);
    EXPECT_EQ(triage_text_of(message + "2026-11-23 21:10:40,000 INFO ws: next\n" + traceback).sightings, 2u);
}

TEST(ServiceLogs, WordsAloneAreNoErrors) {
    const TriageReport report = triage_text_of(
        "2026-11-23 21:10:39,123 INFO app: the coupon can be used in one await only\n"
        "2026-11-23 21:10:39,123 INFO app: parcel 'x' was never awaited by anyone\n"
        "{\"message\": \"awaiting: 'await' can't be used in shell\"}\n");
    EXPECT_EQ(report.sightings, 0u) << triage_text(report);
}

TEST(ServiceLogs, WordsBeforeTheErrorDoNotHideIt) {
    const TriageReport report =
        triage_text_of("{\"message\": \"in an 'await' expression: object M can't be used in 'await' expression\"}\n");
    EXPECT_EQ(report.sightings, 1u);
}

TEST(ServiceLogs, ALineOfAnyLengthIsOneEvent) {
    const std::string phrase = "object M can't be used in 'await' expression ";
    std::string text =
        "{\"message\": \"" + std::string(2500000, 'a') + phrase + std::string(1500000, 'b') + phrase + "\"}\n";
    text += "2026-11-23 21:10:39 TypeError: object N can't be used in 'await' expression\n";
    text += std::string(1200000, 'x') + "object O can't be used in 'await' expression";
    EXPECT_EQ(triage_text_of(text).sightings, 3u);
}

TEST(ServiceLogs, AnEventIsFoundWhereverItStands) {
    // What is searched is cut into stretches: the event moves over their borders.
    const std::string event =
        "Traceback (most recent call last):\n  File \"/srv/app/ws.py\", line 9, in connect\n"
        "TypeError: object M can't be used in 'await' expression\n";
    std::string before;
    while (before.size() < 32 * 1024 - 2 * event.size()) before += "2026-11-23 21:10:39 INFO nothing\n";
    for (std::size_t shift = 0; shift < 3 * event.size(); shift += 7) {
        const TriageReport report = triage_text_of(before + std::string(shift, '.') + "\n" + event + before);
        ASSERT_EQ(told_lines(report), (Lines{{"/srv/app/ws.py", 9}})) << shift;
        ASSERT_EQ(report.without_time, 0u) << shift;
    }
}

TEST(Logs, MayBeginWithAByteOrderMark) {
    EXPECT_EQ(told_lines(triage_text_of("\xef\xbb\xbf"
                                        "a.cpp:9:14: error: no member named 'await_ready' in 'std::string'\n")),
              (Lines{{"a.cpp", 9}}));
}

TEST(Logs, PathsAreShownInOneForm) {
    for (const char* path : {"app/a.cpp", "./app/a.cpp", "app//a.cpp", "app/./a.cpp", "x/../app/a.cpp", "/p/app/a.cpp",
                             "/p/./app/a.cpp", "/q/../p/app/a.cpp", "/p//app/a.cpp"})
        EXPECT_EQ(shown_path(path, "/p"), "app/a.cpp") << path;
    EXPECT_EQ(shown_path("/other/a.cpp", "/p"), "/other/a.cpp");
    EXPECT_EQ(shown_path("../a.cpp", "/p"), "../a.cpp");
    EXPECT_EQ(shown_path("x/..", "/p"), ".");
    EXPECT_EQ(shown_path("", "/p"), "");
    EXPECT_EQ(shown_path("a.b/.c.d", "/p"), "a.b/.c.d");
}

TEST(Logs, ThatAreNoTextAreRefused) {
    const TemporaryFolder folder;
    const auto message = [&](std::string_view text) {
        const auto report = triage({folder.write("log", text)}, {});
        return report ? std::string("read") : report.error().message;
    };
    EXPECT_NE(message("\x1f\x8b\x08 rest").find("zcat"), std::string::npos);
    EXPECT_NE(message(std::string_view("\xff\xfe"
                                       "e\0r\0",
                                       6))
                  .find("iconv"),
              std::string::npos);
    EXPECT_NE(message(std::string_view("e\0r\0r\0o\0r\0", 10)).find("UTF-16"), std::string::npos);
    EXPECT_NE(message("PK\x03\x04 rest").find("unzip -p"), std::string::npos);
    std::string noise;
    std::mt19937 random(7);
    for (int i = 0; i < 5000; ++i) noise += static_cast<char>(random() % 255 + 1);
    EXPECT_NE(message(noise).find("binary"), std::string::npos) << "compressed in a way that nobody here knows";
    EXPECT_EQ(message("text"), "read");
    EXPECT_EQ(message("\x1b[1m50%\b\b\b\x1b[0m caf\xe9\r\n\a\f\v"), "read") << "what terminals are sent";
    EXPECT_FALSE(triage({folder.path()}, {})) << "a folder";
    EXPECT_FALSE(triage({folder.path("none")}, {}));
}

}  // namespace
}  // namespace awaitlint
