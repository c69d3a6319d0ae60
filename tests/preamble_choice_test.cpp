// Which units get a preamble, and how far it reaches: chosen by the files alone, so that nothing is parsed here.
#include "engine/preamble_choice.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace awaitlint::test {
namespace {

class Units {
public:
    Units& with(const std::string& includes, int times = 1) {
        for (; times > 0; --times) add(includes + "\nauto x = co_x();\n");
        return *this;
    }
    Units& without_coroutines(const std::string& includes, int times) {
        for (; times > 0; --times) add(includes);
        return *this;
    }
    /// From now on, as CMake writes it for a precompiled header.
    Units& behind(const std::string& header) {
        flags_ = {"-Xclang", "-include", "-Xclang", folder_.write(header, "")};
        return *this;
    }

    /// How many bytes of each unit are precompiled.
    std::vector<std::uint32_t> chosen(bool is_edited = false) const {
        std::vector<const CompileCommand*> commands;
        for (const CompileCommand& command : commands_) commands.push_back(&command);
        std::vector<std::uint32_t> bytes;
        for (const PreambleChoice& choice : choose_preambles(commands, std::vector<bool>(commands.size(), is_edited))) {
            EXPECT_EQ(choice.is_built, is_edited || choice.bytes > 0);
            bytes.push_back(choice.bytes);
        }
        return bytes;
    }

    /// Of each unit, the files that may have library headers in common with it.
    std::vector<std::vector<std::string>> relatives() const {
        std::vector<const CompileCommand*> commands;
        for (const CompileCommand& command : commands_) commands.push_back(&command);
        std::vector<std::vector<std::string>> relatives;
        for (const PreambleChoice& choice : choose_preambles(commands, std::vector<bool>(commands.size())))
            relatives.push_back(choice.relatives ? *choice.relatives : std::vector<std::string>());
        return relatives;
    }
    std::vector<std::string> files() const {
        std::vector<std::string> files;
        for (const CompileCommand& command : commands_) files.push_back(command.file);
        return files;
    }

private:
    void add(const std::string& text) {
        CompileCommand& command = commands_.emplace_back();
        command.directory = folder_.path();
        command.file = folder_.write(std::to_string(commands_.size()) + ".cpp", text);
        command.argv = {"clang++", "-std=c++20"};
        command.argv.insert(command.argv.end(), flags_.begin(), flags_.end());
        for (const std::string& argument : std::vector<std::string>{"-o", command.file + ".o", "-c", command.file})
            command.argv.push_back(argument);
    }

    TemporaryFolder folder_;
    std::vector<CompileCommand> commands_;
    std::vector<std::string> flags_;
};

const std::string check = "#include \"check.h\"\n";
const std::string own = "#include <own/all.h>\n";

TEST(PreambleChoiceTest, ThreeUnitsThatBeginAlikeShareWhatTheyBeginWith) {
    EXPECT_EQ(Units().with(check + own, 2).chosen(), (std::vector<std::uint32_t>{0, 0}));
    const auto both = static_cast<std::uint32_t>((check + own).size());
    EXPECT_EQ(Units().with(check + own + "#include <a.h>\n").with(check + own, 2).chosen(),
              (std::vector<std::uint32_t>{both, both, both}));
}

TEST(PreambleChoiceTest, AStandardHeaderMoreForSomeIsNotWorthAPreambleOfItsOwn) {
    const std::vector<std::uint32_t> chosen =
        Units().with(check + own + "#include <chrono>\n", 4).with(check + own + "#include <iostream>\n", 4).chosen();
    EXPECT_EQ(chosen, std::vector<std::uint32_t>(8, static_cast<std::uint32_t>((check + own).size())));
}

TEST(PreambleChoiceTest, ManyThatGoOnAlikeHaveALongerOneBesideThatOfTheRest) {
    const std::vector<std::uint32_t> chosen = Units().with(check + own, 15).with(check, 6).chosen();
    EXPECT_EQ(chosen[0], (check + own).size());
    EXPECT_EQ(chosen[20], check.size());
}

TEST(PreambleChoiceTest, WhatFlagsIncludeIsSharedByUnitsThatBeginOtherwise) {
    const std::vector<std::uint32_t> none(2, 0), forced_alone(3, 1);
    EXPECT_EQ(Units().behind("all.h").with(check).with(own).chosen(), none);
    EXPECT_EQ(Units().behind("all.h").with(check).with(own).with("").chosen(), forced_alone);
    EXPECT_EQ(Units().with(check).behind("all.h").with(own).with("").chosen(), (std::vector<std::uint32_t>{0, 0, 0}));
}

TEST(PreambleChoiceTest, WhatFlagsIncludeIsWantedWhereOnlyAHeaderMentionsCoroutines) {
    EXPECT_EQ(Units().without_coroutines(check, 3).chosen(), std::vector<std::uint32_t>(3, 0));
    EXPECT_EQ(Units().behind("all.h").without_coroutines(check, 3).chosen(), std::vector<std::uint32_t>(3, 1));
}

TEST(PreambleChoiceTest, UnitsThatAreCompiledAlikeAndBeginOtherwiseAreRelatives) {
    Units units;
    for (int i = 0; i < 5; ++i) units.with("#include \"own" + std::to_string(i) + ".h\"\n");
    EXPECT_EQ(units.relatives(), std::vector<std::vector<std::string>>(5)) << "too few to pay";
    units.without_coroutines("#include \"own.h\"\n", 2);
    EXPECT_EQ(units.relatives(), std::vector<std::vector<std::string>>(7, units.files()));
    units.with("#include \"last.h\"\n");
    std::vector<std::string> sure = units.files();
    sure.erase(sure.begin() + 5, sure.begin() + 7);
    EXPECT_EQ(units.relatives(), std::vector<std::vector<std::string>>(8, sure)) << "those that are parsed for sure";
    units.with(check + own, 3);
    EXPECT_EQ(units.relatives()[8], std::vector<std::string>()) << "it shares what it begins with";
    EXPECT_EQ(units.relatives()[0], sure);
}

TEST(PreambleChoiceTest, UnitsWhoseFlagsIncludeAFileHaveNoRelatives) {
    Units units;
    units.behind("all.h");
    for (int i = 0; i < 8; ++i) units.with("#include \"own" + std::to_string(i) + ".h\"\n");
    for (const std::vector<std::string>& each : units.relatives()) EXPECT_TRUE(each.empty());
}

TEST(PreambleChoiceTest, WhatIsEditedHasAllOfItsOwn) {
    EXPECT_EQ(Units().with(check + own, 3).chosen(/*is_edited=*/true), std::vector<std::uint32_t>(3, 0));
}

}  // namespace
}  // namespace awaitlint::test
