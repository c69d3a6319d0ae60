// What compilers say of awaiters and of awaits behind other errors: fixtures/triage/concepts holds what they printed of
// case.cpp and awaiters.cpp, of which each line that is wrong says which member is.
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "triage_logs.h"

namespace awaitlint {
namespace {

const std::filesystem::path folder = triage_fixtures / "concepts";

/// Line -> the text behind "// wrong: " there.
std::map<std::uint32_t, std::string> wrong_members() {
    std::ifstream in(folder / "awaiters.cpp");
    std::map<std::uint32_t, std::string> wrong;
    std::string text;
    for (std::uint32_t line = 1; std::getline(in, text); ++line)
        if (const std::size_t at = text.find("// wrong: "); at != std::string::npos) wrong[line] = text.substr(at + 10);
    return wrong;
}

class Awaiters : public testing::TestWithParam<const char*> {};

TEST_P(Awaiters, AreToldWithTheMemberThatIsWrong) {
    const TriageReport report = triage_of({(folder / GetParam()).string()});
    std::map<std::uint32_t, std::string> wrong = wrong_members();
    ASSERT_GE(wrong.size(), 10u);
    for (const AwaitError& error : report.errors) {
        ASSERT_TRUE(wrong.contains(error.place.line)) << error.place.line << ": " << error.message;
        EXPECT_NE(error.message.find(wrong[error.place.line]), std::string::npos)
            << error.place.line << ": " << error.message << "\nexpected: " << wrong[error.place.line];
        EXPECT_EQ(error.place.column, 5u) << error.place.line << ": " << error.message;
        wrong.erase(error.place.line);
    }
    for (const auto& [line, member] : wrong) ADD_FAILURE() << line << ": not told: " << member;
    EXPECT_EQ(report.other_errors, 0u);
}

INSTANTIATE_TEST_SUITE_P(Compilers, Awaiters, testing::Values("awaiters.g++-12.log", "awaiters.clang++-22.log"),
                         [](const auto& info) {
                             return std::string(info.param).substr(9, 1) == "g" ? "gcc" : "clang";
                         });

TEST(BuildLogs, OfConceptFailuresDoNotHideTheAwaitBehindThem) {
    for (const char* log : {"gcc12.log", "clang22.log"}) {
        const TriageReport report = triage_of({(folder / log).string()});
        EXPECT_EQ(told_lines(report), (Lines{{"case.cpp", 21}})) << log;
        EXPECT_EQ(report.other_errors, 1u) << log;
    }
}

TEST(BuildLogs, PlacesInNotesAreNotTheWayToTheNextError) {
    const TriageReport report = triage_text_of(
        "a.cpp: In instantiation of 'void run(T) [with T = box]':\n"
        "a.cpp:30:8:   required from here\n"
        "a.cpp:12:9: error: no matching function for call to 'pack(box&)'\n"
        "a.cpp:5:6: note: candidate: 'template<class T> requires small<T> void pack(T)'\n"
        "a.cpp:5:6: note: constraints not satisfied\n"
        "a.cpp: In substitution of 'template<class T> requires small<T> void pack(T) [with T = box]':\n"
        "a.cpp:12:9:   required from 'void run(T) [with T = box]'\n"
        "a.cpp:30:8:   required from here\n"
        "a.cpp:4:28:   required for the satisfaction of 'small<T>' [with T = box]\n"
        "a.cpp:4:60: note: the required expression 't.shrink()' is invalid\n"
        "a.cpp:14:5: error: no member named 'await_ready' in 'box'\n"
        "   14 |     co_await load(2);\n"
        "      |     ^~~~~~~~\n");
    EXPECT_EQ(told_lines(report), (Lines{{"a.cpp", 14}}));
}

TEST(BuildLogs, AdviceIsNeverToMoveWhatCannotBeMoved) {
    const auto message_for = [](const std::string& operand) {
        const TriageReport report = triage_text_of(
            "a.cpp:7:14: error: call to implicitly-deleted copy constructor of 'job'\n    7 |     co_await " + operand +
            ";\n      |              ^~~\n");
        return report.errors.empty() ? std::string("none") : report.errors[0].message;
    };
    EXPECT_NE(message_for("work").find("co_await std::move(work), if it is not const"), std::string::npos);
    for (const char* operand : {"static_cast<job&>(work)", "(job&)work", "get(work)", "*work", "works[0]"})
        EXPECT_EQ(message_for(operand).find("std::move"), std::string::npos) << message_for(operand);
    const TriageReport report = triage_text_of(
        "a.cpp:7:14: error: passing 'const job' as 'this' argument discards qualifiers [-fpermissive]\n"
        "    7 |     co_await work;\n      |              ^~~~\n"
        "a.cpp:2:8: note:   in call to 'wait job::operator co_await() &&'\n");
    ASSERT_EQ(report.errors.size(), 1u);
    EXPECT_EQ(report.errors[0].message,
              "'const job' is not awaitable: it is const, and its 'operator co_await' is not");
}

TEST(BuildLogs, OtherErrorsOfTheSameWordingsAreNotAwaits) {
    for (const char* log :
         {"a.cpp:7:14: error: too few arguments to function call, expected 1, have 0\n    7 |     run();\n      |      "
          "   ^\n"
          "a.cpp:2:8: note: 'run' declared here\n",
          "a.cpp:7:7: error: value of type 'verdict' is not contextually convertible to 'bool'\n"
          "    7 |   if (co_await ask()) run();\n      |       ^~~~~~~~~~~~~~\n",
          "a.cpp:7:7: error: use of deleted function 'void box::run()'\n    7 |   co_await load(b.run());\n"
          "      |                      ^\na.cpp:2:8: note: declared here\n",
          "a.cpp:7:5: error: 'int box::secret' is private within this context\n"}) {
        const TriageReport report = triage_text_of(log);
        EXPECT_EQ(report.sightings, 0u) << log << triage_text(report);
        EXPECT_EQ(report.other_errors, 1u) << log;
    }
}

}  // namespace
}  // namespace awaitlint
