// A project in another folder: what names its root is the same for all of them, and nothing else is.
#include "engine/cache/other_root.h"

#include <gtest/gtest.h>

#include "base/facts_bytes.h"

namespace awaitlint {
namespace {

std::string replaced(std::string text, const std::string& root = "/home/a") {
    replace_root(text, root, "/else/b");
    return text;
}

TEST(OtherRoot, ItIsReplacedWhereItStandsAsAWhole) {
    EXPECT_EQ(replaced("/home/a/src/x.cpp"), "/else/b/src/x.cpp");
    EXPECT_EQ(replaced("-I/home/a"), "-I/else/b");
    EXPECT_EQ(replaced("(lambda at /home/a/x.cpp:3:4), '/home/a'"), "(lambda at /else/b/x.cpp:3:4), '/else/b'");
    for (const char* other : {"/home/ab/x.cpp", "/home/a.old/x", "/home/a-2", "/home", "home/a", ""})
        EXPECT_EQ(replaced(other), other);
    EXPECT_EQ(replaced("/home/ab:/home/a"), "/home/ab:/else/b");
    EXPECT_EQ(replaced("/home/a", ""), "/home/a");
}

CompileCommand command(const std::string& root, const std::string& include) {
    return {root + "/build", root + "/src/x.cpp", {"clang++", "-I" + include, root + "/src/x.cpp"}, {}};
}

TEST(OtherRoot, CommandsOfCopiesAreEqual) {
    EXPECT_EQ(in_any_root(command("/home/a", "/home/a/include"), "/home/a"),
              in_any_root(command("/else/b", "/else/b/include"), "/else/b"));
    EXPECT_NE(in_any_root(command("/home/a", "/home/a/include"), "/home/a"),
              in_any_root(command("/home/a", "/include"), "/home/a"))
        << "a folder of the root is none of the file system's";
    EXPECT_NE(in_any_root(command("/home/a", "/home/a2/include"), "/home/a"),
              in_any_root(command("/else/b", "/else/b2/include"), "/else/b"));
}

TEST(OtherRoot, ValuesChangeNothingButTheirTexts) {
    UnitFacts facts;
    facts.file = "src/x.cpp";
    facts.user_files = {"src/x.cpp"};
    facts.digests = {"00"};
    facts.errors = {{{"src/x.cpp", 3, 4}, "no '/home/a/x.h'"}};
    facts.remarks = {"\xff is kept, /home/a too"};
    const auto found = in_other_root(facts, "/home/a", "/else/b");
    ASSERT_TRUE(found);
    const UnitFacts& moved = *found;
    EXPECT_EQ(moved.errors[0].message, "no '/else/b/x.h'");
    EXPECT_EQ(moved.remarks[0], "\xff is kept, /else/b too");
    EXPECT_EQ(to_bytes(*in_other_root(moved, "/else/b", "/home/a")), to_bytes(facts));
    const std::vector<Proof> proofs = {{true, ""}, {false, "error in /home/a/x.h"}};
    EXPECT_EQ(in_other_root(proofs, "/home/a", "/else/b")->at(1).why_not, "error in /else/b/x.h");
}

}  // namespace
}  // namespace awaitlint
