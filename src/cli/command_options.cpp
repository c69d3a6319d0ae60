// See command_options.h.
#include "cli/command_options.h"

#include <initializer_list>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command_tree.h"
#include "cli/option_groups.h"

namespace awaitlint {
namespace {

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
    // Clients that speak to several kinds of servers say so.
    lsp->add_flag("--stdio")->description("speak on standard input and output, as it does anyway");
    lsp->add_option("--clientProcessId")
        ->description("taken from clients that pass it: their going ends standard input")
        ->type_name("PID")
        ->group("");
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

void add_standard_input(CLI::App& command, Options& options) {
    command
        .add_option("--stdin-filename", options.stdin_filename,
                    "PATH is `-`: analyse the text on standard input in the place of FILE")
        ->type_name("FILE");
}

void add_shard(CLI::App& command, Options& options) {
    CLI::Option* shard = command
                             .add_option_function<std::string>(
                                 "--shard", [&options](const std::string& text) { options.shard = *shard_named(text); },
                                 "analyse a part of the units alone, for `awaitlint merge` (docs/scaling.md)")
                             ->type_name("I/N")
                             ->check([](const std::string& text) {
                                 const auto named = shard_named(text);
                                 return named ? "" : named.error().message;
                             });
    command.add_option("--plan", options.plan, "cut shards as this plan of `awaitlint plan` says")
        ->type_name("FILE")
        ->needs(shard);
}

void add_check(CLI::App& app, Options& options) {
    CLI::App* check = app.add_subcommand("check", "find mistakes; exit 1 if there are any");
    add_selection(*check, options);
    add_gate(*check, options);
    check->add_option("--show-config", options.show_config, "say which configuration is in force for FILE, and stop")
        ->type_name("FILE");
    check->add_flag("--list-files", options.list_files, "list the sources that would be analysed, and stop");
    add_standard_input(*check, options);
    add_shard(*check, options);
    add_outputs(*check, options);
    add_footer(*check);
}

void add_audit(CLI::App& app, Options& options) {
    CLI::App* audit =
        app.add_subcommand("audit", "list every use of one function: right or wrong, and what it should be");
    audit->add_option("SYMBOL", options.symbol, "qualified name of a function")
        ->required()
        ->check([](const std::string& symbol) { return symbol.empty() ? "it is empty" : ""; });
    add_selection(*audit, options);
    add_outputs(*audit, options);
    audit->footer("Without a compilation database: awaitlint audit SYMBOL FILE... -- CLANG_FLAGS...");
}

void add_fix(CLI::App& app, Options& options) {
    CLI::App* fix = app.add_subcommand("fix", "apply what the compiler has proven, then check again");
    add_selection(*fix, options);
    add_gate(*fix, options);
    add_outputs(*fix, options);
    add_repair_options(*fix, options);
    add_standard_input(*fix, options);
    hide_options(*fix, {"--require-coverage", "--stdin-filename"});
}

void add_init(CLI::App& app, Options& options) {
    CLI::App* init = app.add_subcommand("init", "propose a configuration for this project, learnt from its code");
    add_selection(*init, options);
    init->add_flag("--write", options.write, "put it into the project's root, where there is none");
}

void add_rules_and_explain(CLI::App& app, Options& options) {
    CLI::App* rules = app.add_subcommand("rules", "list the rules");
    rules->footer("");
    rules->add_option("--format", options.format, "text or json")->check(CLI::IsMember({"text", "json"}));
    CLI::App* explain = app.add_subcommand("explain", "print one rule's page");
    explain->add_option("RULE", options.rule, "a rule's id")->required();
    explain->footer("");
}

void add_doctor_and_facts(CLI::App& app, Options& options) {
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
}

void add_cache(CLI::App& app, Options& options) {
    CLI::App* cache = app.add_subcommand("cache", "say what the cache holds, or empty it");
    cache->add_option("ACTION", options.cache_action, "stat or clean")
        ->required()
        ->check(CLI::IsMember({"stat", "clean"}));
    add_cache_folder(*cache, options);
    cache->footer("");
}

void add_plan(CLI::App& app, Options& options) {
    constexpr unsigned most_shards = 10'000;
    CLI::App* plan = app.add_subcommand("plan", "say what each of N shards would analyse, and how long it would take");
    add_selection(*plan, options);
    plan->add_option("--shards", options.shards, "how many shards there are")
        ->type_name("N")
        ->required()
        ->check(CLI::Range(1U, most_shards));
    plan->add_option("--format", options.format, "text, or json for `check --plan`")
        ->check(CLI::IsMember({"text", "json"}));
    plan->add_option("--output", options.outputs, "also write it to a file; may repeat")
        ->type_name("FORMAT:FILE")
        ->allow_extra_args(false);
    hide_options(*plan, {"--select", "--ignore", "--fail-on", "--jobs", "--timeout", "--total-timeout", "--memory",
                         "--sandbox", "--allow-incomplete", "--require-coverage", "--full-parse", "--stats",
                         "--no-cache", "--cache-limit", "--cache-verify"});
}

/// The options of the shards are taken as they are, also those that say how to analyse.
void add_merge(CLI::App& app, Options& options) {
    CLI::App* merge = app.add_subcommand("merge", "make one report of the JSON reports of all shards");
    add_selection(*merge, options);
    merge->remove_option(merge->get_option("PATH"));
    merge->add_option("SHARD", options.shard_files, "reports in JSON of `awaitlint check --shard I/N`")->required();
    add_gate(*merge, options);
    add_outputs(*merge, options);
    hide_options(*merge, {"--jobs", "--timeout", "--total-timeout", "--memory", "--sandbox", "--stats", "--no-cache",
                          "--cache-dir", "--cache-limit", "--cache-verify"});
    merge->footer(
        "Run it in the project, with the options that the shards had. Exit status: that of one run of all;\n"
        "3 if a shard is missing or cannot be used. All of it: docs/scaling.md");
}

void add_completion_and_man(CLI::App& app, Options& options) {
    CLI::App* completion = app.add_subcommand("completion", "print a script by which a shell completes awaitlint");
    completion->add_option("SHELL", options.documented, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember(completed_shells()));
    CLI::App* man = app.add_subcommand("man", "print a page for man(1)");
    man->add_option("COMMAND", options.documented, "a command (default: the program itself)");
}

}  // namespace

void add_commands(CLI::App& app, Options& options) {
    add_check(app, options);
    add_audit(app, options);
    add_fix(app, options);
    add_baseline_command(app, options);
    add_init(app, options);
    add_rules_and_explain(app, options);
    add_doctor_and_facts(app, options);
    add_triage(app, options);
    add_report(app, options);
    add_plan(app, options);
    add_merge(app, options);
    add_lsp(app, options);
    add_cache(app, options);
    add_completion_and_man(app, options);
}

}  // namespace awaitlint
