// Where a run looks, from wherever it is started: PATHs and what includes them, units that lie elsewhere, the root, the
// database and the configuration, build folders, and how files are called in what is printed.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// `src/a.cpp` with a mistake, `include/user.h` with another that `tests/t.cpp` alone includes.
class Places : public testing::Test {
protected:
    void SetUp() override {
        project.write("src/a.cpp", one_mistake);
        project.write("include/user.h", "#pragma once\n" + std::string(one_mistake));
        project.write("tests/t.cpp", "#include \"../include/user.h\"\n");
        write_database("build");
    }

    void write_database(const std::string& folder, const std::vector<std::string>& files = {"src/a.cpp", "tests/t.cpp"},
                        const std::vector<std::string>& flags = {}) const {
        json entries = json::array();
        for (const std::string& file : files) {
            const std::string path = file.starts_with('/') ? file : project.path(file);
            json arguments = {"clang++", "-std=c++20", "-nostdinc++", "-isystem", project.path("lib")};
            for (const std::string& flag : flags) arguments.push_back(flag);
            arguments.insert(arguments.end(), {"-c", path});
            entries.push_back({{"directory", project.path()}, {"file", path}, {"arguments", arguments}});
        }
        project.write(folder + "/compile_commands.json", entries.dump(1));
    }

    /// The places of a run's findings, as its JSON has them.
    static std::vector<std::string> places(const Ran& ran) {
        std::vector<std::string> found;
        const json report = ran.json();
        for (const json& finding : report["findings"])
            found.push_back(finding["file"].get<std::string>() + ":" + std::to_string(finding["line"].get<int>()));
        return found;
    }
    Ran check_from(const std::string& folder, std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), {"check", "--format", "json"});
        return run({.arguments = arguments, .folder = folder, .standard_output = ""});
    }
    void expect_places(const std::string& folder, const std::vector<std::string>& arguments,
                       const std::vector<std::string>& expected) const {
        const Ran ran = check_from(folder, arguments);
        EXPECT_EQ(places(ran), expected) << folder << " " << testing::PrintToString(arguments) << "\n" << ran;
        EXPECT_EQ(ran.status, expected.empty() ? 0 : 1) << ran;
    }
    void unmark() const { fs::remove(project.path(".awaitlint.json")); }

    const std::vector<std::string> both = {"include/user.h:5", "src/a.cpp:4"};
    CliProject project;
};

TEST_F(Places, APathIsReportedOnThroughWhateverIncludesIt) {
    expect_places(project.path(), {"include"}, {"include/user.h:5"});
    expect_places(project.path(), {"include", "src"}, both);
    expect_places(project.path(), {"tests"}, {});
    project.write("src/own.h", "#pragma once\n" + std::string(one_mistake));
    project.write("tests/t.cpp", "#include \"../src/own.h\"\n");
    expect_places(project.path(), {"src"}, {"src/a.cpp:4", "src/own.h:5"});
    const Ran ran = check_from(project.path(), {"src/a.cpp"});
    EXPECT_EQ(ran.json()["summary"]["units"]["total"], 1) << "what reads nothing of it is no part of the run\n" << ran;
}

TEST_F(Places, AnIncludeThatIsMissingHidesNoneBehindIt) {
    project.write("tests/t.cpp", "#include \"gone.h\"\n#include \"../include/user.h\"\n");
    const Ran ran = check_from(project.path(), {"include"});
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_EQ(ran.json()["summary"]["units"]["failed"], 1) << ran;
    EXPECT_EQ(check_from(project.path(), {"src"}).status, 1) << "it is none of the broken unit's business";
}

TEST_F(Places, ACachedResultServesEveryPath) {
    const TemporaryFolder cache;
    const auto check = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--cache-dir", cache.path("c")});
        return check_from(project.path(), arguments);
    };
    EXPECT_EQ(places(check({"src"})), std::vector<std::string>{"src/a.cpp:4"});
    EXPECT_EQ(places(check({"include"})), std::vector<std::string>{"include/user.h:5"});
    const Ran all = check({});
    EXPECT_EQ(places(all), both);
    EXPECT_EQ(all.json()["summary"]["units"]["cached"], 2) << all;
    const Ran again = check({"src"});
    EXPECT_EQ(places(again), std::vector<std::string>{"src/a.cpp:4"});
    EXPECT_EQ(again.json()["summary"]["units"]["total"], 1) << again;
    project.write("tests/t.cpp", "#include \"../src/late.h\"\n");
    project.write("src/late.h", "#pragma once\n" + std::string(one_mistake));
    EXPECT_EQ(places(check({"src"})), (std::vector<std::string>{"src/a.cpp:4", "src/late.h:5"}));
    project.write("src/late.h", "#pragma once\n" + std::string(no_mistake));
    EXPECT_EQ(places(check({"src"})), std::vector<std::string>{"src/a.cpp:4"});
    EXPECT_EQ(check({"--cache-verify", "include"}).status, 2) << "nobody includes it any more";
}

class Unity : public Places {
protected:
    std::string unity(const std::string& path) const {
        std::string text;
        for (const char* file : {"src/a.cpp", "src/b.cpp"}) text += "#include \"" + project.path(file) + "\"\n";
        std::ofstream(path) << text;
        return path;
    }
    void SetUp() override {
        project.write("src/a.cpp", one_mistake);
        project.write("src/b.cpp", "task<int> second() { co_return co_await get_user(2); }\n");
    }
    const std::vector<std::string> all = {"src/a.cpp:4", "src/b.cpp:1"};
    TemporaryFolder elsewhere;
};

TEST_F(Unity, AUnitySourceOutsideTheRootShowsItsParts) {
    write_database("build", {unity(elsewhere.path("unity_0_cxx.cxx"))});
    expect_places(project.path(), {}, all);
    expect_places(project.path(), {"src"}, all);
    expect_places(project.path(), {"src/b.cpp"}, {"src/b.cpp:1"});
    const Ran ran = check_from(project.path());
    EXPECT_EQ(ran.json()["coverage"]["unread"], json::array()) << ran;
}

TEST_F(Unity, AUnitySourceThatIsExcludedOrBuiltShowsItsParts) {
    project.write(".awaitlint.json", R"({"exclude": ["gen"]})");
    project.make_folder("gen");
    write_database("build", {unity(project.path("gen/unity_0_cxx.cxx"))});
    expect_places(project.path(), {}, all);
    project.make_folder("build/Unity");
    project.write("build/CMakeCache.txt", "");
    write_database("build", {unity(project.path("build/Unity/unity_0_cxx.cxx"))});
    expect_places(project.path(), {}, all);
    expect_places(project.path(), {"src/a.cpp"}, {"src/a.cpp:4"});
}

TEST_F(Unity, WhatIsNobodysIsNoPartOfTheRun) {
    std::ofstream(elsewhere.path("other.cpp")) << one_mistake;
    std::ofstream(elsewhere.path("broken.cpp")) << "#include \"gone.h\"  // co_await\n";
    write_database("build",
                   {unity(elsewhere.path("unity.cpp")), elsewhere.path("other.cpp"), elsewhere.path("broken.cpp")});
    const Ran ran = check_from(project.path());
    EXPECT_EQ(places(ran), all) << ran;
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(ran.json()["summary"]["units"]["total"], 1) << ran;
    EXPECT_TRUE(contains(ran.err, "not read to the end")) << ran;
    EXPECT_TRUE(contains(ran.err, "'gone.h' file not found")) << ran;
}

TEST_F(Unity, FixRepairsItsSources) {
    write_database("build", {unity(elsewhere.path("unity_0_cxx.cxx"))});
    const Ran ran = project.awaitlint({"fix"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.err, "repaired 2 of 2 findings in 2 files")) << ran;
}

TEST_F(Places, ARunFromAnyFolderFindsTheSame) {
    const TemporaryFolder unrelated;
    fs::create_directory_symlink(project.path(), unrelated.path("link"));
    const std::string parent = fs::path(project.path()).parent_path();
    const std::string name = fs::path(project.path()).filename();
    for (const bool is_marked : {true, false}) {
        if (!is_marked) unmark();
        expect_places(project.path(), {}, both);
        expect_places(project.path("src"), {".."}, both);
        expect_places(project.path("tests"), {"../include", "../src"}, both);
        expect_places(project.path("build"), {".."}, both);
        expect_places(project.path("build"), {project.path()}, both);
        expect_places(parent, {name}, both);
        expect_places(parent, {name + "/src"}, {"src/a.cpp:4"});
        expect_places(unrelated.path(), {project.path()}, both);
        expect_places(unrelated.path(), {project.path("include/user.h")}, {"include/user.h:5"});
        expect_places(unrelated.path(), {"link"}, both);
        expect_places(unrelated.path(), {"link/src/a.cpp"}, {"src/a.cpp:4"});
        expect_places("/", {project.path("src")}, {"src/a.cpp:4"});
        expect_places(project.path("src"), {}, {"src/a.cpp:4"});
        expect_places(unrelated.path(), {"-p", project.path("build"), project.path("include"), project.path("src")},
                      both);
    }
}

TEST_F(Places, FromTheBuildFolderEverythingIsMeant) {
    project.write("build/CMakeCache.txt", "");
    const Ran ran = check_from(project.path("build"));
    EXPECT_EQ(places(ran), both) << ran;
    EXPECT_TRUE(contains(ran.err, "looking at everything below '" + project.path() + "'")) << ran;
    unmark();
    expect_places(project.path("build"), {}, both);
}

TEST_F(Places, TheConfigurationIsThatOfThePath) {
    project.write(".awaitlint.json", R"({"exclude": ["include"]})");
    const TemporaryFolder unrelated;
    unrelated.write(".awaitlint.json", R"({"exclude": ["src"]})");
    expect_places(unrelated.path(), {project.path()}, {"src/a.cpp:4"});
}

TEST_F(Places, ANamedRootReplacesTheNearestMark) {
    const TemporaryFolder unrelated;
    unmark();
    expect_places(unrelated.path(), {"--root", project.path()}, both);
    project.write("src/.awaitlint.json", "{}");
    expect_places(project.path(), {"src"}, {"a.cpp:4"});
    expect_places(project.path(), {"--root", ".", "src"}, {"src/a.cpp:4"});
    const Ran outside = check_from(project.path(), {"--root", "src", "include"});
    EXPECT_EQ(outside.status, 2) << outside;
    EXPECT_TRUE(contains(outside.err, "outside the project's root")) << outside;
    EXPECT_EQ(check_from(project.path(), {"--root", "gone"}).status, 2);
}

TEST_F(Places, WhatIsNotTheUsersIsSaid) {
    project.write(".awaitlint.json", R"({"exclude": ["src"]})");
    const Ran excluded = check_from(project.path(), {"src/a.cpp"});
    EXPECT_EQ(excluded.status, 2) << excluded;
    EXPECT_TRUE(contains(excluded.err, "src/a.cpp' is not looked at: it is excluded")) << excluded;
    const Ran some = check_from(project.path(), {"src", "include"});
    EXPECT_EQ(some.status, 3) << some;
    EXPECT_EQ(places(some), std::vector<std::string>{"include/user.h:5"}) << some;
}

TEST_F(Places, OfSeveralProjectsTheFirstIsLookedAt) {
    const CliProject other;
    other.write("b.cpp", one_mistake);
    const Ran ran = check_from(project.path(), {"src", other.path("b.cpp")});
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_EQ(places(ran), std::vector<std::string>{"src/a.cpp:4"}) << ran;
    EXPECT_TRUE(contains(ran.err, other.path("b.cpp") + "' is not looked at: it is outside the project's root")) << ran;
    EXPECT_EQ(check_from("/", {"/etc/hostname", project.path("src")}).status, 2);
}

TEST_F(Places, FlagsAreReadFromAnyDirectory) {
    const TemporaryFolder unrelated;
    for (const bool is_marked : {true, false}) {
        if (!is_marked) unmark();
        for (const std::string& folder : {project.path(), project.path("src"), unrelated.path(), std::string("/")}) {
            const std::string relative = fs::path(project.path("src/a.cpp")).lexically_relative(folder);
            for (const std::string& file : {project.path("src/a.cpp"), relative}) {
                const Ran ran =
                    check_from(folder, {file, "--", "-std=c++20", "-nostdinc++", "-isystem", project.path("lib")});
                EXPECT_EQ(ran.status, 1) << folder << " " << file << "\n" << ran;
                EXPECT_FALSE(contains(ran.err, "''")) << ran;
            }
        }
    }
}

TEST_F(Places, ACompilersNameBehindTwoDashes) {
    const std::vector<std::string> flags = {"-std=c++20", "-nostdinc++", "-isystem", "lib"};
    for (const std::vector<std::string>& compiler : std::vector<std::vector<std::string>>{
             {"clang++"}, {"/usr/bin/g++-12"}, {"ccache", "g++"}, {"aarch64-linux-gnu-g++"}, {"env", "A=B", "c++"}}) {
        std::vector<std::string> arguments = {"src/a.cpp", "--"};
        arguments.insert(arguments.end(), compiler.begin(), compiler.end());
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        EXPECT_EQ(check_from(project.path(), arguments).status, 1) << compiler.front();
    }
    const Ran cl = check_from(project.path(), {"src/a.cpp", "--", "clang-cl", "/std:c++20", "/clang:-nostdinc++",
                                               "/clang:-isystem", "/clang:lib"});
    EXPECT_EQ(cl.status, 1) << cl;
    EXPECT_FALSE(contains(cl.err, "does not know")) << cl;
    EXPECT_EQ(check_from(project.path(), {"src/a.cpp", "--", "src/b.cpp"}).status, 2);
}

TEST_F(Places, ExtraArgumentsGoToEachCommand) {
    project.write("src/a.cpp", "#ifdef BOTH\n" + std::string(one_mistake) + "#endif\n");
    expect_places(project.path(), {"src"}, {});
    expect_places(project.path(), {"src", "--extra-arg=-DBOTH"}, {"src/a.cpp:5"});
    expect_places(project.path(), {"src", "--extra-arg-before=-DBOTH"}, {"src/a.cpp:5"});
    expect_places(project.path(), {"src", "--extra-arg-before=-DBOTH", "--extra-arg=-UBOTH"}, {});
    const Ran plugin = check_from(project.path(), {"src", "--extra-arg=-fplugin=x.so"});
    EXPECT_TRUE(contains(plugin.err, "dropped 1 flag that an analysis does not follow: -fplugin=x.so")) << plugin;
}

TEST_F(Places, BuildFoldersAreNotTheUsers) {
    project.write("build/CMakeCache.txt", "");
    project.write("build/gen/made.h", "#pragma once\n" + std::string(one_mistake));
    project.write("build/gen/made.cpp", "#include \"made.h\"\n");
    project.write("tests/t.cpp", "#include \"../build/gen/made.h\"\n");
    write_database("build", {"src/a.cpp", "tests/t.cpp", "build/gen/made.cpp"});
    expect_places(project.path(), {}, {"src/a.cpp:4"});
    const Ran fixed = project.awaitlint({"fix"});
    EXPECT_EQ(fixed.status, 0) << fixed;
    std::ifstream in(project.path("build/gen/made.h"));
    EXPECT_TRUE(contains(std::string(std::istreambuf_iterator<char>(in), {}), "co_await get_user(1)"));
    const Ran named = check_from(project.path(), {"build/gen"});
    EXPECT_EQ(named.status, 2) << named;
    EXPECT_TRUE(contains(named.err, "a build has written it: name it in `include`")) << named;
    project.write(".awaitlint.json", R"({"include": ["src/**", "build/gen/*.h"]})");
    expect_places(project.path(), {}, {"build/gen/made.h:5"});
}

TEST_F(Places, SourcesBesideTheirBuildAreTheUsers) {
    project.write("src/CMakeCache.txt", "");
    project.write("src/CMakeLists.txt", "");
    write_database("src");
    fs::remove_all(project.path("build"));
    expect_places(project.path(), {"src"}, {"src/a.cpp:4"});
    project.write("nested/b.cpp", one_mistake);
    write_database("nested", {"nested/b.cpp"});
    expect_places(project.path("nested"), {}, {"nested/b.cpp:4"});
}

TEST_F(Places, FilesAreNamedFromTheWorkingDirectory) {
    const auto first_word = [](const Ran& ran) { return ran.out.substr(0, ran.out.find(':')); };
    const auto text = [&](const std::string& folder, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"check"});
        return run({.arguments = arguments, .folder = folder, .standard_output = ""});
    };
    const std::string a = project.path("src/a.cpp");
    const Ran below = text(project.path("src"), {});
    EXPECT_EQ(first_word(below), "a.cpp") << below;
    EXPECT_TRUE(contains(below.out, "co_return co_await get_user(1);")) << "its line is shown\n" << below;
    EXPECT_EQ(first_word(text(project.path("tests"), {"../src"})), "../src/a.cpp");
    EXPECT_EQ(first_word(text("/", {a})), a.substr(1));
    EXPECT_EQ(first_word(text(project.path("src"), {"--paths", "root"})), "src/a.cpp");
    EXPECT_EQ(first_word(text(project.path("src"), {"--paths", "absolute"})), a);
    EXPECT_EQ(places(check_from(project.path("src"))), std::vector<std::string>{"src/a.cpp:4"})
        << "JSON is of the root";
    project.write("src/b.cpp", broken_code);
    write_database("build", {"src/b.cpp"});
    const Ran broken = text(project.path("src"), {});
    EXPECT_TRUE(contains(broken.err, "failed: b.cpp: ")) << broken;
    EXPECT_TRUE(contains(broken.err, "  b.cpp:1:14: error: ")) << broken;
    const Ran audit =
        run({.arguments = {"audit", "get_user", "../include"}, .folder = project.path("src"), .standard_output = ""});
    EXPECT_EQ(audit.status, 2) << audit;
}

TEST_F(Places, ConfigurationThatCannotBeMeantIsTold) {
    project.write(".awaitlint.json",
                  R"({"include": ["src/**", "include/**", "srcc/**"],
                      "factories": [{"sync": "get_user", "async": "get_user_async"}, {"sync": "get_usr", "async": "x::get"}]})");
    project.write("src/a.cpp",
                  std::string(one_mistake) + "// NOLINTNEXTLINE(await-on-non-awaitabel, bugprone-branch-clone)\n");
    const Ran ran = check_from(project.path());
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.err, "'srcc/**' fits no file")) << ran;
    EXPECT_FALSE(contains(ran.err, "'src/**' fits no file")) << ran;
    EXPECT_TRUE(contains(ran.err, "names 'get_usr', which no analysed unit declares")) << ran;
    EXPECT_TRUE(contains(ran.err, "names 'x::get', which no analysed unit declares")) << ran;
    EXPECT_FALSE(contains(ran.err, "names 'get_user'")) << ran;
    EXPECT_TRUE(contains(ran.err,
                         "src/a.cpp:5: NOLINT names 'await-on-non-awaitabel', which is no rule. Did you mean "
                         "'await-on-non-awaitable'?"))
        << ran;
    EXPECT_FALSE(contains(ran.err, "branch-clone")) << ran;
    const Ran narrow = check_from(project.path(), {"include"});
    EXPECT_FALSE(contains(narrow.err, "no analysed unit") || contains(narrow.err, "fits no file")) << narrow;
}

}  // namespace
}  // namespace awaitlint
