// The project around a run: its root, its configuration file, its database, and what PATH arguments select.
#include "project/project.h"

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace awaitlint {
namespace {

using Words = std::vector<std::string>;

void expect_mentions(const std::string& text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in: " << text;
}

struct ProjectTest : testing::Test {
    TemporaryFolder folder;

    std::string database(std::string_view in) { return folder.write(std::string(in) + "/compile_commands.json", "[]"); }

    /// The path found, or the message.
    std::string found(const std::string& build_dir, std::string_view start = "") {
        const auto path = find_database(build_dir, folder.path(start));
        return path ? *path : path.error().message;
    }
};

TEST_F(ProjectTest, RootIsTheNearestFolderWithAMark) {
    const std::string deep = folder.make_folder("outer/inner/src/deep");
    folder.make_folder("outer/.git");
    EXPECT_EQ(find_project_root(deep), folder.path("outer"));
    folder.write("outer/inner/.awaitlint.json", "{}");
    EXPECT_EQ(find_project_root(deep), folder.path("outer/inner"));
    folder.write("outer/inner/src/.git", "gitdir: elsewhere");  // a worktree's
    EXPECT_EQ(find_project_root(deep), folder.path("outer/inner/src"));
}

TEST_F(ProjectTest, RootIsARealPath) {
    folder.make_folder("real/.git");
    folder.make_folder("real/src");
    folder.make_link("link", folder.path("real/src"));
    EXPECT_EQ(find_project_root(folder.path("link")), folder.path("real"));
    EXPECT_EQ(find_project_root(folder.path("real/src/../src/.")), folder.path("real"));
}

TEST_F(ProjectTest, WithoutAMarkTheRootIsTheStart) {
    const std::string root = find_project_root(folder.path());
    if (std::string_view(folder.path()).starts_with(root) && root != folder.path())
        GTEST_SKIP() << "a folder above the temporary one has a mark: " << root;
    EXPECT_EQ(root, folder.path());
}

TEST_F(ProjectTest, ConfigIsTheNearestUpward) {
    const std::string deep = folder.make_folder("a/b/c");
    const std::string outer = folder.write(".awaitlint.json", "{}");
    EXPECT_EQ(find_config(deep), outer);
    folder.make_folder("a/.git");
    EXPECT_EQ(find_config(deep), outer);
    const std::string inner = folder.write("a/b/.awaitlint.json", "{}");
    EXPECT_EQ(find_config(deep), inner);
}

TEST_F(ProjectTest, ADanglingConfigIsFoundSoThatReadingItFails) {
    folder.write(".awaitlint.json", "{}");
    const std::string dangling = folder.make_link("a/.awaitlint.json", "gone.json");
    EXPECT_EQ(find_config(folder.path("a")), dangling);
    EXPECT_FALSE(read_config(dangling, {}));
}

TEST_F(ProjectTest, DatabaseOrder) {
    // Last in the order first: each one made later comes before all of those made so far.
    const std::string start = "root/project";
    for (const char* place : {"root", "root/project/build/release", "root/project/build"}) {
        folder.make_folder(start);
        const std::string path = database(place);
        EXPECT_EQ(found("", start), path);
    }
}

TEST_F(ProjectTest, ADatabaseIsFoundInEachLikelyFolder) {
    for (const char* place : {"", "build", "build-a", "buildroot", "cmake-build-debug", "out", "build/x", "out/Default",
                              "cmake-build-release/x", "out/build/x64"}) {
        const TemporaryFolder other;
        other.make_folder(place);
        const std::string path = other.write((std::filesystem::path(place) / "compile_commands.json").string(), "[]");
        EXPECT_EQ(*find_database("", other.path()), path);
    }
}

TEST_F(ProjectTest, SeveralEquallyLikelyDatabasesAreAChoice) {
    database("project");
    database("project/build");
    database("project/build-release");
    database("project/build/deep");
    const std::string message = found("", "project");
    expect_mentions(message, "several compilation databases were found");
    for (const char* choice : {"\n  -p .\n", "\n  -p build\n", "\n  -p build-release"})
        expect_mentions(message, choice);
    EXPECT_EQ(message.find("deep"), std::string::npos) << message;
    folder.make_folder("project/src");
    expect_mentions(found("", "project/src"), "-p ../build-release");
}

TEST_F(ProjectTest, LinksToOneDatabaseAreOne) {
    const std::string built = database("project/build");
    folder.make_link("project/compile_commands.json", built);
    EXPECT_EQ(found("", "project"), folder.path("project/compile_commands.json"));
}

TEST_F(ProjectTest, DatabaseIsNotLookedForElsewhere) {
    database("root/project/src");
    database("root/project/build/a/b");
    database("root/other");
    folder.write("root/project/build.txt", "");
    folder.make_folder("root/project/build-x/compile_commands.json");
    const std::string expected = database("root");
    EXPECT_EQ(found("", "root/project"), expected);
}

TEST_F(ProjectTest, NoDatabaseIsAnErrorThatSaysWhatToDo) {
    // People build below the usual temporary folder, and then a database is found there.
    const TemporaryFolder apart(std::filesystem::is_directory("/dev/shm") ? "/dev/shm"
                                                                          : std::filesystem::temp_directory_path());
    apart.make_folder("project/build/debug");
    apart.make_folder("project/out/compile_commands.json");
    apart.make_link("project/compile_commands.json", "gone/compile_commands.json");
    const auto path = find_database("", apart.path("project"));
    if (path && !std::string_view(*path).starts_with(apart.path())) GTEST_SKIP() << "one above: " << *path;
    ASSERT_FALSE(path) << *path;
    const std::string& message = path.error().message;
    expect_mentions(message, apart.path("project/build/debug") + "\n");
    expect_mentions(message, apart.path() + "\n");
    expect_mentions(message, apart.path("project/out/compile_commands.json") + " is a folder");
    expect_mentions(message, "links to 'gone/compile_commands.json', which does not exist");
    expect_mentions(message, "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON");
    expect_mentions(message, "bear -- make");
    expect_mentions(message, "-p BUILD_DIR");
    expect_mentions(message, "awaitlint check FILE... --");
}

TEST_F(ProjectTest, ANamedFolderOrFileIsTaken) {
    const std::string debug = database("build/debug");
    folder.write("compile_commands.json", "[]");
    folder.make_folder("src");
    const std::string other = folder.write("other.json", "[]");
    EXPECT_EQ(found("build/debug"), debug);
    EXPECT_EQ(found(folder.path("build/debug/")), debug);
    EXPECT_EQ(found("../build/debug", "src"), debug);
    EXPECT_EQ(found("build/debug/compile_commands.json"), debug);
    EXPECT_EQ(found("other.json"), other);
}

TEST_F(ProjectTest, ANamedFolderWithoutDatabaseIsAnErrorThatListsNearbyOnes) {
    const std::string release = database("build/release");
    const std::string root = database("project");
    folder.make_folder("build/debug");
    folder.make_folder("project/src");

    const std::string empty = found("../build/debug", "project");
    expect_mentions(empty, "'../build/debug' holds no compile_commands.json");
    expect_mentions(empty, "Nearby there are:");
    expect_mentions(empty, root);
    expect_mentions(found("build"), "'build' holds no compile_commands.json");
    expect_mentions(found("build"), release);
    expect_mentions(found("build/gone/deep"), "'build/gone/deep' does not exist");
    expect_mentions(found("build/gone/deep"), release);
    expect_mentions(found("build"), "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON");
}

TEST_F(ProjectTest, ANamedFolderWithSomethingElseInPlaceIsAnError) {
    folder.make_folder("a/compile_commands.json");
    folder.make_link("b/compile_commands.json", "gone.json");
    expect_mentions(found("a"), "compile_commands.json is a folder");
    expect_mentions(found("b"), "links to 'gone.json', which does not exist");
    expect_mentions(found("/dev/null"), "neither a folder nor a file");
}

TEST(DidYouMean, NamesTheNearest) {
    const Words known = {"fail_on", "factories", "include", "exclude"};
    EXPECT_EQ(did_you_mean("fial_on", known), "Did you mean 'fail_on'?");
    EXPECT_EQ(did_you_mean("fail-on", known), "Did you mean 'fail_on'?");
    EXPECT_EQ(did_you_mean("Factories", known), "Did you mean 'factories'?");
    EXPECT_EQ(did_you_mean("includes", known), "Did you mean 'include'?");
    EXPECT_EQ(did_you_mean("something-else", known), "");
    EXPECT_EQ(did_you_mean("x", known), "");
    EXPECT_EQ(did_you_mean("", known), "");
    EXPECT_EQ(did_you_mean("fail_on", {}), "");
    EXPECT_EQ(did_you_mean("ab", {"ac", "ad"}), "Did you mean 'ac'?");  // the first of equals
}

TEST_F(ProjectTest, SelectionCoversFilesAndFolders) {
    folder.write("src/a.cpp", "");
    folder.write("src2/b.cpp", "");
    const auto selection = select_paths({"src", "src2/b.cpp", "./src/"}, folder.path());
    ASSERT_TRUE(selection) << selection.error().message;
    EXPECT_EQ(selection->paths, (Words{folder.path("src"), folder.path("src2/b.cpp")}));
    EXPECT_TRUE(selection->covers(folder.path("src/a.cpp")));
    EXPECT_TRUE(selection->covers(folder.path("src/deep/x.h")));
    EXPECT_TRUE(selection->covers(folder.path("src2/b.cpp")));
    EXPECT_FALSE(selection->covers(folder.path("src2/c.cpp")));
    EXPECT_FALSE(selection->covers(folder.path("src2/b.cpp.x")));
    EXPECT_FALSE(selection->covers(folder.path("srcs.cpp")));
    EXPECT_FALSE(selection->covers(folder.path()));
}

TEST_F(ProjectTest, WithoutPathsTheWorkingDirectoryIsSelected) {
    const auto selection = select_paths({}, folder.make_folder("src"));
    ASSERT_TRUE(selection);
    EXPECT_TRUE(selection->covers(folder.path("src/a.cpp")));
    EXPECT_FALSE(selection->covers(folder.path("tests/a.cpp")));
    EXPECT_TRUE(Selection{}.covers("/anything"));
    EXPECT_TRUE(Selection{{"/"}}.covers("/anything"));
}

TEST_F(ProjectTest, SelectionIsOfRealPaths) {
    folder.write("real/a.cpp", "");
    folder.make_link("link", folder.path("real"));
    const auto selection = select_paths({"link/a.cpp", "real/a.cpp", folder.path("link")}, folder.path());
    ASSERT_TRUE(selection);
    EXPECT_EQ(selection->paths, (Words{folder.path("real/a.cpp"), folder.path("real")}));
}

TEST_F(ProjectTest, PathsThatDoNotExistAreAnErrorThatNamesThem) {
    folder.write("a.cpp", "");
    folder.make_link("dangling", "gone");
    const auto selection = select_paths({"a.cpp", "b.cpp", "", "dangling", "a.cpp/x"}, folder.path());
    ASSERT_FALSE(selection);
    expect_mentions(selection.error().message, "'b.cpp': no such file or folder");
    expect_mentions(selection.error().message, "'': no such file or folder");
    expect_mentions(selection.error().message, "'dangling': no such file or folder");
    expect_mentions(selection.error().message, "'a.cpp/x': ");
    EXPECT_EQ(selection.error().message.find("'a.cpp':"), std::string::npos);
}

}  // namespace
}  // namespace awaitlint
