// Units that are not parsed, because nothing that they read has to do with coroutines; and units that look like it and
// are parsed all the same.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

class Skipping : public testing::Test {
protected:
    /// "analyzed", "skipped" ... of the one unit of the project.
    std::string status(const std::vector<std::string>& arguments = {"check", "--format", "json"}) const {
        const nlohmann::json report = project.awaitlint(arguments).json();
        return report["units"][0]["status"];
    }

    CliProject project;
};

TEST_F(Skipping, AUnitWithoutCoroutinesIsSkippedAndSaysWhy) {
    project.write("ordinary.h", "#pragma once\nint twice(int);\n");
    project.only_unit("a.cpp", "#include \"ordinary.h\"\nint twice(int value) { return 2 * value; }\n");
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.json()["units"][0]["status"], "skipped");
    EXPECT_EQ(ran.json()["units"][0]["reason"], "no file that it reads mentions coroutines");
    EXPECT_EQ(ran.json()["summary"]["units"]["skipped"], 1);
    EXPECT_EQ(ran.json()["run"]["complete"], true);
    EXPECT_EQ(status({"check", "--format", "json", "--full-parse"}), "analyzed");
}

TEST_F(Skipping, AKeywordInAnyFileThatIsReadCounts) {
    project.only_unit("a.cpp", "int main() {}  // co_await\n");
    EXPECT_EQ(status(), "analyzed");
    project.write("deep/inner.h", "struct task { struct promise_type; };\n");
    project.write("outer.h", "#include \"deep/inner.h\"\n");
    project.only_unit("a.cpp", "#include \"outer.h\"\ntask start();\nint main() { start(); }\n");
    EXPECT_EQ(status(), "analyzed");
    project.write("lib/await.h", "#define AWAIT co_await\n");
    project.only_unit("a.cpp", "#include <await.h>\nint f();\nint main() { AWAIT f(); }\n");
    EXPECT_NE(status(), "skipped");
    project.write("a.cpp", "int f();\nint main() { AWAIT f(); }\n");
    project.write_database({Entry{"a.cpp", {"-DAWAIT=co_await"}}});
    EXPECT_NE(status(), "skipped");
    project.write_database({Entry{"a.cpp", {"-include", "outer.h"}}});
    EXPECT_NE(status(), "skipped");
}

TEST_F(Skipping, AFileThatIsNotReadDoesNotCount) {
    project.write("task.h", "struct task { struct promise_type; };\n");
    project.only_unit("a.cpp", "#if 0\n#include \"task.h\"\n#endif\nint main() {}\n");
    EXPECT_EQ(status(), "skipped");
    project.only_unit("a.cpp", "#if __has_include(\"task.h\")\n#include \"task.h\"\n#endif\nint main() {}\n");
    EXPECT_NE(status(), "skipped");
}

TEST_F(Skipping, AMissingHeaderIsTold) {
    project.only_unit("a.cpp", "#include \"missing.h\"\nint main() {}\n");
    const Ran ran = project.check({"--format", "json"});
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_EQ(ran.json()["units"][0]["status"], "failed");
}

TEST_F(Skipping, WhatIsNoFileIsToldByTheParse) {
    // It has no end: a program that takes it for a file reads on and on.
    project.only_unit("a.cpp", "#include \"/dev/zero\"\nint main() {}\n");
    const Ran ran = project.check({"--format", "json", "--timeout", "60", "--memory", "500"});
    EXPECT_EQ(ran.status, 3) << ran;
    EXPECT_EQ(ran.json()["units"][0]["errors"][0]["message"], "cannot open file '/dev/zero': it is not a regular file")
        << ran;
    project.only_unit("a.cpp", "#include \"task.h\"\n#include \"/dev/zero\"\n" + std::string(one_mistake));
    const Ran beside = project.check({"--timeout", "60", "--memory", "500"});
    EXPECT_EQ(beside.status, 3) << "nor to find out where a preamble ends\n" << beside;
    EXPECT_TRUE(contains(beside.out, "'get_user' is synchronous")) << beside;
}

TEST_F(Skipping, ASuppressionOfOursIsSeen) {
    project.only_unit("a.cpp", "int x = 1;  // NOLINT(readability-magic-numbers)\n");
    EXPECT_EQ(status(), "skipped");
    project.only_unit("a.cpp", "int x = 1;  // NOLINT(await-on-non-awaitable)\n");
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "[unused-suppression]")) << ran;
}

TEST_F(Skipping, AnAuditSeesEveryUnit) {
    project.only_unit("a.cpp", "int get_user(int) { return 1; }\nint main() { return get_user(1); }\n");
    const Ran ran = project.awaitlint({"audit", "get_user"});
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:2")) << ran;
}

TEST_F(Skipping, AHeaderReadBySkippedUnitsIsNoUnreadPath) {
    project.write("ordinary.h", "#pragma once\nint twice(int);\n");
    project.only_unit("a.cpp", "#include \"ordinary.h\"\n");
    EXPECT_EQ(project.check({"ordinary.h"}).status, 0);
}

}  // namespace
}  // namespace awaitlint
