// See option_groups.h.
#include "cli/option_groups.h"

#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "awaitlint/render.h"
#include "awaitlint/report.h"

namespace awaitlint {
namespace {

std::string known_formats() {
    return fmt::format("{}", fmt::join(report_formats(), ", "));
}

void add_database_options(CLI::App& command, Options& options) {
    command.add_option("-p", options.build_dir, "folder with compile_commands.json (default: found nearby)")
        ->type_name("BUILD_DIR");
}

void add_cache_options(CLI::App& command, Options& options) {
    command.add_flag("--no-cache", options.no_cache, "neither use nor keep cached results");
    add_cache_folder(command, options);
    command.add_flag("--cache-verify", options.cache_verify,
                     "analyse all the same, and exit 3 if cached results differ");
}

/// What is read: the code, its commands, its configuration.
void add_inputs(CLI::App& command, Options& options) {
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
}

void add_rule_choice(CLI::App& command, Options& options) {
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
}

/// What an analysis may take of the machine, and do to it.
void add_limits(CLI::App& command, Options& options) {
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

}  // namespace

void add_cache_folder(CLI::App& command, Options& options) {
    command
        .add_option(
            "--cache-dir", options.cache_dir,
            "folder of the cache (default: AWAITLINT_CACHE_DIR, else ~/.cache/awaitlint); AWAITLINT_REMOTE_CACHE "
            "names a server that several machines share (docs/cache.md)")
        ->type_name("DIR");
    command
        .add_option("--cache-limit", options.cache_limit,
                    "the cache may grow to this (default: AWAITLINT_CACHE_LIMIT, else 4096)")
        ->type_name("MIB")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40));
}

void add_selection(CLI::App& command, Options& options) {
    add_inputs(command, options);
    add_rule_choice(command, options);
    add_limits(command, options);
    add_cache_options(command, options);
    command.add_flag("--allow-incomplete", options.allow_incomplete,
                     "do not exit 3 because some unit could not be analysed fully");
    command.add_flag("--require-coverage", options.require_coverage,
                     "exit 3 if files of the project that mention coroutines are in no unit");
    command.add_flag("--full-parse", options.full_parse, "parse every function body, also in libraries");
    command.add_flag("-q,--quiet", options.quiet, "no progress and no remarks; errors and the summary remain");
    command.add_flag("--stats", options.stats, "say what took how long, and which units took longest");
}

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

}  // namespace awaitlint
