// `awaitlint check -`: what stands on standard input is analysed in the place of a file, and everything that is told is
// told of that file.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

class StandardInput : public testing::Test {
protected:
    Ran check(const std::string& text, std::vector<std::string> arguments, const std::string& folder = "") const {
        arguments.insert(arguments.begin(), {"check", "-"});
        return run({.arguments = arguments,
                    .folder = folder.empty() ? project.path() : folder,
                    .standard_output = "",
                    .environment = {},
                    .standard_input = text});
    }
    Ran check_as(const std::string& file, const std::string& text, std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"--stdin-filename", file});
        return check(text, more);
    }

    CliProject project;
};

TEST_F(StandardInput, IsAnalysedInThePlaceOfTheFile) {
    project.only_unit("a.cpp", no_mistake);
    const Ran ran = check_as("a.cpp", "\n" + std::string(one_mistake));
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(ran.out.starts_with("a.cpp:5:31: error: 'get_user' is synchronous")) << ran;
    EXPECT_TRUE(contains(ran.out, "    5 | task<int> greet() { co_return co_await get_user(1); }\n"))
        << "its own line\n"
        << ran;
    EXPECT_TRUE(contains(ran.out, "co_await get_user_async(1)   (proven")) << ran;
    EXPECT_EQ(text_of(project.path("a.cpp")), no_mistake) << "the file stays as it is";
    EXPECT_EQ(project.check().status, 0);

    project.write("a.cpp", one_mistake);
    const Ran repaired = check_as("a.cpp", no_mistake);
    EXPECT_EQ(repaired.status, 0) << repaired;
    EXPECT_EQ(repaired.out, "") << repaired;
    EXPECT_EQ(project.check().status, 1);
}

TEST_F(StandardInput, ColumnsOfOtherFormatsAreThoseOfItsText) {
    project.only_unit("a.cpp", no_mistake);
    const std::string text = declarations + "/* \xc3\xa4 */ task<int> greet() { co_return co_await get_user(1); }\n";
    const Ran ran = check_as("a.cpp", text, {"--format", "sarif"});
    const auto result = ran.json()["runs"][0]["results"][0];
    EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"]["startColumn"], 39) << ran;
    EXPECT_TRUE(result.contains("fixes")) << ran;
}

TEST_F(StandardInput, IsFoundFromAnyFolder) {
    project.only_unit("src/a.cpp", no_mistake);
    std::filesystem::create_directories(project.path("src/deep"));
    const Ran ran = check(one_mistake, {"--stdin-filename", "../a.cpp"}, project.path("src/deep"));
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(ran.out.starts_with("../a.cpp:4:31: ")) << ran;
    const Ran absolute = check_as(project.path("src/a.cpp"), one_mistake);
    EXPECT_TRUE(absolute.out.starts_with("src/a.cpp:4:31: ")) << absolute;
}

TEST_F(StandardInput, OfAHeaderIsReadByAUnitThatIncludesIt) {
    project.write("lib.h", "#pragma once\n");
    project.write("a.cpp", "#include \"lib.h\"\nint x;\n");
    project.write("b.cpp", "int y;\n");
    project.write_database({Entry{"b.cpp"}, Entry{"a.cpp"}});
    const Ran ran = check_as("lib.h", "#pragma once\n" + std::string(one_mistake));
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(ran.out.starts_with("lib.h:5:31: ")) << ran;
    EXPECT_TRUE(contains(ran.last_error_line(), "analysed 1/1 units")) << ran;
}

TEST_F(StandardInput, WithoutATextIsAnEmptyFile) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = check_as("a.cpp", "");
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.last_error_line(), "1/1 units") || contains(ran.last_error_line(), "1 skipped")) << ran;
}

TEST_F(StandardInput, WhatDoesNotCompileIsIncomplete) {
    project.only_unit("a.cpp", no_mistake);
    const Ran ran = check_as("a.cpp", broken_code);
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_TRUE(contains(ran.err, "failed: a.cpp")) << ran;
}

TEST_F(StandardInput, LeavesNothingInTheCache) {
    project.only_unit("a.cpp", one_mistake);
    const TemporaryFolder cache;
    EXPECT_EQ(check_as("a.cpp", no_mistake, {"--cache-dir", cache.path()}).status, 0);
    EXPECT_EQ(project.check({"--cache-dir", cache.path()}).status, 1);
    EXPECT_EQ(check_as("a.cpp", no_mistake, {"--cache-dir", cache.path()}).status, 0);
}

TEST_F(StandardInput, TakesFlagsInThePlaceOfADatabase) {
    project.write("a.cpp", no_mistake);
    const Ran ran = check(one_mistake, with_flags({"--stdin-filename", "a.cpp"}));
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(ran.out.starts_with("a.cpp:4:31: ")) << ran;
}

TEST_F(StandardInput, UsesTheBaseline) {
    project.only_unit("a.cpp", one_mistake);
    ASSERT_EQ(project.awaitlint({"baseline", "write"}).status, 0);
    EXPECT_EQ(check_as("a.cpp", "// moved\n" + std::string(one_mistake)).status, 0);
    EXPECT_EQ(
        check_as("a.cpp", std::string(one_mistake) + "task<int> more() { co_return co_await get_user(2); }\n").status,
        1);
}

TEST_F(StandardInput, WhatIsUnclearIsRefusedWithARemedy) {
    project.only_unit("a.cpp", no_mistake);
    project.write("outside.cpp", no_mistake);
    project.write("lonely.h", "");
    const struct {
        std::vector<std::string> arguments;
        const char* told;
    } wrong[] = {
        {{"check", "-"}, "say with --stdin-filename FILE"},
        {{"check", "-", "a.cpp", "--stdin-filename", "a.cpp"}, "stands alone"},
        {{"check", "a.cpp", "--stdin-filename", "a.cpp"}, "give `-` as the PATH"},
        {{"check", "--stdin-filename", "a.cpp"}, "give `-` as the PATH"},
        {{"check", "-", "--stdin-filename", "new.cpp"}, "save it once"},
        {{"check", "-", "--stdin-filename", "."}, "save it once"},
        {{"check", "-", "--stdin-filename", "outside.cpp"}, "outside.cpp' is not in"},
        {{"check", "-", "--stdin-filename", "lonely.h"}, "no analysed unit reads"},
        {{"check", "-", "--stdin-filename", "a.cpp", "--diff-base", "main"}, "--diff-base compares the files on disk"},
        {{"fix", "-"}, "check - --stdin-filename FILE --format rdjsonl"},
        {{"fix", "-", "--stdin-filename", "a.cpp", "--diff"}, "check - --stdin-filename FILE --format rdjsonl"},
    };
    for (const auto& [arguments, told] : wrong) {
        const Ran ran = run(
            {.arguments = arguments, .folder = project.path(), .standard_output = "", .standard_input = one_mistake});
        EXPECT_EQ(ran.status, 2) << ran;
        EXPECT_TRUE(contains(ran.err, told)) << told << "\n" << ran;
        EXPECT_FALSE(contains(ran.out, "get_user")) << ran;
    }
}

TEST_F(StandardInput, IsBounded) {
    project.only_unit("a.cpp", no_mistake);
    const Ran ran = run({.arguments = {"check", "-", "--stdin-filename", "a.cpp"},
                         .folder = project.path(),
                         .standard_output = "",
                         .standard_input = std::string((std::size_t{64} << 20) + 1, ' ')});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "more than 64 MiB")) << ran;
}

}  // namespace
}  // namespace awaitlint
