// `awaitlint triage` as a process: what its exit status means, what the analysis of a database adds, and its JSON.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

/// What a compiler says of `one_mistake`.
std::string error_at(const std::string& place) {
    return "FAILED: a.o\n" + place + ": error: member reference base type 'int' is not a structure or union\n" +
           "    4 | task<int> greet() { co_return co_await get_user(1); }\n" +
           "      |                                        ^~~~~~~~~~~\n";
}

const char* const event =
    "2026-11-23 21:10:39,123 ERROR ws: failed\n"
    "Traceback (most recent call last):\n"
    "  File \"/srv/app/ws.py\", line 9, in connect\n"
    "TypeError: object Manager can't be used in 'await' expression\n";

class Triage : public testing::Test {
protected:
    Ran triage(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "triage");
        return project.awaitlint(arguments);
    }
    void expect_not_started(const Ran& ran, std::string_view message) const {
        EXPECT_EQ(ran.status, 2) << ran;
        EXPECT_EQ(ran.out, "");
        EXPECT_TRUE(contains(ran.err, message)) << "expected: " << message << "\n" << ran;
    }
    CliProject project;
};

TEST_F(Triage, TellsOneLinePerErrorAndExitsOne) {
    const std::string log = error_at("a.cpp:4:40");
    project.write("build.log", log);
    const Ran ran = triage({"build.log"});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(ran.out, "a.cpp:4:31: error: 'get_user' is synchronous: 'int' cannot be awaited [not-awaitable]\n");
    EXPECT_EQ(ran.err, "triaged 1 log (" + std::to_string(log.size()) +
                           " bytes): 1 await error at 1 place; 0 other compile errors\n");
}

TEST_F(Triage, ExitsZeroWhenThereIsNone) {
    project.write("build.log", "[1/1] Building CXX object a.o\na.cpp:3:5: error: use of undeclared identifier 'x'\n");
    const Ran ran = triage({"build.log"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.out, "");
    EXPECT_TRUE(contains(ran.err, "0 await errors at 0 places; 1 other compile error")) << ran;
    EXPECT_EQ(triage({"build.log", "--fail-on", "error"}).status, 1);
}

TEST_F(Triage, NeverFailsWhenToldSo) {
    project.write("build.log", error_at("a.cpp:4:40"));
    EXPECT_EQ(triage({"build.log", "--fail-on", "never"}).status, 0);
}

TEST_F(Triage, ReadsStandardInput) {
    project.write("build.log", error_at("a.cpp:4:40"));
    for (const char* command :
         {"exec \"$0\" triage - <build.log", "exec \"$0\" triage <build.log", "cat build.log | \"$0\" triage"}) {
        const Ran ran = run({.program = "/bin/sh",
                             .arguments = {"-c", command, AWAITLINT_BINARY},
                             .folder = project.path(),
                             .standard_output = ""});
        EXPECT_EQ(ran.status, 1) << command << "\n" << ran;
        EXPECT_TRUE(contains(ran.out, "a.cpp:4:31")) << command << "\n" << ran;
    }
}

TEST_F(Triage, AGigabyteNeedsNoMemory) {
    const char* const command =
        "{ yes '[7/9] Building CXX object app/routes/session.cpp.o' | head -c 800000000;"
        "  yes \"a.cpp:9:14: error: no member named 'await_ready' in 'X'\" | head -c 50000000; echo;"
        "  yes | tr -d '\\n' | head -c 150000000; } | \"$0\" triage --quiet";
    const Ran ran = run({.program = "/bin/sh",
                         .arguments = {"-c", command, AWAITLINT_BINARY},
                         .folder = project.path(),
                         .standard_output = ""});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "triaged 1 log (1000000001 bytes): ")) << ran;
    EXPECT_TRUE(contains(ran.err, " await errors at 1 place; ")) << ran;
    struct ::rusage usage = {};  // the most that any child of this test has had
    ASSERT_EQ(::getrusage(RUSAGE_CHILDREN, &usage), 0);
    EXPECT_LT(usage.ru_maxrss, 700 * 1024) << "kilobytes";
}

TEST_F(Triage, DoesNotStartWithoutSomethingToRead) {
    expect_not_started(triage({"none.log"}), "cannot read the log 'none.log'");
    expect_not_started(triage({"."}), "name the log files in it");
    const Ran empty = triage({"-"});
    EXPECT_EQ(empty.status, 2) << empty;
    EXPECT_TRUE(contains(empty.err, "the logs are empty")) << empty;
}

TEST_F(Triage, DoesNotStartOnBadArguments) {
    project.write("x.log", event);
    expect_not_started(triage({"x.log", "--since", "yesterday"}), "--since wants a duration");
    expect_not_started(triage({"x.log", "--now", "later"}), "--now wants a time");
    expect_not_started(triage({"x.log", "--zone", "Paris"}), "--zone wants an offset");
    expect_not_started(triage({"x.log", "--since", "2026-11-24", "--now", "2026-11-23"}), "the window is empty");
    expect_not_started(triage({"x.log", "--fail-on", "warning"}), "--fail-on");
    expect_not_started(triage({"x.log", "--format", "markdown"}), "--format");
    expect_not_started(triage({"x.log", "--output", "markdown:x.md"}), "there is no format 'markdown'");
    expect_not_started(triage({"x.log", "--sinse", "1h"}), "Did you mean '--since'?");
}

TEST_F(Triage, IsAGateOverAWindow) {
    const std::string before = "2026-11-22 20:00:00,000 INFO ws: starts\n";
    const std::string after = "2026-11-24 21:00:00,000 INFO ws: still here\n";
    project.write("service.log", before + event + after);
    const auto gate = [&](const char* now) { return triage({"service.log", "--since", "24h", "--now", now}); };
    EXPECT_EQ(gate("2026-11-23T21:30:00Z").status, 1);
    EXPECT_EQ(gate("2026-11-24T21:10:00Z").status, 1);
    EXPECT_EQ(gate("2026-11-24T21:20:00Z").status, 0) << "the event is older than a day";
    const Ran silent = gate("2026-11-24T23:00:00Z");
    EXPECT_EQ(silent.status, 3) << silent;
    EXPECT_TRUE(contains(silent.err, "the logs end at 2026-11-24T21:00:00Z")) << silent;
    EXPECT_EQ(triage({"service.log", "--since", "24h", "--now", "2026-11-24T23:00:00Z", "--allow-incomplete"}).status,
              0);
    const Ran late = triage({"service.log", "--since", "7d", "--now", "2026-11-24T21:20:00Z"});
    EXPECT_EQ(late.status, 3) << late;
    EXPECT_TRUE(contains(late.err, "the logs start at 2026-11-22T20:00:00Z")) << late;
}

TEST_F(Triage, TellsASilentServiceFromAFilteredExport) {
    project.write("errors.log", "2026-11-24 08:00:00,000 ERROR ws: something else\n");
    project.write("none.json", "[]\n");
    std::string alive;
    for (int minute = 0; minute < 26 * 60; minute += 20) {
        const int hour = minute / 60 + 20;
        alive += "10.0.0.1 - - [" + std::to_string(23 + hour / 24) + "/Nov/2026:" + (hour % 24 < 10 ? "0" : "") +
                 std::to_string(hour % 24) + ":" + (minute % 60 < 10 ? "0" : "") + std::to_string(minute % 60) +
                 ":00 +0000] \"GET /health HTTP/1.1\" 200 2\n";
    }
    project.write("access.log", alive);
    const auto gate = [&](const std::string& log, const char* now) {
        return triage({log, "--since", "24h", "--now", now, "--heartbeat", "access.log"});
    };
    const Ran filtered = triage({"errors.log", "--since", "24h", "--now", "2026-11-24T21:50:00Z"});
    EXPECT_EQ(filtered.status, 3) << filtered;
    EXPECT_TRUE(contains(filtered.err, "nothing is known of 2026-11-23T21:50:00Z to 2026-11-24T08:00:00Z (10:10:00)"))
        << filtered;
    EXPECT_EQ(gate("errors.log", "2026-11-24T21:50:00Z").status, 0);
    EXPECT_EQ(gate("none.json", "2026-11-24T21:50:00Z").status, 0) << "a filter that nothing passes";
    const Ran silent = gate("errors.log", "2026-11-25T03:00:00Z");
    EXPECT_EQ(silent.status, 3) << silent;
    EXPECT_TRUE(contains(silent.err, "the service is silent since 2026-11-24T21:40:00Z")) << silent;
    const Ran early = gate("errors.log", "2026-11-24T12:00:00Z");
    EXPECT_EQ(early.status, 3) << early;
    EXPECT_TRUE(contains(early.err, "the heartbeat starts at 2026-11-23T20:00:00Z")) << early;
    expect_not_started(triage({"errors.log", "--heartbeat", "access.log"}), "name it with --since");
    expect_not_started(triage({"errors.log", "--since", "24h", "--heartbeat", "missing.log"}), "missing.log");
}

TEST_F(Triage, TellsASilenceWithinTheHeartbeat) {
    project.write("errors.log", "[]");
    project.write("access.log",
                  "2026-11-24T10:00:00Z GET /health\n2026-11-24T10:50:00Z GET /health\n"
                  "2026-11-24T14:10:00Z GET /health\n2026-11-24T15:00:00Z GET /health\n");
    const Ran ran =
        triage({"errors.log", "--since", "5h", "--now", "2026-11-24T15:00:00Z", "--heartbeat", "access.log"});
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_TRUE(contains(
        ran.err, "nothing is known of 2026-11-24T10:50:00Z to 2026-11-24T14:10:00Z (3:20:00): the service was silent"))
        << ran;
}

TEST_F(Triage, ALogThatWasNotUnderstoodIsNeverZero) {
    project.write("deep.json", std::string(200000, '['));
    EXPECT_EQ(triage({"deep.json"}).status, 3);
    project.write("latin.log", "2026-11-24 10:00:00 INFO caf\xe9\n");
    const Ran latin = triage({"latin.log"});
    EXPECT_EQ(latin.status, 2) << latin;
    EXPECT_TRUE(contains(latin.err, "iconv -f LATIN1 -t UTF-8 latin.log | awaitlint triage -")) << latin;
    project.write("mask.log", "::add-mask::x can not be used in \x1b[1mawait\x1b[0m expression ::\n");
    const Ran unread = triage({"mask.log"});
    EXPECT_EQ(unread.status, 3) << unread;
    EXPECT_FALSE(contains(unread.err, "\x1b")) << unread;
    EXPECT_EQ(triage({"mask.log", "--allow-incomplete"}).status, 0);
}

TEST_F(Triage, NeedsTimesForAWindow) {
    project.write("build.log", error_at("a.cpp:4:40"));
    const Ran ran = triage({"build.log", "--since", "24h"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "--since needs times")) << ran;
}

TEST_F(Triage, WritesJsonThatFitsItsSchema) {
    project.only_unit("a.cpp", one_mistake);
    project.write("all.log", error_at("a.cpp:4:40") + event +
                                 "2026-11-23 21:10:40,000 x: object M can't be used in 'await' expression \xff\n");
    for (const std::vector<std::string>& extra :
         {std::vector<std::string>{}, {"-p", "."}, {"--since", "24h", "--now", "2026-11-23T21:30:00Z"}}) {
        std::vector<std::string> arguments = {"all.log", "--format", "json"};
        arguments.insert(arguments.end(), extra.begin(), extra.end());
        const Ran ran = triage(arguments);
        EXPECT_EQ(schema_complaint(ran.out, "triage.schema.json"), "") << ran;
        EXPECT_EQ(ran.json()["run"]["exit_code"], ran.status) << ran;
        EXPECT_EQ(ran.json()["summary"]["await_errors"], 3) << ran;
    }
    // The schema can refuse.
    auto broken = triage({"all.log", "--format", "json"}).json();
    broken["errors"][0]["count"] = 0;
    EXPECT_NE(schema_complaint(broken.dump(), "triage.schema.json"), "");
    broken = triage({"all.log", "--format", "json"}).json();
    broken["errors"][0].erase("finding");
    EXPECT_NE(schema_complaint(broken.dump(), "triage.schema.json"), "");
}

TEST_F(Triage, WritesFilesBesides) {
    project.write("x.log", event);
    const Ran ran = triage({"x.log", "--output", "json:triage.json"});
    EXPECT_EQ(ran.status, 1) << ran;
    std::ifstream file(project.path("triage.json"));
    const std::string json((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_EQ(schema_complaint(json, "triage.schema.json"), "");
    EXPECT_TRUE(contains(ran.out, "/srv/app/ws.py:9: error: in 'connect': 'Manager' is not awaitable")) << ran;
    EXPECT_TRUE(contains(ran.out, "\n  2026-11-23T21:00Z  once\n")) << ran;
}

TEST_F(Triage, SaysHowToRepairThePlaceWithADatabase) {
    project.only_unit("app/a.cpp", one_mistake);
    for (const char* place : {"app/a.cpp:4:40", "/ci/chat/app/a.cpp:4:40"}) {
        project.write("build.log", error_at(place));
        const Ran ran = triage({"build.log", "-p", ".", "--quiet"});
        EXPECT_EQ(ran.status, 1) << ran;
        EXPECT_EQ(ran.out,
                  "app/a.cpp:4:31: error: 'get_user' is synchronous: 'int' cannot be awaited [await-on-non-awaitable]\n"
                  "  in coroutine 'greet'\n"
                  "  async: co_await get_user_async(1)   (proven; a.cpp:3)\n"
                  "  sync:  get_user(1)                  (proven)\n")
            << place;
    }
}

TEST_F(Triage, SaysWhenNothingIsWrongAtThePlaceAnyMore) {
    project.only_unit("a.cpp", no_mistake);
    project.write("build.log", error_at("a.cpp:4:40"));
    const Ran ran = triage({"build.log", "-p", ".", "--quiet"});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "\n  analysis: nothing is wrong at this place now\n")) << ran;
}

TEST_F(Triage, FindsAPlaceInAHeaderThroughTheUnitThatTheLogNames) {
    project.write("a.h", one_mistake);
    project.write("unrelated.cpp", broken_code);
    project.write("a.cpp", "#include \"a.h\"\n");
    project.write_database({Entry{"a.cpp"}, Entry{"unrelated.cpp"}});
    project.write("build.log", "In file included from a.cpp:1:\n" + error_at("./a.h:4:40").substr(12));
    const Ran ran = triage({"build.log", "-p", "."});
    EXPECT_TRUE(contains(ran.out, "a.h:4:31: error: 'get_user' is synchronous")) << ran;
    EXPECT_TRUE(contains(ran.out, "(proven; a.h:3)")) << ran;
    EXPECT_FALSE(contains(ran.err, "not complete")) << "a unit was analysed that has nothing to do with it\n" << ran;
}

TEST_F(Triage, DoesNotStartWithABrokenDatabase) {
    project.write("build.log", error_at("a.cpp:4:40"));
    expect_not_started(triage({"build.log", "-p", "nowhere"}), "nowhere");
}

}  // namespace
}  // namespace awaitlint
