// Which files are the user's, and what they are called in reports: globs of include and exclude.
#include <gtest/gtest.h>

#include "awaitlint/unit.h"

namespace awaitlint {
namespace {

bool excludes(const std::string& glob, const std::string& relative) {
    return !is_users_file({"/home/me/app", {}, {glob}}, "/home/me/app/" + relative);
}
bool includes(const std::string& glob, const std::string& relative) {
    return is_users_file({"/home/me/app", {glob}, {}}, "/home/me/app/" + relative);
}

TEST(UserFiles, WithoutGlobsEverythingBelowTheRootIsTheUsers) {
    const UserFiles files{"/home/me/app", {}, {}};
    EXPECT_TRUE(is_users_file(files, "/home/me/app/main.cpp"));
    EXPECT_TRUE(is_users_file(files, "/home/me/app/a/b/c.h"));
    EXPECT_FALSE(is_users_file(files, "/home/me/app2/main.cpp"));
    EXPECT_FALSE(is_users_file(files, "/home/me/application.cpp"));
    EXPECT_FALSE(is_users_file(files, "/usr/include/stdio.h"));
    EXPECT_FALSE(is_users_file(files, "relative.cpp"));
    EXPECT_FALSE(is_users_file(files, ""));
    EXPECT_FALSE(is_users_file(files, "/home/me/app"));
}

TEST(UserFiles, RootMayBeTheTopOrEndInASlash) {
    EXPECT_TRUE(is_users_file({"/", {}, {}}, "/main.cpp"));
    EXPECT_TRUE(is_users_file({"/app/", {}, {"gen"}}, "/app/main.cpp"));
    EXPECT_FALSE(is_users_file({"/app/", {}, {"gen"}}, "/app/gen/main.cpp"));
    EXPECT_FALSE(is_users_file({"", {}, {}}, "/main.cpp"));
}

TEST(UserFiles, WhatVersionControlKeepsIsNobodys) {
    const UserFiles files{"/home/.git/app", {}, {}};
    EXPECT_TRUE(is_users_file(files, "/home/.git/app/main.cpp")) << "above the root it says nothing";
    EXPECT_TRUE(is_users_file(files, "/home/.git/app/.github/x.cpp"));
    for (const char* folder : {".git", ".hg", ".svn", "lib/.git"})
        EXPECT_FALSE(is_users_file(files, std::string("/home/.git/app/") + folder + "/hooks/x.cpp")) << folder;
    EXPECT_FALSE(is_users_file({"/app", {".git/**"}, {}}, "/app/.git/x.cpp")) << "whatever is included";
}

TEST(UserFiles, ExcludeOutranksInclude) {
    const UserFiles files{"/app", {"src/**"}, {"src/generated/**"}};
    EXPECT_TRUE(is_users_file(files, "/app/src/main.cpp"));
    EXPECT_FALSE(is_users_file(files, "/app/src/generated/main.cpp"));
    EXPECT_FALSE(is_users_file(files, "/app/tests/main.cpp"));
}

TEST(UserFiles, EverythingInAFolder) {
    EXPECT_TRUE(excludes("third_party/**", "third_party/a.h"));
    EXPECT_TRUE(excludes("third_party/**", "third_party/x/y/a.h"));
    EXPECT_FALSE(excludes("third_party/**", "third_party.h"));
    EXPECT_FALSE(excludes("third_party/**", "my/third_party/a.h"));
    EXPECT_TRUE(includes("src/**", "src/a.cpp"));
    EXPECT_FALSE(includes("src/**", "lib/src.cpp"));
}

TEST(UserFiles, StarStaysWithinAFolder) {
    EXPECT_TRUE(excludes("src/*.cpp", "src/a.cpp"));
    EXPECT_FALSE(excludes("src/*.cpp", "src/x/a.cpp"));
    EXPECT_FALSE(excludes("src/*.cpp", "src/a.cpp.in"));
    EXPECT_TRUE(excludes("src/*/a*b*.h", "src/x/aXbXb.h"));
    EXPECT_FALSE(excludes("src/*/a*b*.h", "src/x/aXc.h"));
    EXPECT_TRUE(excludes("src/*", "src/x/deep/a.cpp")) << "it names the folder src/x";
}

TEST(UserFiles, TwoStarsCrossFoldersAndMayStandForNone) {
    EXPECT_TRUE(excludes("**/*.gen.cpp", "a.gen.cpp"));
    EXPECT_TRUE(excludes("**/*.gen.cpp", "x/y/a.gen.cpp"));
    EXPECT_FALSE(excludes("**/*.gen.cpp", "x/a.cpp"));
    EXPECT_TRUE(excludes("src/**/test_*.cpp", "src/test_a.cpp"));
    EXPECT_TRUE(excludes("src/**/test_*.cpp", "src/x/y/test_a.cpp"));
    EXPECT_FALSE(excludes("src/**/test_*.cpp", "lib/test_a.cpp"));
    EXPECT_TRUE(excludes("a/**/b/**/c.h", "a/x/b/b/y/c.h"));
    EXPECT_TRUE(excludes("**", "anything/at/all.cpp"));
}

TEST(UserFiles, QuestionMarkIsOneCharacter) {
    EXPECT_TRUE(excludes("src/?.cpp", "src/a.cpp"));
    EXPECT_TRUE(excludes("src/?.cpp", "src/\xc3\xa4.cpp")) << "a character, not a byte";
    EXPECT_TRUE(excludes("src/?.cpp", "src/\xff.cpp")) << "a byte that is no character counts as one";
    EXPECT_FALSE(excludes("src/?.cpp", "src/ab.cpp"));
    EXPECT_FALSE(excludes("a?b", "a/b"));
}

TEST(UserFiles, NameWithoutSlashIsMeantAtAnyDepth) {
    EXPECT_TRUE(excludes("third_party", "third_party/a.h"));
    EXPECT_TRUE(excludes("third_party", "lib/third_party/x/a.h"));
    EXPECT_TRUE(excludes("*.gen.cpp", "x/a.gen.cpp"));
    EXPECT_FALSE(excludes("third_party", "third_party_notes.h"));
    EXPECT_FALSE(excludes("third_party", "lib/my_third_party/a.h"));
    EXPECT_TRUE(excludes("/third_party", "third_party/a.h"));
    EXPECT_FALSE(excludes("/third_party", "lib/third_party/a.h"));
    EXPECT_TRUE(excludes("./third_party", "third_party/a.h"));
}

TEST(UserFiles, TrailingSlashNamesAFolder) {
    EXPECT_TRUE(excludes("build/", "build/a.cpp"));
    EXPECT_TRUE(excludes("build/", "x/build/a.cpp"));
    EXPECT_FALSE(excludes("build/", "build"));
    EXPECT_TRUE(excludes("src/gen/", "src/gen/a.cpp"));
}

TEST(UserFiles, OtherCharactersStandForThemselves) {
    EXPECT_TRUE(excludes("a[1].cpp", "a[1].cpp"));
    EXPECT_FALSE(excludes("a[1].cpp", "a1.cpp"));
    EXPECT_FALSE(excludes("", "a.cpp"));
    EXPECT_FALSE(excludes("/", "a.cpp"));
}

TEST(UserFiles, ManyWildcardsTakeNoTime) {
    std::string glob, path;
    for (int i = 0; i < 200; ++i) {
        glob += "**/*a*a*a/";
        path += "aaaaaaaaaaaaaaab/";
    }
    EXPECT_FALSE(excludes(glob + "x", path + "y"));
}

TEST(UserFiles, PathsAreRelativeToTheRoot) {
    const UserFiles files{"/home/me/app", {}, {}};
    EXPECT_EQ(relative_to_root(files, "/home/me/app/src/a.cpp"), "src/a.cpp");
    EXPECT_EQ(relative_to_root(files, "/home/me/app2/a.cpp"), "/home/me/app2/a.cpp");
    EXPECT_EQ(relative_to_root(files, "/usr/include/stdio.h"), "/usr/include/stdio.h");
    EXPECT_EQ(relative_to_root(files, "/home/me/app"), "/home/me/app");
    EXPECT_EQ(relative_to_root({"/", {}, {}}, "/a.cpp"), "a.cpp");
}

}  // namespace
}  // namespace awaitlint
