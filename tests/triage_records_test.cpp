// Logs in the shapes in which they come: the events of fixtures/triage/shapes, each once, with place, hour and service;
// and the same traceback in every other shape that is known.
#include <algorithm>
#include <map>
#include <regex>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "triage_logs.h"

namespace awaitlint {
namespace {

const Clock november{1795862400, 0};  // 2026-11-28T12:00:00Z

TriageReport report_of(const std::string& text) {
    return triage_text_of(text, {{}, {}, november, "", {}});
}

/// "routes.py:88 09" for each event, in order.
std::vector<std::string> events_of(const TriageReport& report) {
    std::vector<std::string> events;
    for (const AwaitError& error : report.errors) {
        const std::string file = error.place.file.substr(error.place.file.rfind('/') + 1);
        std::uint64_t timed = 0;
        for (const auto& [start, count] : error.hours) {
            timed += count;
            for (std::uint64_t i = 0; i < count; ++i)
                events.push_back(fmt::format("{}:{} {}", file, error.place.line, time_text(start).substr(11, 2)));
        }
        for (; timed < error.count; ++timed) events.push_back(fmt::format("{}:{} ?", file, error.place.line));
    }
    std::sort(events.begin(), events.end());
    return events;
}

using Events = std::vector<std::string>;

int status_of(TriageReport report) {
    return decide_exit(report, "await", false);
}

const std::string traceback =
    "Traceback (most recent call last):\n"
    "  File \"/app/.venv/lib/python3.12/site-packages/asgi/routes.py\", line 73, in app\n"
    "    response = await f(request)\n"
    "  File \"/app/src/svc/routes.py\", line 88, in status\n"
    "    user = await get_user(request)\n"
    "           ^^^^^^^^^^^^^^^^^^^^^^^\n"
    "TypeError: object User can't be used in 'await' expression";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines(1);
    for (const char c : text)
        if (c == '\n')
            lines.emplace_back();
        else
            lines.back() += c;
    return lines;
}

std::string behind(const std::string& prefix, const std::string& text) {
    std::string log;
    for (const std::string& line : lines_of(text)) log += prefix + line + "\n";
    return log;
}

using Json = nlohmann::ordered_json;

struct Shape {
    std::string name;
    Events events;
};

class Shapes : public testing::TestWithParam<Shape> {};

TEST_P(Shapes, TellEachEventOnceWithPlaceAndHour) {
    const std::string path = (triage_fixtures / "shapes" / GetParam().name).string();
    const TriageReport report = triage_of({path}, {{}, {}, november, "", {}});
    EXPECT_EQ(events_of(report), GetParam().events) << triage_text(report);
    EXPECT_EQ(status_of(report), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Fixtures, Shapes,
    testing::Values(Shape{"journald.json", {"routes.py:120 10", "routes.py:88 09"}},
                    Shape{"docker.json", {"routes.py:88 09", "routes.py:88 10"}},
                    Shape{"structlog.jsonl", {"routes.py:120 10", "routes.py:88 09"}},
                    Shape{"minimal-pretty.json", {"a.py:3 09"}}, Shape{"exception-group.log", {"routes.py:88 09"}},
                    Shape{"gcloud-read.yaml", {"routes.py:88 09", "routes.py:88 11"}},
                    Shape{"never-awaited.log", {"metric_collector.py:44 09", "metric_collector.py:44 10"}},
                    Shape{"missing-await-wordings.log", {"routes.py:88 09", "routes.py:90 09", "routes.py:92 09"}}),
    [](const auto& info) {
        std::string name = info.param.name;
        std::replace_if(
            name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
        return name;
    });

TEST(Records, OfWordingsForAForgottenAwaitAreOfOneKind) {
    const TriageReport report = triage_of({(triage_fixtures / "shapes" / "missing-await-wordings.log").string()});
    for (const AwaitError& error : report.errors) EXPECT_EQ(error.reason, "never-awaited") << error.place.line;
    for (const char* error :
         {"TypeError: 'coroutine' object is not subscriptable", "TypeError: 'coroutine' object is not callable",
          "TypeError: object of type 'coroutine' has no len()",
          "TypeError: cannot unpack non-iterable coroutine object",
          "TypeError: Object of type coroutine is not JSON serializable",
          "TypeError: unsupported operand type(s) for +: 'coroutine' and 'int'",
          "TypeError: '<' not supported between instances of 'int' and 'coroutine'",
          "TypeError: 'coroutine' object does not support item assignment",
          "TypeError: 'async for' requires an object with __aiter__ method, got coroutine",
          "TypeError: sequence item 0: expected str instance, coroutine found",
          "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'coroutine'"}) {
        const TriageReport told = report_of("Traceback (most recent call last):\n  File \"/srv/a.py\", line 3, in f\n" +
                                            std::string(error) + "\n");
        ASSERT_EQ(told.errors.size(), 1u) << error;
        EXPECT_EQ(told.errors[0].reason, "never-awaited") << error;
    }
    EXPECT_EQ(report_of("2026-11-27 09:00:00 INFO the coroutine pool has 3 coroutines\n").sightings, 0u);
    EXPECT_EQ(report_of("TypeError: 'generator' object is not subscriptable in coroutine runner\n").sightings, 0u);
}

/// An entry as services and collectors write it, with the traceback in one of its strings.
std::vector<Json> entries() {
    const std::string time = "2026-11-27T09:15:42.123Z";
    return {
        {{"timestamp", time}, {"message", "failed"}, {"exception", traceback}},
        {{"textPayload", traceback}, {"timestamp", time}, {"receiveTimestamp", "2026-11-27T11:00:00Z"}},
        {{"jsonPayload", {{"message", traceback}}}, {"timestamp", time}},
        {{"@timestamp", time},
         {"error", {{"message", "object User can't be used in 'await' expression"}, {"stack_trace", traceback}}}},
        {{"time", 1795770942.123},
         {"msg", "request failed: object User can't be used in 'await' expression"},
         {"exc_info", traceback}},
        {{"eventId", "3"}, {"timestamp", 1795770942123}, {"ingestionTime", 1795779942123}, {"message", traceback}},
        {{"timeUnixNano", "1795770942123000000"},
         {"attributes", {{"exception.type", "TypeError"}, {"exception.stacktrace", traceback}}}},
        {{"text", traceback},
         {"record",
          {{"time", {{"repr", time}, {"timestamp", 1795770942.1}}}, {"line", 12}, {"file", {{"name", "log.py"}}}}}},
        {{"log", Json{{"time", time}, {"event", "failed"}, {"exception", traceback}}.dump() + "\n"},
         {"stream", "stderr"},
         {"time", "2026-11-27T09:15:43Z"}},
        {{"time", time},
         {"errorMessage", "object User can't be used in 'await' expression"},
         {"errorType", "TypeError"},
         {"stackTrace",
          {"  File \"/var/task/app.py\", line 3, in handler\n    run()\n",
           "  File \"/app/src/svc/routes.py\", line 88, in status\n    user = await get_user(request)\n"}}},
        {{"timestamp", time},
         {"exception",
          {{"values",
            {{{"type", "TypeError"},
              {"value", "object User can't be used in 'await' expression"},
              {"stacktrace",
               {{"frames",
                 {{{"filename", "app/run.py"}, {"lineno", 4}, {"function", "run"}},
                  {{"abs_path", "/app/src/svc/routes.py"}, {"lineno", 88}, {"function", "status"}}}}}}}}}}}},
        {{"_source", {{"@timestamp", time}, {"kubernetes", {{"container_name", "svc"}}}, {"log", traceback}}},
         {"_index", "logs"}},
        {{"timestamp", {{"seconds", 1795770942}, {"nanos", 5}}}, {"message", traceback}},
        {{"timestamp", time}, {"message", lines_of(traceback)}},
    };
}

TEST(Records, OfJsonInEveryLayout) {
    for (const Json& entry : entries()) {
        const Json quiet = {{"timestamp", "2026-11-27T08:00:00Z"}, {"message", "all is well, \"await\" [1] {2}"}};
        const std::string line = entry.dump() + "\n", other = quiet.dump() + "\n";
        const std::vector<std::string> layouts = {
            line,
            other + line + other,
            entry.dump(2) + "\n",
            quiet.dump(2) + "\n" + entry.dump(4) + "\n" + quiet.dump(2),
            Json::array({quiet, entry, quiet}).dump(),
            Json::array({quiet, entry}).dump(2) + "\n",
            Json{{"events", {quiet, entry}}, {"searchedLogStreams", Json::array()}}.dump(4),
            Json{{"hits", {{"total", 2}, {"hits", {quiet, entry}}}}}.dump(1),
            "2026-11-27T10:00:00.1Z stdout F " + line,
            behind("web-1  | ", entry.dump(2)),
            behind("[pod/web-7d9/svc] ", Json::array({quiet, entry}).dump(2)),
            "Nov 27 10:00:00 web1 uvicorn[812]: " + line,
            "INFO:root:" + line};
        for (const std::string& layout : layouts) {
            const TriageReport report = report_of(layout);
            ASSERT_EQ(events_of(report), (Events{"routes.py:88 09"})) << layout << triage_text(report);
            ASSERT_EQ(status_of(report), 1) << layout;
        }
    }
}

TEST(Records, OfAListOnOneLineOfAnyLength) {
    Json list = Json::array();
    for (int i = 0; i < 30000; ++i)
        list.push_back({{"timestamp", "2026-11-27T08:00:00Z"}, {"message", fmt::format("request {} is well [", i)}});
    list.push_back({{"textPayload", traceback}, {"timestamp", "2026-11-27T09:59:59.7Z"}});
    list.push_back({{"textPayload", traceback}, {"timestamp", "2026-11-27T10:00:00Z"}});
    const std::string text = list.dump();
    ASSERT_GT(text.size(), 1024u * 1024);
    const TriageReport report = report_of(text);
    EXPECT_EQ(events_of(report), (Events{"routes.py:88 09", "routes.py:88 10"}));
    EXPECT_EQ(status_of(report), 1);
    EXPECT_EQ(time_text(*report.oldest), "2026-11-27T08:00:00Z");
}

TEST(Records, BehindThePrefixesOfContainers) {
    const std::string time = "2026-11-27T09:15:42.123456789Z ";
    for (const std::string& prefix : std::vector<std::string>{
             time + "stderr F ", "web-1  | " + time, "[pod/web-7d9/svc] " + time,
             time + "web1 uvicorn[812]: ", std::string("Nov 27 09:15:42 web1 uvicorn[812]: "),
             std::string("<14>Nov 27 09:15:42 web1 uvicorn: "), "<11>1 2026-11-27T09:15:42Z web1 uvicorn 812 - - "}) {
        const TriageReport report = report_of(behind(prefix, traceback));
        EXPECT_EQ(events_of(report), (Events{"routes.py:88 09"})) << prefix;
        EXPECT_EQ(report.sightings, 1u) << prefix;
    }
}

TEST(Records, LinesThatAContainerRuntimeCutAreJoined) {
    const std::string time = "2026-11-27T09:15:42.123456789Z ";
    const std::string line = Json{{"message", std::string(100, 'x')}, {"exception", traceback}}.dump();
    for (std::size_t cut = 1; cut < line.size(); cut += 17) {
        const TriageReport report =
            report_of(time + "stdout P " + line.substr(0, cut) + "\n" + time + "stderr F something else\n" + time +
                      "stdout F " + line.substr(cut) + "\n");
        ASSERT_EQ(events_of(report), (Events{"routes.py:88 09"})) << cut;
    }
}

TEST(Records, OfSeveralServicesAreKeptApartAndCounted) {
    std::string mixed;
    for (const std::string& line : lines_of(traceback)) {
        mixed += "web-1     | 2026-11-27T09:15:42Z " + line + "\n";
        mixed += "worker-1  | 2026-11-27T09:15:42Z " + line + "\n";
    }
    mixed += "web-1     | 2026-11-27T09:15:43Z INFO done\n";
    const TriageReport report = report_of(mixed + behind("web-1     | 2026-11-27T09:20:42Z ", traceback));
    ASSERT_EQ(report.errors.size(), 1u) << triage_text(report);
    const std::map<std::string, std::uint64_t> expected = {{"web-1", 2}, {"worker-1", 1}};
    EXPECT_EQ(report.errors[0].services, expected);
    EXPECT_EQ(report.services, expected);
    EXPECT_NE(triage_text(report).find("web-1 2, worker-1 1"), std::string::npos) << triage_text(report);
}

TEST(Records, NameTheirService) {
    const auto service_of_entry = [](Json entry) {
        entry["message"] = traceback;
        const TriageReport report = report_of(entry.dump() + "\n");
        return report.services.empty() ? std::string() : report.services.begin()->first;
    };
    EXPECT_EQ(service_of_entry({{"resource", {{"type", "cloud_run_revision"}, {"labels", {{"service_name", "web"}}}}}}),
              "web");
    EXPECT_EQ(service_of_entry({{"resource", {{"labels", {{"container_name", "web"}, {"pod_name", "web-7d9"}}}}}}),
              "web");
    EXPECT_EQ(service_of_entry({{"_SYSTEMD_UNIT", "web.service"}, {"SYSLOG_IDENTIFIER", "uvicorn"}}), "web.service");
    EXPECT_EQ(service_of_entry({{"service", {{"name", "web"}, {"version", "3"}}}}), "web");
    EXPECT_EQ(service_of_entry({{"service", "web"}, {"host", "h"}}), "web");
    EXPECT_EQ(service_of_entry({{"kubernetes", {{"container_name", "web"}, {"host", "h"}}}}), "web");
    EXPECT_EQ(service_of_entry({{"host", "h"}}), "");
}

TEST(Records, OfLogfmt) {
    std::string escaped;
    for (const char c : traceback) escaped += c == '\n' ? "\\n" : c == '"' ? "\\\"" : std::string(1, c);
    const TriageReport report = report_of(
        "time=2026-11-27T08:00:00Z level=info msg=\"all is well\" service=web\n"
        "time=2026-11-27T09:15:42Z level=error service=web msg=failed exc=\"" +
        escaped + "\"\n");
    EXPECT_EQ(events_of(report), (Events{"routes.py:88 09"})) << triage_text(report);
    EXPECT_EQ(report.services.begin()->first, "web");
    EXPECT_EQ(status_of(report), 1);
}

TEST(Records, OfTables) {
    std::string quoted;
    for (const char c : traceback) quoted += c == '"' ? "\"\"" : std::string(1, c);
    for (const std::string& table :
         {"timestamp,message\n2026-11-27 08:00:00.000,all is well\n2026-11-27 09:15:42.123,\"" + quoted + "\"\n",
          "Date,Host,Service,Message\r\n\"2026-11-27T09:15:42.123Z\",\"h\",\"web\",\"" + quoted + "\"\r\n",
          "@timestamp\t@message\n1795770942123\t\"" + quoted + "\"\n"}) {
        const TriageReport report = report_of(table);
        EXPECT_EQ(events_of(report), (Events{"routes.py:88 09"})) << table << triage_text(report);
        EXPECT_EQ(status_of(report), 1) << table;
    }
}

TEST(Records, OfYamlInTheFormsThatToolsPrint) {
    std::string block, folded;
    for (const std::string& line : lines_of(traceback)) {
        block += "    " + line + "\n";
        for (const char c : line) folded += c == '\'' ? "''" : std::string(1, c);
        folded += "\n\n    ";
    }
    const std::string head = "---\ninsertId: abc\nlabels:\n  a: 'x: y'\nnotes:\n- one\n- two: 2\n",
                      tail = "timestamp: '2026-11-27T09:15:42Z'\n";
    for (const std::string& log :
         {head + "jsonPayload:\n  message: |-\n" + block + tail, head + tail + "textPayload: |\n" + block,
          head + "textPayload: \"" + Json(traceback).dump().substr(1) + "\n" + tail,
          head + tail + "textPayload: 'TypeError: object User can''t be\n  used in ''await'' expression'\n" + head +
              tail + "textPayload: |-\n" + block}) {
        const TriageReport report = report_of(log);
        const bool is_folded = log.find("can''t be\n") != std::string::npos;
        EXPECT_EQ(events_of(report), is_folded ? (Events{":0 09", "routes.py:88 09"}) : (Events{"routes.py:88 09"}))
            << log;
        EXPECT_EQ(status_of(report), 1) << log;
    }
}

TEST(Records, OfTheJournalsExport) {
    std::string length;
    for (std::size_t i = 0, size = traceback.size(); i < 8; ++i, size >>= 8) length += static_cast<char>(size & 0xff);
    const std::string log =
        "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795767342000000\n_SYSTEMD_UNIT=web.service\nMESSAGE=all is well\n\n"
        "__CURSOR=s=2\n__REALTIME_TIMESTAMP=1795770942000000\n_SYSTEMD_UNIT=web.service\nMESSAGE\n" +
        length + traceback + "\n\n";
    const TriageReport report = report_of(log);
    EXPECT_EQ(events_of(report), (Events{"routes.py:88 09"})) << triage_text(report);
    EXPECT_EQ(report.services.begin()->first, "web.service");
    EXPECT_EQ(status_of(report), 1);
}

TEST(Events, OfChainsAreToldOnce) {
    const std::string again = "\n\nDuring handling of the above exception, another exception occurred:\n\n";
    const std::string cause = "\n\nThe above exception was the direct cause of the following exception:\n\n";
    const std::string other =
        "Traceback (most recent call last):\n  File \"/app/src/svc/main.py\", line 9, in run\n"
        "app.QueryError: failed: object User can't be used in 'await' expression\n";
    EXPECT_EQ(report_of(traceback + again + traceback + "\n").sightings, 1u);
    EXPECT_EQ(report_of(traceback + cause + other).sightings, 1u);
    EXPECT_EQ(report_of(traceback + again + traceback + cause + traceback + "\n").sightings, 1u);
    EXPECT_EQ(report_of(traceback + "\n" + traceback + "\n").sightings, 2u) << "two requests";
    EXPECT_EQ(report_of(traceback + again + traceback + "\n" + traceback + "\n").sightings, 2u);
}

TEST(Events, OfAGroupAreThoseOfItsTasks) {
    std::string group =
        "  + Exception Group Traceback (most recent call last):\n  |   File \"/app/main.py\", line 3, in main\n"
        "  | ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)\n";
    for (int task = 1; task <= 2; ++task) {
        group +=
            task == 1 ? "  +-+---------------- 1 ----------------\n" : "    +---------------- 2 ----------------\n";
        group += behind("    | ", traceback) +
                 "    | \n    | During handling of the above exception, another exception occurred:\n    | \n" +
                 behind("    | ", traceback);
    }
    group += "    +------------------------------------\n";
    EXPECT_EQ(report_of(group).sightings, 2u) << "two tasks failed";
    EXPECT_EQ(report_of(group + "\nDuring handling of the above exception, another exception occurred:\n\n" + group)
                  .sightings,
              2u);
    EXPECT_EQ(report_of(group + group).sightings, 4u);
}

TEST(Events, OfPytestAreToldOnce) {
    const std::string log =
        "=================================== FAILURES ===================================\n"
        "_________________________________ test_status __________________________________\n\n"
        "    async def test_status():\n>       await status(None)\n\ntests/test_routes.py:14: \n"
        "_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _\n\n"
        "    async def status(request):\n>       user = await get_user(request)\n"
        "E       TypeError: object User can't be used in 'await' expression\n\nsrc/svc/routes.py:88: TypeError\n"
        "------------------------------ Captured log call -------------------------------\n"
        "ERROR    svc:routes.py:90 failed\n" +
        traceback + "\n" +
        "__________________________________ test_other __________________________________\n"
        "tests/test_routes.py:20: in test_other\n    await other()\n"
        "src/svc/routes.py:120: in other\n    user = await get_user(request)\n"
        "E   TypeError: object dict can't be used in 'await' expression\n"
        "=========================== short test summary info ============================\n"
        "FAILED tests/test_routes.py::test_status - TypeError: object User can't be used in 'await' expression\n"
        "FAILED tests/test_routes.py::test_other - TypeError: object dict can't be used in 'await' expression\n"
        "============================== 2 failed in 0.12s ===============================\n";
    EXPECT_EQ(events_of(report_of(log)), (Events{"routes.py:120 ?", "routes.py:88 ?"}));
}

TEST(Events, OfAForgottenAwaitHaveThePlaceWhereTheCoroutineWasMade) {
    const TriageReport report = report_of(
        "2026-11-27 09:15:42 INFO start\n"
        "sys:1: RuntimeWarning: coroutine 'save' was never awaited\n"
        "Coroutine created at (most recent call last)\n"
        "  File \"/app/main.py\", line 20, in <module>\n    asyncio.run(main(), debug=True)\n"
        "  File \"/app/main.py\", line 6, in main\n    save()\n"
        "2026-11-27 09:15:43 INFO end\n"
        "/app/main.py:9: RuntimeWarning: coroutine 'load' was never awaited\n  load()\n"
        "Object allocated at (most recent call last):\n  File \"/app/main.py\", lineno 9\n    load()\n");
    EXPECT_EQ(events_of(report), (Events{"main.py:6 09", "main.py:9 09"})) << triage_text(report);
}

const std::string bare_message = "object User can't be used in 'await' expression";

TEST(Places, AreWhereARecordWasWrittenIfItHasNoOther) {
    const std::vector<Json> records = {
        {{"message", bare_message}, {"pathname", "/app/src/svc/routes.py"}, {"filename", "r.py"}, {"lineno", 90}},
        {{"msg", bare_message}, {"lineno", 90}, {"filename", "r.py"}, {"pathname", "/app/src/svc/routes.py"}},
        {{"msg", bare_message}, {"caller", "svc/routes.py:90"}},
        {{"msg", bare_message}, {"source", {{"function", "status"}, {"file", "/app/routes.py"}, {"line", 90}}}},
        {{"textPayload", bare_message}, {"sourceLocation", {{"file", "/app/routes.py"}, {"line", "90"}}}},
        {{"record",
          {{"file", {{"name", "r.py"}, {"path", "/app/routes.py"}}}, {"line", 90}, {"message", bare_message}}}},
        {{"error.message", bare_message}, {"log.origin.file.name", "/app/routes.py"}, {"log.origin.file.line", 90}},
        {{"message", bare_message}, {"log", {{"origin", {{"file", {{"name", "/app/routes.py"}, {"line", 90}}}}}}}},
        {{"MESSAGE", bare_message}, {"CODE_FILE", "/app/routes.py"}, {"CODE_LINE", "90"}, {"CODE_FUNC", "status"}},
        {{"body", bare_message}, {"attributes", {{"code.filepath", "/app/routes.py"}, {"code.lineno", 90}}}},
    };
    for (const Json& record : records) {
        const TriageReport report = report_of(record.dump() + "\n");
        EXPECT_EQ(events_of(report), (Events{"routes.py:90 ?"})) << record.dump();
        EXPECT_NE(triage_text(report).find("logged there"), std::string::npos) << triage_text(report);
    }
    const std::string logfmt = "level=error file=/app/routes.py line=90 msg=\"" + bare_message + "\"\n";
    EXPECT_EQ(events_of(report_of(logfmt)), (Events{"routes.py:90 ?"}));
}

TEST(Places, OfARecordAreNoneWhereTheyAreOfSomethingElse) {
    for (const Json& record : std::vector<Json>{
             {{"message", bare_message}, {"http", {{"path", "/status"}}}, {"line", 90}},
             {{"message", bare_message}, {"source", "10.0.0.7:443"}, {"caller", "svc: 90"}},
             {{"message", bare_message}, {"pathname", "/usr/lib/python3/dist-packages/x/r.py"}, {"lineno", 90}},
             {{"message", bare_message}, {"file", "/app/routes.py"}},
         })
        EXPECT_EQ(triage_text(report_of(record.dump() + "\n")).find("(no place"), 0u) << record.dump();
}

TEST(Places, OfATracebackSayMoreThanWhereItWasLogged) {
    const Json record = {{"message", "failed\n" + traceback}, {"pathname", "/app/log.py"}, {"lineno", 5}};
    const TriageReport report = report_of(record.dump() + "\n");
    EXPECT_EQ(events_of(report), (Events{"routes.py:88 ?"}));
    EXPECT_EQ(triage_text(report).find("logged there"), std::string::npos);
    EXPECT_FALSE(Json::parse(triage_json(report))["errors"][0]["logged_there"]);
}

TEST(Journal, PrintsATextWithColoursAsNumbers) {
    Json bytes = Json::array();
    for (const char c : "\x1b[31mTypeError: " + bare_message + "\x1b[0m")
        bytes.push_back(static_cast<unsigned char>(c));
    const Json record = {
        {"__REALTIME_TIMESTAMP", "1795770942000000"}, {"_SYSTEMD_UNIT", "web.service"}, {"MESSAGE", bytes}};
    for (const std::string& text : {record.dump() + "\n", record.dump(2) + "\n", Json::array({record}).dump(),
                                    std::regex_replace(record.dump(8), std::regex("\": "), "\" : ") + "\n"}) {
        const TriageReport report = report_of(text);
        EXPECT_EQ(report.sightings, 1u) << text;
        EXPECT_EQ(status_of(report), 1) << text;
        EXPECT_EQ(report.services.count("web.service"), 1u) << text;
    }
}

TEST(Events, InAnEscapedTextHaveTheirPlace) {
    std::string once;
    for (const char c : traceback)
        once += c == '\n' ? "\\n" : c == '"' ? "\\\"" : c == '\'' ? "\\'" : std::string(1, c);
    EXPECT_EQ(events_of(report_of("2026-11-27 09:15:42 ERROR failed: '" + once + "'\n")), (Events{"routes.py:88 09"}));
    EXPECT_EQ(events_of(report_of(Json{{"time", "2026-11-27T09:15:42Z"}, {"message", once}}.dump() + "\n")),
              (Events{"routes.py:88 09"}));
    EXPECT_EQ(report_of("2026-11-27 09:15:42 ERROR future: <Task exception=TypeError(\"object User can\\'t be used in "
                        "\\'await\\' expression\")>\n")
                  .sightings,
              1u);
    EXPECT_EQ(report_of("<td>TypeError: object User can&#39;t be used in &#39;await&#39; expression</td>\n").sightings,
              1u);
}

}  // namespace
}  // namespace awaitlint
