// What users copy from integrations/ is run as it stands there: CMake's module and its place for clang-tidy, the hooks
// by pre-commit itself, and the GitHub action, the GitLab template and the Jenkinsfile as far as a machine without
// these services allows.
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

/// A project under git whose commits pre-commit watches, with one of our hooks as it stands in the file.
class PreCommit : public Integrations {
protected:
    void install(const std::string& hook) {
        const std::string repository = hooks.path();
        hooks.write(".pre-commit-hooks.yaml", text_of(source / ".pre-commit-hooks.yaml"));
        EXPECT_EQ(shell("cd " + repository + "; git init -q; git add -A; " + commit).status, 0);
        project.write(".pre-commit-config.yaml",
                      fmt::format("repos:\n  - repo: {}\n    rev: {}\n    hooks: [{{id: {}}}]\n", repository,
                                  shell("git -C " + repository + " rev-parse HEAD").out, hook));
        project.write(".gitignore", "/lib\n");
        const Ran ran = shell("git init -q; git add -A; " + commit + "; pre-commit install");
        EXPECT_EQ(ran.status, 0) << ran << "\n(it is Debian's: apt-get install pre-commit)";
    }
    /// Of all that has changed; what the hook says is in `out`.
    Ran commits() const {
        const TemporaryFolder home;
        return shell("git add -A; " + commit + " 2>&1", {"PRE_COMMIT_HOME=" + home.path(), "HOME=" + home.path()});
    }

    const std::string commit = "git -c user.name=a -c user.email=a@example.com commit -q -m x";
    TemporaryFolder hooks;
};

TEST_F(PreCommit, ACommitWithAMistakeIsRefused) {
    project.only_unit("a.cpp", no_mistake);
    install("awaitlint");
    project.write("a.cpp", one_mistake);
    const Ran wrong = commits();
    EXPECT_NE(wrong.status, 0) << wrong;
    EXPECT_TRUE(contains(wrong.out, "a.cpp:4:31: error: ")) << wrong;
    project.write("a.cpp", std::string(no_mistake) + "// repaired\n");
    project.write("notes.md", "no C++ at all\n");
    const Ran right = commits();
    EXPECT_EQ(right.status, 0) << right;
    EXPECT_TRUE(contains(right.out, "Passed")) << right;
    project.write("notes.md", "and not a source beside it\n");
    const Ran other = commits();
    EXPECT_EQ(other.status, 0) << other;
    EXPECT_TRUE(contains(other.out, "(no files to check)")) << other;
}

TEST_F(PreCommit, WhatNobodyReadsIsToldAndHidesNothing) {
    project.only_unit("a.cpp", no_mistake);
    install("awaitlint");
    project.write("a.cpp", one_mistake);
    const char* const endings[] = {"cc",  "cp", "cxx", "c++", "mm",  "cppm", "ccm", "cxxm", "c++m", "ixx", "cu", "C",
                                   "HPP", "h",  "hh",  "hpp", "hxx", "h++",  "ipp", "inl",  "tcc",  "tpp", "inc"};
    for (const char* ending : endings) project.write(fmt::format("unread.{}", ending), no_mistake);
    const Ran ran = commits();
    EXPECT_NE(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.out, "exit code: 3")) << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:4:31: error: ")) << ran;
    for (const char* ending : endings)
        EXPECT_TRUE(contains(ran.out, fmt::format("unread.{}'", ending))) << ending << ran;
}

TEST_F(PreCommit, WhatIsNoCppToTheBuildIsTold) {
    project.only_unit("a.cpp", no_mistake);
    project.write_database({Entry{"a.cpp"}, Entry{"kernel.cu"}});
    project.write("kernel.cu", no_mistake);
    install("awaitlint");
    project.write("kernel.cu", std::string(no_mistake) + "// changed\n");
    project.write("a.cpp", std::string(no_mistake) + "// changed\n");
    const Ran ran = commits();
    EXPECT_NE(ran.status, 0) << ran;
    EXPECT_TRUE(contains(ran.out, "kernel.cu")) << ran;
}

TEST_F(PreCommit, OfChangedLinesAloneNoOthersCount) {
    project.only_unit("a.cpp", one_mistake);
    install("awaitlint-changed-lines");
    project.write("a.cpp", std::string(one_mistake) + "// a new line\n");
    const Ran right = commits();
    EXPECT_EQ(right.status, 0) << right;
    EXPECT_TRUE(contains(right.out, "Passed")) << right;
    project.write("a.cpp", std::string(one_mistake) + "task<int> again() { co_return co_await get_user(2); }\n");
    const Ran wrong = commits();
    EXPECT_NE(wrong.status, 0) << wrong;
    EXPECT_TRUE(contains(wrong.out, "a.cpp:5:31: error: ")) << wrong;
    EXPECT_FALSE(contains(wrong.out, "a.cpp:4:31: error: ")) << wrong;
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

TEST_F(Integrations, TheGitHubWorkflowOfShardsRuns) {
    const std::string page = text_of(source / "integrations/github/shards.yml");
    const std::string shard = block_behind(page, "  run: |"), merge = block_behind(page, "- run: |");
    ASSERT_TRUE(contains(shard, "--shard")) << shard;
    ASSERT_TRUE(contains(merge, "awaitlint merge")) << merge;
    project.write("b.cpp", no_mistake);
    project.write("a.cpp", one_mistake);
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}}, "build/compile_commands.json");
    project.make_folder("shards");
    for (const char* number : {"1", "2"}) {
        const Ran ran = shell(shard, {std::string("SHARD=") + number, "SHARDS=2"});
        EXPECT_EQ(ran.status, 0) << ran;
    }
    const auto merged = [&] {
        return shell(merge, {"RUNNER_TEMP=" + project.path(), "GITHUB_STEP_SUMMARY=" + project.path("summary")});
    };
    shell("mv shard-1.json shards");
    EXPECT_EQ(merged().status, 3) << "one is missing";
    shell("mv shard-2.json shards");
    const Ran ran = merged();
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "::error file=a.cpp,line=4")) << ran;
    EXPECT_TRUE(contains(text_of(project.path("summary")), "a.cpp")) << ran;
    EXPECT_EQ(shell(shard, {"SHARD=3", "SHARDS=2"}).status, 1) << "no shard was made";
}

TEST_F(Integrations, TheGitLabTemplateOfShardsRuns) {
    const std::string page = text_of(source / "integrations/gitlab/shards.gitlab-ci.yml");
    const auto script_behind = [&](const std::string& job) {
        std::string line = block_behind(page.substr(page.find("\n" + job + ":")), "- >-");
        for (char& c : line) c = c == '\n' ? ' ' : c;  // a folded block is one line
        return line;
    };
    project.write("b.cpp", no_mistake);
    project.write("a.cpp", one_mistake);
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
    const auto job = [&](const std::string& name, const std::string& index) {
        return shell(script_behind(name), {"AWAITLINT_BUILD_DIR=.", "AWAITLINT_ARGUMENTS=--no-cache",
                                           "CI_NODE_INDEX=" + index, "CI_NODE_TOTAL=2"});
    };
    EXPECT_EQ(job(".awaitlint-shard", "1").status, 0);
    EXPECT_EQ(job(".awaitlint-merge", "").status, 3) << "one is missing";
    EXPECT_EQ(job(".awaitlint-shard", "2").status, 0);
    const Ran ran = job(".awaitlint-merge", "");
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(text_of(project.path("gl-code-quality-report.json")), "a.cpp")) << ran;
}

/// What stands in quotes behind the first `key: `.
std::string quoted_behind(const std::string& page, const std::string& key) {
    const std::size_t at = page.find(key + ": '");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + key.size() + 3;
    return page.substr(begin, page.find('\'', begin) - begin);
}

TEST_F(Integrations, TheJenkinsfilesStageRuns) {
    const std::string page = text_of(source / "integrations/jenkins/Jenkinsfile");
    const std::size_t begin = page.find("sh '''") + 6;
    std::string script = page.substr(begin, page.find("'''", begin) - begin);
    ASSERT_TRUE(contains(script, "awaitlint check")) << page;
    // Groovy joins lines that end in a backslash, as the shell would.
    for (std::size_t at = script.find("\\\n"); at != std::string::npos; at = script.find("\\\n")) script.erase(at, 2);
    project.write("broken.cpp", broken_code);
    project.write("a.cpp", one_mistake);
    project.write_database({Entry{"a.cpp"}, Entry{"broken.cpp"}});
    shell("git init -q; git add -A; git -c user.name=a -c user.email=a@example.com commit -q -m x");
    ASSERT_FALSE(contains(script, "'"));
    const auto stage = [&](const std::string& base) {
        return shell("sh -xe -c '" + script + "'",  // as Jenkins calls it
                     {"AWAITLINT_BUILD_DIR=.", "AWAITLINT_ARGUMENTS=--quiet", "AWAITLINT_DIFF_BASE=" + base});
    };
    const Ran ran = stage("");
    EXPECT_EQ(ran.status, 3) << ran;
    const std::string report = quoted_behind(page, "checkStyle(pattern");
    EXPECT_TRUE(report.ends_with(".xml")) << "its reader takes no other";
    const std::string found = text_of(project.path(report));
    EXPECT_TRUE(contains(found, R"(<file name="a.cpp">)")) << found;
    EXPECT_TRUE(contains(found, R"(source="awaitlint.await-on-non-awaitable")")) << found;
    EXPECT_TRUE(contains(found, R"(<file name="broken.cpp">)")) << "what was not looked at is an entry\n" << found;
    EXPECT_TRUE(contains(text_of(project.path(quoted_behind(page, "junit testResults"))), "<testsuites"));
    EXPECT_TRUE(nlohmann::json::accept(text_of(project.path(quoted_behind(page, "artifacts")))));
    EXPECT_EQ(stage("HEAD").status, 0) << "nothing has changed" << stage("HEAD");
    EXPECT_EQ(stage("nowhere").status, 2) << stage("nowhere");
}

TEST(IntegrationsPage, EachFileIsNamedAndEachPlaceSaysWhatWasRun) {
    const std::string page = text_of(source / "docs/integrations.md");
    std::string pages = page;
    for (const char* name : {"dashboard", "installing", "vscode"})
        pages += text_of(source / "docs" / fmt::format("{}.md", name));
    for (const auto& folder : fs::directory_iterator(source / "integrations"))
        EXPECT_TRUE(contains(pages, "integrations/" + folder.path().filename().string())) << folder.path();
    for (std::size_t at = page.find("\n## "); at != std::string::npos;) {
        const std::size_t end = page.find("\n## ", at + 1);
        EXPECT_TRUE(contains(page.substr(at, end - at), "\n*Run:* "))
            << page.substr(at + 1, page.find('\n', at + 1) - at);
        at = end;
    }
}

}  // namespace
}  // namespace awaitlint
