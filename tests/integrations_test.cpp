// What users copy from integrations/ is run as it stands there: CMake's module and its place for clang-tidy, the hooks
// of pre-commit, the GitHub action and the GitLab template, as far as a machine without these services allows.
//
// The commands are taken out of the files themselves, so that a test never runs something else than a user would.
#include <filesystem>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const fs::path source = AWAITLINT_SOURCE_DIR;

/// The lines that are indented deeper than the one that ends in `mark`, without their indentation.
std::string block_behind(const std::string& page, const std::string& mark) {
    std::istringstream lines(page);
    std::string found;
    std::size_t depth = std::string::npos, own = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
        if (depth == std::string::npos) {
            if (line.ends_with(mark)) depth = indent;
            continue;
        }
        if (!line.empty() && indent <= depth) break;
        if (own == 0) own = indent;
        found += line.substr(std::min(own, line.size())) + "\n";
    }
    return found;
}

/// The value of the first `key: value`.
std::string value_of(const std::string& page, const std::string& key) {
    const std::size_t at = page.find(key + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + key.size() + 2;
    return page.substr(begin, page.find('\n', begin) - begin);
}

// It compiles, so that only the gate can stop the build.
const char* const compiles_and_is_wrong =
    "#include \"task.h\"\n"
    "struct plain_task { struct promise_type { plain_task get_return_object() { return {}; } "
    "std::suspend_always initial_suspend() { return {}; } std::suspend_always final_suspend() noexcept { return {}; } "
    "void return_void() {} void unhandled_exception() {} }; bool await_ready() { return true; } "
    "void await_suspend(std::coroutine_handle<>) {} void await_resume() {} };\n"
    "plain_task save();\n"
    "plain_task run() { save(); co_return; }\n";
const char* const compiles_and_is_right =
    "#include \"task.h\"\n"
    "task<int> load();\n"
    "task<int> run() { co_return co_await load(); }\n";

class Integrations : public testing::Test {
protected:
    /// With the awaitlint that was built in PATH, and the user's flags for CMake away.
    Ran shell(const std::string& script, std::vector<std::string> environment = {}) const {
        environment.push_back(fmt::format("PATH={}:/usr/bin:/bin", fs::path(AWAITLINT_BINARY).parent_path().string()));
        environment.insert(environment.end(),
                           {"CXXFLAGS=", "CMAKE_CXX_COMPILER_LAUNCHER=", "GIT_CONFIG_GLOBAL=/dev/null"});
        return run({.program = "/bin/bash",
                    .arguments = {"-e", "-c", script},
                    .folder = project.path(),
                    .standard_output = "",
                    .environment = environment});
    }
    Ran configure(const std::string& arguments = "") const {
        return shell("cmake -S . -B build -G Ninja -DCMAKE_CXX_COMPILER=clang++-22 " + arguments);
    }
    void write_cmake(const std::string& more) const {
        project.write("CMakeLists.txt",
                      "cmake_minimum_required(VERSION 3.25)\nproject(app CXX)\nset(CMAKE_CXX_STANDARD 20)\n"
                      "add_library(app OBJECT a.cpp)\n"
                      "target_compile_options(app PRIVATE -nostdinc++ \"SHELL:-isystem ${CMAKE_SOURCE_DIR}/lib\")\n" +
                          more);
    }

    CliProject project;
};

TEST_F(Integrations, CMakesModuleChecksATarget) {
    write_cmake(fmt::format("include({}/integrations/cmake/Awaitlint.cmake)\nawaitlint_check(app --fail-on error)\n",
                            source.string()));
    project.write("a.cpp", one_mistake);
    ASSERT_EQ(configure().status, 0) << configure();
    const Ran wrong = shell("cmake --build build --target app-awaitlint");
    EXPECT_NE(wrong.status, 0) << wrong;
    EXPECT_TRUE(contains(wrong.out, "a.cpp:4:31: error:")) << wrong;
    project.write("a.cpp", no_mistake);
    const Ran right = shell("cmake --build build --target awaitlint-all");
    EXPECT_EQ(right.status, 0) << right;
    EXPECT_TRUE(contains(right.out + right.err, "analysed 1/1 units")) << right;
}

TEST_F(Integrations, CMakesModuleRefusesWhatItCannotCheck) {
    write_cmake(fmt::format(
        "include({}/integrations/cmake/Awaitlint.cmake)\nadd_library(none INTERFACE)\nawaitlint_check(none)\n",
        source.string()));
    project.write("a.cpp", no_mistake);
    const Ran ran = configure();
    EXPECT_NE(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.err, "has no C++ sources")) << ran;
}

TEST_F(Integrations, StandsInForClangTidy) {
    write_cmake("");
    project.write("a.cpp", compiles_and_is_wrong);
    ASSERT_EQ(configure().status, 0);
    EXPECT_EQ(shell("cmake --build build").status, 0) << "the compiler has nothing against it\n"
                                                      << shell("cmake --build build");
    for (const char* tidy : {"awaitlint", "'awaitlint;-p;.;--checks=-*,discarded-awaitable;--quiet'"}) {
        fs::remove_all(project.path("build"));
        project.write("a.cpp", compiles_and_is_wrong);
        ASSERT_EQ(configure(fmt::format("-DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_CXX_CLANG_TIDY={}", tidy)).status,
                  0);
        const std::string build = "cmake --build build";
        const Ran wrong = shell(build);
        EXPECT_NE(wrong.status, 0) << tidy << wrong;
        EXPECT_TRUE(contains(wrong.out + wrong.err, "[discarded-awaitable]")) << tidy << wrong;
        project.write("a.cpp", compiles_and_is_right);
        const Ran right = shell(build);
        EXPECT_EQ(right.status, 0) << tidy << right;
    }
}

TEST_F(Integrations, PreCommitsHooksRun) {
    const std::string hooks = text_of(source / ".pre-commit-hooks.yaml");
    const std::string entry = value_of(hooks, "entry");
    ASSERT_TRUE(entry.starts_with("awaitlint check")) << hooks;
    project.write("b.cpp", no_mistake);
    project.only_unit("a.cpp", one_mistake);
    const Ran ran = shell(entry + " a.cpp");
    EXPECT_EQ(ran.status, 1) << ran;
    const Ran both = shell(entry + " a.cpp b.cpp");
    EXPECT_EQ(both.status, 3) << both;
    EXPECT_TRUE(contains(both.out, "a.cpp:4:31")) << "what nobody reads hides nothing\n" << both;
    EXPECT_TRUE(contains(both.err, "'b.cpp' is not in") || contains(both.err, "b.cpp")) << both;

    const std::string of_lines = value_of(hooks.substr(hooks.find("awaitlint-changed-lines")), "entry");
    shell("git init -q; git add -A; git -c user.name=a -c user.email=a@example.com commit -q -m x");
    EXPECT_EQ(shell(of_lines + " a.cpp").status, 0) << shell(of_lines + " a.cpp");
    project.write("a.cpp", std::string(one_mistake) + "task<int> again() { co_return co_await get_user(2); }\n");
    EXPECT_EQ(shell(of_lines + " a.cpp").status, 1) << shell(of_lines + " a.cpp");
}

TEST_F(Integrations, TheGitHubActionRuns) {
    const std::string script = block_behind(text_of(source / "integrations/github/action.yml"), "run: |");
    ASSERT_TRUE(contains(script, "awaitlint check")) << script;
    EXPECT_FALSE(contains(script, "${{")) << "what people write must not become a part of the script";
    project.only_unit("a.cpp", one_mistake);
    const auto step = [&](const std::string& diff_base, const std::string& arguments) {
        return shell(script,
                     {"BUILD_DIR=.", "DIFF_BASE=" + diff_base, "ARGUMENTS=" + arguments, "SARIF=out.sarif",
                      "GITHUB_OUTPUT=" + project.path("output"), "GITHUB_STEP_SUMMARY=" + project.path("summary")});
    };
    const Ran ran = step("", "");
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "::error file=a.cpp,line=4")) << ran;
    EXPECT_TRUE(contains(text_of(project.path("summary")), "a.cpp")) << ran;
    EXPECT_TRUE(contains(text_of(project.path("output")), "sarif=out.sarif"));
    EXPECT_TRUE(nlohmann::json::accept(text_of(project.path("out.sarif"))));
    EXPECT_EQ(step("", "--fail-on never").status, 0);
    EXPECT_EQ(step("nowhere", "").status, 2) << "no repository";
    EXPECT_EQ(step("", "$(touch ran) ; touch ran").status, 2);
    EXPECT_FALSE(fs::exists(project.path("ran")));
}

TEST_F(Integrations, TheGitLabTemplateRuns) {
    const std::string script = block_behind(text_of(source / "integrations/gitlab/awaitlint.gitlab-ci.yml"), "- >-");
    ASSERT_TRUE(contains(script, "awaitlint check")) << script;
    std::string line = script;  // a folded block is one line
    for (char& c : line) c = c == '\n' ? ' ' : c;
    project.only_unit("a.cpp", one_mistake);
    shell("git init -q; git add -A; git -c user.name=a -c user.email=a@example.com commit -q -m x");
    const auto job = [&](const std::string& base) {
        return shell(line, {"AWAITLINT_BUILD_DIR=.", "AWAITLINT_ARGUMENTS=--fail-on error",
                            "CI_MERGE_REQUEST_DIFF_BASE_SHA=" + base});
    };
    const Ran ran = job("");
    EXPECT_EQ(ran.status, 1) << ran;
    const auto quality = nlohmann::json::parse(text_of(project.path("gl-code-quality-report.json")), nullptr, false);
    ASSERT_TRUE(quality.is_array()) << ran;
    EXPECT_EQ(quality[0]["location"]["path"], "a.cpp");
    EXPECT_TRUE(contains(text_of(project.path("awaitlint.xml")), "<testsuites"));
    EXPECT_EQ(job("HEAD").status, 0) << "nothing has changed";
    EXPECT_EQ(job("0000000000000000000000000000000000000000").status, 2);
}

}  // namespace
}  // namespace awaitlint
