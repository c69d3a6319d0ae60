// docs/facts.md: of each example, `awaitlint facts` prints what the page says, and the page shows each kind of fact.
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli_project.h"

namespace awaitlint {
namespace {

struct Example {
    std::string code;
    std::string facts;  // JSON
    std::size_t line = 0;
};

/// Each block of C++ with the block of JSON behind it.
std::vector<Example> examples_in(const std::string& page) {
    std::vector<Example> examples;
    std::istringstream lines(page);
    std::string* block = nullptr;
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line == "```cpp") {
            examples.push_back({"", "", number});
            block = &examples.back().code;
        } else if (line == "```json") {
            block = examples.empty() ? nullptr : &examples.back().facts;
        } else if (line == "```") {
            block = nullptr;
        } else if (block) {
            *block += line + "\n";
        }
    }
    return examples;
}

/// The unit a.cpp, and headers before it: each begins with its name in a comment of its own.
void write_unit(const CliProject& project, const std::string& code) {
    std::istringstream lines(code);
    std::string name = "a.cpp", text;
    for (std::string line; std::getline(lines, line);) {
        const bool is_name = line.starts_with("// ") && (line.ends_with(".h") || line == "// a.cpp");
        if (is_name && !text.empty()) project.write(name, text);
        if (is_name) name = line.substr(3);
        text = is_name ? "" : text + line + "\n";
    }
    project.only_unit(name, text);
}

/// Where `all` lacks what `some` says; empty if nothing is lacking. Lists are as long as they say.
std::string lacking(const nlohmann::json& some, const nlohmann::json& all, const std::string& where) {
    if (some.is_object()) {
        for (const auto& [key, value] : some.items()) {
            if (!all.is_object() || !all.contains(key)) return fmt::format("{}/{} is not there", where, key);
            if (std::string found = lacking(value, all[key], where + "/" + key); !found.empty()) return found;
        }
        return "";
    }
    if (some.is_array() && all.is_array() && some.size() == all.size()) {
        for (std::size_t i = 0; i < some.size(); ++i)
            if (std::string found = lacking(some[i], all[i], fmt::format("{}/{}", where, i)); !found.empty())
                return found;
        return "";
    }
    return some == all ? "" : fmt::format("{} is {}, and not {}", where, all.dump(), some.dump());
}

std::string page() {
    std::ostringstream text;
    text << std::ifstream(AWAITLINT_SOURCE_DIR "/docs/facts.md").rdbuf();
    return text.str();
}

TEST(FactsPage, ItsExamplesGiveWhatItSays) {
    const std::vector<Example> examples = examples_in(page());
    EXPECT_GE(examples.size(), 6u);
    for (const Example& example : examples) {
        const CliProject project;
        write_unit(project, example.code);
        const Ran ran = project.awaitlint({"facts"});
        EXPECT_EQ(lacking(nlohmann::json::parse(example.facts), ran.json(), ""), "")
            << "docs/facts.md:" << example.line << "\n"
            << ran.err;
    }
}

TEST(FactsPage, WhatIsWrongIsSeen) {
    const auto lacks = [](const char* some, const char* all) {
        return lacking(nlohmann::json::parse(some), nlohmann::json::parse(all), "");
    };
    EXPECT_EQ(lacks(R"({"a": [{"b": 1}]})", R"({"a": [{"b": 1, "c": 2}], "d": 3})"), "");
    EXPECT_EQ(lacks(R"({"a": [{"b": 2}]})", R"({"a": [{"b": 1}]})"), "/a/0/b is 1, and not 2");
    EXPECT_EQ(lacks(R"({"a": []})", R"({"a": [1]})"), "/a is [1], and not []");
    EXPECT_EQ(lacks(R"({"a": {"b": 1}})", R"({"a": {}})"), "/a/b is not there");
}

}  // namespace
}  // namespace awaitlint
