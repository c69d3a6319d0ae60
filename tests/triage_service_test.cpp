// Logs of services, real ones of Python (fixtures/triage/logs) and short ones of every form: which events they tell of,
// where and when. And what is true of all logs: which are no text, and how paths are shown.
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "triage/tally.h"
#include "triage_logs.h"

namespace awaitlint {
namespace {

std::map<std::string, std::uint64_t> hours_of(const AwaitError& error) {
    std::map<std::string, std::uint64_t> hours;
    for (const auto& [start, count] : error.hours) hours[time_text(start)] = count;
    return hours;
}

using Hours = std::map<std::string, std::uint64_t>;

class PythonLogs : public testing::TestWithParam<const char*> {};

TEST_P(PythonLogs, AreCountedByPlaceAndHour) {
    const TriageReport report = triage_of({(triage_fixtures / "logs" / GetParam()).string()});
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
    const TriageReport report = triage_of({(triage_fixtures / "logs" / GetParam()).string()}, options);
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
        const TriageReport report = triage_text_of(text, {{}, {}, {1795468239, 0}, "", {}});
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
    EXPECT_EQ(message("8=FIX.4.2\x01"
                      "9=178\x01"
                      "35=8\x01"
                      "49=A\x1f"
                      "56=B\x1f"),
              "read")
        << "fields parted by controls";
    EXPECT_EQ(message("\x1b[1m50%\b\b\b\x1b[0m caf\xc3\xa9\r\n\a\f\v"), "read") << "what terminals are sent";
    EXPECT_FALSE(triage({folder.path()}, {})) << "a folder";
    EXPECT_FALSE(triage({folder.path("none")}, {}));
}

}  // namespace
}  // namespace awaitlint
