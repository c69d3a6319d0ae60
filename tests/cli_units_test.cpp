// Which units are analysed and how they get there: databases as build tools write them, flags without a database,
// headers.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

class Units : public testing::Test {
protected:
    /// A finding at this place, and status 1.
    static void expect_finding(const Ran& ran, std::string_view place) {
        EXPECT_EQ(ran.status, 1) << ran;
        EXPECT_TRUE(contains(ran.out, std::string(place) + ": error: ")) << ran;
    }

    json entry(const std::string& directory, const std::string& file, json arguments) const {
        return {{"directory", directory}, {"file", file}, {"arguments", std::move(arguments)}};
    }

    CliProject project;
};

TEST_F(Units, FlagsReplaceADatabase) {
    project.write("a.cpp", one_mistake);
    project.write("b.cpp", no_mistake);
    expect_finding(project.check(with_flags({"a.cpp"})), "a.cpp:4:31");
    const Ran both = project.check(with_flags({"b.cpp", "a.cpp"}));
    expect_finding(both, "a.cpp:4:31");
    EXPECT_TRUE(both.last_error_line().starts_with("analysed 2/2 units")) << both;
    EXPECT_EQ(project.check(with_flags({"b.cpp"})).status, 0);
    EXPECT_EQ(project.awaitlint(with_flags({"audit", "get_user", "a.cpp"})).status, 1);
}

TEST_F(Units, FlagsBehindTwoDashesAreTheCompilersAlone) {
    project.write("a.cpp", "#ifdef FLAG\n" + std::string(one_mistake) + "#endif\n");
    std::vector<std::string> arguments = with_flags({"a.cpp"});
    EXPECT_EQ(project.check(arguments).status, 0);
    arguments.insert(arguments.end(), {"-D", "FLAG"});
    expect_finding(project.check(arguments), "a.cpp:5:31");
    arguments.push_back("--format");
    EXPECT_EQ(project.check(arguments).status, 1) << "an option behind -- is none of awaitlint's";
}

TEST_F(Units, TheDatabaseIsFoundNearby) {
    project.write("src/a.cpp", one_mistake);
    project.write_database({Entry{"src/a.cpp"}}, "cmake-build-debug/compile_commands.json");
    expect_finding(project.check(), "src/a.cpp:4:31");
    expect_finding(project.awaitlint({"check"}, "src"), "a.cpp:4:31");
    expect_finding(project.check({"-p", "cmake-build-debug"}), "src/a.cpp:4:31");
    expect_finding(project.check({"-p", "cmake-build-debug/compile_commands.json"}), "src/a.cpp:4:31");
}

TEST_F(Units, RelativeDirectoriesAndFiles) {
    project.write("src/a.cpp", one_mistake);
    project.make_folder("out/debug");
    project.write_json_database(json::array(
        {entry("out/debug", "../../src/a.cpp",
               {"c++", "-std=c++20", "-nostdinc++", "-isystem", "../../lib", "-c", "../../src/a.cpp", "-o", "a.o"})}));
    expect_finding(project.check(), "src/a.cpp:4:31");
}

TEST_F(Units, ACommandMayBeOneString) {
    project.write("src dir/a.cpp", one_mistake);
    project.write_json_database(json::array({{{"directory", project.path()},
                                              {"file", "src dir/a.cpp"},
                                              {"command",
                                               "g++ -std=c++20 -nostdinc++ -isystem lib -DTEXT=\\\"a\\ b\\\" "
                                               "-c 'src dir/a.cpp'"}}}));
    expect_finding(project.check(), "src dir/a.cpp:4:31");
}

TEST_F(Units, ResponseFilesAndTheMissingModmap) {
    project.write("a.cpp", one_mistake);
    project.write("flags.rsp", "-std=c++20 -nostdinc++\n-isystem lib\n");
    project.write_json_database(
        json::array({entry(project.path(), "a.cpp", {"g++", "@flags.rsp", "@a.cpp.o.modmap", "-c", "a.cpp"})}));
    const Ran ran = project.check();
    expect_finding(ran, "a.cpp:4:31");
    EXPECT_TRUE(contains(ran.err, "a.cpp.o.modmap")) << "dropped, and told\n" << ran;
}

TEST_F(Units, ModulesAreParsedFromTheirFirstLineOn) {
    const std::string rest = std::string(one_mistake).substr(std::string_view("#include \"task.h\"\n").size());
    project.only_unit("m.cpp", "module;\n#include \"task.h\"\nexport module m;\n" + rest + "module :private;\n");
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "m.cpp:6:31: error: 'get_user' is synchronous")) << ran;
    EXPECT_TRUE(contains(ran.out, "(proven; m.cpp:5)")) << ran;
    project.only_unit("n.cpp", "export module n;\nint x = undeclared;  // co_await\n");
    const Ran broken = project.check();
    EXPECT_EQ(broken.status, 3) << "its own errors are told\n" << broken;
    EXPECT_TRUE(contains(broken.err, "use of undeclared identifier 'undeclared'")) << broken;
}

TEST_F(Units, WhatAnImportedModuleGivesIsSeen) {
    project.write("m.cpp",
                  "module;\n#include \"task.h\"\nexport module m;\nexport using ::task;\nexport task<int> get();\n");
    const std::vector<std::string> flags = {"-fmodule-file=m=m.pcm"};
    project.write("a.cpp", "import m;\nvoid f() { get(); }\n");
    project.write_database({Entry{"a.cpp", flags}});
    const Ran missing = project.check();
    EXPECT_EQ(missing.status, 3) << "not skipped: nobody knows what is in it\n" << missing;
    EXPECT_TRUE(contains(missing.err, "module file 'm.pcm' not found")) << missing;
    EXPECT_EQ(missing.out, "") << missing;
    // Of what is not there nothing follows: neither that `deed` is no task, nor that `get` may be dropped.
    project.write("b.cpp",
                  "#include \"task.h\"\nimport m;\ndeed f() { co_await get(); }\nint g();\n"
                  "task<int> h() { co_return co_await g(); }\nint i() { return co_await g(); }\n");
    project.write_database({Entry{"b.cpp", flags}});
    const Ran nothing = project.check();
    EXPECT_EQ(nothing.status, 3) << nothing;
    EXPECT_EQ(nothing.out, "") << nothing;
    project.write_database({Entry{"b.cpp"}});
    EXPECT_EQ(project.check().out, "") << "nor without the flag";
    EXPECT_EQ(project.check().status, 3);
    project.write_database({Entry{"a.cpp", flags}});
    const Ran built = run({.program = "/usr/bin/env",
                           .arguments = {"clang++-22", "-std=c++20", "-nostdinc++", "-isystem", "lib", "-w",
                                         "--precompile", "-x", "c++-module", "m.cpp", "-o", "m.pcm"},
                           .folder = project.path(),
                           .standard_output = ""});
    ASSERT_EQ(built.status, 0) << built;
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:2:12: error: 'get' returns 'task<int>', dropped without co_await")) << ran;
}

TEST_F(Units, LaunchersAreSkipped) {
    project.write("a.cpp", one_mistake);
    for (const json& launcher : {json{"ccache"}, json{"env", "CCACHE_DIR=/nowhere", "ccache"},
                                 json{"cmake", "-E", "env", "A=B", "--", "distcc"}}) {
        json arguments = launcher;
        for (const char* argument : {"g++-12", "-std=c++20", "-nostdinc++", "-isystem", "lib", "-c", "a.cpp"})
            arguments.push_back(argument);
        project.write_json_database(json::array({entry(project.path(), "a.cpp", arguments)}));
        expect_finding(project.check(), "a.cpp:4:31");
    }
}

TEST_F(Units, FlagsThatOnlyGccKnowsAreDroppedAndCounted) {
    project.write("a.cpp", one_mistake);
    project.write_database(
        {Entry{"a.cpp",
               {"-fconcepts-diagnostics-depth=3", "-fno-such-flag", "-Wno-such-warning", "-fmodules-ts", "-Werror"}}});
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.status, 1) << ran;
    const std::string reason = ran.json()["units"][0]["reason"];
    EXPECT_TRUE(contains(reason, "flags that Clang does not know")) << reason;
    EXPECT_TRUE(contains(reason, "-fconcepts-diagnostics-depth=3")) << reason;
    EXPECT_TRUE(contains(ran.err, reason)) << "told on standard error too\n" << ran;
}

TEST_F(Units, AnOldStandardIsOneSentence) {
    const std::string code = std::string(one_mistake) + "task<int> more() { co_return co_await get_user(2); }\n";
    project.write("a.cpp", code);
    project.write_database({Entry{"a.cpp", {"-std=c++17"}}});
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.status, 3) << ran;
    const std::string sentence =
        "the unit is compiled as C++17: coroutines need C++20, compile it with -std=c++20 or later";
    EXPECT_EQ(ran.json()["units"][0]["reason"], sentence) << ran;
    EXPECT_TRUE(contains(ran.err, "failed: a.cpp: " + sentence + "\n")) << ran;
    EXPECT_EQ(ran.error_lines().size(), 3u) << "the database, the sentence, the summary\n" << ran;
    project.write_database({Entry{"a.cpp", {"-std=c++17", "-fcoroutines"}}});
    const Ran asked = project.check();
    EXPECT_EQ(asked.status, 1) << asked;
    EXPECT_TRUE(contains(asked.err, "it is analysed as C++20")) << asked;
    EXPECT_TRUE(contains(asked.out, "a.cpp:4:31: error: 'get_user' is synchronous")) << asked;
}

TEST_F(Units, ACompilersNameSaysTheTarget) {
    project.write("a.cpp", "#ifndef __aarch64__\n#error other\n#endif\n" + std::string(one_mistake));
    const auto check_with = [&](const std::string& compiler, const json& flags) {
        json arguments = {compiler, "-std=c++20", "-nostdinc++", "-isystem", "lib"};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        arguments.push_back("a.cpp");
        project.write_json_database(json::array({entry(project.path(), "a.cpp", arguments)}));
        return project.check();
    };
    for (const char* compiler : {"aarch64-linux-gnu-g++-12", "/opt/x/bin/aarch64-none-elf-g++"}) {
        const Ran ran = check_with(compiler, json::array());
        expect_finding(ran, "a.cpp:7:31");
        EXPECT_TRUE(contains(ran.err, "the target in the name of its compiler")) << ran;
    }
    project.write("a.cpp", "#ifndef __EMSCRIPTEN__\n#error other\n#endif\n" + std::string(one_mistake));
    expect_finding(check_with("em++", json::array()), "a.cpp:7:31");
    project.write("a.cpp", "#include <vector>\n" + std::string(one_mistake));
    const json without_library = {"arm-none-eabi-g++", "-std=c++20", "-isystem", "lib", "a.cpp"};
    project.write_json_database(json::array({entry(project.path(), "a.cpp", without_library)}));
    const Ran lacking = project.check();
    EXPECT_EQ(lacking.status, 3) << lacking;
    EXPECT_TRUE(contains(lacking.err,
                         "the headers of the target's standard library are not found (<vector>): name the folder "
                         "of the target's system with --sysroot"))
        << lacking;
}

TEST_F(Units, PrecompiledHeadersAreReplacedByTheirSource) {
    const std::string header =
        std::string(one_mistake).substr(0, std::string_view(one_mistake).rfind("task<int> greet"));
    project.write("pch/cmake_pch.hxx", "#pragma once\n" + header);
    project.write("a.cpp",
                  "#ifndef SEEN\n#define SEEN\ntask<int> greet() { co_return co_await get_user(1); }\n#endif\n");
    const std::string pch = project.path("pch/cmake_pch.hxx");
    const json system = {"/std:c++20", "/clang:-nostdinc++", "/clang:-isystem", "/clang:lib"};
    const json cl = {"/Yu" + pch, "/Fp" + project.path("x.pch"), "/FI" + pch, "/EHsc", "/Zc:__cplusplus", "/TP"};
    for (const char* compiler : {"clang-cl", "C:\\VS\\cl.exe", "/usr/bin/clang-cl-22"}) {
        json arguments = {compiler};
        for (const json* part : {&system, &cl}) arguments.insert(arguments.end(), part->begin(), part->end());
        arguments.insert(arguments.end(), {"-c", "--", project.path("a.cpp")});
        project.write_json_database(json::array({entry(project.path(), "a.cpp", arguments)}));
        const Ran ran = project.check();
        expect_finding(ran, "a.cpp:3:31");
        EXPECT_TRUE(contains(ran.err, "is replaced by its source")) << ran;
    }
    for (const std::vector<std::string>& flags : std::vector<std::vector<std::string>>{
             {"-Xclang", "-include-pch", "-Xclang", pch + ".pch", "-Xclang", "-include", "-Xclang", pch},
             {"-include-pch", "pch/cmake_pch.hxx.pch"},
             {"-include-pch", "pch/cmake_pch.pch"},
             {"-Winvalid-pch", "-include", pch}}) {
        project.write("pch/cmake_pch.hxx.gch", "whatever GCC has written");
        project.write("pch/cmake_pch.hxx.pch", "whatever Clang has written");
        project.write_database({Entry{"a.cpp", flags}});
        expect_finding(project.check(), "a.cpp:3:31");
    }
    project.write_database({Entry{"a.cpp", {"-include-pch", "gone.pch"}}});
    const Ran gone = project.check();
    EXPECT_EQ(gone.status, 3) << gone;
    EXPECT_TRUE(contains(gone.err, "the unit rests on the precompiled header 'gone.pch'")) << gone;
    project.write("a.cpp", "#ifdef OF_THE_HEADER\nint co_await;\n#endif\n");
    EXPECT_EQ(project.check().status, 3) << "what is not seen is not clean";
    project.write("a.cpp", "int a;\n");
    EXPECT_EQ(project.check().status, 3) << "nor is it none of coroutines' business";
}

// As CMake writes it: what the precompiled header includes is a system header to Clang.
TEST_F(Units, AProjectsOwnHeaderInAPrecompiledOneIsLookedAt) {
    project.write("own.h", "#pragma once\n" + std::string(one_mistake));
    project.write("build/cmake_pch.hxx",
                  "#pragma clang system_header\n#include \"" + project.path("own.h") + "\"\n#include <task.h>\n");
    project.write("a.cpp", "#include \"own.h\"\nvoid f() { greet(); }\n");
    project.write("b.cpp", "task<int> again() { co_return co_await greet(); }\n");
    project.write("c.cpp", "int c;\n");
    const std::vector<std::string> flags = {"-Xclang", "-include", "-Xclang", project.path("build/cmake_pch.hxx")};
    project.write_database({Entry{"a.cpp", flags}, Entry{"b.cpp", flags}, Entry{"c.cpp", flags}});
    for (const char* with : {"--no-cache", "--cache-dir=cache"}) {
        const Ran ran = project.check({with, "--require-coverage"});
        expect_finding(ran, "own.h:5:31");
        EXPECT_FALSE(contains(ran.err, "in no unit")) << ran;
    }
}

TEST_F(Units, ManyUnitsWithTheSameRemarkAreOneLine) {
    project.write("a.cpp", no_mistake);
    project.write("b.cpp", no_mistake);
    project.write_database({Entry{"a.cpp", {"-fno-such-flag"}}, Entry{"b.cpp", {"-fno-such-flag"}}});
    const Ran ran = project.check();
    EXPECT_TRUE(contains(ran.err, "2 units (first: a.cpp): dropped 1 flag")) << ran;
}

TEST_F(Units, WhatIsNoCOrCppIsLeftOutAndTold) {
    project.write("a.cpp", one_mistake);
    project.write("k.cu", "");
    project.write_database({Entry{"a.cpp"}, Entry{"k.cu"}});
    const Ran ran = project.check();
    expect_finding(ran, "a.cpp:4:31");
    EXPECT_TRUE(contains(ran.err, "left out 1 entry of the database: k.cu: not C or C++ (.cu)")) << ran;
    EXPECT_TRUE(contains(project.check({"-q"}).err, "k.cu")) << "what was not looked at is no remark";
    const Ran report = project.check({"--format", "json"});
    EXPECT_EQ(report.json()["coverage"]["left_out"],
              json::parse(R"x([{"file": "k.cu", "why": "not C or C++ (.cu)"}])x"));
    EXPECT_EQ(schema_complaint(report.out), "");
    EXPECT_TRUE(contains(project.check({"--format", "markdown"}).out, "Not looked at, as no C++: `k.cu`"));
}

TEST_F(Units, SeveralCommandsOfOneFileAreAllAnalysedAndAPlaceIsReportedOnce) {
    const std::string code =
        std::string(one_mistake) + "#ifdef SECOND\ntask<int> other() { co_return co_await get_user(2); }\n#endif\n";
    project.write("a.cpp", code);
    project.write_database({Entry{"a.cpp"}, Entry{"a.cpp", {"-DSECOND"}}});
    const Ran ran = project.check();
    expect_finding(ran, "a.cpp:6:31");
    EXPECT_EQ(ran.last_error_line(),
              "analysed 2/2 units (0 cached, 0 skipped, 0 failed): 2 findings (2 errors, 0 warnings, 0 suppressed)");
}

TEST_F(Units, AHeaderIsAnalysedThroughAUnitThatIncludesIt) {
    project.write("include/user.h", "#pragma once\n" + std::string(one_mistake));
    project.write("a.cpp", "#include \"include/user.h\"\n" +
                               std::string("task<int> more() { co_return co_await get_user(3); }\n"));
    project.write("b.cpp", "int b;\n");
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    const Ran ran = project.check({"include/user.h"});
    expect_finding(ran, "include/user.h:5:31");
    EXPECT_FALSE(contains(ran.out, "a.cpp:2")) << "PATH narrows where findings are reported\n" << ran;
    const Ran folder = project.check({"include"});
    EXPECT_EQ(folder.out, ran.out);
    const Ran source = project.check({"a.cpp"});
    EXPECT_TRUE(contains(source.out, "a.cpp:2:30")) << source;
    EXPECT_FALSE(contains(source.out, "include/user.h:5:31: error")) << source;
}

TEST_F(Units, AHeaderOfTwoUnitsIsReportedOnce) {
    project.write("user.h", "#pragma once\n" + std::string(one_mistake));
    project.write("a.cpp", "#include \"user.h\"\n");
    project.write("b.cpp", "#include \"user.h\"\n");
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    const Ran ran = project.check();
    expect_finding(ran, "user.h:5:31");
    EXPECT_EQ(ran.last_error_line(),
              "analysed 2/2 units (0 cached, 0 skipped, 0 failed): 1 findings (1 errors, 0 warnings, 0 suppressed)");
    EXPECT_TRUE(contains(ran.out, "(proven; user.h:4)")) << ran;
}

TEST_F(Units, ARepairThatOneUnitRefusesIsNotProven) {
    project.write("user.h",
                  "#pragma once\n#include \"task.h\"\nint get_user(int id);\n"
                  "#ifdef HAS_ASYNC\ntask<int> get_user_async(int id);\n#endif\n"
                  "task<int> greet();\n"
                  "inline task<int> greet() { co_return co_await get_user(1); }\n");
    project.write("a.cpp", "#define HAS_ASYNC\n#include \"user.h\"\n");
    project.write("b.cpp", "#include \"user.h\"\n");
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    const json report = project.check({"--format", "json"}).json();
    ASSERT_EQ(report["findings"].size(), 1u) << report.dump(1);
    for (const json& suggestion : report["findings"][0]["suggestions"]) {
        const bool is_sync = suggestion["kind"] == "sync";
        EXPECT_EQ(suggestion["proven"], is_sync) << suggestion.dump(1);
        EXPECT_EQ(suggestion["why_not"].get<std::string>().empty(), is_sync) << suggestion.dump(1);
    }
}

TEST_F(Units, SystemHeadersAndExcludedFilesGetNoFindings) {
    project.write(".awaitlint.json", R"({"exclude": ["third_party"]})");
    project.write("third_party/user.h", "#pragma once\n" + std::string(one_mistake));
    project.write("system/user2.h",
                  "#pragma once\n#include \"task.h\"\nint get(int);\n"
                  "inline task<int> load() { co_return co_await get(1); }\n");
    project.write("a.cpp", "#include \"third_party/user.h\"\n#include <user2.h>\n");
    project.write_database({Entry{"a.cpp", {"-isystem", "system"}}});
    const Ran ran = project.check();
    EXPECT_EQ(ran.out, "") << ran;
    EXPECT_EQ(ran.status, 0) << ran;
}

TEST_F(Units, TheRootIsTheNearestFolderWithAMark) {
    project.write("nested/.awaitlint.json", "{}");
    project.write("nested/a.cpp", one_mistake);
    project.write_database({Entry{"nested/a.cpp"}});
    expect_finding(project.awaitlint({"check"}, "nested"), "a.cpp:4:31");
    expect_finding(project.check(), "nested/a.cpp:4:31");
}

TEST_F(Units, TheBinaryMayBeMovedAwayFromClang) {
    project.only_unit("a.cpp",
                      "#include <stddef.h>\n#include <stdarg.h>\nsize_t size(va_list);\n" + std::string(one_mistake));
    const TemporaryFolder elsewhere;
    const std::string moved = elsewhere.path("renamed-awaitlint");
    std::filesystem::copy_file(AWAITLINT_BINARY, moved);
    const Ran ran = run({.program = moved, .arguments = {"check"}, .folder = project.path(), .standard_output = ""});
    expect_finding(ran, "a.cpp:7:31");
    EXPECT_TRUE(contains(ran.err, "analysed 1/1")) << "builtin headers were found\n" << ran;
}

TEST_F(Units, ResultsDoNotDependOnTheNumberOfWorkers) {
    std::vector<Entry> entries;
    for (int i = 0; i < 12; ++i) {
        const std::string file = "src/u" + std::to_string(i) + ".cpp";
        project.write(file, i % 3 == 1 ? no_mistake : i == 6 ? broken_code : one_mistake);
        entries.push_back({file, {"-fno-such-flag"}});
    }
    project.write_database(entries);
    for (const char* format : {"text", "json", "markdown"}) {
        const Ran one = project.check({"-j1", "--format", format});
        const Ran two = project.check({"-j2", "--format", format});
        const Ran many = project.check({"-j", "7", "--format", format});
        EXPECT_EQ(one.status, 3) << one;
        EXPECT_EQ(one.out, two.out);
        EXPECT_EQ(one.out, many.out);
        EXPECT_EQ(one.err, two.err);
    }
}

TEST_F(Units, HowLongUnitsTookIsRememberedBesideTheCache) {
    const TemporaryFolder cache;
    project.only_unit("a.cpp", one_mistake);
    project.check({"--cache-dir", cache.path("c")});
    std::ifstream in(cache.path("c/costs/seconds"));
    const json costs = json::parse(in, nullptr, false);
    ASSERT_TRUE(costs.is_object());
    EXPECT_GT(costs["seconds"][project.path("a.cpp")].get<double>(), 0);
    EXPECT_EQ(project.awaitlint({"cache", "clean", "--cache-dir", cache.path("c")}).status, 0);
    EXPECT_FALSE(std::filesystem::exists(cache.path("c/costs/seconds")));
}

TEST_F(Units, ResultsDoNotDependOnTheFolder) {
    const CliProject elsewhere;
    for (const CliProject* each : std::initializer_list<const CliProject*>{&project, &elsewhere}) {
        each->write("src/user.h", "#pragma once\n" + std::string(one_mistake));
        each->write("src/a.cpp", "#include \"user.h\"\nvoid f() { co_await get_user(1); }\n");
        each->write("broken.cpp", broken_code);
        // Clang names what has no name by its place, as an absolute path.
        each->write("unnamed.cpp",
                    "#include \"task.h\"\nauto lambda = [] { return 1; };\nint bad = lambda;  // co_await\n"
                    "struct {} unnamed;\ntask<int> f() { co_await lambda; co_await unnamed; co_return lambda; }\n");
        json entries = json::array();
        for (const char* file : {"src/a.cpp", "broken.cpp", "unnamed.cpp", "gone.cpp"}) {
            const std::string path = each->path(file);
            entries.push_back(
                entry(each->path(), path,
                      {"clang++", "-std=c++20", "-nostdinc++", "-isystem", "lib", "-I" + each->path(), path}));
        }
        each->write_json_database(entries);
    }
    ASSERT_NE(project.path(), elsewhere.path());
    for (const char* format : {"text", "json", "markdown"}) {
        const Ran here = project.check({"--format", format});
        EXPECT_EQ(here.status, 3) << here;
        EXPECT_FALSE(contains(here.out, project.path())) << here;
        EXPECT_EQ(here.out, elsewhere.check({"--format", format}).out);
        EXPECT_EQ(here.out, project.awaitlint({"check", "--format", format, "--paths", "root", ".."}, "src").out)
            << "nor on where it starts";
    }
}

/// A project with one unit that is clean, and what no unit reads.
class Unread : public Units {
protected:
    void SetUp() override {
        project.write("src/used.h", no_mistake);
        project.write("src/a.cpp", "#include \"used.h\"\n");
        project.write("src/plain.cpp", "int plain;\n");
        project.write("src/lost.cpp", one_mistake);
        project.write("src/lost.h", no_mistake);
        project.write_database({Entry{"src/a.cpp"}});
    }
};

TEST_F(Unread, FilesWithCoroutinesThatNoUnitReadsAreTold) {
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.err, "2 files with coroutines are in no unit: src/lost.cpp, src/lost.h\n")) << ran;
    EXPECT_FALSE(contains(ran.err, "task.h")) << "a system header is not the user's: " << ran;
    EXPECT_TRUE(ran.last_error_line().starts_with("analysed 1/1 units")) << ran;
    EXPECT_TRUE(contains(project.check({"-q"}).err, "lost.cpp")) << "what was not looked at is no remark";
}

TEST_F(Unread, AGateCanInsistOnThem) {
    EXPECT_EQ(project.check({"--require-coverage"}).status, 3);
    const Ran quiet = project.check({"--require-coverage", "-q"});
    EXPECT_TRUE(contains(quiet.err, "lost.cpp")) << "a failure says why: " << quiet;
    project.write(".awaitlint.json", "{\"exclude\": [\"src/lost.*\"]}");
    const Ran excluded = project.check({"--require-coverage"});
    EXPECT_EQ(excluded.status, 0) << excluded;
}

TEST_F(Unread, TheReportListsAllOfThem) {
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.json()["coverage"]["unread"],
              json::parse(R"([{"file": "src/lost.cpp", "kind": "source", "mentions_coroutines": true},
                              {"file": "src/lost.h", "kind": "header", "mentions_coroutines": true},
                              {"file": "src/plain.cpp", "kind": "source", "mentions_coroutines": false}])"))
        << ran;
    EXPECT_EQ(schema_complaint(ran.out), "");
}

TEST_F(Unread, PathsNarrowWhatIsLookedFor) {
    EXPECT_FALSE(contains(project.check({"src/a.cpp"}).err, "in no unit"));
    project.write("tests/lost.cpp", one_mistake);
    EXPECT_TRUE(contains(project.check({"src"}).err, "2 files with coroutines are in no unit"));
}

TEST_F(Unread, WithoutADatabaseNothingIsMissing) {
    const Ran ran = project.check(with_flags({"src/a.cpp", "--format", "json"}));
    EXPECT_FALSE(contains(ran.err, "in no unit")) << ran;
    EXPECT_FALSE(ran.json().contains("coverage")) << ran;
}

}  // namespace
}  // namespace awaitlint
