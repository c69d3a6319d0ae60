// Units that crash, hang, or want more than there is: each costs itself and nothing else, and is told with its cause.
#include <chrono>
#include <set>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/sanitizers.h"
#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

/// What one unit does to its worker costs this unit and nothing else.
class Mishaps : public testing::Test {
protected:
    Ran check_beside(const std::string& code, const std::vector<std::string>& arguments,
                     const std::vector<std::string>& flags = {}) {
        project.write("a.cpp", one_mistake);
        project.write("bad.cpp", code + "// co_await: a unit that mentions it is parsed\n");
        project.write("z.cpp", std::string(one_mistake));
        // The bad one is last: on a busy machine the others, too, may need their second try.
        project.write_database({Entry{"a.cpp"}, Entry{"z.cpp"}, Entry{"bad.cpp", flags}});
        return project.check(arguments);
    }

    static void expect_one_lost(const Ran& ran, std::string_view reason) {
        EXPECT_EQ(ran.status, 3) << ran;
        EXPECT_TRUE(contains(ran.err, "failed: bad.cpp: " + std::string(reason))) << ran;
        EXPECT_TRUE(contains(ran.out, "a.cpp:4:31: error: ")) << ran;
        EXPECT_TRUE(contains(ran.out, "z.cpp:4:31: error: ")) << ran;
        EXPECT_TRUE(contains(ran.out, "(proven; z.cpp:3)")) << "proofs go on too\n" << ran;
        EXPECT_TRUE(ran.last_error_line().starts_with("analysed 2/3 units (0 cached, 0 skipped, 1 failed): 2 findings"))
            << ran;
    }

    CliProject project;
};

TEST_F(Mishaps, ACrashCostsItsUnitAlone) {
    for (const char* jobs : {"-j1", "-j2"})
        expect_one_lost(check_beside("#pragma clang __debug crash\n", {jobs}), "crashed (");
    const Ran fatal = check_beside("int before;  // co_await\n#pragma clang __debug llvm_fatal_error\n", {});
    expect_one_lost(fatal, "crashed (Aborted, signal 6): LLVM ERROR: ");
    EXPECT_TRUE(contains(fatal.err, ", at bad.cpp:2\n")) << "where in the code\n" << fatal;
}

TEST_F(Mishaps, LibrariesThatLieInTheProject) {
    for (const char* library : {"libfmt.so.9", "libstdc++.so.6", "libm.so.6", "libgcc_s.so.1"})
        project.write(library, "whoever loads this gets no further\n");
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << "the loader searches the folder that we are run in\n" << ran;
}

TEST_F(Mishaps, AStackOverflowCostsItsUnitAlone) {
    const std::string deep = "bool deep() { return " + std::string(600'000, '!') + "1; }\n";
    expect_one_lost(check_beside(deep, {}), "crashed (stack overflow: its code is nested too deeply)");
    const std::string parentheses = "int deep = " + std::string(200'000, '(') + "1" + std::string(200'000, ')') + ";\n";
    expect_one_lost(check_beside(parentheses, {}, {"-fbracket-depth=300000"}),
                    "Clang could not read 'bad.cpp': bracket nesting level exceeded maximum of 2048");
}

TEST_F(Mishaps, AConstantThatIsNeverComputed) {
    const char* const endless = "constexpr int spin() { while (true) {} return 1; }\nstatic_assert(spin() == 1);\n";
    expect_one_lost(check_beside(endless, {"--timeout", "2"}, {"-fconstexpr-steps=4294967295"}), "timed out after 2 s");
}

TEST_F(Mishaps, AHeaderThatIncludesItself) {
    project.write("endless.h", "#include \"endless.h\"\n#include \"endless.h\"\n");
    const Ran ran = check_beside("#include \"endless.h\"\n", {"--timeout", "2"});
    expect_one_lost(ran, "it has errors that no finding explains\n  endless.h:1:10: error: #include nested too deeply");
}

TEST_F(Mishaps, AnIncludedPipeIsNotWaitedFor) {
    project.write("a.cpp", "");
    ASSERT_EQ(::mkfifo(project.path("pipe.h").c_str(), 0600), 0);
    expect_one_lost(
        check_beside("#include \"pipe.h\"\n", {}),
        "it has errors that no finding explains\n  bad.cpp:1:10: error: cannot open file 'pipe.h': it is not "
        "a regular file");
}

TEST_F(Mishaps, AnIncludeThatHasNoEndCostsItsUnitAlone) {
    expect_one_lost(check_beside("#include \"/dev/zero\"\n", {}), "it has errors that no finding explains");
    const Ran made_up = check_beside("#include \"/proc/self/environ\"\n", {});
    expect_one_lost(made_up, "it has errors that no finding explains");
    EXPECT_TRUE(contains(made_up.err, "': it is not on disk, the kernel makes it up")) << made_up;
    std::filesystem::resize_file(project.write("large.h", ""), std::uintmax_t{1} << 30);
    const Ran large = check_beside("#include \"large.h\"\n", {});
    expect_one_lost(large, "it has errors that no finding explains");
    EXPECT_TRUE(contains(large.err, "error: cannot open file 'large.h': it is larger than 64 MiB")) << large;
    std::filesystem::resize_file(project.write("embedded", ""), std::uintmax_t{1} << 30);
    const Ran embedded = check_beside("const char bytes[] = {\n#embed \"embedded\"\n};\n", {});
    EXPECT_EQ(embedded.status, 3) << embedded;
}

TEST_F(Mishaps, AUnitThatIsNoFileCostsItselfAlone) {
    check_beside("", {"--timeout", "100"});
    std::filesystem::remove(project.path("bad.cpp"));
    ASSERT_EQ(::mkfifo(project.path("bad.cpp").c_str(), 0600), 0);
    expect_one_lost(project.check(), "Clang could not read 'bad.cpp': ");
    std::filesystem::remove(project.path("bad.cpp"));
    project.make_folder("bad.cpp");
    expect_one_lost(project.check(), "Clang could not read 'bad.cpp': ");
    std::filesystem::remove(project.path("bad.cpp"));
    expect_one_lost(project.check(), "Clang could not read 'bad.cpp': ");
}

TEST_F(Mishaps, TooMuchMemoryCostsItsUnitAlone) {
    if (is_address_sanitized) GTEST_SKIP() << "workers have no memory limit in this build";
    const char* const greedy =
        "constexpr int fill() {\n"
        "    int* row = new int[50'000'000]{};\n"
        "    row[49'999'999] = 1;\n"
        "    delete[] row;\n"
        "    return 1;\n"
        "}\n"
        "static_assert(fill() == 1);\n";
    const Ran ran = check_beside(greedy, {"--memory", "500"}, {"-fconstexpr-steps=4294967295"});
    expect_one_lost(ran, "needed more than 500 MiB of memory (--memory)");
    EXPECT_TRUE(contains(ran.err, "\n  to see it again: awaitlint check bad.cpp --memory 500\n")) << ran;
    const Ran again = project.check({"bad.cpp", "--memory", "500"});
    EXPECT_TRUE(contains(again.err, "failed: bad.cpp: needed more than 500 MiB")) << again;
}

TEST_F(Mishaps, EachThatHangsIsTriedAgainAlone) {
    std::string slow = "constexpr int spin(int i) { while (true) {} return i; }  // co_await\n";
    for (int i = 0; i < 100; ++i) slow += "static_assert(spin(" + std::to_string(i) + ") == 1);\n";
    for (const char* name : {"one.cpp", "two.cpp"}) project.write(name, slow);
    const std::vector<std::string> flags = {"-fconstexpr-steps=100000000"};
    project.write_database({Entry{"one.cpp", flags}, Entry{"two.cpp", flags}});
    const auto start = std::chrono::steady_clock::now();
    const Ran ran = project.check({"--timeout", "1", "-j2"});
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::seconds(3)) << "both, side by side, then each";
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_TRUE(contains(ran.err, "failed: one.cpp: timed out after 1 s\n")) << ran;
    EXPECT_TRUE(contains(ran.err, "failed: two.cpp: timed out after 1 s\n")) << ran;
}

TEST_F(Mishaps, AProofThatNeverEndsMakesTheUnitIncomplete) {
    project.write("slow.cpp", a_proof_that_never_ends);
    project.write("z.cpp", one_mistake);
    project.write_database({Entry{"z.cpp"}, Entry{"slow.cpp", {a_proof_that_never_ends_flag}}});
    const Ran ran = project.check({"--timeout", "2"});
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_TRUE(contains(ran.err, "failed: slow.cpp: when its repairs were tried: timed out after 2 s\n")) << ran;
    EXPECT_TRUE(contains(ran.err, "\n  to see it again: awaitlint check slow.cpp --timeout 2\n")) << ran;
    EXPECT_TRUE(contains(ran.err, "\n  remedy: give it more with --timeout SECONDS")) << ran;
    EXPECT_TRUE(contains(ran.out, "slow.cpp:6:35: error: ")) << "what was found is told\n" << ran;
    EXPECT_TRUE(contains(ran.out, "(proven; z.cpp:3)")) << ran;
}

TEST_F(Mishaps, NothingThatCompilersPrintGetsAmongTheAnswers) {
    project.write("a.cpp", one_mistake);
    project.write_database({Entry{"a.cpp", {"--help"}}});
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:4:31: error: ")) << ran;
    EXPECT_TRUE(contains(ran.err, "dropped 1 flag that an analysis does not follow: --help")) << ran;
}

TEST_F(Mishaps, LeaveNoCoreAndWriteNothing) {
    project.write("crash.cpp", "#pragma clang __debug crash\n// co_await\n");
    project.write("pre.h", "#define PRE 1\n");
    for (const char* name : {"pre.h.gch", "of_gcc.gch", "plugin.so"}) project.write(name, "gpch.014 and more");
    project.write("a.cpp", one_mistake);
    const std::vector<std::string> writing = {"-MD",
                                              "-MF",
                                              "a.d",
                                              "-MJ",
                                              "a.json",
                                              "-Wp,-MD,b.d",
                                              "-o",
                                              "a.o",
                                              "-save-temps",
                                              "-save-stats=obj",
                                              "-ftime-trace",
                                              "-ftime-report",
                                              "-fsave-optimization-record",
                                              "-gsplit-dwarf",
                                              "--serialize-diagnostics",
                                              "a.dia",
                                              "-fmodules",
                                              "-fcxx-modules",
                                              "-fmodules-cache-path=modules",
                                              "-fprofile-generate=profile",
                                              "-fprofile-use=none.profdata",
                                              "--coverage",
                                              "-fcoverage-mapping",
                                              "-fprofile-instr-generate",
                                              "-fplugin=./plugin.so",
                                              "-fpass-plugin=./plugin.so",
                                              "-Xclang",
                                              "-load",
                                              "-Xclang",
                                              "./plugin.so",
                                              "-Xclang",
                                              "-add-plugin",
                                              "-Xclang",
                                              "other",
                                              "-include-pch",
                                              "of_gcc.gch",
                                              "-include",
                                              "pre.h",
                                              "-Xclang",
                                              "-diagnostic-log-file",
                                              "-Xclang",
                                              "log",
                                              "-Xclang",
                                              "-stats-file=stats",
                                              "-Xclang",
                                              "-emit-obj",
                                              "-fdump-tree-all",
                                              "-mllvm",
                                              "-stats"};
    project.write_database({Entry{"crash.cpp"}, Entry{"a.cpp", writing}});
    const auto files = [&] {
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(project.path()))
            names.insert(entry.path().string());
        return names;
    };
    const std::set<std::string> before = files();
    for (const char* cache : {"--no-cache", "--cache-verify"}) {
        const Ran ran =
            run({.program = "/bin/sh",
                 .arguments = {"-c", "ulimit -c unlimited; exec \"$0\" check \"$1\"", AWAITLINT_BINARY, cache},
                 .folder = project.path(),
                 .standard_output = ""});
        EXPECT_EQ(ran.status, 3) << ran;
        EXPECT_TRUE(contains(ran.err, "failed: crash.cpp: crashed (")) << ran;
        EXPECT_TRUE(contains(ran.out, "a.cpp:4:31: error: ")) << ran;
        EXPECT_TRUE(contains(ran.out, "(proven; a.cpp:3)")) << ran;
        EXPECT_EQ(files(), before) << cache;
    }
}

TEST_F(Mishaps, IsSeenAgainWithTheCommandThatIsTold) {
    project.write("it's bad.cpp", "#pragma clang __debug crash\n// co_await\n");
    std::vector<std::string> arguments = with_flags({"it's bad.cpp", "--timeout", "100"});
    arguments.insert(arguments.end(), {"-D", "NAME=a b"});
    EXPECT_TRUE(contains(project.check(arguments).err,
                         "\n  to see it again: awaitlint check 'it'\\''s bad.cpp' --timeout 100 "
                         "-- -std=c++20 -nostdinc++ -isystem lib -D 'NAME=a b'\n"));
}

TEST_F(Mishaps, AreToldAlikeWhateverTheFolderAndTheNumberOfWorkers) {
    const CliProject elsewhere;
    const auto report = [](const CliProject& project, const char* jobs) {
        project.write("a.cpp", one_mistake);
        project.write("crash.cpp", "int before;  // co_await\n#pragma clang __debug llvm_fatal_error\n");
        project.write("deep.cpp", "bool deep = " + std::string(600'000, '!') + "1;  // co_await\n");
        project.write("trap.cpp", "#pragma clang __debug crash\n// co_await\n");
        json entries = json::array();
        for (const char* file : {"trap.cpp", "crash.cpp", "a.cpp", "deep.cpp"}) {
            const std::string path = project.path(file);
            entries.push_back({{"directory", project.path()},
                               {"file", path},
                               {"arguments", {"c++", "-std=c++20", "-nostdinc++", "-isystem", "lib", "-c", path}}});
        }
        project.write_json_database(entries);
        const Ran ran = project.check({"--format", "json", "-j", jobs});
        EXPECT_EQ(ran.status, 3) << ran;
        return ran.out;
    };
    const std::string here = report(project, "1");
    EXPECT_TRUE(contains(here, ", at crash.cpp:2\"")) << here;
    EXPECT_EQ(here, report(project, "2"));
    EXPECT_EQ(here, report(elsewhere, "4"));
}

TEST_F(Mishaps, ARunThatLosesEveryUnitIsIncomplete) {
    project.only_unit("a.cpp", "#pragma clang __debug crash\n// co_await\n");
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_EQ(schema_complaint(ran.out), "") << ran;
    EXPECT_EQ(ran.json()["summary"]["units"]["failed"], 1);
    EXPECT_EQ(project.check({"--allow-incomplete"}).status, 0);
}

}  // namespace
}  // namespace awaitlint
