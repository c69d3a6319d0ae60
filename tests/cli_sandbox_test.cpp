// Runs with and without a sandbox, on kernels that have it and on such that lack it; and what `facts` shares with them.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/sanitizers.h"
#include "cli_project.h"
#include "held_file.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint32_t landlock = 444;

class SandboxedRuns : public testing::Test {
protected:
    std::size_t preambles(const std::string& cache) const {
        std::size_t count = 0;
        std::error_code none;
        for (const auto& file : fs::directory_iterator(project.path(cache + "/preambles"), none))
            count += file.path().extension() == ".pch";
        return count;
    }
    Ran on_kernel_without(const std::vector<std::uint32_t>& calls, std::vector<std::string> arguments) const {
        return run({.arguments = std::move(arguments),
                    .folder = project.path(),
                    .standard_output = "",
                    .unknown_calls = calls});
    }

    CliProject project;
};

TEST_F(SandboxedRuns, ReportWhatOthersReportAndKeepPreamblesToo) {
    std::vector<Entry> entries = {{"broken.cpp"}};
    project.write("broken.cpp", "#include <task.h>\n#include <more.h>\n" + std::string(broken_code));
    project.write("lib/more.h", "#pragma once\ntemplate <class T> T twice(T t) { return t + t; }\n");
    for (const char* name : {"a.cpp", "b.cpp", "c.cpp", "d.cpp"}) {
        project.write(name, "#include <task.h>\n#include <more.h>\n" + std::string(one_mistake));
        entries.push_back({name});
    }
    project.write_database(entries);
    const auto check = [&](const char* mode) {
        return project.check({"--sandbox", mode, "--cache-dir", project.path(std::string("cache-") + mode)});
    };
    const Ran with = check("on"), without = check("off");
    EXPECT_EQ(with.status, 3) << with;
    EXPECT_EQ(with.status, without.status);
    EXPECT_EQ(with.out, without.out);
    EXPECT_EQ(with.err, without.err);
    EXPECT_GE(preambles("cache-off"), 1u) << "there is something to compare";
    EXPECT_EQ(preambles("cache-on"), preambles("cache-off"));
    for (const char* name : {"a.cpp", "b.cpp"}) project.write(name, "#include <task.h>\n#include <more.h>\nint x;\n");
    const Ran again_with = check("on"), again_without = check("off");
    EXPECT_EQ(again_with.out, again_without.out);
    EXPECT_EQ(again_with.err, again_without.err);
}

TEST_F(SandboxedRuns, RepairAndFactsAreTheSame) {
    project.only_unit("a.cpp", one_mistake);
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"fix", "--diff"}, {"facts"}, {"audit", "get_user"}}) {
        std::vector<std::string> with = command, without = command;
        with.insert(with.end(), {"--sandbox", "on"});
        without.insert(without.end(), {"--sandbox", "off"});
        const Ran confined = project.awaitlint(with), free = project.awaitlint(without);
        EXPECT_EQ(confined.status, free.status) << confined;
        EXPECT_EQ(confined.out, free.out);
        EXPECT_NE(confined.out, "");
    }
}

TEST_F(SandboxedRuns, AKernelWithoutIsToldOnceAndDoes) {
    if (is_sanitized) GTEST_SKIP() << "in a build with sanitizers the sandbox is off unless asked for";
    project.only_unit("a.cpp", one_mistake);
    const Ran with = project.check();
    const Ran no_landlock = on_kernel_without({landlock}, {"check"});
    EXPECT_EQ(no_landlock.status, 1) << no_landlock;
    EXPECT_EQ(no_landlock.out, with.out);
    EXPECT_TRUE(contains(no_landlock.err,
                         "this kernel cannot confine workers as it should (it has: seccomp, no "
                         "Landlock)"))
        << no_landlock;
    const Ran nothing = on_kernel_without({landlock, SYS_seccomp}, {"check"});
    EXPECT_EQ(nothing.status, 1) << nothing;
    EXPECT_EQ(nothing.out, with.out);
    EXPECT_TRUE(contains(nothing.err, "(it has: none)")) << nothing;
    EXPECT_FALSE(contains(with.err, "kernel")) << with;
    EXPECT_FALSE(contains(on_kernel_without({landlock}, {"check", "--sandbox", "off"}).err, "kernel"));
}

TEST_F(SandboxedRuns, WhatIsAskedForAndNotThereIsAnError) {
    project.only_unit("a.cpp", one_mistake);
    for (const std::vector<std::uint32_t>& calls : {std::vector<std::uint32_t>{landlock}, {SYS_seccomp}}) {
        const Ran ran = on_kernel_without(calls, {"check", "--sandbox", "on"});
        EXPECT_EQ(ran.status, 2) << ran;
        EXPECT_TRUE(ran.err.starts_with("awaitlint: error: --sandbox on: this kernel does not have all")) << ran;
    }
    EXPECT_EQ(project.check({"--sandbox", "on"}).status, 1);
    EXPECT_EQ(project.check({"--sandbox", "perhaps"}).status, 2);
}

TEST_F(SandboxedRuns, DoctorSaysWhatIsInForce) {
    if (is_sanitized) GTEST_SKIP() << "in a build with sanitizers the sandbox is off unless asked for";
    project.only_unit("a.cpp", no_mistake);
    EXPECT_TRUE(contains(project.awaitlint({"doctor", "--sandbox", "on"}).out, "ok    sandbox: Landlock "));
    EXPECT_TRUE(
        contains(project.awaitlint({"doctor", "--sandbox", "off"}).out, "sandbox: none, as --sandbox off says"));
    const Ran without = on_kernel_without({landlock}, {"doctor"});
    EXPECT_TRUE(contains(without.out, "note  sandbox: seccomp, no Landlock\n")) << without;
}

TEST_F(SandboxedRuns, FactsAreThoseOfACheckAndOfAWorker) {
    project.write(".awaitlint.json", R"({"factories": [{"sync": "get_user", "async": "later"}]})");
    project.only_unit("a.cpp",
                      "#include \"task.h\"\nint get_user(int id);\ntask<int> later(int id);\n"
                      "task<int> greet() { co_return co_await get_user(1); }\n");
    const Ran ran = project.awaitlint({"facts"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.out, "\"later\"")) << "a configured pair is looked up\n" << ran;
    project.write("crash.cpp", "#pragma clang __debug crash\n// co_await\n");
    const HeldFile held(project.write("held", "\n"));
    project.write("hangs.cpp", "#include \"held\"\n// co_await\n");
    project.write_database({Entry{"a.cpp"}, Entry{"crash.cpp"}, Entry{"hangs.cpp"}});
    const Ran with_others = project.awaitlint({"facts", "--timeout", "2"});
    EXPECT_EQ(with_others.status, 3) << with_others;
    EXPECT_EQ(with_others.out, ran.out) << "one that crashes takes nobody along";
    EXPECT_TRUE(contains(with_others.err, "failed: crash.cpp: crashed (")) << with_others;
    EXPECT_TRUE(contains(with_others.err, "failed: hangs.cpp: timed out after 2 s")) << with_others;
}

class TotalTimeout : public testing::Test {
protected:
    TotalTimeout() {
        project.write("a.cpp", one_mistake + std::string(1000, '\n'));
        project.write("hangs.cpp", "#include \"held\"\n// co_await\n");
        project.write_database({Entry{"a.cpp"}, Entry{"hangs.cpp"}});
    }
    Ran hanging(std::vector<std::string> arguments, const char* seconds = "4") const {
        arguments.insert(arguments.end(), {"--timeout", "1000", "--total-timeout", seconds, "--no-cache"});
        return project.awaitlint(arguments);
    }
    const std::string why = "not done within the 4 s of the whole run (--total-timeout)";
    CliProject project;

private:
    HeldFile held_{project.write("held", "\n")};
};

TEST_F(TotalTimeout, EndsTheRunAsCtrlCDoes) {
    const Ran ran =
        hanging({"check", "--format", "json", "--allow-incomplete", "--output", "text:" + project.path("report.txt")});
    EXPECT_EQ(ran.status, 3) << "who runs out of time passes no gate\n" << ran;
    EXPECT_EQ(schema_complaint(ran.out), "");
    EXPECT_EQ(ran.json()["run"]["complete"], false);
    EXPECT_EQ(ran.json()["run"]["exit_code"], 3);
    EXPECT_EQ(ran.json()["units"][1]["reason"], why);
    EXPECT_TRUE(contains(ran.err, "failed: hangs.cpp: " + why + "\n")) << ran;
    EXPECT_TRUE(fs::exists(project.path("report.txt")));
}

TEST_F(TotalTimeout, EndsEveryCommandThatAnalyses) {
    EXPECT_EQ(hanging({"audit", "get_user"}).status, 3);
    EXPECT_EQ(hanging({"doctor"}).status, 3);
    EXPECT_EQ(hanging({"facts"}).status, 3);
    const std::string before = text_of(project.path("a.cpp"));
    const Ran fixed = hanging({"fix", "--allow-incomplete"});
    EXPECT_EQ(fixed.status, 3) << fixed;
    EXPECT_EQ(text_of(project.path("a.cpp")), before) << "nothing is repaired";
}

TEST_F(TotalTimeout, IsNothingToARunThatIsDoneBefore) {
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = hanging({"check"}, "1000");
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_EQ(hanging({"check"}, "0").status, 2);
}

}  // namespace
}  // namespace awaitlint
