// Removes compiler launchers from the front of a command: see remove_launchers in command_line.h.
//
// A launcher is removed only if a program to run follows it: `distcc -c x.cpp` names none and stays as it is.
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "project/command_line.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

using Arguments = std::vector<std::string>;

/// What a launcher did to the command that it runs.
struct Launch {
    std::size_t program = 0;  // index of the program that it runs
    std::string directory;    // it changes to this one first, if not empty
};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// "/usr/bin/ccache" and "ccache.exe" are ccache.
std::string_view program_name(std::string_view argument) {
    if (const auto slash = argument.find_last_of("/\\"); slash != argument.npos) argument.remove_prefix(slash + 1);
    if (argument.ends_with(".exe")) argument.remove_suffix(4);
    return argument;
}

/// NAME=VALUE
bool is_assignment(std::string_view argument) {
    const std::size_t equals = argument.find('=');
    if (equals == argument.npos || equals == 0 || std::isdigit(static_cast<unsigned char>(argument[0]))) return false;
    return std::all_of(argument.begin(), argument.begin() + static_cast<std::ptrdiff_t>(equals),
                       [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

std::size_t skip_assignments(const Arguments& argv, std::size_t at) {
    while (at < argv.size() && is_assignment(argv[at])) ++at;
    return at;
}

/// env [OPTION]... [NAME=VALUE]... PROGRAM
std::optional<Launch> env_launch(const Arguments& argv, std::size_t at) {
    Launch launch;
    for (; at < argv.size() && argv[at].starts_with('-'); ++at) {
        const std::string& option = argv[at];
        if (option == "--") {
            ++at;
            break;
        }
        if (option.starts_with("-S") || option.starts_with("--split-string")) return std::nullopt;
        const bool is_chdir = option == "-C" || option == "--chdir";
        if (is_chdir || option == "-u" || option == "--unset") ++at;
        if (is_chdir && at < argv.size()) launch.directory = argv[at];
        if (option.starts_with("--chdir=")) launch.directory = option.substr(8);
    }
    at = skip_assignments(argv, at);
    if (at < argv.size() && argv[at] == "--") ++at;  // CMake's form has it behind the variables
    launch.program = at;
    return launch;
}

/// cmake -E env [--unset=NAME]... [--] [NAME=VALUE]... PROGRAM, and the other tools of `cmake -E` that run a program.
std::optional<Launch> cmake_launch(const Arguments& argv, std::size_t at) {
    if (at + 1 >= argv.size() || argv[at] != "-E") return std::nullopt;
    const std::string& tool = argv[at + 1];
    at += 2;
    if (tool == "time") return Launch{at, {}};
    if (tool == "chdir" && at < argv.size()) return Launch{at + 1, argv[at]};
    if (tool == "env") return env_launch(argv, at);
    if (tool != "__run_co_compile") return std::nullopt;
    const auto separator = std::find(argv.begin() + static_cast<std::ptrdiff_t>(at), argv.end(), "--");
    return Launch{static_cast<std::size_t>(separator - argv.begin()) + 1, {}};
}

/// The launcher at `at`, if there is one and it runs a program.
std::optional<Launch> launch_at(const Arguments& argv, std::size_t at) {
    constexpr std::array<std::string_view, 6> plain = {"ccache", "sccache", "distcc", "icecc", "buildcache", "gomacc"};
    const std::string_view name = program_name(argv[at]);
    std::optional<Launch> launch;
    if (contains(plain, name)) launch = Launch{skip_assignments(argv, at + 1), {}};  // ccache KEY=VALUE g++
    if (is_assignment(argv[at])) launch = Launch{skip_assignments(argv, at), {}};
    if (name == "env") launch = env_launch(argv, at + 1);
    if (name == "cmake") launch = cmake_launch(argv, at + 1);
    const bool runs_a_program = launch && launch->program < argv.size() && !argv[launch->program].starts_with('-');
    return runs_a_program ? launch : std::nullopt;
}

/// Variables that change what a compiler finds; dropping one in silence would make later errors a riddle.
bool is_read_by_compilers(std::string_view assignment) {
    constexpr std::array<std::string_view, 10> names = {"CPATH",
                                                        "C_INCLUDE_PATH",
                                                        "CPLUS_INCLUDE_PATH",
                                                        "OBJCPLUS_INCLUDE_PATH",
                                                        "GCC_EXEC_PREFIX",
                                                        "COMPILER_PATH",
                                                        "SDKROOT",
                                                        "INCLUDE",
                                                        "CL",
                                                        "CCC_OVERRIDE_OPTIONS"};
    return contains(names, assignment.substr(0, assignment.find('=')));
}

}  // namespace

void remove_launchers(CompileCommand& command) {
    const Arguments& argv = command.argv;
    std::size_t at = 0;
    while (at < argv.size()) {
        const std::optional<Launch> launch = launch_at(argv, at);
        if (!launch) break;
        if (!launch->directory.empty()) command.directory = absolute_path(launch->directory, command.directory);
        for (; at < launch->program; ++at)
            if (is_assignment(argv[at]) && is_read_by_compilers(argv[at]))
                command.remarks.push_back(fmt::format(
                    "dropped the environment variable {}: give its folders as -I or -isystem instead", argv[at]));
    }
    command.argv.erase(command.argv.begin(), command.argv.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace awaitlint
