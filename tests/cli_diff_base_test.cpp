// `--diff-base`: only what a change touches is told, whatever state of git it is in; what cannot be compared is
// refused; and no program that a repository names is run.
#include <algorithm>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

const std::string old_mistake = declarations + "task<int> greet() { co_return co_await get_user(1); }\n";
const std::string new_line = "task<int> part() { co_return co_await get_user(2); }\n";

class DiffBase : public testing::Test {
protected:
    DiffBase() {
        project.write("a.cpp", old_mistake);
        project.write("b.cpp", old_mistake);
        project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}});
        project.write(".gitignore", "compile_commands.json\nignored.h\n");
        git({"init", "-q", "-b", "main"});
        git({"config", "user.name", "A"});
        git({"config", "user.email", "a@example.com"});
        commit();
    }

    Ran git(std::vector<std::string> arguments, const std::string& folder = "") const {
        Process process{.program = "/usr/bin/git",
                        .arguments = std::move(arguments),
                        .folder = project.path(folder),
                        .standard_output = ""};
        process.environment = {"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1"};
        const Ran ran = run(process);
        EXPECT_EQ(ran.status, 0) << ran;
        return ran;
    }
    void commit() const {
        git({"add", "-A"});
        git({"commit", "-q", "-m", "x"});
    }
    Ran check(std::vector<std::string> arguments = {}, const std::string& revision = "main",
              const std::string& folder = "") const {
        arguments.insert(arguments.begin(), {"check", "--diff-base", revision});
        return project.awaitlint(arguments, folder);
    }
    /// "a.cpp:5 b.cpp:1"
    std::string places(const std::vector<std::string>& arguments = {}) const {
        std::vector<std::string> all = arguments;
        all.insert(all.end(), {"--format", "json"});
        const Ran ran = check(all);
        EXPECT_EQ(schema_complaint(ran.out), "") << ran;
        const json report = ran.json();
        if (!report.is_object() || !report.contains("changed")) return ran.err;
        std::string found;
        for (const json& finding : report["findings"])
            found += (found.empty() ? "" : " ") + finding["file"].get<std::string>() + ":" +
                     std::to_string(finding["line"].get<int>());
        EXPECT_EQ(ran.status, found.empty() ? 0 : 1) << ran;
        return found;
    }

    CliProject project;
};

TEST_F(DiffBase, NothingChangedPassesAndSaysSo) {
    const Ran ran = check();
    EXPECT_EQ(ran.status, 0) << ran;
    EXPECT_EQ(ran.out, "");
    EXPECT_TRUE(contains(ran.err, "0 files have lines that differ from ")) << ran;
    EXPECT_TRUE(contains(ran.last_error_line(), "analysed 0/0 units")) << ran;
    EXPECT_EQ(project.check().status, 1);
}

TEST_F(DiffBase, ChangesAreSeenInEveryStateOfGit) {
    git({"switch", "-q", "-c", "work"});
    project.write("a.cpp", old_mistake + new_line);
    EXPECT_EQ(places(), "a.cpp:5") << "not staged";
    git({"add", "a.cpp"});
    EXPECT_EQ(places(), "a.cpp:5") << "staged";
    git({"commit", "-q", "-m", "x"});
    EXPECT_EQ(places(), "a.cpp:5") << "committed";
    git({"update-index", "--assume-unchanged", "b.cpp"});
    project.write("b.cpp", old_mistake + "\n" + new_line);
    EXPECT_EQ(places(), "a.cpp:5 b.cpp:6") << "what lies on disk counts";
    EXPECT_EQ(places({"b.cpp"}), "b.cpp:6") << "PATHs narrow it further";
    const Ran ran = check({}, "main");
    EXPECT_TRUE(contains(ran.err, "2 findings on other lines of them are not told")) << ran;
}

TEST_F(DiffBase, UntrackedFilesCountAndIgnoredOnesDoNot) {
    project.write("c.cpp", old_mistake);
    project.write("ignored.h",
                  "#pragma once\n" + declarations + "task<int> old() { co_return co_await get_user(3); }\n");
    project.write("d.cpp", "#include \"ignored.h\"\n");
    project.write_database({Entry{"a.cpp"}, Entry{"b.cpp"}, Entry{"c.cpp"}, Entry{"d.cpp"}});
    EXPECT_EQ(places(), "c.cpp:4");
}

TEST_F(DiffBase, TheMergeBaseCountsNotTheBranch) {
    git({"switch", "-q", "-c", "work"});
    project.write("a.cpp", old_mistake + new_line);
    commit();
    git({"switch", "-q", "main"});
    project.write("b.cpp", declarations + "\n" + new_line);
    commit();
    git({"switch", "-q", "work"});
    EXPECT_EQ(places(), "a.cpp:5") << "b.cpp was changed by others";
}

TEST_F(DiffBase, RenamedFilesAreComparedWithWhatTheyWere) {
    git({"switch", "-q", "-c", "work"});
    std::filesystem::rename(project.path("a.cpp"), project.path("moved.cpp"));
    project.write_database({Entry{"b.cpp"}, Entry{"moved.cpp"}});
    EXPECT_EQ(places(), "") << "not told to git";
    project.write("moved.cpp", old_mistake + new_line);
    EXPECT_EQ(places(), "moved.cpp:5");
    git({"add", "-A"});
    EXPECT_EQ(places(), "moved.cpp:5");
    commit();
    EXPECT_EQ(places(), "moved.cpp:5");
}

TEST_F(DiffBase, HeadersReachTheirUnits) {
    project.write("get.h", "#pragma once\n" + declarations);
    project.write("a.cpp", "#include \"get.h\"\ntask<int> greet() { co_return co_await get_user_async(1); }\n");
    commit();
    project.write("get.h", "#pragma once\n" + declarations + "inline " + new_line);
    EXPECT_EQ(places(), "get.h:5");
    const Ran ran = check();
    EXPECT_TRUE(contains(ran.last_error_line(), "analysed 1/1 units")) << "b.cpp does not read it\n" << ran;
}

TEST_F(DiffBase, LineEndsAloneAreNoChange) {
    std::string text = old_mistake;
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, "\r");
    project.write("a.cpp", text);
    EXPECT_EQ(places(), "");
    project.write("a.cpp", text + new_line);
    EXPECT_EQ(places(), "a.cpp:5");
}

TEST_F(DiffBase, RepairsStayOnChangedLines) {
    project.write("a.cpp", old_mistake + new_line);
    const Ran ran = project.awaitlint({"fix", "--diff-base", "main"});
    EXPECT_EQ(ran.status, 0) << ran;
    std::ifstream file(project.path("a.cpp"));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_TRUE(contains(text, "co_await get_user(1)")) << text;
    EXPECT_TRUE(contains(text, "co_await get_user_async(2)")) << text;
}

TEST_F(DiffBase, GoesTogetherWithABaseline) {
    ASSERT_EQ(project.awaitlint({"baseline", "write"}).status, 0);
    commit();
    project.write("a.cpp", old_mistake + new_line);
    EXPECT_EQ(places(), "a.cpp:5");
    project.write("a.cpp", declarations + "task<int>  greet() { co_return co_await get_user(1); }\n");
    const Ran ran = check();
    EXPECT_EQ(ran.status, 0) << "touched, and known\n" << ran;
    EXPECT_TRUE(contains(ran.err, "1 finding is known")) << ran;
}

TEST_F(DiffBase, TheRootMayBeBelowTheTop) {
    project.make_folder("sub");
    for (const char* name : {"a.cpp", "b.cpp", ".awaitlint.json", "lib"})
        std::filesystem::rename(project.path(name), project.path(std::string("sub/") + name));
    commit();
    project.write("sub/a.cpp", old_mistake + new_line);
    const Ran ran = project.awaitlint(
        {"check", "--diff-base", "main", "a.cpp", "--", "-std=c++20", "-nostdinc++", "-isystem", "lib"}, "sub");
    EXPECT_EQ(ran.status, 1) << ran;
    EXPECT_TRUE(contains(ran.out, "a.cpp:5:")) << ran;
    EXPECT_FALSE(contains(ran.out, "a.cpp:4:")) << ran;
}

TEST_F(DiffBase, WhatCannotBeComparedIsRefused) {
    const auto refused = [&](const std::string& revision, const std::string& what) {
        for (const char* command : {"check", "fix"}) {
            const Ran ran = project.awaitlint({command, "--diff-base", revision});
            EXPECT_EQ(ran.status, 2) << revision << ran;
            EXPECT_TRUE(contains(ran.err, what)) << revision << ran;
        }
    };
    refused("nowhere", "'nowhere' is no commit of this repository");
    refused("nowhere", "git fetch");
    refused("main..HEAD", "is no commit");
    refused("HEAD:a.cpp", "is no commit");
    EXPECT_EQ(project.awaitlint({"check", "--diff-base=--output=x"}).status, 2);
    EXPECT_TRUE(contains(project.awaitlint({"check", "--diff-base=--output=x"}).err, "is no revision"));
    for (const std::vector<std::string>& empty :
         {std::vector<std::string>{"check", "--diff-base="}, {"check", "--diff-base", ""}})
        EXPECT_EQ(project.awaitlint(empty).status, 2) << "a variable of CI's that is not set";
    git({"switch", "-q", "--orphan", "other"});
    refused("main", "has no commit yet");
    project.write("x.txt", "x");
    commit();
    refused("main", "have no common commit");
}

TEST_F(DiffBase, ShallowClonesAreRefusedWithTheRemedy) {
    git({"switch", "-q", "-c", "work"});
    project.write("a.cpp", old_mistake + new_line);
    commit();
    git({"clone", "-q", "--depth=1", "--no-single-branch", "file://" + project.path(), "clone"});
    std::filesystem::copy(project.path("compile_commands.json"), project.path("clone/compile_commands.json"));
    const Ran ran = check({}, "origin/main", "clone");
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "git fetch --unshallow")) << ran;
    EXPECT_TRUE(contains(check({}, "HEAD~1", "clone").err, "git fetch --unshallow"));
}

TEST_F(DiffBase, PartialClonesFetchNothing) {
    git({"config", "uploadpack.allowFilter", "true"});
    project.write("a.cpp", old_mistake + "// as no other file\n");
    commit();
    git({"switch", "-q", "-c", "work"});
    project.write("a.cpp", old_mistake + new_line);
    commit();
    git({"clone", "-q", "--filter=blob:none", "-b", "work", "file://" + project.path(), "clone"});
    git({"config", "remote.origin.uploadpack", "touch " + project.path("fetched") + "; git-upload-pack"}, "clone");
    project.write("clone/compile_commands.json", R"([{"directory": ")" + project.path("clone") + R"(", "file": "a.cpp",
        "arguments": ["clang++", "-std=c++20", "-nostdinc++", "-isystem", "lib", "-c", "a.cpp"]}])");
    const Ran ran = check({}, "origin/main", "clone");
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "partial")) << ran;
    EXPECT_FALSE(std::filesystem::exists(project.path("fetched")));
}

TEST_F(DiffBase, WithoutARepositoryOrGitItIsRefused) {
    const CliProject bare;
    bare.only_unit("a.cpp", old_mistake);
    const Ran ran = bare.check({"--diff-base", "main"});
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "is in no git repository")) << ran;
    EXPECT_TRUE(contains(ran.err, "not a git repository")) << "what git says is handed on\n" << ran;
    // A relative folder of PATH is the stranger's.
    project.write("git", "#!/bin/sh\ntouch ran\n");
    ::chmod(project.path("git").c_str(), 0755);
    const Ran alone = run({.arguments = {"check", "--diff-base", "main"},
                           .folder = project.path(),
                           .standard_output = "",
                           .environment = {"PATH=.::bin"}});
    EXPECT_EQ(alone.status, 2) << alone;
    EXPECT_TRUE(contains(alone.err, "there is no program 'git'")) << alone;
    EXPECT_FALSE(std::filesystem::exists(project.path("ran")));
}

TEST_F(DiffBase, OfAnotherOwnerGitsWarningIsHandedOn) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
    ASSERT_EQ(::chown(project.path(".git").c_str(), 65534, 65534), 0);
    ASSERT_EQ(::chown(project.path().c_str(), 65534, 65534), 0);
    const Ran ran = check();
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "dubious ownership")) << ran;
    EXPECT_TRUE(contains(ran.err, "safe.directory")) << ran;
}

/// Everything in a repository by which git can be made to run a program when files are listed, compared or shown.
TEST_F(DiffBase, NoProgramOfTheRepositoryIsRun) {
    const std::string marker = project.path("ran");
    const std::string program = project.write("evil", "#!/bin/sh\necho \"$0 $*\" >>'" + marker + "'\ncat\n");
    ::chmod(program.c_str(), 0755);
    for (const char* hook : {"post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"}) {
        project.write(std::string(".git/hooks/") + hook, "#!/bin/sh\necho hook >>'" + marker + "'\n");
        ::chmod(project.path(std::string(".git/hooks/") + hook).c_str(), 0755);
    }
    git({"config", "user.name", "B"});
    project.write("a.cpp", old_mistake + new_line);
    project.write(".gitattributes", "*.cpp filter=evil diff=evil merge=evil\n");
    const std::pair<const char*, std::string> settings[] = {{"core.fsmonitor", program},
                                                            {"diff.external", program},
                                                            {"diff.evil.textconv", program},
                                                            {"diff.evil.command", program},
                                                            {"filter.evil.clean", program},
                                                            {"filter.evil.smudge", program},
                                                            {"filter.evil.process", program},
                                                            {"filter.evil.required", "true"},
                                                            {"core.pager", program},
                                                            {"pager.diff", program},
                                                            {"alias.diff", "!" + program},
                                                            {"alias.ls-files", "!" + program},
                                                            {"alias.rev-parse", "!" + program},
                                                            {"core.sshCommand", program},
                                                            {"core.gitProxy", program},
                                                            {"core.askPass", program},
                                                            {"core.editor", program},
                                                            {"credential.helper", program},
                                                            {"gpg.program", program},
                                                            {"log.showSignature", "true"},
                                                            {"core.alternateRefsCommand", program},
                                                            {"core.hooksPath", ".git/hooks"}};
    // Written as text: git itself would run some of it while it is being told.
    std::ofstream config(project.path(".git/config"), std::ios::app);
    for (const auto& [name, value] : settings) {
        const std::string key(name);
        const std::size_t first = key.find('.'), last = key.rfind('.');
        config << "[" << key.substr(0, first);
        if (first != last) config << " \"" << key.substr(first + 1, last - first - 1) << "\"";
        config << "]\n\t" << key.substr(last + 1) << " = \"" << value << "\"\n";
    }
    config.close();
    for (const char* command : {"check", "fix"}) {
        Process process{.arguments = {command, "--diff-base", "main"}, .folder = project.path(), .standard_output = ""};
        process.environment = {"GIT_EXTERNAL_DIFF=" + program,       "GIT_PAGER=" + program,   "PAGER=" + program,
                               "GIT_SSH_COMMAND=" + program,         "GIT_ASKPASS=" + program, "GIT_EDITOR=" + program,
                               "GIT_TRACE=" + project.path("trace"), "GIT_DIR=/nowhere"};
        const Ran ran = run(process);
        EXPECT_EQ(ran.status, std::string(command) == "check" ? 1 : 0) << ran;
        EXPECT_TRUE(contains(ran.err, "1 finding on other lines of them is not told")) << ran;
    }
    std::ifstream said(marker);
    EXPECT_FALSE(std::filesystem::exists(marker)) << std::string(std::istreambuf_iterator<char>(said), {});
    EXPECT_FALSE(std::filesystem::exists(project.path("trace")));
    // The trap is one: git by itself falls into it.
    static_cast<void>(run(
        {.program = "/usr/bin/git", .arguments = {"diff", "main"}, .folder = project.path(), .standard_output = ""}));
    EXPECT_TRUE(std::filesystem::exists(marker));
}

TEST_F(DiffBase, NamesAndContentsCannotSpoofAPatch) {
    const std::string code = "+++ now/0\n@@ -0,0 +1,99 @@\n";
    project.write("quotes.txt", "-- before/0\n++ now/1\n" + code);
    project.write("na\nme \"x\".cpp", old_mistake);
    commit();
    project.write("quotes.txt", code + "++ now/0\n@@ -1 +1,400 @@\n" + code);
    project.write("na\nme \"x\".cpp", "// one\n" + old_mistake);
    EXPECT_EQ(places(), "");
}

TEST_F(DiffBase, SubmodulesAreTold) {
    const CliProject other;
    const auto in_other = [&](std::vector<std::string> arguments) {
        Process process{.program = "/usr/bin/git",
                        .arguments = std::move(arguments),
                        .folder = other.path(),
                        .standard_output = ""};
        process.environment = {"GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com",
                               "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com"};
        EXPECT_EQ(run(process).status, 0);
    };
    in_other({"init", "-q", "-b", "main"});
    in_other({"add", "-A"});
    in_other({"commit", "-q", "-m", "one"});
    git({"-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.path(), "parts"});
    commit();
    EXPECT_FALSE(contains(check().err, "submodule"));
    other.write("x.txt", "x");
    in_other({"add", "-A"});
    in_other({"commit", "-q", "-m", "two"});
    git({"-c", "protocol.file.allow=always", "pull", "-q"}, "parts");
    git({"switch", "-q", "-c", "work"});
    commit();
    const Ran ran = check();
    EXPECT_TRUE(contains(ran.err, "the submodule 'parts' has changed")) << ran;
}

}  // namespace
}  // namespace awaitlint
