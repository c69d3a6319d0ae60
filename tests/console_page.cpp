// See console_page.h.
#include "console_page.h"

#include <regex>
#include <sstream>

#include "cli_project.h"

namespace awaitlint {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

bool matches(const std::vector<std::string>& shown, std::size_t s, const std::vector<std::string>& lines,
             std::size_t l) {
    for (; s < shown.size(); ++s, ++l) {
        if (shown[s] == "...") {
            for (std::size_t rest = l; rest <= lines.size(); ++rest)
                if (matches(shown, s + 1, lines, rest)) return true;
            return false;
        }
        if (l == lines.size() || shown[s] != lines[l]) return false;
    }
    return l == lines.size();
}

}  // namespace

std::vector<ConsoleStep> console_steps(std::string_view page) {
    std::vector<ConsoleStep> steps;
    bool is_inside = false;
    std::uint32_t number = 0;
    for (const std::string& line : lines_of(page)) {
        ++number;
        if (line.starts_with("```"))
            is_inside = !is_inside && line == "```console";
        else if (is_inside && line.starts_with("$ "))
            steps.push_back({line.substr(2), {}, number});
        else if (is_inside && !steps.empty())
            steps.back().shown.push_back(line);
    }
    return steps;
}

std::vector<std::string> run_steps(const std::vector<ConsoleStep>& steps, const std::string& folder,
                                   const std::vector<std::string>& environment) {
    const TemporaryFolder outputs;
    std::string script = "status=0\n";
    for (std::size_t i = 0; i < steps.size(); ++i)
        script += "exec >'" + outputs.path(std::to_string(i)) + "' 2>&1; (exit $status)\n" + steps[i].command +
                  "\nstatus=$?\n";
    Process shell;
    shell.program = "/bin/bash";
    shell.arguments = {outputs.write("script", script)};
    shell.folder = folder;
    shell.environment = environment;
    run(shell);
    std::vector<std::string> printed;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        std::ostringstream text;
        text << std::ifstream(outputs.path(std::to_string(i)), std::ios::binary).rdbuf();
        printed.push_back(text.str());
    }
    return printed;
}

bool is_as_shown(const std::vector<std::string>& shown, std::string_view printed) {
    std::vector<std::string> lines = lines_of(printed);
    // What tells of progress comes every ten seconds, on a slow machine.
    static const std::regex progress(R"(\[\d+/\d+\] \d+ findings?(, \d+:\d\d to go)?)");
    std::erase_if(lines, [](const std::string& line) { return std::regex_match(line, progress); });
    return matches(shown, 0, lines, 0);
}

}  // namespace awaitlint
