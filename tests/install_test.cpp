// What `cmake --install` puts below a prefix, and that the prefix may be moved afterwards. The Debian package is tried
// by
// `./dev package --try`, as it takes a clean Debian.
#include <filesystem>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

class Installed : public testing::Test {
protected:
    Installed() {
        const Ran ran = run({.program = AWAITLINT_CMAKE,
                             .arguments = {"--install", AWAITLINT_BUILD_DIR, "--prefix", folder.path("first")},
                             .folder = folder.path(),
                             .standard_output = ""});
        EXPECT_EQ(ran.status, 0) << ran;
    }

    TemporaryFolder folder;
};

TEST_F(Installed, ThePrefixMayBeMoved) {
    fs::rename(folder.path("first"), folder.path("second"));
    CliProject project;
    project.write("a.cpp", "#include \"task.h\"\nint get(int id);\ntask<int> load() { co_return co_await get(1); }\n");
    const Ran ran = run({.program = folder.path("second/bin/awaitlint"),
                         .arguments = {"check", "a.cpp", "--", "-std=c++20", "-nostdinc++", "-isystem", "lib"},
                         .folder = project.path(),
                         .standard_output = ""});
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_NE(ran.out.find("a.cpp:3:30: error: 'get' is synchronous"), std::string::npos) << ran;
}

TEST_F(Installed, LicenceAndPagesComeWithTheProgram) {
    for (const char* file : {"copyright", "README.md", "docs/guide.md", "docs/rules/discarded-awaitable.md",
                             "docs/schema/report.schema.json"})
        EXPECT_TRUE(fs::is_regular_file(folder.path("first/share/doc/awaitlint") + "/" + file)) << file;
}

TEST_F(Installed, CompletionsPagesAndCMakesModuleComeWithTheProgram) {
    for (const char* file :
         {"bash-completion/completions/awaitlint", "zsh/site-functions/_awaitlint",
          "fish/vendor_completions.d/awaitlint.fish", "man/man1/awaitlint.1", "man/man1/awaitlint-check.1",
          "man/man1/awaitlint-baseline.1", "awaitlint/cmake/Awaitlint.cmake"})
        EXPECT_GT(
            fs::exists(folder.path("first/share/") + file) ? fs::file_size(folder.path("first/share/") + file) : 0,
            100u)
            << file;
}

}  // namespace
}  // namespace awaitlint
