// `.awaitlint.json` -> Config, every way in which one can be wrong, and that its schema and its page know the same
// keys.
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "project/project.h"
#include "temporary_folder.h"

namespace awaitlint {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

Words rule_ids() {
    return {"await-on-non-awaitable", "await-outside-coroutine", "unused-suppression"};
}

struct ConfigTest : testing::Test {
    TemporaryFolder folder;

    Result<Config> read(std::string_view text) {
        return read_config(folder.write(".awaitlint.json", text), rule_ids());
    }

    /// The message, whose lines all begin with the file.
    std::string error(std::string_view text) {
        const auto config = read(text);
        if (config) return "no error";
        std::istringstream lines(config.error().message);
        for (std::string line; std::getline(lines, line);)
            EXPECT_TRUE(line.starts_with(folder.path(".awaitlint.json") + ":")) << line;
        return config.error().message;
    }
};

void expect_mentions(const std::string& text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in: " << text;
}

std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

// What is wrong.

TEST_F(ConfigTest, WhatCannotBeReadIsAnError) {
    const auto missing = read_config(folder.path("none.json"), rule_ids());
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().message, folder.path("none.json") + ": no such file");
    const auto a_folder = read_config(folder.make_folder("dir.json"), rule_ids());
    ASSERT_FALSE(a_folder);
    expect_mentions(a_folder.error().message, "a folder, but a file is needed");
}

TEST_F(ConfigTest, BrokenJsonIsAnErrorWithLineAndColumn) {
    expect_mentions(error(""), ".awaitlint.json:1:1: not valid JSON");
    expect_mentions(error("{\n  \"prefer\": \"sync\",\n}"), ".awaitlint.json:3:1: not valid JSON");
    expect_mentions(error("{\n  \"prefer\": \"sync\",\n}"), "a comma before the closing bracket is not allowed");
    expect_mentions(error("{\n  \"naming\": [\"{}_x\", ]}"), ".awaitlint.json:2:22: not valid JSON");
    expect_mentions(error("{\"prefer\": sync}"), ":1:12: not valid JSON");
    expect_mentions(error("{\"prefer\": \"sync\""), "not valid JSON");
    expect_mentions(error("[]"), "must be an object, not an array");
    expect_mentions(error("null"), "must be an object, not null");
}

TEST_F(ConfigTest, ANulByteIsAnErrorThatNamesItsPlace) {
    using namespace std::string_view_literals;
    expect_mentions(error("{}\n\0{\"rules\": 1}"sv), ":2:1: a NUL byte");
    expect_mentions(error("{ // a comment \0\n}"sv), ":1:16: a NUL byte");
    expect_mentions(error("{\"fail_on\": \"err\0or\"}"sv), ":1:17: a NUL byte");
}

TEST_F(ConfigTest, WhatNestsTooDeepIsAnErrorThatNamesItsPlace) {
    const std::string open(1'000'000, '[');
    expect_mentions(error(R"({"rules": )" + open + "}"), ":1:110: nested deeper than 100 levels");
    EXPECT_TRUE(read("{} // " + open)) << "nobody counts in a comment";
    expect_mentions(error(R"({"prefer": ")" + open + "\"}"), "must be one of");
}

TEST_F(ConfigTest, ALibraryNamedTwiceIsAnError) {
    folder.write("a.json", R"({"name": "a"})");
    expect_mentions(error(R"({"libraries": ["a.json", "./a.json"]})"), "'libraries[1]' names './a.json' a second time");
}

TEST_F(ConfigTest, AKeyGivenTwiceIsAnError) {
    expect_mentions(error(R"({"prefer": "sync", "prefer": "async"})"), "the key 'prefer' is given twice");
    expect_mentions(error(R"({"rules": {"unused-suppression": "off", "unused-suppression": "note"}})"), "given twice");
    EXPECT_TRUE(read(R"({"factories": [{"sync": "a", "async": "b"}, {"sync": "c", "async": "d"}]})"));
}

TEST_F(ConfigTest, UnknownKeysAreErrorsWithTheNearestName) {
    expect_mentions(error(R"({"fial_on": "note"})"), "unknown key 'fial_on'. Did you mean 'fail_on'?");
    expect_mentions(error(R"({"fail-on": "note"})"), "Did you mean 'fail_on'?");
    const std::string far = error(R"({"whatever-this-is": 1})");
    expect_mentions(far, "unknown key 'whatever-this-is'. Known: ");
    for (const std::string& key : config_keys()) expect_mentions(far, key);
}

TEST_F(ConfigTest, UnknownRulesAndSeveritiesAreErrors) {
    expect_mentions(error(R"({"rules": {"await-on-non-awaitible": "off"}})"),
                    "'rules' names the unknown rule 'await-on-non-awaitible'. Did you mean 'await-on-non-awaitable'?");
    expect_mentions(error(R"({"rules": {"zzz": "off"}})"), "Known: await-on-non-awaitable, ");
    expect_mentions(error(R"({"rules": {"unused-suppression": "warn"}})"),
                    R"('rules.unused-suppression' must be one of "off", "note", "warning", "error", not "warn".)");
    expect_mentions(error(R"({"rules": {"unused-suppression": "eror"}})"), "Did you mean 'error'?");
    expect_mentions(error(R"({"rules": {"unused-suppression": "never"}})"), "must be one of");
    expect_mentions(error(R"({"rules": {"unused-suppression": "OFF"}})"), "Did you mean 'off'?");
    expect_mentions(error(R"({"rules": {"unused-suppression": false}})"), "not a boolean");
    expect_mentions(error(R"({"rules": {"unused-suppression": ""}})"), "must be one of");
    expect_mentions(error(R"({"rules": ["unused-suppression"]})"), "'rules' must be an object, not an array");
}

TEST_F(ConfigTest, BadPreferAndFailOnAreErrors) {
    expect_mentions(error(R"({"prefer": "asynch"})"), R"('prefer' must be one of "async", "sync", not "asynch".)");
    expect_mentions(error(R"({"prefer": 1})"), R"('prefer' must be one of "async", "sync", not a number)");
    expect_mentions(error(R"({"fail_on": "warnings"})"), "Did you mean 'warning'?");
    expect_mentions(error(R"({"fail_on": "off"})"), R"("error", "warning", "note", "never", not "off")");
    expect_mentions(error(R"({"fail_on": null})"), "not null");
}

TEST_F(ConfigTest, BadFactoriesAreErrors) {
    const auto name = [&](const std::string& sync) {
        return error(json{{"factories", {{{"sync", sync}, {"async", "x::y"}}}}}.dump());
    };
    expect_mentions(error(R"({"factories": {"sync": "a", "async": "b"}})"), "'factories' must be an array");
    expect_mentions(error(R"({"factories": ["a"]})"), "'factories[0]' must be an object, not a string");
    expect_mentions(error(R"({"factories": [{"sync": "a"}]})"), "'factories[0]' has no 'async'");
    expect_mentions(error(R"({"factories": [{"async": "a"}]})"), "'factories[0]' has no 'sync'");
    expect_mentions(error(R"({"factories": [{"sync": "a", "asyn": "b"}]})"), "'asyn'. Did you mean 'async'?");
    expect_mentions(error(R"({"factories": [{"sync": "a", "async": 1}]})"), "'factories[0].async' must be a string");
    expect_mentions(error(R"({"factories": [{"sync": "a::b", "async": "::a::b"}]})"), "as its own sibling");
    for (const char* bad :
         {"", "::", "a::", "a:b", "a::::b", "a b", "a()", "a(int)", "int a", "1a", "a.b", "a-b", " a", ":a"})
        expect_mentions(name(bad), "'factories[0].sync' must be a qualified name");
    for (const char* good : {"a", "a::b", "::a::b", "_a::B9::c_d", "a::P<int>::get", "a::P<b::c, 3>::get",
                             "a::operator()", "(anonymous namespace)::f", "a::operator==", "\xC3\xA4::b"})
        EXPECT_EQ(name(good), "no error") << good;
}

TEST_F(ConfigTest, BadNamingIsAnError) {
    for (const char* bad : {"", "_async", "{}", "{}_{}", "{ }_async", "{}.async", "{} async", "{}-async", "{}()"}) {
        const std::string message = error(json{{"naming", {"{}_x", bad}}}.dump());
        expect_mentions(message, "'naming[1]' must ");
        expect_mentions(message, "\"" + std::string(bad) + "\"");
    }
    expect_mentions(error(R"({"naming": ["{}_{}"]})"), "must have exactly one {}");
    expect_mentions(error(R"({"naming": "{}_async"})"), "'naming' must be an array of strings, not a string");
    expect_mentions(error(R"({"naming": [["{}_x"]]})"), "'naming[0]' must be a string, not an array");
}

TEST_F(ConfigTest, BadLibrariesAreErrors) {
    folder.write("rules/array.json", "[]");
    folder.write("rules/broken.json", "{");
    folder.make_folder("rules/folder.json");
    expect_mentions(error(R"({"libraries": ["rules/none.json"]})"),
                    "'libraries[0]' cannot be used: " + folder.path("rules/none.json") + ": no such file");
    expect_mentions(error(R"({"libraries": ["rules/array.json"]})"), "must be an object, not an array");
    expect_mentions(error(R"({"libraries": ["rules/broken.json"]})"), "broken.json:1:2: not valid JSON");
    expect_mentions(error(R"({"libraries": ["rules/folder.json"]})"), "a folder, but a file is needed");
    expect_mentions(error(R"({"libraries": [""]})"), "'libraries[0]' cannot be used");
    expect_mentions(error(R"({"libraries": "rules/x.json"})"), "must be an array of strings");
}

TEST_F(ConfigTest, GlobsThatCanNeverMatchAreErrors) {
    for (const char* key : {"include", "exclude"})
        for (const char* bad : {"", ".", "/", "./", "!src", "src\\a.cpp", "..", "../x", "a/../b", "a/.."})
            expect_mentions(error(json{{key, {"ok/**", bad}}}.dump()), "'" + std::string(key) + "[1]' ");
    expect_mentions(error(R"({"exclude": "third_party"})"), "'exclude' must be an array of strings, not a string");
    expect_mentions(error(R"({"include": [3]})"), "'include[0]' must be a string, not a number");
}

TEST_F(ConfigTest, AllProblemsAreShownAtOnce) {
    const std::string message = error(R"({"prefer": 1, "fail_on": "x", "nonsense": 2, "naming": ["a", "b"]})");
    EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 4);
}

// What is read.

TEST_F(ConfigTest, AnEmptyObjectIsTheDefault) {
    const auto config = read("{}");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_TRUE(config->rules.empty());
    EXPECT_TRUE(config->factories.empty());
    EXPECT_EQ(config->prefer, "async");
    EXPECT_EQ(config->fail_on, Severity::warning);
}

TEST_F(ConfigTest, EveryKeyIsRead) {
    folder.write("sub/rules/our_rpc.json", R"({"name": "our_rpc", "types": [{"name": "our::Call"}]} // a comment)");
    const auto config = read_config(folder.write("sub/.awaitlint.json",
                                                 "\xEF\xBB\xBF"
                                                 R"({
        // comments are allowed
        "$schema": "somewhere",
        "rules": {"await-on-non-awaitable": "note", "unused-suppression": "off"},
        "factories": [{"sync": "::a::get", "async": "a::get_async"}],
        "naming": ["{}_later", "begin_{}"],
        "prefer": "sync", /* so are these */
        "libraries": ["rules/our_rpc.json"],
        "include": ["src/**", "/x", "gen/"], "exclude": ["third_party", "*.inl", "..x"],
        "fail_on": "never"})"),
                                    rule_ids());
    ASSERT_TRUE(config) << config.error().message;
    const std::map<std::string, Severity> rules = {{"await-on-non-awaitable", Severity::note},
                                                   {"unused-suppression", Severity::off}};
    EXPECT_EQ(config->rules, rules);
    ASSERT_EQ(config->factories.size(), 1u);
    EXPECT_EQ(config->factories[0].sync, "a::get");
    EXPECT_EQ(config->factories[0].async, "a::get_async");
    EXPECT_EQ(config->naming, (Words{"{}_later", "begin_{}"}));
    EXPECT_EQ(config->prefer, "sync");
    EXPECT_EQ(config->libraries, Words{folder.path("sub/rules/our_rpc.json")});
    ASSERT_GE(config->profiles.size(), 2u);
    EXPECT_EQ(config->profiles.front().name, "our_rpc");
    EXPECT_EQ(config->include, (Words{"src/**", "/x", "gen/"}));
    EXPECT_EQ(config->exclude, (Words{"third_party", "*.inl", "..x"}));
    EXPECT_EQ(config->fail_on, Severity::off);
}

// What else knows the keys.

json schema() {
    return json::parse(text_of(AWAITLINT_SOURCE_DIR "/docs/schema/config.schema.json"));
}

Words keys_of(const json& object) {
    Words keys;
    for (const auto& [key, ignored] : object.items()) keys.push_back(key);
    return keys;
}

TEST_F(ConfigTest, SchemaAndParserKnowTheSameKeys) {
    EXPECT_EQ(keys_of(schema()["properties"]), config_keys());
    EXPECT_EQ(schema()["additionalProperties"], false);
    for (const std::string& key : keys_of(schema()["properties"]))
        EXPECT_EQ(error(json{{key, 7}}.dump()).find("unknown"), std::string::npos) << key;

    const json pair = schema()["properties"]["factories"]["items"];
    EXPECT_EQ(keys_of(pair["properties"]), (Words{"async", "sync"}));
    EXPECT_EQ(pair["required"], json::array({"sync", "async"}));
    EXPECT_EQ(pair["additionalProperties"], false);
}

TEST_F(ConfigTest, SchemaAndParserKnowTheSameWords) {
    const auto words = [](const json& values) {
        std::string text;
        for (const json& value : values) text += (text.empty() ? "" : ", ") + value.dump();
        return "must be one of " + text + ", not";
    };
    const json properties = schema()["properties"];
    expect_mentions(error(R"({"prefer": 1})"), words(properties["prefer"]["enum"]));
    expect_mentions(error(R"({"fail_on": 1})"), words(properties["fail_on"]["enum"]));
    expect_mentions(error(R"({"rules": {"unused-suppression": 1}})"),
                    words(properties["rules"]["additionalProperties"]["enum"]));
}

TEST_F(ConfigTest, SchemaAndParserHaveTheSameDefaults) {
    const json properties = schema()["properties"];
    EXPECT_EQ(properties["prefer"]["default"], Config().prefer);
    EXPECT_EQ(severity_named(properties["fail_on"]["default"].get<std::string>()), Config().fail_on);
}

TEST_F(ConfigTest, ThePageHasASectionPerKeyAndItsExamplesAreRead) {
    folder.write("rules/our_rpc.json", R"({"name": "our_rpc"})");
    std::istringstream page(text_of(AWAITLINT_SOURCE_DIR "/docs/configuration.md"));
    std::set<std::string> sections;
    std::set<std::string> shown;
    std::string section, example;
    bool is_in_example = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("## `")) sections.insert(section = line.substr(4, line.size() - 5));
        if (is_in_example && line == "```") {
            const auto config = read(example);
            EXPECT_TRUE(config) << config.error().message << "\n" << example;
            if (json::parse(example, nullptr, true, true).contains(section)) shown.insert(section);
            is_in_example = false;
            example.clear();
        } else if (is_in_example) {
            example += line + "\n";
        } else if (line.starts_with("```")) {
            EXPECT_EQ(line, "```json");
            is_in_example = true;
        }
    }
    const Words keys = config_keys();
    EXPECT_EQ(sections, std::set<std::string>(keys.begin(), keys.end()));
    EXPECT_EQ(shown, sections);
}

}  // namespace
}  // namespace awaitlint
