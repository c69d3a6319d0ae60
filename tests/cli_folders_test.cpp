// Configurations of folders: the nearest one upward of a file adds to those above it, and what is in force can be
// asked.
#include <algorithm>

#include <gtest/gtest.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;

const std::string mistake =
    "#include \"task.h\"\n"
    "int get_user(int id);\n"
    "task<int> get_user_async(int id);\n"
    "task<int> greet() { co_return co_await get_user(1); }\n";

class Folders : public testing::Test {
protected:
    Folders() {
        for (const char* file : {"a.cpp", "sub/b.cpp", "sub/deep/c.cpp"}) project.write(file, mistake);
        project.write_database({Entry{"a.cpp"}, Entry{"sub/b.cpp"}, Entry{"sub/deep/c.cpp"}});
    }

    json report(std::vector<std::string> arguments = {}, const std::string& folder = "") const {
        arguments.insert(arguments.begin(), "check");
        arguments.insert(arguments.end(), {"--format", "json"});
        const Ran ran = project.awaitlint(arguments, folder);
        EXPECT_TRUE(ran.json().is_object()) << ran;
        return ran.json();
    }
    /// "a.cpp error sub/b.cpp warning"
    static std::string severities(const json& report) {
        std::string found;
        for (const json& finding : report["findings"])
            found += (found.empty() ? "" : " ") + finding["file"].get<std::string>() + " " +
                     finding["severity"].get<std::string>();
        return found;
    }
    std::string severities() const { return severities(report()); }

    CliProject project;
};

TEST_F(Folders, TheNearestConfigurationAddsToThoseAbove) {
    project.write(".awaitlint.json", R"({"rules": {"await-on-non-awaitable": "warning"}})");
    project.write("sub/.awaitlint.json", R"({"rules": {"unused-suppression": "off"}})");
    project.write("sub/deep/.awaitlint.json", R"({"rules": {"await-on-non-awaitable": "note"}})");
    EXPECT_EQ(severities(), "a.cpp warning sub/b.cpp warning sub/deep/c.cpp note");
    project.write("sub/.awaitlint.json", R"({"rules": {"await-on-non-awaitable": "off"}})");
    EXPECT_EQ(severities(), "a.cpp warning sub/deep/c.cpp note");
}

TEST_F(Folders, ARootEndsTheSearch) {
    project.write(".awaitlint.json", R"({"rules": {"await-on-non-awaitable": "note"}, "fail_on": "note"})");
    project.write("sub/.awaitlint.json", R"({"root": true})");
    EXPECT_EQ(severities(), "a.cpp note sub/b.cpp error sub/deep/c.cpp error");
    EXPECT_EQ(severities(report({}, "sub")), "b.cpp error deep/c.cpp error") << "there it is the project's root";
}

TEST_F(Folders, FromAFolderTheSameIsSeen) {
    project.write(".awaitlint.json", R"({"rules": {"await-on-non-awaitable": "warning"}})");
    project.write("sub/.awaitlint.json", "{}");
    EXPECT_EQ(severities(report({}, "sub")), "sub/b.cpp warning sub/deep/c.cpp warning");
}

TEST_F(Folders, EachFindingFailsByItsFolder) {
    project.write("sub/.awaitlint.json", R"({"fail_on": "never"})");
    EXPECT_EQ(project.check({"sub"}).status, 0);
    EXPECT_EQ(project.check().status, 1);
    EXPECT_EQ(project.check({"sub", "--fail-on", "error"}).status, 1) << "the command line outranks";
}

TEST_F(Folders, HeadersAreJudgedWhereTheyLie) {
    project.write("sub/get.h", "#pragma once\n" + mistake);
    project.write("a.cpp", "#include \"sub/get.h\"\n");
    project.write("sub/.awaitlint.json", R"({"rules": {"await-on-non-awaitable": "note"}})");
    project.write_database({Entry{"a.cpp"}});
    EXPECT_EQ(severities(), "sub/get.h note");
}

TEST_F(Folders, GlobsAreOfTheFolder) {
    project.write("sub/.awaitlint.json", R"({"exclude": ["deep"]})");
    EXPECT_EQ(severities(), "a.cpp error sub/b.cpp error");
    project.write("sub/.awaitlint.json", R"({"exclude": ["/*.cpp"]})");
    EXPECT_EQ(severities(), "a.cpp error sub/deep/c.cpp error");
    project.write("sub/.awaitlint.json", R"({"exclude": ["*.cpp"]})");
    EXPECT_EQ(severities(), "a.cpp error");
    project.write("sub/.awaitlint.json", R"({"include": ["deep/**"]})");
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(
        contains(ran.err, "sub/.awaitlint.json: 'include' stands in the configuration of the project's root alone"))
        << ran;
}

TEST_F(Folders, PairsAndPreferencesAreOfTheFolder) {
    for (const char* file : {"a.cpp", "sub/b.cpp"})
        project.write(file,
                      "#include \"task.h\"\nint get(int);\ntask<int> begin(int);\n"
                      "task<int> greet() { co_return co_await get(1); }\n");
    project.write("sub/.awaitlint.json", R"({"factories": [{"sync": "get", "async": "begin"}]})");
    const json found = report()["findings"];
    EXPECT_EQ(found[0]["suggestions"].size(), 1u);
    EXPECT_EQ(found[1]["suggestions"][0]["replacement"], "co_await begin(1)");
    project.write("sub/.awaitlint.json", R"({"factories": [{"sync": "get", "async": "begin"}], "prefer": "sync"})");
    EXPECT_EQ(report()["findings"][1]["suggestions"][0]["replacement"], "get(1)");
}

TEST_F(Folders, SuppressionsOfRulesThatAreOffAreNotUnused) {
    project.write("sub/b.cpp", "#include \"task.h\"\nint x;  // NOLINT(await-on-non-awaitable)\ntask<int> f();\n");
    EXPECT_EQ(severities(report({"sub/b.cpp"})), "sub/b.cpp warning");
    project.write("sub/.awaitlint.json", R"({"rules": {"await-on-non-awaitable": "off"}})");
    EXPECT_EQ(severities(report({"sub/b.cpp"})), "");
}

TEST_F(Folders, WhatIsWrongThereStopsTheRun) {
    project.write("sub/.awaitlint.json", R"({"fial_on": "note"})");
    const Ran ran = project.check();
    EXPECT_EQ(ran.status, 2) << ran;
    EXPECT_TRUE(contains(ran.err, "sub/.awaitlint.json: unknown key 'fial_on'")) << ran;
    project.write(".awaitlint.json", R"({"exclude": ["sub"]})");
    EXPECT_EQ(project.check().status, 1) << "what is excluded is nobody's";
    project.write(".awaitlint.json", R"({"root": "yes"})");
    EXPECT_TRUE(contains(project.check().err, "'root' must be true or false, not a string"));
}

TEST_F(Folders, ANamedConfigurationIsAlone) {
    project.write("sub/.awaitlint.json", R"({"rules": {"await-on-non-awaitable": "off"}})");
    project.write("other.json", "{}");
    EXPECT_EQ(severities(report({"--config", "other.json"})), "a.cpp error sub/b.cpp error sub/deep/c.cpp error");
}

TEST_F(Folders, WhatIsInForceCanBeAsked) {
    project.write(".awaitlint.json", R"({"rules": {"await-on-non-awaitable": "warning"}, "exclude": ["gone"]})");
    project.write("sub/.awaitlint.json", R"({"prefer": "sync", "exclude": ["old"]})");
    const Ran ran = project.check({"--show-config", "sub/deep/c.cpp"});
    EXPECT_EQ(ran.status, 0) << ran;
    const json said = ran.json();
    EXPECT_EQ(said["file"], "sub/deep/c.cpp");
    EXPECT_EQ(said["is_yours"], true);
    EXPECT_EQ(said["rules"]["await-on-non-awaitable"], "warning");
    EXPECT_EQ(said["rules"]["discarded-awaitable"], "error");
    EXPECT_EQ(said["prefer"], "sync");
    EXPECT_EQ(said["configurations"],
              json::array({project.path("sub/.awaitlint.json"), project.path(".awaitlint.json")}));
    EXPECT_TRUE(contains(said["exclude"].dump(), "sub/**/old")) << said;
    EXPECT_EQ(project.check({"--show-config", "a.cpp"}).json()["prefer"], "async");
    EXPECT_TRUE(contains(project.awaitlint({"doctor"}).out, "folders with a configuration of their own: sub\n"));
    const Ran listed = project.check({"--list-files", "sub"});
    EXPECT_EQ(listed.status, 0) << listed;
    EXPECT_EQ(listed.out, "sub/b.cpp\nsub/deep/c.cpp\n");
}

/// The published schema and the reader accept the same files and refuse the same.
TEST_F(Folders, SchemaAndReaderAgree) {
    const std::pair<const char*, bool> samples[] = {
        {"{}", true},
        {R"({"root": true})", true},
        {R"({"root": false, "rules": {"await-on-non-awaitable": "off"}})", true},
        {R"({"factories": [{"sync": "a::b", "async": "a::c"}], "naming": ["{}_x"], "prefer": "sync"})", true},
        {R"({"include": ["src/**"], "exclude": ["gen"], "fail_on": "never", "$schema": "x"})", true},
        {R"([])", false},
        {R"({"root": 1})", false},
        {R"({"rot": true})", false},
        {R"({"rules": []})", false},
        {R"({"rules": {"await-on-non-awaitable": "fatal"}})", false},
        {R"({"factories": [{"sync": "a"}]})", false},
        {R"({"factories": [{"sync": "a", "async": "b", "x": 1}]})", false},
        {R"({"naming": ["x"]})", false},
        {R"({"naming": "{}_x"})", false},
        {R"({"prefer": "none"})", false},
        {R"({"include": ["!src"]})", false},
        {R"({"exclude": [1]})", false},
        {R"({"fail_on": "off"})", false},
        {R"({"libraries": {}})", false},
        {R"({"$schema": 1})", false}};
    for (const auto& [text, is_good] : samples) {
        EXPECT_EQ(schema_complaint(text, "config.schema.json").empty(), is_good) << text;
        project.write(".awaitlint.json", text);
        const Ran ran = project.check({"--list-files"});
        EXPECT_EQ(ran.status == 0, is_good) << text << ran;
    }
}

}  // namespace
}  // namespace awaitlint
