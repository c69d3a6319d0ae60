// What is remembered of how long units took, and what is not believed.
#include "engine/cache/costs.h"

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

CompileCommand unit(const std::string& file) {
    return {"/", file, {}, {}};
}

TEST(Costs, AreRememberedFromRunToRun) {
    const TemporaryFolder folder;
    Costs first(folder.path());
    first.add(unit("/slow.cpp"), 5);
    first.add(unit("/slow.cpp"), 4);
    first.add(unit("/b\xff.cpp"), 2);
    first.keep();
    Costs second(folder.path());
    EXPECT_DOUBLE_EQ(second.expected(unit("/slow.cpp")), 9) << "all commands of the file";
    EXPECT_DOUBLE_EQ(second.expected(unit("/b\xff.cpp")), 2);
    second.add(unit("/slow.cpp"), 1);
    second.keep();
    const Costs third(folder.path());
    EXPECT_DOUBLE_EQ(third.expected(unit("/slow.cpp")), 1) << "the last run's";
    EXPECT_DOUBLE_EQ(third.expected(unit("/b\xff.cpp")), 2) << "what was not measured again stays";
}

TEST(Costs, LargerSourcesAreExpectedToTakeLonger) {
    const TemporaryFolder folder;
    const Costs none("");
    const std::string small = folder.write("small.cpp", "int a;\n");
    const std::string large = folder.write("large.cpp", std::string(10'000, '\n'));
    EXPECT_LT(none.expected(unit(small)), none.expected(unit(large)));
    EXPECT_GT(none.expected(unit("/nowhere.cpp")), 0);
    none.keep();
}

TEST(Costs, ABrokenFileSaysNothing) {
    const TemporaryFolder folder;
    const double guess = Costs("").expected(unit("/a.cpp"));
    for (const char* text : {"", "{", "[1]", R"({"version":"awaitlint-costs/2","seconds":{"/a.cpp":7}})",
                             R"({"version":"awaitlint-costs/1"})", R"({"version":1,"seconds":{"/a.cpp":7}})",
                             R"({"version":"awaitlint-costs/1","seconds":{"/a.cpp":"7"}})"}) {
        folder.write("costs/seconds", text);
        EXPECT_DOUBLE_EQ(Costs(folder.path()).expected(unit("/a.cpp")), guess) << text;
    }
}

TEST(Costs, AFolderThatIsNotThereIsNotMade) {
    const TemporaryFolder folder;
    Costs costs(folder.path("none"));
    costs.add(unit("/a.cpp"), 1);
    costs.keep();
    EXPECT_FALSE(std::filesystem::exists(folder.path("none")));
}

}  // namespace
}  // namespace awaitlint
