// The commands and their options as plain values: what help, completions and man pages are made of.
//
// In: the parser's commands. Out: names, descriptions, groups and words that an option takes. One source for all of
// them, so that none can say what another does not.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace awaitlint {

struct OptionText {
    std::vector<std::string> names;  // "-j", "--jobs"; of a PATH none
    std::string placeholder;         // "FILE", "PATH..."; empty for a flag
    std::vector<std::string> words;  // that it takes, if they are few
    std::string description;
    std::string group;
    bool is_flag() const { return placeholder.empty(); }
};

struct CommandText {
    std::string name;  // empty for the program itself
    std::string description;
    std::string footer;
    std::vector<OptionText> operands;  // by place
    std::vector<OptionText> options;
};

struct ProgramText {
    CommandText program;
    std::vector<CommandText> commands;
    std::vector<std::string> rules;  // ids, for options that take them
};

ProgramText program_text(const CLI::App& app);

/// Puts the options of each command under headings.
void group_options(CLI::App& app);

/// "bash", "zsh", "fish"
const std::vector<std::string>& completed_shells();
/// A script that makes the shell complete commands, options and the words that they take.
std::string completion_script(const std::string& shell, const ProgramText& text);

/// A page for man(1); without a command, that of the program.
std::string man_page(const ProgramText& text, const std::string& version, const std::string& command);

}  // namespace awaitlint
