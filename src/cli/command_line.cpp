// See command_line.h. CLI11 knows the syntax; what stands behind `--` is the compiler's and is cut off before it.
#include "cli/command_line.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "awaitlint/report.h"
#include "cli/clang_tidy_arguments.h"
#include "cli/command_tree.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/setup.h"

namespace awaitlint {
namespace {

std::string known_formats() {
    return fmt::format("{}", fmt::join(report_formats(), ", "));
}

void add_database_options(CLI::App& command, Options& options) {
    command.add_option("-p", options.build_dir, "folder with compile_commands.json (default: found nearby)")
        ->type_name("BUILD_DIR");
}

void add_cache_folder(CLI::App& command, Options& options) {
    command
        .add_option("--cache-dir", options.cache_dir,
                    "folder of the cache (default: AWAITLINT_CACHE_DIR, else ~/.cache/awaitlint)")
        ->type_name("DIR");
    command
        .add_option("--cache-limit", options.cache_limit,
                    "the cache may grow to this (default: AWAITLINT_CACHE_LIMIT, else 4096)")
        ->type_name("MIB")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40));
}

void add_cache_options(CLI::App& command, Options& options) {
    command.add_flag("--no-cache", options.no_cache, "neither use nor keep cached results");
    add_cache_folder(command, options);
    command.add_flag("--cache-verify", options.cache_verify,
                     "analyse all the same, and exit 3 if cached results differ");
}

void add_selection(CLI::App& command, Options& options) {
    command.add_option("PATH", options.paths, "files and folders to report on (default: the working directory)");
    add_database_options(command, options);
    command.add_option("--root", options.root, "the project's root (default: nearest mark upward from the PATHs)")
        ->type_name("DIR");
    command
        .add_option("--extra-arg", options.extra_arguments, "one more argument for each compile command, at its end")
        ->type_name("ARG")
        ->allow_extra_args(false);
    command
        .add_option("--extra-arg-before", options.extra_arguments_before,
                    "one more argument for each compile command, behind the compiler")
        ->type_name("ARG")
        ->allow_extra_args(false);
    command
        .add_option("--paths", options.path_style,
                    "name files relative to the working directory (the default) or to the root, or absolute")
        ->check(CLI::IsMember({"working", "root", "absolute"}));
    command
        .add_option("--query-driver", options.query_driver,
                    "run the compilers that match, to ask where their headers are (default: none is run)")
        ->type_name("GLOB,..")
        ->allow_extra_args(false)
        ->delimiter(',');
    command.add_option("--config", options.config, "configuration (default: nearest .awaitlint.json)")
        ->type_name("FILE");
    command.add_option("--select", options.select, "only these rules")
        ->type_name("RULE,..")
        ->allow_extra_args(false)
        ->delimiter(',');
    command.add_option("--ignore", options.ignore, "not these rules")
        ->type_name("RULE,..")
        ->allow_extra_args(false)
        ->delimiter(',');
    command.add_option("--fail-on", options.fail_on, "exit 1 from this severity on: error, warning, note or never")
        ->check(CLI::IsMember({"error", "warning", "note", "never"}));
    command.add_option("-j,--jobs", options.jobs, "units at a time (default: cores, as far as memory allows)")
        ->type_name("N");
    command.add_option("--timeout", options.timeout, "seconds for one unit")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 86400));
    command.add_option("--total-timeout", options.total_timeout, "seconds for the whole run (default: any)")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 604800));
    command.add_option("--memory", options.memory, "memory limit of one unit (default: three quarters of all)")
        ->type_name("MIB");
    command.add_option("--sandbox", options.sandbox, "confine what parses the code: on, off or auto (the default)")
        ->transform(CLI::Transformer(std::map<std::string, Sandbox>{
                                         {"on", Sandbox::on}, {"off", Sandbox::off}, {"auto", Sandbox::automatic}})
                        .description("{on,off,auto}"))
        ->type_name("MODE");
    add_cache_options(command, options);
    command.add_flag("--allow-incomplete", options.allow_incomplete,
                     "do not exit 3 because some unit could not be analysed fully");
    command.add_flag("--require-coverage", options.require_coverage,
                     "exit 3 if files of the project that mention coroutines are in no unit");
    command.add_flag("--full-parse", options.full_parse, "parse every function body, also in libraries");
    command.add_flag("-q,--quiet", options.quiet, "no progress and no remarks; errors and the summary remain");
    command.add_flag("--stats", options.stats, "say what took how long, and which units took longest");
}

/// "KEY=VALUE"; what is wrong with it, or empty.
std::string why_no_meta(const std::string& given) {
    constexpr std::size_t longest_key = 100, longest_value = 4096;
    const std::size_t equals = given.find('=');
    const std::string key = given.substr(0, equals);
    const bool is_key =
        !key.empty() && key.size() <= longest_key &&
        key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") == std::string::npos;
    if (equals == std::string::npos || !is_key)
        return "wants KEY=VALUE, for instance revision=1a2b3c; a key has letters, digits, _ . and -";
    return given.size() - equals - 1 > longest_value ? "the value is longer than 4096 bytes" : "";
}

void add_meta(CLI::App& command, Options& options) {
    command
        .add_option_function<std::vector<std::string>>(
            "--meta",
            [&options](const std::vector<std::string>& all) {
                for (const std::string& given : all)
                    options.meta[given.substr(0, given.find('='))] = given.substr(given.find('=') + 1);
            },
            "say something of the run in its reports (revision=1a2b3c); may repeat")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->check(why_no_meta);
}

/// Taken from all commands that analyse, and listed where they do something.
void hide_options(CLI::App& command, std::initializer_list<const char*> options) {
    for (const char* option : options) command.get_option(option)->group("");
}

void add_footer(CLI::App& command) {
    command.footer(
        fmt::format("Without a compilation database: awaitlint {} FILE... -- CLANG_FLAGS...", command.get_name()));
}

void add_outputs(CLI::App& command, Options& options) {
    add_meta(command, options);
    command.add_option("--format", options.format, "format on standard output: " + known_formats())
        ->check(CLI::IsMember(report_formats()));
    command.add_option("--color", options.color, "colours in text on standard output: auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    command.add_option("--output", options.outputs, "also write a report to a file; may repeat")
        ->type_name("FORMAT:FILE")
        ->allow_extra_args(false);
}

void add_baseline(CLI::App& command, Options& options) {
    command
        .add_option("--baseline", options.baseline,
                    "file of known findings, which do not fail the run (default: the root's .awaitlint-baseline.json)")
        ->type_name("FILE");
}

/// What decides which findings count.
void add_gate(CLI::App& command, Options& options) {
    command
        .add_option("--diff-base", options.diff_base,
                    "only findings on lines that differ from where REV and HEAD part, uncommitted ones included")
        ->type_name("REV")
        ->check([](const std::string& revision) {
            return revision.empty() ? "it is empty: name a revision, as origin/main" : "";
        });
    add_baseline(command, options);
    command.add_flag("--no-baseline", options.no_baseline, "all findings count, known or not")
        ->excludes(command.get_option("--baseline"));
}

void add_baseline_command(CLI::App& app, Options& options) {
    CLI::App* baseline =
        app.add_subcommand("baseline", "let known findings pass the gate: write, prune or show the list of them");
    baseline
        ->add_option("ACTION", options.baseline_action,
                     "write (all findings of now), prune (what is no longer found), or show")
        ->required()
        ->check(CLI::IsMember({"write", "prune", "show"}));
    add_selection(*baseline, options);
    add_baseline(*baseline, options);
    baseline->add_option("--format", options.format, "of show: text or json")->check(CLI::IsMember({"text", "json"}));
    baseline->footer(
        "What a run has not looked at (other PATHs, failed units, other rules) stays in the list.\n"
        "Exit status: 0, 2 if it could not start or write, 3 if the run was incomplete and nothing was\n"
        "written. All of it: docs/adopting.md");
}

void add_triage(CLI::App& app, Options& options) {
    CLI::App* triage =
        app.add_subcommand("triage", "say what build logs and service logs tell of awaits, in plain words");
    triage->add_option("LOG", options.paths, "logs; - is standard input (the default)");
    triage
        ->add_option(
            "-p", options.build_dir,
            "folder with compile_commands.json: look at the places of build errors, and say how to repair them")
        ->type_name("BUILD_DIR");
    triage->add_option("--since", options.since, "count from then on: a duration back from now (24h, 7d), or a time")
        ->type_name("WHEN");
    triage
        ->add_option(
            "--heartbeat", options.heartbeats,
            "LOG is a filtered export: this log of the same service, not filtered, shows when it was alive; may "
            "repeat")
        ->type_name("FILE")
        ->allow_extra_args(false);
    triage->add_option("--now", options.now, "the end of the window (default: now)")->type_name("TIME");
    triage->add_option("--zone", options.zone, "zone of times that name none, as +02:00 (default: UTC)")
        ->type_name("OFFSET");
    triage
        ->add_option("--fail-on", options.fail_on, "exit 1 on: await (the default), error (any compile error) or never")
        ->check(CLI::IsMember({"await", "error", "never"}));
    triage->add_option("--format", options.format, "format on standard output: text or json")
        ->check(CLI::IsMember({"text", "json"}));
    triage->add_option("--output", options.outputs, "also write the result to a file; may repeat")
        ->type_name("FORMAT:FILE")
        ->allow_extra_args(false);
    triage->footer("");
    triage->add_flag("--allow-incomplete", options.allow_incomplete,
                     "do not exit 3 because the logs do not show the whole window");
    triage->add_flag("-q,--quiet", options.quiet, "no progress and no remarks; errors and the summary remain");
}

void add_report(CLI::App& app, Options& options) {
    CLI::App* report =
        app.add_subcommand("report", "make other formats of saved JSON reports, or one report of several");
    report->add_option("REPORT", options.paths, "reports in JSON; several are merged")->required();
    add_outputs(*report, options);
    report->add_option("--history", options.history, "append a line for the report to this file, and show the trend")
        ->type_name("FILE");
    report
        ->add_option("--root", options.root, "the project's root, for code and columns (default: nearest mark upward)")
        ->type_name("DIR");
    report
        ->add_option("--paths", options.path_style,
                     "name files relative to the working directory (the default) or to the root, or absolute")
        ->check(CLI::IsMember({"working", "root", "absolute"}));
    report
        ->add_option("--fail-on", options.fail_on,
                     "exit 1 from this severity on: error, warning, note or never (default: as the reports say)")
        ->check(CLI::IsMember({"error", "warning", "note", "never"}));
    report->add_flag("-q,--quiet", options.quiet, "no remarks; errors and the summary remain");
    report->footer("");
}

/// Of the options of `check`, those that are not about one run's report.
void add_lsp(CLI::App& app, Options& options) {
    CLI::App* lsp = app.add_subcommand("lsp", "serve an editor, which starts it (docs/editor.md)");
    add_selection(*lsp, options);
    add_gate(*lsp, options);
    for (const char* of_a_report : {"PATH", "--paths", "--diff-base", "--fail-on", "--total-timeout", "--cache-verify",
                                    "--allow-incomplete", "--require-coverage", "--quiet", "--stats"})
        lsp->remove_option(lsp->get_option(of_a_report));
    lsp->footer("Without a compilation database: awaitlint lsp -- CLANG_FLAGS...");
}

void add_repair_options(CLI::App& command, Options& options) {
    command
        .add_option("--prefer", options.prefer,
                    "in a coroutine: await the sibling, or call the function (default: as configured, else async)")
        ->check(CLI::IsMember({"sync", "async"}));
    CLI::Option* diff = command.add_flag("--diff", options.diff,
                                         "print a patch and change nothing; exit 1 if there is anything to change");
    command.add_flag("--unsafe", options.unsafe,
                     "also apply what is proven and changes what runs at the same time (an await in a loop)");
    command.add_flag("--interactive", options.interactive, "show each repair and ask")->excludes(diff);
    for (const char* report : {"--format", "--output"}) diff->excludes(command.get_option(report));
    command.footer(
        "Without a compilation database: awaitlint fix FILE... -- CLANG_FLAGS...\n\n"
        "Only what the compiler has proven is applied, and never in the body of a macro, in the files of others or\n"
        "outside the project root. Standard output is what check prints afterwards, standard error what was done.\n"
        "Exit status: that of check afterwards. All of it: docs/fixing.md");
}

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
    } commands[] = {{"check", check_command},     {"audit", audit_command},
                    {"fix", fix_command},         {"rules", rules_command},
                    {"explain", explain_command}, {"doctor", doctor_command},
                    {"facts", facts_command},     {"triage", triage_command},
                    {"cache", cache_command},     {"baseline", baseline_command},
                    {"report", report_command},   {"init", init_command},
                    {"lsp", lsp_command}};
    for (const auto& command : commands)
        if (app.got_subcommand(command.name)) return command.run(options);
    return exit_not_started;
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

/// What is wrong with the arguments. CLI11 says what it does not know, but not what comes near it.
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

/// The FORMAT:FILEs of arguments that are otherwise wrong.
std::vector<std::string> outputs_in(const std::vector<std::string>& arguments) {
    const std::string option = "--output";
    std::vector<std::string> outputs;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i].starts_with(option + "=")) outputs.push_back(arguments[i].substr(option.size() + 1));
        if (arguments[i] == option && i + 1 < arguments.size()) outputs.push_back(arguments[i + 1]);
    }
    return outputs;
}

}  // namespace

int run_command_line(int argc, char** argv) {
    hold_standard_streams();
    Options options;
    std::vector<std::string> ours(argv + 1, argv + argc);
    if (const auto cut = std::find(ours.begin(), ours.end(), "--"); cut != ours.end()) {
        options.has_flags = true;
        options.flags.assign(cut + 1, ours.end());
        ours.erase(cut, ours.end());
    }

    CLI::App app{"Finds async/await mistakes in C++20 coroutine code, names the call that is right, and proves it."};
    app.name("awaitlint");
    app.set_version_flag("--version", fmt::format("awaitlint {} (LLVM {})", AWAITLINT_VERSION, llvm_version()));
    app.require_subcommand(1);
    app.footer("Without a compilation database: awaitlint check FILE... -- CLANG_FLAGS...");

    CLI::App* check = app.add_subcommand("check", "find mistakes; exit 1 if there are any");
    add_selection(*check, options);
    add_gate(*check, options);
    check->add_option("--show-config", options.show_config, "say which configuration is in force for FILE, and stop")
        ->type_name("FILE");
    check->add_flag("--list-files", options.list_files, "list the sources that would be analysed, and stop");
    add_outputs(*check, options);
    add_footer(*check);
    CLI::App* audit =
        app.add_subcommand("audit", "list every use of one function: right or wrong, and what it should be");
    audit->add_option("SYMBOL", options.symbol, "qualified name of a function")
        ->required()
        ->check([](const std::string& symbol) { return symbol.empty() ? "it is empty" : ""; });
    add_selection(*audit, options);
    add_outputs(*audit, options);
    audit->footer("Without a compilation database: awaitlint audit SYMBOL FILE... -- CLANG_FLAGS...");
    CLI::App* fix = app.add_subcommand("fix", "apply what the compiler has proven, then check again");
    add_selection(*fix, options);
    add_gate(*fix, options);
    add_outputs(*fix, options);
    add_repair_options(*fix, options);
    hide_options(*fix, {"--require-coverage"});
    add_baseline_command(app, options);
    CLI::App* init = app.add_subcommand("init", "propose a configuration for this project, learnt from its code");
    add_selection(*init, options);
    init->add_flag("--write", options.write, "put it into the project's root, where there is none");
    CLI::App* rules = app.add_subcommand("rules", "list the rules");
    rules->footer("");
    rules->add_option("--format", options.format, "text or json")->check(CLI::IsMember({"text", "json"}));
    CLI::App* explain = app.add_subcommand("explain", "print one rule's page");
    explain->add_option("RULE", options.rule, "a rule's id")->required();
    explain->footer("");
    CLI::App* doctor = app.add_subcommand("doctor", "say why analysis would fail here");
    add_selection(*doctor, options);
    add_footer(*doctor);
    const auto of_findings = {"--select", "--ignore", "--fail-on", "--allow-incomplete", "--require-coverage"};
    const auto of_cache = {"--no-cache", "--cache-dir", "--cache-limit", "--cache-verify"};
    for (const auto& options_without_effect : {of_findings, of_cache}) hide_options(*doctor, options_without_effect);
    CLI::App* facts =
        app.add_subcommand("facts", "print what the front end sees in a file (for people who write rules)");
    add_selection(*facts, options);
    add_footer(*facts);
    for (const auto& options_without_effect : {of_findings, of_cache}) hide_options(*facts, options_without_effect);
    add_triage(app, options);
    add_report(app, options);
    add_lsp(app, options);

    CLI::App* cache = app.add_subcommand("cache", "say what the cache holds, or empty it");
    cache->add_option("ACTION", options.cache_action, "stat or clean")
        ->required()
        ->check(CLI::IsMember({"stat", "clean"}));
    add_cache_folder(*cache, options);
    cache->footer("");

    CLI::App* completion = app.add_subcommand("completion", "print a script by which a shell completes awaitlint");
    completion->add_option("SHELL", options.documented, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember(completed_shells()));
    CLI::App* man = app.add_subcommand("man", "print a page for man(1)");
    man->add_option("COMMAND", options.documented, "a command (default: the program itself)");
    group_options(app);

    const std::vector<std::string> words = ours;
    if (are_clang_tidys(ours, command_names(app))) {
        TidyArguments theirs = from_clang_tidys(ours);
        for (const std::string& argument : theirs.ignored)
            say(fmt::format("ignored, as it is clang-tidy's: {}", argument));
        ours = std::move(theirs.arguments);
        options.flags = without_inputs(options.flags, words);
    }
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
