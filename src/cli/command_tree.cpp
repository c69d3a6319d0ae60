// See command_tree.h. Reads the parser's tree; makes no page.
#include "cli/command_tree.h"

#include <map>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/setup.h"

namespace awaitlint {
namespace {

/// Under which heading an option stands, in every command that has it.
const std::map<std::string_view, const char*>& headings() {
    static const char* const places = "What is looked at";
    static const char* const findings = "Which findings count";
    static const char* const told = "What is told, and where";
    static const char* const limits = "Limits";
    static const char* const cache = "Cache";
    static const std::map<std::string_view, const char*> table = {{"-p", places},
                                                                  {"--stdin-filename", places},
                                                                  {"--root", places},
                                                                  {"--extra-arg", places},
                                                                  {"--extra-arg-before", places},
                                                                  {"--query-driver", places},
                                                                  {"--full-parse", places},
                                                                  {"--config", findings},
                                                                  {"--select", findings},
                                                                  {"--ignore", findings},
                                                                  {"--fail-on", findings},
                                                                  {"--baseline", findings},
                                                                  {"--no-baseline", findings},
                                                                  {"--diff-base", findings},
                                                                  {"--allow-incomplete", findings},
                                                                  {"--require-coverage", findings},
                                                                  {"--format", told},
                                                                  {"--output", told},
                                                                  {"--paths", told},
                                                                  {"--color", told},
                                                                  {"--quiet", told},
                                                                  {"--meta", told},
                                                                  {"--stats", told},
                                                                  {"--show-config", told},
                                                                  {"--list-files", told},
                                                                  {"--jobs", limits},
                                                                  {"--timeout", limits},
                                                                  {"--total-timeout", limits},
                                                                  {"--memory", limits},
                                                                  {"--sandbox", limits},
                                                                  {"--no-cache", cache},
                                                                  {"--cache-dir", cache},
                                                                  {"--cache-limit", cache},
                                                                  {"--cache-verify", cache}};
    return table;
}

std::vector<std::string> names_of(const CLI::Option& option) {
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames()) names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
    return names;
}

/// The parser says them behind the type: "TEXT:{text,json}".
std::vector<std::string> words_of(const std::string& type) {
    const std::size_t open = type.find('{'), close = type.rfind('}');
    std::vector<std::string> words;
    if (open == type.npos || close == type.npos || type.find("->") != type.npos) return words;
    std::istringstream list(type.substr(open + 1, close - open - 1));
    for (std::string word; std::getline(list, word, ',');) words.push_back(word);
    return words;
}

OptionText text_of(const CLI::Option& option) {
    OptionText text;
    text.names = names_of(option);
    text.description = option.get_description();
    text.group = option.get_group();
    const bool is_flag = option.get_items_expected_max() == 0;
    if (is_flag) return text;
    const std::string type = option.get_type_name();
    text.words = words_of(type);
    const std::string plain = type.substr(0, type.find(':'));
    text.placeholder = option.get_positional()                               ? option.get_name(true)
                       : plain.empty() || plain == "TEXT" || plain == "UINT" ? "VALUE"
                                                                             : plain;
    return text;
}

CommandText text_of(const CLI::App& app) {
    CommandText text{app.get_name(), app.get_description(), app.get_footer(), {}, {}};
    for (const CLI::Option* option : app.get_options())
        if (!option->get_group().empty())
            (option->get_positional() ? text.operands : text.options).push_back(text_of(*option));
    return text;
}

}  // namespace

void group_options(CLI::App& app) {
    for (CLI::App* command : app.get_subcommands({}))
        for (CLI::Option* option : command->get_options()) {
            if (option->get_group().empty()) continue;  // taken, and not told of
            for (const std::string& name : names_of(*option))
                if (const auto heading = headings().find(name); heading != headings().end())
                    option->group(heading->second);
        }
}

ProgramText program_text(const CLI::App& app) {
    ProgramText text;
    text.program = text_of(app);
    text.program.name.clear();
    for (const CLI::App* command : app.get_subcommands({}))
        if (!command->get_group().empty()) text.commands.push_back(text_of(*command));
    text.rules = rule_ids();
    return text;
}

}  // namespace awaitlint
