// Pages whose console blocks are run: each "$ command" of a ```console block, and the output that the page shows.
//
// In: a page. Out: its steps; what each printed, when all are run in one shell, in order; and whether that is what the
// page shows. A line of `...` in the page stands for any lines. Knows nothing of what the commands are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace awaitlint {

struct ConsoleStep {
    std::string command;
    std::vector<std::string> shown;  // lines
    std::uint32_t line = 0;          // of the page
};

std::vector<ConsoleStep> console_steps(std::string_view page);

/// Runs the commands in one shell that begins in the folder, with these environment variables (NAME=VALUE). What each
/// wrote to standard output and standard error, in the order in which it was written.
std::vector<std::string> run_steps(const std::vector<ConsoleStep>& steps, const std::string& folder,
                                   const std::vector<std::string>& environment);

bool is_as_shown(const std::vector<std::string>& shown, std::string_view printed);

}  // namespace awaitlint
