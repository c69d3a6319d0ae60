// Inputs that could cost out of proportion, and caches and databases that come with the code, met by the program as a
// process. Sizes are small and still show the kind: what grows with its square or faster fails here.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "base/sanitizers.h"
#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::size_t mebibyte = std::size_t{1} << 20;

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

const std::string two_functions = "#include \"task.h\"\nint get_user(int);\ntask<int> get_user_async(int);\n";

std::string text_of(const TemporaryFolder& folder, std::string_view name) {
    std::ifstream in(folder.path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The largest peak of all processes that have ended so far.
std::size_t peak_bytes() {
    struct rusage usage;
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

TEST(Bounds, ManyMistakesOnOneLineAreShownInWindows) {
    const CliProject project;
    constexpr std::size_t mistakes = 300;
    project.only_unit("a.cpp",
                      two_functions + "task<void> f() {" + repeated("co_await get_user(1);", mistakes) + "}\n");
    for (const char* format : {"text", "markdown"}) {
        const Ran ran = project.check({"--format", format});
        EXPECT_EQ(ran.status, 1);
        EXPECT_LT(ran.out.size(), mistakes * 1500) << format;
    }
}

TEST(Bounds, ALongExpressionIsCutInTheReportAndRepairedAsAWhole) {
    const CliProject project;
    const std::string arguments = repeated("1 + ", 3000) + "1";
    project.only_unit("a.cpp", two_functions + "task<void> f() { co_await get_user(" + arguments + "); }\n");
    const Ran ran = project.check({"--format", "json"});
    const nlohmann::json finding = ran.json()["findings"][0];
    EXPECT_LT(ran.out.size(), 40'000u);
    EXPECT_TRUE(finding["current"].get<std::string>().ends_with(" more bytes]")) << finding["current"];
    EXPECT_TRUE(
        finding["suggestions"][0]["replacement"].get<std::string>().starts_with("co_await get_user_async(1 + "));
    EXPECT_EQ(schema_complaint(ran.out), "");
    EXPECT_EQ(project.awaitlint({"fix"}).status, 0);
    EXPECT_TRUE(contains(text_of(project, "a.cpp"), "co_await get_user_async(" + arguments + ");"));
}

TEST(Bounds, NestedAwaitsTakeLinearTime) {
    const CliProject project;
    constexpr std::size_t deep = 40;  // twice per level would be a trillion
    project.only_unit("a.cpp", two_functions + "task<int> f() { co_return " +
                                   repeated("co_await get_user_async(", deep) + "1" + repeated(")", deep) + "; }\n");
    const Ran ran = project.check({"--timeout", "60"});
    EXPECT_EQ(ran.status, 0) << ran;
}

TEST(Bounds, NestedBracesTakeLinearTime) {
    constexpr std::size_t deep = 40;
    const std::string list =
        "namespace std { template <class T> struct initializer_list { const T* first; decltype(sizeof 0) size; }; }\n"
        "struct list { list(int); list(std::initializer_list<list>); };\n";
    const std::string await = "co_await get_user_async(1)";
    const CliProject project;
    project.only_unit("a.cpp", list + two_functions + "task<int> f() { list all = " + repeated("{", deep) + await +
                                   repeated("}", deep) + "; co_return 1; }\n");
    const Ran braces = project.check({"--timeout", "60"});
    EXPECT_EQ(braces.status, 0) << braces;
    project.only_unit("a.cpp", list + two_functions +
                                   "struct pair { int a, b; };\nint take(pair);\ntask<int> f() { co_return " +
                                   repeated("take({1, ", deep) + await + repeated("})", deep) + "; }\n");
    const Ran calls = project.check({"--timeout", "60"});
    EXPECT_EQ(calls.status, 0) << calls;
}

TEST(Bounds, ATypeThatDoublesIsNotWrittenOut) {
    const CliProject project;
    std::string code = two_functions + "template <class A, class B> struct couple {};\nusing t0 = int;\n";
    for (int i = 0; i < 22; ++i) code += fmt::format("using t{} = couple<t{}, t{}>;\n", i + 1, i, i);
    project.only_unit("a.cpp", code + "task<t22> make();\ntask<void> f() { make(); co_return; }\n");
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.status, 1) << ran.err;
    EXPECT_LT(ran.out.size(), 10'000u);
}

TEST(Bounds, ProfilesAndUnitsDoNotMultiply) {
    if (is_address_sanitized) GTEST_SKIP() << "a sanitizer needs memory of its own";
    const CliProject project;
    nlohmann::json profile = {{"name", "p"}};
    for (int i = 0; i < 10'000; ++i) profile["types"].push_back({{"name", fmt::format("some_namespace::type_{}", i)}});
    project.write("p.json", profile.dump());
    project.write(".awaitlint.json", R"({"libraries": ["p.json"]})");
    std::vector<Entry> entries;
    for (int i = 0; i < 300; ++i) {
        entries.push_back({fmt::format("u{}.cpp", i)});
        project.write(entries.back().file, "int x;\n");
    }
    project.write_database(entries);
    const Ran ran = project.check({"--no-cache"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_LT(peak_bytes(), 400 * mebibyte) << "each copy of the names takes a megabyte, and each unit had three";
}

TEST(Bounds, WhatGitKeepsIsNeitherReportedNorRepaired) {
    const CliProject project;
    project.write(".git/hooks/a.cpp", one_mistake);
    project.write("b.cpp", no_mistake);
    project.write_database({{".git/hooks/a.cpp"}, {"b.cpp", {}}});
    EXPECT_EQ(project.check().status, 0);
    EXPECT_EQ(project.awaitlint({"fix"}).status, 0);
    EXPECT_EQ(text_of(project, ".git/hooks/a.cpp"), one_mistake);
}

TEST(Bounds, ANulByteEndsNoConfigurationUnnoticed) {
    const CliProject project;
    project.only_unit("a.cpp", one_mistake);
    project.write(".awaitlint.json", "{}\n\0{\"fail_on\": \"nonsense\"}"sv);
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 2);
    EXPECT_TRUE(contains(ran.err, ".awaitlint.json:2:1: a NUL byte")) << ran;
}

/// A cache that somebody else has filled, below the project's root.
class ForeignCache : public testing::Test {
protected:
    ForeignCache() { project.only_unit("a.cpp", one_mistake); }

    Ran check(const std::string& key, const std::vector<std::string>& arguments = {}) const {
        Process process{.arguments = {"check"}, .folder = project.path(), .standard_output = ""};
        process.arguments.insert(process.arguments.end(), arguments.begin(), arguments.end());
        process.environment = {"AWAITLINT_CACHE_DIR=" + project.path(".cache"), "AWAITLINT_CACHE_KEY=" + key,
                               "XDG_STATE_HOME=" + state.path()};
        return run(process);
    }

    CliProject project;
    TemporaryFolder state;
};

TEST_F(ForeignCache, IsNotUsedAndToldOnce) {
    check("the key of a stranger");
    EXPECT_TRUE(contains(check("the key of a stranger").err, "1 cached"));
    const Ran ran = check("a key of one's own");
    EXPECT_EQ(ran.status, 1);
    EXPECT_TRUE(contains(ran.err, "sealed with another key")) << ran;
    EXPECT_TRUE(contains(ran.err, "0 cached")) << ran;
    EXPECT_TRUE(contains(check("a key of one's own").err, "1 cached")) << "by now it is";
}

TEST_F(ForeignCache, WithoutAKeyOneIsMadeForTheUserAlone) {
    const std::string key = state.path("awaitlint/cache.key");
    EXPECT_EQ(check("").status, 1);
    ASSERT_TRUE(fs::exists(key));
    EXPECT_EQ(fs::status(key).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_TRUE(contains(check("").err, "1 cached"));
    fs::remove(key);
    EXPECT_TRUE(contains(check("").err, "sealed with another key"));
}

TEST_F(ForeignCache, AKeyThatOthersMayReadOrThatIsShortIsRefused) {
    check("");
    fs::permissions(state.path("awaitlint/cache.key"), fs::perms::group_read, fs::perm_options::add);
    const Ran ran = check("");
    EXPECT_EQ(ran.status, 1);
    EXPECT_TRUE(contains(ran.err, "others may read or write the cache's key")) << ran;
    EXPECT_TRUE(contains(ran.err, "goes on without a cache")) << ran;
    EXPECT_TRUE(contains(check("short").err, "shorter than 16"));
}

TEST_F(ForeignCache, ACommittedCostFileIsHarmless) {
    check("a key of one's own");
    for (const char* costs : {"[[[[", R"({"version": "awaitlint-costs/1", "seconds": {"/a.cpp": -1e308}})",
                              R"({"version": [], "seconds": 7})"}) {
        project.write(".cache/costs/seconds", costs);
        project.only_unit("a.cpp", std::string(one_mistake) + "// " + std::to_string(std::string(costs).size()) + "\n");
        EXPECT_EQ(check("a key of one's own").status, 1) << costs;
    }
}

TEST(FoundDatabase, IsNamedAndAChoiceIsAskedFor) {
    const CliProject project;
    project.only_unit("a.cpp", one_mistake);
    EXPECT_TRUE(contains(project.check().err, "database: compile_commands.json (found by search"));
    EXPECT_FALSE(contains(project.check({"-p", "."}).err, "found by search"));
    project.make_folder("build");
    fs::copy(project.path("compile_commands.json"), project.path("build/compile_commands.json"));
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 2);
    EXPECT_TRUE(contains(ran.err, "-p build")) << ran;
    EXPECT_EQ(project.check({"-p", "build"}).status, 1);
}

}  // namespace
}  // namespace awaitlint
