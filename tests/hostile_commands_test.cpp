// What a compile database must not achieve, whatever it says: each spelling is one unit with a planted mistake. No file
// is made or changed, no program runs, no library is loaded, and the mistake is reported or its unit is told as failed.
#include "hostile_commands.h"

#include <map>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli_project.h"

namespace awaitlint {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) words.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

/// Everything in a folder: kind, size, time of the last change and of the last change of its status.
std::map<std::string, std::string> snapshot(const std::string& folder) {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        struct ::stat status{};
        ::lstat(entry.path().c_str(), &status);
        found[entry.path().string()] =
            std::to_string(status.st_mode) + " " + std::to_string(status.st_size) + " " +
            std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + " " +
            std::to_string(status.st_ctim.tv_sec) + "." + std::to_string(status.st_ctim.tv_nsec);
    }
    return found;
}

std::string difference(const std::map<std::string, std::string>& before,
                       const std::map<std::string, std::string>& after) {
    std::string told;
    for (const auto& [path, state] : after)
        if (const auto was = before.find(path); was == before.end())
            told += "new: " + path + "\n";
        else if (was->second != state)
            told += "changed: " + path + "\n";
    for (const auto& [path, state] : before)
        if (!after.count(path)) told += "gone: " + path + "\n";
    return told;
}

class HostileCommands : public testing::Test {
protected:
    void SetUp() override {
        const std::string tool_flags =
            "--target=amdgcn-amd-amdhsa\n-mcpu=native\n--offload-arch-tool=" + project.path("evil.sh") + "\n";
        const std::string load_flags = "-fplugin=" + project.path("plugin.so") + "\n";
        write_program("evil.sh");
        for (const char* name : {"clang++", "amdgpu-arch", "nvptx-arch", "offload-arch", "as", "ld", "cc1plus",
                                 "amdgcn-amd-amdhsa-clang++"})
            write_program(std::string("tools/") + name);
        for (const char* name : {"clang++", "amdgpu-arch", "nvptx-arch", "offload-arch"}) write_program(name);
        fs::copy_file(AWAITLINT_HOSTILE_PLUGIN, project.path("plugin.so"));
        for (const char* folder : {"configured", "writing", "loading"}) write_program(std::string(folder) + "/clang++");
        for (const char* name : {"tool.cfg", "tool.rsp", "configured/clang++.cfg"}) project.write(name, tool_flags);
        project.write("nested.cfg", "@tool.cfg\n--config=tool.cfg\n");
        for (const char* name : {"write.cfg", "write.rsp", "writing/clang++.cfg"})
            project.write(name, "-MJ\nvictim\n-gen-cdb-fragment-path\n" + project.path("fragments") + "\n");
        for (const char* name : {"load.cfg", "loading/clang++.cfg"}) project.write(name, load_flags);
        project.write("victim", "these bytes stay\n");
        project.write("pre.h", "\n");
        project.write("clean.cpp", no_mistake);
        project.write("longer.cpp", std::string(one_mistake) + std::string(10'000, '\n'));
        project.write("inner_names.yaml",
                      R"({"version": 0, "use-external-names": false, "roots": [{"type": "file", "name": ")" +
                          project.path("virtual.h") + R"(", "external-contents": ")" + project.path("pre.h") +
                          R"("}]})");
        ::mkfifo(project.path("pipe.h").c_str(), 0600);
    }

    void write_program(const std::string& name) {
        const std::string path =
            project.write(name, "#!/bin/sh\necho \"$0\" >> '" + project.path("fired") + "'\necho gfx906\n");
        ::chmod(path.c_str(), 0700);
    }

    /// One unit for each.
    void write_units(const std::vector<Spelling>& spellings) {
        json database = json::array();
        for (std::size_t i = 0; i < spellings.size(); ++i) {
            const std::string unit = unit_of(i);
            project.write(unit, one_mistake);
            const auto filled = [&](std::string_view text) {
                return words_of(replaced(replaced(std::string(text), "{dir}", project.path()), "{unit}", unit));
            };
            std::vector<std::string> arguments = filled(spellings[i].compiler);
            const bool is_cl = spellings[i].compiler == "clang-cl";
            const std::vector<std::string> common =
                is_cl ? std::vector<std::string>{"/std:c++20", "/clang:-nostdinc++", "/imsvc", "lib"}
                      : std::vector<std::string>{"-std=c++20", "-nostdinc++", "-isystem", "lib"};
            const std::vector<std::string> flags = filled(spellings[i].flags);
            arguments.insert(arguments.end(), common.begin(), common.end());
            arguments.insert(arguments.end(), flags.begin(), flags.end());
            arguments.insert(arguments.end(), {"-c", unit});
            database.push_back({{"directory", project.path()}, {"file", unit}, {"arguments", arguments}});
        }
        project.write_json_database(database);
    }

    static std::string unit_of(std::size_t index) { return "u" + std::to_string(index) + ".cpp"; }

    Ran run_on_it(const std::vector<std::string>& arguments) const {
        return run({.arguments = arguments,
                    .folder = project.path(),
                    .standard_output = "",
                    .environment = {"AWAITLINT_TEST_MARKER=" + project.path("loaded")}});
    }

    /// The mistake is reported, or the unit is told as failed, and not by a crash.
    void check_units(const std::vector<Spelling>& spellings) {
        write_units(spellings);
        const auto before = snapshot(project.path());
        const Ran ran = run_on_it({"check", "--format", "json", "--no-cache", "--timeout", "100"});
        EXPECT_EQ(difference(before, snapshot(project.path())), "");
        EXPECT_TRUE(ran.status == 1 || ran.status == 3) << ran;
        const json report = ran.json();
        ASSERT_TRUE(report.is_object()) << ran;
        std::map<std::string, bool> has_finding;
        for (const json& finding : report["findings"]) has_finding[finding["file"].get<std::string>()] = true;
        ASSERT_EQ(report["units"].size(), spellings.size()) << ran;
        std::map<std::string, json> units;
        for (const json& unit : report["units"]) units[unit["file"].get<std::string>()] = unit;
        for (std::size_t i = 0; i < spellings.size(); ++i) {
            const json& unit = units[unit_of(i)];
            SCOPED_TRACE(std::string(spellings[i].compiler) + " " + std::string(spellings[i].flags) + "\n" +
                         unit.dump());
            const std::string reason = unit.value("reason", "");
            EXPECT_FALSE(contains(reason, "crashed")) << reason;
            EXPECT_FALSE(contains(reason, "timed out")) << reason;
            if (unit.value("status", "") != "failed") EXPECT_TRUE(has_finding[unit_of(i)]);
        }
    }

    CliProject project;
};

TEST_F(HostileCommands, RunNothing) {
    check_units(running_spellings());
}

TEST_F(HostileCommands, WriteNothing) {
    check_units(writing_spellings());
}

TEST_F(HostileCommands, LoadNothing) {
    check_units(loading_spellings());
}

TEST_F(HostileCommands, HideNothing) {
    check_units(blinding_spellings());
}

TEST_F(HostileCommands, AreAtLeastAHundredAndTwenty) {
    EXPECT_GE(running_spellings().size() + writing_spellings().size() + loading_spellings().size() +
                  blinding_spellings().size(),
              120U);
}

TEST_F(HostileCommands, AchieveNoMoreWithOtherCommands) {
    std::vector<Spelling> some;
    for (const auto* all : {&running_spellings(), &writing_spellings(), &loading_spellings()})
        for (std::size_t i = 0; i < all->size(); i += 6) some.push_back((*all)[i]);
    write_units(some);
    const auto before = snapshot(project.path());
    const std::vector<std::vector<std::string>> commands = {
        {"audit", "get_user", "--no-cache"}, {"doctor"}, {"facts"}, {"fix", "--diff", "--no-cache"}};
    for (const auto& command : commands) {
        const Ran ran = run_on_it(command);
        EXPECT_EQ(difference(before, snapshot(project.path())), "") << command.front();
        EXPECT_LT(ran.status, 128) << command.front() << "\n" << ran;
    }
    const Ran fixed = run_on_it({"fix", "--no-cache"});
    auto after = snapshot(project.path());
    for (std::size_t i = 0; i < some.size(); ++i) after[project.path(unit_of(i))] = before.at(project.path(unit_of(i)));
    // The folder of a file that is replaced.
    EXPECT_EQ(difference(before, after), "") << fixed;
}

}  // namespace
}  // namespace awaitlint
