// Library profiles: every way in which a file can be wrong, what its names stand for, the questions about names and
// types, and that each built-in profile is sound.
#include "project/profiles.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "awaitlint/config.h"
#include "project/project.h"
#include "temporary_folder.h"

namespace awaitlint {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

struct ProfilesTest : testing::Test {
    TemporaryFolder folder;

    Result<LibraryProfile> read(std::string_view text) { return read_profile(folder.write("profile.json", text)); }

    std::string error(std::string_view text) {
        const auto profile = read(text);
        return profile ? "no error" : profile.error().message;
    }

    Config config_with(std::string_view text) {
        Config config;
        const auto profile = read(text);
        EXPECT_TRUE(profile) << profile.error().message;
        if (profile) config.profiles.push_back(*profile);
        return config;
    }
};

void expect_mentions(const std::string& text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in: " << text;
}

const char* const rpc = R"_({
    // comments are allowed
    "name": "rpc", "namespaces": ["rpc", "our::rpc"],
    "types": [{"name": "Call", "start": "lazy", "dropped": "the call is not sent"},
              {"name": "::Event", "start": "eager", "may_discard": true, "may_keep": true,
               "stays_in_thread": true}],
    "functions": [{"name": "Mutex::lock", "dropped": "no lock is held"}, {"name": "log", "may_discard": true}],
    "blocking": ["send", "Call::operator+", "::wait"],
    "naming": ["{}_call"],
    "siblings": [{"sync": "ask", "async": "question"}, {"sync": "::ask", "async": "ask_later"}],
    "spawners": ["{namespace}::detach {task}"],
    "locks": [{"name": "Lock", "guard": "co_await {lock}.hold()"}],
    "tokens": ["use_call"]
})_";

TEST_F(ProfilesTest, NamesStandForOneInEachNamespace) {
    const auto profile = read(rpc);
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(profile->title, "rpc");
    EXPECT_EQ(profile->file, folder.path("profile.json"));
    Words types;
    for (const TaskType& type : profile->types) types.push_back(type.name);
    EXPECT_EQ(types, (Words{"rpc::Call", "our::rpc::Call", "Event"}));
    EXPECT_EQ(profile->blocking,
              (Words{"rpc::send", "our::rpc::send", "rpc::Call::operator+", "our::rpc::Call::operator+", "wait"}));
    EXPECT_EQ(profile->spawners, (Words{"{namespace}::detach {task}"}));
    EXPECT_EQ(profile->tokens, (Words{"rpc::use_call", "our::rpc::use_call"}));
    Words locks;
    for (const AwaitedLock& lock : profile->locks) locks.push_back(lock.name + " " + lock.guard);
    EXPECT_EQ(locks, (Words{"rpc::Lock co_await {lock}.hold()", "our::rpc::Lock co_await {lock}.hold()"}));
    Words pairs;
    for (const FactoryPair& pair : profile->siblings) pairs.push_back(pair.sync + " " + pair.async);
    EXPECT_EQ(pairs, (Words{"rpc::ask rpc::question", "our::rpc::ask our::rpc::question", "ask rpc::ask_later",
                            "ask our::rpc::ask_later"}));
}

TEST_F(ProfilesTest, WithoutNamespacesNamesAreWhole) {
    const auto profile = read(R"({"name": "x", "types": [{"name": "a::Task"}], "blocking": ["::run", "go"]})");
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(profile->types.front().name, "a::Task");
    EXPECT_EQ(profile->blocking, (Words{"run", "go"}));
}

TEST_F(ProfilesTest, NamesTimesNamespacesAreBounded) {
    json profile = {{"name", "p"}};
    for (int i = 0; i < 4000; ++i) {
        profile["namespaces"].push_back("n" + std::to_string(i));
        profile["blocking"].push_back("f" + std::to_string(i));
    }
    expect_mentions(error(profile.dump()), "stands for too many names");
    profile["namespaces"] = {std::string(100'000, 'n')};
    expect_mentions(error(profile.dump()), "stands for too many names");
    profile["namespaces"] = {"n"};
    EXPECT_EQ(read(profile.dump())->blocking.size(), 4000u);
}

TEST_F(ProfilesTest, EveryProblemIsAnErrorThatSaysWhere) {
    expect_mentions(error("[]"), "profile.json: must be an object, not an array");
    expect_mentions(error("{}"), "has no 'name'");
    expect_mentions(error(R"({"name": ""})"), "'name' must not be empty");
    expect_mentions(error(R"({"name": "x", "typs": []})"), "unknown key 'typs'. Did you mean 'types'?");
    expect_mentions(error(R"({"name": "x", "types": {}})"), "'types' must be an array, not an object");
    expect_mentions(error(R"({"name": "x", "types": [1]})"), "'types[0]' must be an object, not a number");
    expect_mentions(error(R"({"name": "x", "types": [{}]})"), "'types[0]' has no 'name'");
    expect_mentions(error(R"({"name": "x", "types": [{"name": "a", "strat": "lazy"}]})"),
                    "'types[0]' has the unknown key 'strat'. Did you mean 'start'?");
    expect_mentions(error(R"({"name": "x", "types": [{"name": "a", "start": "lasy"}]})"),
                    R"('types[0].start' must be one of "lazy", "eager", not "lasy". Did you mean 'lazy'?)");
    expect_mentions(error(R"({"name": "x", "types": [{"name": "a", "dropped": ""}]})"), "must not be empty");
    expect_mentions(error(R"({"name": "x", "types": [{"name": "a", "may_discard": 1}]})"),
                    "'types[0].may_discard' must be true or false, not a number");
    expect_mentions(error(R"({"name": "x", "types": [{"name": "task<int>"}]})"), "without template arguments");
    expect_mentions(error(R"_({"name": "x", "functions": [{"name": "f()"}]})_"), "'functions[0].name' must be a name");
    expect_mentions(error(R"({"name": "x", "functions": [{"name": "f", "start": "lazy"}]})"), "unknown key 'start'");
    expect_mentions(error(R"({"name": "x", "blocking": ["f", 2]})"), "'blocking[1]' must be a string");
    expect_mentions(error(R"({"name": "x", "blocking": [""]})"), "'blocking[0]' must be a name");
    expect_mentions(error(R"({"name": "x", "locks": [{"name": "a"}]})"), "'locks[0]' has no 'guard'");
    expect_mentions(error(R"_({"name": "x", "locks": [{"name": "a", "guard": "co_await lock()"}]})_"),
                    R"_('locks[0].guard' must be one line that has {lock} once, not "co_await lock()")_");
    expect_mentions(error(R"({"name": "x", "locks": [{"name": "a", "guard": "{lock}", "take": ""}]})"),
                    "unknown key 'take'");
    expect_mentions(error(R"({"name": "x", "naming": ["async_"]})"), "'naming[0]' must have exactly one {}");
    expect_mentions(error(R"({"name": "x", "siblings": [{"sync": "f"}]})"), "'siblings[0]' has no 'async'");
    expect_mentions(error(R"({"name": "x", "siblings": [{"sync": "f", "async": "f"}]})"), "as its own sibling");
    expect_mentions(error(R"({"name": "x", "namespaces": ["a b"]})"), "'namespaces[0]' must be a namespace");
    expect_mentions(error(R"({"name": "x", "name": "y"})"), "the key 'name' is given twice");
    const std::string all = error(R"({"typs": 1, "types": [{}], "naming": ["a"]})");
    EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 3) << all;
}

TEST(ProfileName, LosesWhatDependsOnTheUse) {
    EXPECT_EQ(profile_name("boost::asio::awaitable<int, any_io_executor>"), "boost::asio::awaitable");
    EXPECT_EQ(profile_name("const ::kj::Promise<void> &"), "kj::Promise");
    EXPECT_EQ(profile_name("a::Pool<std::map<int, b::c>>::Task<int> &&"), "a::Pool::Task");
    EXPECT_EQ(profile_name("a::Pool<decltype(x->y)>::get"), "a::Pool::get");
    EXPECT_EQ(profile_name("a::Promise<int>::operator<<"), "a::Promise::operator<<");
    EXPECT_EQ(profile_name("a::Promise<int>::operator->"), "a::Promise::operator->");
    EXPECT_EQ(profile_name("a::operator bool"), "a::operator bool");
    EXPECT_EQ(profile_name("a::operators::f"), "a::operators::f");
    EXPECT_EQ(profile_name("constant::f"), "constant::f");
    EXPECT_EQ(profile_name("a::(anonymous namespace)::f"), "a::(anonymous namespace)::f");
    EXPECT_EQ(profile_name("main::(lambda)"), "main::(lambda)");
    EXPECT_EQ(profile_name("int *"), "int");
    for (const char* odd : {"", "<", ">", "a<", "(", "::", "const", "a::("}) profile_name(odd);
}

TEST_F(ProfilesTest, QuestionsTakeNamesAsTheFactsWriteThem) {
    const Config config = config_with(rpc);
    ASSERT_NE(find_task_type(config, "const our::rpc::Call<int> &"), nullptr);
    EXPECT_EQ(find_task_type(config, "Call<int>"), nullptr);
    EXPECT_EQ(find_task_type(config, "rpc::Caller"), nullptr);
    EXPECT_EQ(find_library_of_type(config, "Event")->name, "rpc");
    EXPECT_EQ(start_of(config, "rpc::Call<int>"), Start::lazy);
    EXPECT_EQ(start_of(config, "Event"), Start::eager);
    EXPECT_EQ(start_of(config, "int"), Start::unknown);
    EXPECT_TRUE(is_blocking_wait(config, "rpc::Call<int>::operator+"));
    EXPECT_TRUE(is_blocking_wait(config, "::wait"));
    EXPECT_FALSE(is_blocking_wait(config, "rpc::wait"));
    EXPECT_TRUE(may_discard(config, "rpc::log", "rpc::Call<void>"));
    EXPECT_TRUE(may_discard(config, "", "Event"));
    EXPECT_TRUE(may_keep(config, "Event"));
    EXPECT_FALSE(may_keep(config, "rpc::Call<void>"));
    EXPECT_TRUE(stays_in_thread(config, "Event"));
    EXPECT_FALSE(stays_in_thread(config, "rpc::Call<void>"));
    EXPECT_FALSE(may_discard(config, "rpc::send", "rpc::Call<void>"));
    EXPECT_EQ(when_dropped(config, "rpc::Mutex::lock", "rpc::Call<void>"), "no lock is held");
    EXPECT_EQ(when_dropped(config, "rpc::log", "rpc::Call<void>"), "the call is not sent");
    EXPECT_EQ(when_dropped(config, "f", "int"), "");
}

TEST_F(ProfilesTest, TheFirstProfileThatKnowsANameAnswers) {
    Config config = config_with(R"({"name": "mine", "types": [{"name": "cppcoro::task", "may_discard": true}]})");
    for (const LibraryProfile& profile : built_in_profiles()) config.profiles.push_back(profile);
    EXPECT_TRUE(may_discard(config, "", "cppcoro::task<>"));
    EXPECT_EQ(find_library_of_type(config, "cppcoro::task<>")->name, "mine");
    EXPECT_EQ(find_library_of_type(config, "cppcoro::shared_task<>")->name, "cppcoro");
}

// What is built in.

TEST_F(ProfilesTest, EveryBuiltInProfileIsReadWithoutAProblem) {
    Words names;
    for (const auto& [name, text] : builtin_profile_texts()) {
        const auto profile = read(text);
        EXPECT_TRUE(profile) << name << ": " << profile.error().message;
        if (profile) EXPECT_EQ(profile->name, name) << "a profile is called as its file is";
        names.push_back(name);
    }
    Words read_names;
    for (const LibraryProfile& profile : built_in_profiles()) read_names.push_back(profile.name);
    EXPECT_EQ(read_names, names);
    EXPECT_EQ(default_config().profiles.size(), names.size());
}

TEST_F(ProfilesTest, BuiltInTypesSayHowTheyStartAndWhatDroppingDoes) {
    std::set<std::string> seen;
    for (const LibraryProfile& profile : built_in_profiles()) {
        EXPECT_TRUE(!profile.types.empty() || !profile.blocking.empty()) << profile.name << " says nothing";
        for (const TaskType& type : profile.types) {
            EXPECT_TRUE(seen.insert(type.name).second) << type.name << " is in two places";
            EXPECT_NE(type.start, Start::unknown) << type.name;
            EXPECT_FALSE(type.when_dropped.empty()) << type.name;
            EXPECT_FALSE(type.when_dropped.ends_with('.')) << type.name;
        }
        for (const OperationFacts& function : profile.functions)
            EXPECT_TRUE(function.may_discard || !function.when_dropped.empty()) << function.name << " says nothing";
    }
}

// The published schema.

std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

json schema() {
    return json::parse(text_of(AWAITLINT_SOURCE_DIR "/docs/schema/profile.schema.json"));
}

Words keys_of(const json& object) {
    Words keys;
    for (const auto& [key, ignored] : object.items()) keys.push_back(key);
    return keys;
}

TEST(ProfileSchema, HasTheKeysThatTheParserKnows) {
    EXPECT_EQ(keys_of(schema()["properties"]), profile_keys());
}

/// How many of the files the validator, a program of its own, refuses; -1 if it did not look at all of them.
int refused_by_schema(const TemporaryFolder& folder, const Words& files) {
    std::string command = "/usr/bin/python3 -W ignore -m jsonschema --output pretty";
    for (const std::string& file : files) command += " -i '" + file + "'";
    const std::string answer = folder.path("answer.txt");
    command += " '" AWAITLINT_SOURCE_DIR "/docs/schema/profile.schema.json' >'" + answer + "' 2>&1";
    if (std::system(command.c_str()) == -1) return -1;
    const std::string said = text_of(answer);
    int fitting = 0, refused = 0;
    for (const std::string& file : files) {
        fitting += said.find("[SUCCESS]===(" + file + ")") != said.npos;
        refused += said.find("[ValidationError]===(" + file + ")") != said.npos;
    }
    return fitting + refused == static_cast<int>(files.size()) ? refused : -1;
}

TEST_F(ProfilesTest, EveryBuiltInProfileFitsTheSchema) {
    Words files;
    for (const auto& [name, text] : builtin_profile_texts()) files.push_back(folder.write(name + ".json", text));
    files.push_back(folder.write("rpc.json", json::parse(rpc, nullptr, true, /*ignore_comments=*/true).dump()));
    EXPECT_EQ(refused_by_schema(folder, files), 0)
        << "run: python3 -m jsonschema -i rules/libraries/NAME.json docs/schema/profile.schema.json "
           "(apt-get install python3-jsonschema)";
}

TEST_F(ProfilesTest, WhatTheParserRefusesDoesNotFitTheSchema) {
    const Words wrong = {R"({})",
                         R"({"name": ""})",
                         R"({"name": "x", "typs": []})",
                         R"({"name": "x", "types": {}})",
                         R"({"name": "x", "types": [{}]})",
                         R"({"name": "x", "types": [{"name": "task<int>"}]})",
                         R"({"name": "x", "types": [{"name": "a", "start": "soon"}]})",
                         R"({"name": "x", "types": [{"name": "a", "strat": "lazy"}]})",
                         R"({"name": "x", "types": [{"name": "a", "dropped": ""}]})",
                         R"({"name": "x", "functions": [{"name": "f", "may_discard": 1}]})",
                         R"_({"name": "x", "functions": [{"name": "f()"}]})_",
                         R"({"name": "x", "blocking": ["a b"]})",
                         R"({"name": "x", "blocking": [""]})",
                         R"({"name": "x", "naming": ["async_"]})",
                         R"({"name": "x", "naming": ["{}"]})",
                         R"({"name": "x", "siblings": [{"sync": "f"}]})",
                         R"_({"name": "x", "spawners": ["detach()"]})_",
                         R"_({"name": "x", "spawners": ["{task}.add({task})"]})_",
                         R"({"name": "x", "tokens": "use_x"})",
                         R"({"name": "x", "namespaces": [3]})"};
    Words files;
    for (const std::string& text : wrong) {
        EXPECT_NE(error(text), "no error") << text;
        files.push_back(folder.write(std::to_string(files.size()) + ".json", text));
    }
    EXPECT_EQ(refused_by_schema(folder, files), static_cast<int>(wrong.size()));
}

// The page.

/// The first fenced JSON block after `heading`.
std::string example_after(const std::string& page, std::string_view heading) {
    const std::size_t begin = page.find("```json\n", page.find(heading)) + 8;
    return page.substr(begin, page.find("```", begin) - begin);
}

TEST_F(ProfilesTest, ThePageHasASectionPerKeyARowPerProfileAndAnExampleThatIsRead) {
    const std::string page = text_of(AWAITLINT_SOURCE_DIR "/docs/library-profiles.md");
    for (const std::string& key : profile_keys()) expect_mentions(page, "\n### `" + key + "`\n");
    for (const LibraryProfile& profile : built_in_profiles())
        expect_mentions(page, "\n| `" + profile.name + "` | " + profile.title + " |\n");
    const std::string example = example_after(page, "## A profile of your own");
    EXPECT_EQ(error(example), "no error");
    EXPECT_EQ(refused_by_schema(folder, {folder.write("example.json", example)}), 0);
    EXPECT_EQ(keys_of(json::parse(example)), profile_keys()) << "the example shows every key";
}

}  // namespace
}  // namespace awaitlint
