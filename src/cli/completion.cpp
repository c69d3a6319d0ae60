// Scripts by which shells complete what awaitlint takes: see completion_script in command_tree.h.
//
// In: commands, options and words. Out: a script for bash, zsh or fish. What takes a file is left to the shell. The
// texts are awaitlint's own, but quoted all the same.
#include <algorithm>

#include <fmt/format.h>

#include "cli/command_tree.h"

namespace awaitlint {
namespace {

/// In single quotes, as all three shells take it.
std::string quoted(const std::string& text) {
    std::string all = "'";
    for (const char c : text) all += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return all + "'";
}

bool takes_rules(const OptionText& option) {
    return option.placeholder == "RULE" || option.placeholder == "RULE,..";
}

std::vector<std::string> words_for(const OptionText& option, const ProgramText& text) {
    return takes_rules(option) ? text.rules : option.words;
}

std::vector<std::string> option_names(const CommandText& command) {
    std::vector<std::string> names;
    for (const OptionText& option : command.options)
        names.insert(names.end(), option.names.begin(), option.names.end());
    return names;
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string> command_names(const ProgramText& text) {
    std::vector<std::string> names;
    for (const CommandText& command : text.commands) names.push_back(command.name);
    return names;
}

/// Words of the first operand, such as `baseline write`.
std::vector<std::string> operand_words(const CommandText& command, const ProgramText& text) {
    return command.operands.empty() ? std::vector<std::string>() : words_for(command.operands.front(), text);
}

std::string bash(const ProgramText& text) {
    std::string cases;
    for (const CommandText& command : text.commands) {
        std::string values;
        for (const OptionText& option : command.options)
            if (const auto words = words_for(option, text); !words.empty())
                values +=
                    fmt::format("            {}) words={} ;;\n", fmt::join(option.names, "|"), quoted(joined(words)));
        cases += fmt::format(
            "        {})\n            options={}\n            operands={}\n            case \"$before\" in\n{}         "
            "   "
            "*) ;;\n            esac ;;\n",
            command.name, quoted(joined(option_names(command))), quoted(joined(operand_words(command, text))), values);
    }
    return fmt::format(
        "# bash completion for awaitlint; made by `awaitlint completion bash`.\n"
        "_awaitlint() {{\n"
        "    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} options='' operands='' "
        "words=''\n"
        "    COMPREPLY=()\n"
        "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
        "        mapfile -t COMPREPLY < <(compgen -W {} -- \"$word\")\n"
        "        return\n"
        "    fi\n"
        "    case \"${{COMP_WORDS[1]}}\" in\n{}"
        "        *) ;;\n"
        "    esac\n"
        "    if [ -n \"$words\" ]; then\n"
        "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
        "    elif [[ $word == -* ]]; then\n"
        "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
        "    else\n"
        "        mapfile -t COMPREPLY < <(compgen -W \"$operands\" -- \"$word\"; compgen -f -- \"$word\")\n"
        "    fi\n"
        "}}\n"
        "complete -o filenames -F _awaitlint awaitlint\n",
        quoted(joined(command_names(text)) + " --help --version"), cases);
}

/// Within zsh's specifications, where `[`, `]` and `:` mean something.
std::string zsh_text(const std::string& text) {
    std::string all;
    for (const char c : text)
        all += c == '[' || c == ']' || c == ':' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return all;
}

std::string zsh_action(const OptionText& option, const ProgramText& text) {
    const auto words = words_for(option, text);
    return words.empty() ? "_files" : fmt::format("({})", joined(words));
}

std::string zsh(const ProgramText& text) {
    std::string commands, cases;
    for (const CommandText& command : text.commands) {
        commands +=
            fmt::format("        {}\n", quoted(fmt::format("{}:{}", command.name, zsh_text(command.description))));
        std::string lines;
        for (const OptionText& option : command.options)
            for (const std::string& name : option.names)
                lines += fmt::format(
                    " \\\n            {}",
                    quoted(fmt::format("*{}[{}]{}", name, zsh_text(option.description),
                                       option.is_flag() ? ""
                                                        : fmt::format(":{}:{}", zsh_text(option.placeholder),
                                                                      zsh_action(option, text)))));
        const std::string operand = command.operands.empty() ? "_files" : zsh_action(command.operands.front(), text);
        cases += fmt::format("        {})\n            _arguments{} \\\n            {} '*:file:_files' ;;\n",
                             command.name, lines, quoted("1:operand:" + operand));
    }
    return fmt::format(
        "#compdef awaitlint\n"
        "# zsh completion for awaitlint; made by `awaitlint completion zsh`.\n"
        "_awaitlint() {{\n"
        "    local -a commands\n"
        "    commands=(\n{}    )\n"
        "    if (( CURRENT == 2 )); then\n"
        "        _describe command commands\n"
        "        return\n"
        "    fi\n"
        "    shift words\n"
        "    (( CURRENT-- ))\n"
        "    case \"${{words[1]}}\" in\n{}"
        "    esac\n"
        "}}\n"
        "if [ \"${{funcstack[1]}}\" = _awaitlint ]; then _awaitlint \"$@\"; else compdef _awaitlint awaitlint; fi\n",
        commands, cases);
}

std::string fish(const ProgramText& text) {
    std::string lines = "# fish completion for awaitlint; made by `awaitlint completion fish`.\n";
    for (const CommandText& command : text.commands) {
        lines += fmt::format("complete -c awaitlint -n __fish_use_subcommand -f -a {} -d {}\n", quoted(command.name),
                             quoted(command.description));
        const std::string seen = quoted(fmt::format("__fish_seen_subcommand_from {}", command.name));
        if (const auto words = operand_words(command, text); !words.empty())
            lines += fmt::format("complete -c awaitlint -n {} -a {}\n", seen, quoted(joined(words)));
        for (const OptionText& option : command.options) {
            lines += fmt::format("complete -c awaitlint -n {}", seen);
            for (const std::string& name : option.names)
                lines += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2))
                                                : fmt::format(" -s {}", name.substr(1));
            const auto words = words_for(option, text);
            if (!words.empty()) lines += fmt::format(" -x -a {}", quoted(joined(words)));
            if (words.empty() && !option.is_flag()) lines += " -r";
            lines += fmt::format(" -d {}\n", quoted(option.description));
        }
    }
    return lines;
}

}  // namespace

const std::vector<std::string>& completed_shells() {
    static const std::vector<std::string> shells = {"bash", "zsh", "fish"};
    return shells;
}

std::string completion_script(const std::string& shell, const ProgramText& text) {
    return shell == "bash" ? bash(text) : shell == "zsh" ? zsh(text) : fish(text);
}

}  // namespace awaitlint
