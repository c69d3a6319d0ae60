// Logs that were not understood, and hostile ones: nothing dies, nothing takes quadratic time, and none of them passes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "triage/log_reader.h"
#include "triage/records/json_record.h"
#include "triage/records/yaml_text.h"
#include "triage_logs.h"

namespace awaitlint {
namespace {

int status_of(const std::string& text) {
    TriageReport report = triage_text_of(text);
    return decide_exit(report, "await", false);
}

std::string problems_of(const std::string& text) {
    TriageReport report = triage_text_of(text);
    decide_exit(report, "await", false);
    std::string problems;
    for (const std::string& problem : report.problems) problems += problem + "\n";
    return problems;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

TEST(Doubt, DeepNestingEndsNoProgram) {
    for (const char* part : {"[", "{\"a\":", "[{\"await\": \"'coroutine' object is not iterable\", \"a\":["}) {
        const std::string deep = repeated(part, 40000);
        EXPECT_EQ(status_of(deep), 3) << part;
        const bool has_words = std::string_view(part).find("coroutine") != std::string_view::npos;
        EXPECT_EQ(status_of("INFO start\n" + deep + "\n") != 0, has_words) << part;
    }
    std::vector<Record> records;
    EXPECT_FALSE(read_json_records(repeated("[", 200000), {}, records));
    EXPECT_EQ(json_of_yaml(repeated("- ", 200000) + "x"), std::nullopt);
    EXPECT_EQ(status_of("---\na: b\n" + repeated("- ", 200000) + "Traceback\n---\n"), 3);
    std::string nested = "\"object M can't be used in 'await' expression\"";
    for (int i = 0; i < 8; ++i) {
        std::string escaped;
        for (const char c : nested) escaped += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
        nested = "\"" + escaped + "\"";
        if (i % 2 == 1) nested = "{\"message\": " + nested + "}";
    }
    EXPECT_NE(status_of(nested + "\n"), 0);
}

TEST(Doubt, OneLongLineIsReadInLinearTime) {
    // Each took minutes or hours where work was done from each position to the end; ctest's limit of time is the judge.
    const std::size_t size = std::size_t{1024} * 1024;
    const std::string phrase = "object M can't be used in 'await' expression";
    for (const std::string& part : {std::string("File \"x"),
                                    std::string("File \"x\", line "),
                                    std::string("\\"),
                                    std::string("\\n"),
                                    std::string("a: error"),
                                    std::string(": Entering directory "),
                                    std::string(" -isystem\""),
                                    std::string("coroutine '"),
                                    std::string("' was never awaited"),
                                    std::string("{\""),
                                    std::string("a=\"b\\"),
                                    std::string("x.py:1: "),
                                    std::string(" can't be used in "),
                                    std::string("'await' expression"),
                                    std::string("TypeError: "),
                                    std::string("Traceback (most recent call last):"),
                                    std::string("\x1b["),
                                    std::string("\r"),
                                    std::string("&#39;"),
                                    std::string("'"),
                                    std::string("| "),
                                    std::string("\xe2\x80")}) {
        const std::string line = repeated(part, size / part.size());
        for (const std::string& log :
             {line + phrase + "\n", "{\"message\": \"" + line + phrase + "\n",
              "Traceback (most recent call last):\n" + line + phrase + "\n",
              "a.cpp:1:1: error: await_ready " + line + "\n", "time=1 msg=\"" + line + phrase + "\n"})
            (void)triage_text_of(log);
    }
}

TEST(Doubt, ManyLinesOfOneKindAreReadInLinearTime) {
    const std::string phrase = "TypeError: object M can't be used in 'await' expression\n";
    for (const std::string& line :
         {std::string("{\n"), std::string("[\n"), std::string("{\"a\": [\n"), std::string("---\n"),
          std::string("- a:\n"), std::string("  File \"a.py\", line 3, in f\n"),
          std::string("_____ test _____\nE  coroutine\n"), std::string("2026-11-27T09:15:42Z stdout P coroutine\n"),
          std::string("a,\"coroutine\n"),
          std::string("During handling of the above exception, another exception occurred:\nTraceback (most recent "
                      "call last):\n")}) {
        (void)triage_text_of(repeated(line, 60000) + phrase);
        (void)triage_text_of("time,message\n" + repeated(line, 60000) + phrase);
        (void)triage_text_of("INFO start\n" + repeated(line, 60000) + phrase);
    }
}

TEST(Doubt, ALineLongerThanWhatIsHeldIsToldAndCountsOnce) {
    const std::string long_line = std::string(9000000, 'a') + "object M can't be used in 'await' expression" +
                                  std::string(9000000, 'b') + "object M can't be used in 'await' expression\n";
    const TriageReport report = triage_text_of(long_line);
    EXPECT_EQ(report.sightings, 1u);
    EXPECT_EQ(status_of(long_line), 3);
    EXPECT_NE(problems_of(long_line).find("longer than what is held in memory"), std::string::npos);
    EXPECT_EQ(status_of(std::string(20000000, 'a') + "\nINFO done\n"), 0) << "nothing that matters is in it";
}

TEST(Doubt, ATracebackThatIsCutOffIsTold) {
    const std::string cut =
        "2026-11-27 09:15:42 ERROR failed\nTraceback (most recent call last):\n  File \"/a.py\", line 3, in f\n    x "
        "= ";
    EXPECT_EQ(status_of(cut), 3) << "what error it is is not in the log";
    EXPECT_EQ(status_of(cut + "1\nValueError: no\n"), 0);
    EXPECT_EQ(
        status_of("{\"message\": \"Traceback (most recent call last):\\n  File \\\"/a.py\\\", line 3, in f\\n\"}\n"
                  "{\"message\": \"next\"}\n"),
        3)
        << "a record that its collector cut";
    EXPECT_EQ(status_of("Traceback (most recent call last):\n  File \"/a.py\", line 3, in f\nINFO other thread\n    x "
                        "= 1\nValueError: no\n"),
              0);
}

TEST(Doubt, ARecordThatIsBrokenIsTold) {
    const std::string broken =
        "{\"time\": \"2026-11-27T09:15:42Z\", \"message\": \"TypeError: object M can't be used in 'await' expr";
    EXPECT_EQ(status_of("{\"message\": \"start\"}\n" + broken + "\n"), 3) << problems_of(broken);
    EXPECT_EQ(status_of("[\n  {\"message\": \"start\"},\n  {\"message\": \"st"), 3) << "an export that ends too early";
    EXPECT_EQ(status_of("[\n  {\"message\": \"start\"}\n]\n"), 0);
    EXPECT_EQ(status_of("{\"message\": \"start\"}\nplain text between\n{\"message\": \"end\"}\n"), 0);
    EXPECT_EQ(status_of("time,message\n2026-11-27 09:15:42,\"it starts\n"), 3) << "a quote that does not end";
    EXPECT_EQ(status_of("__CURSOR=a\nMESSAGE\n\xff\xff\xff\xff\xff\xff\xff\xff"), 3);
}

TEST(Doubt, WordsOfAnErrorInAnUnknownFormAreTold) {
    EXPECT_EQ(status_of("<M> can not be used in [await]-expression\n"), 3) << "worded as nobody knows";
    EXPECT_EQ(status_of("x.cpp:9:14: Fehler: \xc2\xbbstruct box\xc2\xab hat kein Element namens \xc2\xbb"
                        "await_ready\xc2\xab\n"),
              3);
    EXPECT_NE(problems_of("x.cpp:9:14: erreur: \xc2\xab"
                          "await_ready\xc2\xbb\n")
                  .find("LC_ALL=C"),
              std::string::npos);
    EXPECT_EQ(status_of("{\"kind\": \"error\", \"message\": \"no member named 'await_ready' in 'box'\"}\n"), 3)
        << "JSON of a compiler";
    EXPECT_EQ(status_of("2026-11-27 09:15:42 INFO awaiting: 'await' can't be used in shell\n"), 0);
    EXPECT_EQ(status_of("[12/40] Building CXX object await_ready_test.o\n"), 0);
}

TEST(Doubt, WhatIsNotUtf8OrBinaryHasNotBeenRead) {
    EXPECT_EQ(status_of("2026-11-27 09:15:42 INFO Gr\xfc\xdf"
                        "e\n"),
              2)
        << "Latin-1";
    EXPECT_NE(problems_of("Gr\xfc\xdf"
                          "e\n")
                  .find("iconv -f LATIN1"),
              std::string::npos);
    EXPECT_EQ(status_of("2026-11-27 09:15:42 INFO Gr\xc3\xbc\xc3\x9f"
                        "e\n"),
              0);
    EXPECT_EQ(status_of(std::string(100000, 'a') + "\n" +
                        std::string("\x7f"
                                    "ELF\0\1\2\3\0\0\0\0\0\0\0\0\0\0\0\0",
                                    20) +
                        repeated(std::string("\0\1", 2), 500)),
              2)
        << "behind a start that is text";
    EXPECT_EQ(status_of("2026-11-27 09:15:42 INFO caf\xe9\n"), 2) << "at the very end";
    EXPECT_EQ(status_of("INFO gr\xc3"), 0) << "a character that the end of the log cuts";
    for (std::size_t shift = 0; shift < 70; ++shift)
        ASSERT_EQ(status_of(std::string(256 * 1024 - 66 + shift, 'a') + "\xf0\x9f\x98\x80\xe2\x82\xac\n"), 0) << shift;
    TriageReport report = triage_text_of("caf\xe9\n2026-11-27 09:15:42 object M can't be used in 'await' expression\n");
    EXPECT_EQ(report.sightings, 1u) << "what is found is told all the same";
}

TEST(Doubt, WhatHoldsNothingIsEmpty) {
    for (const char* text : {"", "\n", "[]", "[]\n", " \r\n"}) EXPECT_EQ(status_of(text), 2) << text;
}

TEST(Doubt, WhatIsOverTheBoundsIsTold) {
    std::string places;
    for (int i = 0; i < 10001; ++i)
        places += fmt::format("f{}.cpp:9:14: error: no member named 'await_ready' in 'std::string'\n", i);
    EXPECT_EQ(status_of(places), 3);
    EXPECT_NE(problems_of(places).find("1 await errors are at more places than are kept (10000)"), std::string::npos);
}

TEST(Doubt, StreamsAreBounded) {
    std::string log;
    for (int i = 0; i < 3000; ++i)
        log += fmt::format(
            "svc-{}  | Traceback (most recent call last):\nsvc-{}  |   File \"/a.py\", line 3, in f\n"
            "svc-{}  | TypeError: object M can't be used in 'await' expression\n",
            i, i, i);
    const TriageReport report = triage_text_of(log);
    EXPECT_EQ(report.sightings, 3000u);
    EXPECT_EQ(told_lines(report), (Lines{{"/a.py", 3}}));
}

}  // namespace
}  // namespace awaitlint
