// See command_line.h. CLI11 knows the syntax; all behind `--` is the compiler's and is cut off before it.
#include "cli/command_line.h"

#include <algorithm>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "cli/clang_tidy_arguments.h"
#include "cli/command_options.h"
#include "cli/command_tree.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/setup.h"
#include "cli/usage.h"

namespace awaitlint {
namespace {

/// Made of the very commands that are parsed, for the shell and for man(1).
int print_text_of_commands(const CLI::App& app, const Options& options) {
    const ProgramText text = program_text(app);
    const bool is_man = app.got_subcommand("man");
    const std::string printed_text =
        is_man ? man_page(text, AWAITLINT_VERSION, options.documented) : completion_script(options.documented, text);
    if (printed_text.empty()) {
        std::vector<std::string> names;
        for (const CommandText& command : text.commands) names.push_back(command.name);
        say_error(
            unknown_name("command", options.documented, names, fmt::format("commands: {}", fmt::join(names, ", ")))
                .message);
        return exit_not_started;
    }
    print(printed_text);
    return printed(exit_clean);
}

int dispatch(const CLI::App& app, const Options& options) {
    if (app.got_subcommand("completion") || app.got_subcommand("man")) return print_text_of_commands(app, options);
    const struct {
        const char* name;
        int (*run)(const Options&);
    } commands[] = {{"check", check_command},       {"audit", audit_command},     {"fix", fix_command},
                    {"rules", rules_command},       {"explain", explain_command}, {"doctor", doctor_command},
                    {"facts", facts_command},       {"triage", triage_command},   {"cache", cache_command},
                    {"baseline", baseline_command}, {"report", report_command},   {"init", init_command},
                    {"lsp", lsp_command},           {"plan", plan_command},       {"merge", merge_command}};
    for (const auto& command : commands)
        if (app.got_subcommand(command.name)) return command.run(options);
    return exit_not_started;
}

void cut_off_flags(std::vector<std::string>& arguments, Options& options) {
    const auto cut = std::find(arguments.begin(), arguments.end(), "--");
    if (cut == arguments.end()) return;
    options.has_flags = true;
    options.flags.assign(cut + 1, arguments.end());
    arguments.erase(cut, arguments.end());
}

/// A call that is meant for clang-tidy becomes one of ours.
void take_clang_tidys(std::vector<std::string>& arguments, Options& options) {
    options.flags = without_inputs(options.flags, arguments);
    TidyArguments theirs = from_clang_tidys(arguments);
    for (const std::string& argument : theirs.ignored) say(fmt::format("ignored, as it is clang-tidy's: {}", argument));
    arguments = std::move(theirs.arguments);
}

}  // namespace

int run_command_line(int argc, char** argv) {
    hold_standard_streams();
    Options options;
    std::vector<std::string> ours(argv + 1, argv + argc);
    cut_off_flags(ours, options);
    CLI::App app{"Finds async/await mistakes in C++20 coroutine code, names the call that is right, and proves it."};
    app.name("awaitlint");
    app.set_version_flag("--version", fmt::format("awaitlint {} (LLVM {})", AWAITLINT_VERSION, llvm_version()));
    app.require_subcommand(1);
    app.footer("Without a compilation database: awaitlint check FILE... -- CLANG_FLAGS...");

    add_commands(app, options);
    group_options(app);
    if (are_clang_tidys(ours, command_names(app))) take_clang_tidys(ours, options);
    std::vector<std::string> reversed(ours.rbegin(), ours.rend());  // CLI11 takes them from the back
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            std::ostringstream help;
            app.exit(error, help, help);
            print(help.str());
            return printed(exit_clean);
        }
        // What was parsed by then need not have them.
        options.outputs = outputs_in(ours);
        return not_started(options, usage_error(app, error.what(), ours));
    }
    return dispatch(app, options);
}

}  // namespace awaitlint
