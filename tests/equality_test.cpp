// bench/equality.py on a small repository: it tries every way, and tells a difference where there is one.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

class Equality : public testing::Test {
protected:
    Equality() {
        project.make_folder("me+repo/.git");
        project.write("me+repo/app.h",
                      "#pragma once\n#include \"task.h\"\ninline int twice(int v) { return v + v; }\n");
        project.write("me+repo/a.cpp",
                      "#include \"app.h\"\n"
                      "task<int> get();\n"
                      "task<> one() { co_await get(); int v = co_await get(); (void)twice(v); }\n"
                      "task<> two() { co_await get(); }\n"
                      "task<> three() { int v = co_await get(); (void)v; }\n"
                      "task<> four() { co_await get(); }\n");
        project.write("me+repo/plain.cpp", "int a;\n");
        nlohmann::json database = nlohmann::json::array();
        for (const char* file : {"a.cpp", "plain.cpp"}) {
            nlohmann::json entry = {{"directory", project.path("me+repo")}, {"file", file}};
            entry["arguments"] = {
                "clang++", "-std=c++20", "-nostdinc++", "-isystem", AWAITLINT_SOURCE_DIR "/fixtures/lib",
                "-I.",     "-c",         file};
            database.push_back(entry);
        }
        project.write("me+repo/build/compile_commands.json", database.dump());
    }

    Ran equality(const std::string& program, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> arguments = {AWAITLINT_SOURCE_DIR "/bench/equality.py",
                                              "--awaitlint",
                                              program,
                                              "--judged",
                                              project.path("judged"),
                                              project.path("me+repo")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run({"/usr/bin/python3", arguments, project.path(), ""});
    }

    /// A program that is awaitlint, but for what it says behind one option.
    std::string liar(const std::string& option) const {
        const std::string path = project.write("liar",
                                               "#!/bin/sh\ncase \" $* \" in\n"
                                               "*\" " +
                                                   option +
                                                   " \"*) \"" AWAITLINT_BINARY
                                                   "\" \"$@\" | sed s/never/hardly/g; exit 1;;\n"
                                                   "esac\nexec \"" AWAITLINT_BINARY "\" \"$@\"\n");
        ::chmod(path.c_str(), 0700);
        return path;
    }

    CliProject project;
};

TEST_F(Equality, EveryWaySaysTheSame) {
    const Ran ran = equality(AWAITLINT_BINARY);
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.out, "me+repo: 1 units, 0 + 4 findings, ")) << ran;
    EXPECT_TRUE(contains(ran.out, ": equal\n")) << ran;
    const Ran all = equality(AWAITLINT_BINARY, {"--units", "0"});
    EXPECT_TRUE(contains(all.out, "me+repo: 2 units, 0 + 4 findings, ")) << all;
    EXPECT_EQ(all.status, 0) << all;
}

TEST_F(Equality, ADifferenceIsToldWithItsWay) {
    for (const auto& [option, way] :
         {std::pair("-j1", "one"), std::pair("--full-parse", "full"), std::pair("--cache-verify", "verify")}) {
        const Ran ran = equality(liar(option));
        EXPECT_EQ(ran.status, 1) << ran;
        EXPECT_TRUE(contains(ran.out, "DIFFERENCES\n")) << ran;
        EXPECT_TRUE(contains(ran.out, std::string("  mutated, ") + way + ": findings[")) << ran;
        EXPECT_EQ(equality(liar(option), {"--ways", "cold,again"}).status, 0) << option;
    }
}

}  // namespace
}  // namespace awaitlint
