// Coverage on folders of its own: what no unit has read is found, and what nobody wrote by hand is not looked at.
#include "project/coverage.h"

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

class Coverage : public testing::Test {
protected:
    std::vector<std::string> unread(const std::set<std::string>& read = {},
                                    const std::vector<std::string>& paths = {}) {
        std::vector<std::string> names;
        for (const UnreadFile& file : find_unread_files(files(), {read, system, paths})) names.push_back(file.file);
        return names;
    }
    UserFiles files() const { return {folder.path(), {}, exclude}; }

    TemporaryFolder folder;
    std::vector<std::string> exclude;
    std::set<std::string> system;
};

using Names = std::vector<std::string>;

TEST_F(Coverage, WhatWasReadIsNotTold) {
    folder.write("src/a.cpp", "");
    folder.write("src/b.cpp", "");
    folder.write("src/b.hpp", "");
    EXPECT_EQ(unread({"src/a.cpp"}), (Names{"src/b.cpp", "src/b.hpp"}));
    EXPECT_EQ(unread({"src/a.cpp", "src/b.cpp", "src/b.hpp"}), Names{});
}

TEST_F(Coverage, AFileSaysWhatItIsAndWhetherItMentionsCoroutines) {
    folder.write("a.cc", "task<> f() { co_await g(); }");
    folder.write("b.h", "int b();");
    EXPECT_EQ(find_unread_files(files(), {}), (std::vector<UnreadFile>{{"a.cc", false, true}, {"b.h", true, false}}));
}

TEST_F(Coverage, OtherLanguagesAreNotLookedAt) {
    for (const char* name : {"a.c", "a.py", "a.txt", "Makefile", "a.cpp.orig", "cpp"}) folder.write(name, "co_await");
    EXPECT_EQ(unread(), Names{});
    for (const char* name : {"a.C", "a.cxx", "a.cppm", "a.ixx", "a.mm", "a.cu", "a.CPP"}) folder.write(name, "");
    EXPECT_EQ(unread().size(), 7u);
}

TEST_F(Coverage, WhatABuildWroteIsNotLookedAt) {
    folder.write("out/gen.cpp", "co_await");
    folder.write("meson/gen.cpp", "co_await");
    folder.write(".git/x.cpp", "co_await");
    EXPECT_EQ(unread(), (Names{"meson/gen.cpp", "out/gen.cpp"}));
    folder.write("out/CMakeCache.txt", "");
    folder.make_folder("meson/meson-info");
    EXPECT_EQ(unread(), Names{});
}

TEST_F(Coverage, WhatIsExcludedIsNotTheUsers) {
    folder.write("third_party/a.cpp", "");
    folder.write("a.cpp", "");
    exclude = {"third_party"};
    EXPECT_EQ(unread(), Names{"a.cpp"});
}

TEST_F(Coverage, WhatCommandsSearchForSystemHeadersIsNotTheUsers) {
    folder.write("vendor/asio/include/asio.hpp", "co_await");
    folder.write("own/a.h", "");
    system = system_folders({{folder.path(), folder.path("a.cpp"), {"g++", "-isystem", "vendor/asio/include"}, {}}});
    EXPECT_EQ(system, std::set<std::string>{folder.path("vendor/asio/include")});
    EXPECT_EQ(unread(), Names{"own/a.h"});
    const CompileCommand joined = {
        folder.path("own"), folder.path("a.cpp"), {"cl", "-isystem../vendor", "/external:Iv"}, {}};
    EXPECT_EQ(system_folders({joined}), (std::set<std::string>{folder.path("vendor"), folder.path("own/v")}));
    EXPECT_EQ(system_folders({{folder.path(), "", {"g++", "-isystem"}, {}}}), std::set<std::string>{});
}

TEST_F(Coverage, PathsNarrowIt) {
    folder.write("src/a.cpp", "");
    folder.write("src2/a.cpp", "");
    EXPECT_EQ(unread({}, {folder.path("src")}), Names{"src/a.cpp"});
    EXPECT_EQ(unread({}, {folder.path("src2/a.cpp")}), Names{"src2/a.cpp"});
}

TEST_F(Coverage, LinksLeadNowhere) {
    folder.write("src/a.cpp", "");
    folder.make_link("loop", folder.path());
    folder.make_link("b.cpp", folder.path("src/a.cpp"));
    EXPECT_EQ(unread(), Names{"src/a.cpp"});
}

TEST_F(Coverage, WhatCannotBeReadMayMentionCoroutines) {
    folder.write("a.cpp", "int a;\n");
    std::filesystem::resize_file(folder.path("a.cpp"), std::uintmax_t{65} << 20);  // sparse, above what is read
    const auto found = find_unread_files(files(), {});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(found[0].mentions_coroutines);
}

}  // namespace
}  // namespace awaitlint
