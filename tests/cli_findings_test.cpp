// What awaitlint finds in code and offers for it, by the program as a process: one test per claim that fixtures cannot
// make, as they see neither options nor the order of what is printed.
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

class Findings : public testing::Test {
protected:
    CliProject project;
};

TEST_F(Findings, WordsInCommentsAndStringsDecideNothing) {
    for (const char* words :
         {"// fire and forget: no co_await\n", "/* co_await ( */ ", "// co_await\n", "int n = sizeof \"co_await\"; ",
          "int n = sizeof R\"(co_await)\"; ", "\n#if 0\n    co_await\n#endif\n"}) {
        project.only_unit("a.cpp",
                          "#include \"task.h\"\n"
                          "int count();\n"
                          "task<> mark_paid(int id);\n"
                          "task<> f() {\n"
                          "    co_await count();\n"
                          "    " +
                              std::string(words) + "    mark_paid(1);\n}\n");
        const Ran ran = project.check();
        EXPECT_EQ(ran.status, 1) << ran;
        EXPECT_TRUE(contains(ran.out, "'mark_paid' returns 'task<>', dropped without co_await")) << words << ran;
    }
}

}  // namespace
}  // namespace awaitlint
