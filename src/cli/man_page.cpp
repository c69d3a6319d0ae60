// Pages for man(1): see man_page in command_tree.h. No date stands in them, so that the same program makes the same
// bytes.
#include <algorithm>

#include <fmt/format.h>

#include "cli/command_tree.h"

namespace awaitlint {
namespace {

/// What would be a request, an escape or a hyphenation otherwise.
std::string roff(const std::string& text) {
    std::string all;
    bool is_at_start = true;
    for (const char c : text) {
        if (is_at_start && (c == '.' || c == '\'')) all += "\\&";
        if (c == '\\' || c == '-') all += '\\';
        all += c == '\\' ? 'e' : c;
        is_at_start = c == '\n';
    }
    return all;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string option_lines(const OptionText& option) {
    std::vector<std::string> names;
    for (const std::string& name : option.names) names.push_back("\\fB" + roff(name) + "\\fR");
    std::string head = fmt::format("{}", fmt::join(names, ", "));
    if (!option.is_flag()) head += fmt::format("{}\\fI{}\\fR", names.empty() ? "" : " ", roff(option.placeholder));
    const std::string words =
        option.words.empty() ? "" : roff(fmt::format("\nOne of: {}.", fmt::join(option.words, ", ")));
    return fmt::format(".TP\n{}\n{}{}\n", head, roff(option.description), words);
}

std::string options_of(const CommandText& command) {
    std::string page;
    std::vector<std::string> groups;
    for (const OptionText& option : command.options)
        if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) groups.push_back(option.group);
    for (const std::string& group : groups) {
        page += fmt::format(".SS {}\n", roff(group));
        for (const OptionText& option : command.options)
            if (option.group == group) page += option_lines(option);
    }
    return page;
}

std::string head_of(const std::string& name, const std::string& version, const std::string& description) {
    return fmt::format(".TH {} 1 \"\" \"awaitlint {}\" \"awaitlint\"\n.SH NAME\n{} \\- {}\n", upper(roff(name)),
                       version, roff(name), roff(description));
}

constexpr const char* exit_status =
    ".SH EXIT STATUS\n"
    ".TP\n0\nevery selected unit was analysed, and nothing was found at or above the severity of \\-\\-fail\\-on\n"
    ".TP\n1\nsomething was found\n"
    ".TP\n2\nthe run could not start, or there was nothing to look at\n"
    ".TP\n3\nthe run was incomplete\n";

std::string page_of_program(const ProgramText& text, const std::string& version) {
    std::string page = head_of("awaitlint", version, text.program.description);
    page += ".SH SYNOPSIS\n.B awaitlint\n.I COMMAND\n[\\fIOPTION\\fR]...\n.SH COMMANDS\n";
    for (const CommandText& command : text.commands)
        page += fmt::format(".TP\n\\fBawaitlint\\-{}\\fR(1)\n{}\n", roff(command.name), roff(command.description));
    page += ".SH OPTIONS\n" + options_of(text.program) + exit_status;
    return page + ".SH NOTES\n" + roff(text.program.footer) + "\n";
}

std::string page_of_command(const CommandText& command, const std::string& version) {
    std::string page = head_of("awaitlint-" + command.name, version, command.description);
    page += fmt::format(".SH SYNOPSIS\n.B awaitlint {}\n[\\fIOPTION\\fR]...", roff(command.name));
    for (const OptionText& operand : command.operands) page += fmt::format(" \\fI{}\\fR", roff(operand.placeholder));
    page += "\n.SH OPTIONS\n";
    for (const OptionText& operand : command.operands) page += option_lines(operand);
    page += options_of(command);
    if (!command.footer.empty()) page += ".SH NOTES\n.nf\n" + roff(command.footer) + "\n.fi\n";
    return page + ".SH SEE ALSO\n\\fBawaitlint\\fR(1)\n";
}

}  // namespace

std::string man_page(const ProgramText& text, const std::string& version, const std::string& command) {
    if (command.empty()) return page_of_program(text, version);
    const auto found = std::find_if(text.commands.begin(), text.commands.end(),
                                    [&](const CommandText& one) { return one.name == command; });
    return found == text.commands.end() ? "" : page_of_command(*found, version);
}

}  // namespace awaitlint
