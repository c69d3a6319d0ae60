// See usage.h.
#include "cli/usage.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/setup.h"

namespace awaitlint {
namespace {

std::vector<std::string> option_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

}  // namespace

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    return names;
}

std::string usage_error(const CLI::App& app, const std::string& said, const std::vector<std::string>& arguments) {
    const std::vector<std::string> commands = command_names(app);
    const auto is_known = [](const std::vector<std::string>& names, const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (arguments.empty())
        return fmt::format("no command is given\n  commands: {}\n\n{}", fmt::join(commands, ", "), app.help());
    if (arguments[0].starts_with('-'))
        return fmt::format("{}\n  commands: {}; `awaitlint --help` says more", said, fmt::join(commands, ", "));
    if (!is_known(commands, arguments[0]))
        return unknown_name("command", arguments[0], commands, fmt::format("commands: {}", fmt::join(commands, ", ")))
            .message;
    const std::vector<std::string> options = option_names(*app.get_subcommand(arguments[0]));
    for (const std::string& argument : arguments) {
        const std::string name = argument.substr(0, argument.find('='));
        if (name.starts_with("--") && !is_known(options, name))
            return unknown_name("option", name, options, fmt::format("`awaitlint {} --help` lists them", arguments[0]))
                .message;
    }
    return fmt::format("{}\n  `awaitlint {} --help` says more", said, arguments[0]);
}

std::vector<std::string> outputs_in(const std::vector<std::string>& arguments) {
    const std::string option = "--output";
    std::vector<std::string> outputs;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i].starts_with(option + "=")) outputs.push_back(arguments[i].substr(option.size() + 1));
        if (arguments[i] == option && i + 1 < arguments.size()) outputs.push_back(arguments[i + 1]);
    }
    return outputs;
}

}  // namespace awaitlint
