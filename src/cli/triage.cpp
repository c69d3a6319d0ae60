// `awaitlint triage`: what the logs say about awaits, in plain words; with -p also what the analysis says of the
// places.
//
// The places of a log may be of another machine: they are sought below the project by the end of their paths.
#include "triage/triage.h"

#include <algorithm>
#include <ctime>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "awaitlint/printable.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string>& formats() {
    static const std::vector<std::string> names = {"text", "json"};
    return names;
}

std::vector<CompileCommand> units_of(const Prepared& prepared) {
    std::vector<CompileCommand> units = prepared.run.commands;
    units.insert(units.end(), prepared.run.others.begin(), prepared.run.others.end());
    return units;
}

bool is_file(const std::string& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

Result<TriageOptions> options_of(const Options& options) {
    TriageOptions made;
    std::error_code failure;
    made.folder = fs::current_path(failure).string();
    made.clock.now = static_cast<Seconds>(std::time(nullptr));
    if (!options.zone.empty()) {
        const auto zone = parse_zone(options.zone);
        if (!zone) return Error{fmt::format("--zone wants an offset such as +02:00, not '{}'", options.zone)};
        made.clock.zone = *zone;
    }
    if (!options.now.empty()) {
        const auto now = parse_time(options.now, made.clock);
        if (!now) return Error{fmt::format("--now wants a time such as 2026-11-23T21:10:39Z, not '{}'", options.now)};
        made.clock.now = *now;
        made.until = now;
    }
    if (options.since.empty() && !options.heartbeats.empty())
        return Error{"--heartbeat says that the service was alive in a window: name it with --since"};
    made.heartbeats = options.heartbeats;
    if (options.since.empty()) return made;
    if (const auto duration = parse_duration(options.since))
        made.since = made.clock.now - *duration;
    else
        made.since = parse_time(options.since, made.clock);
    if (!made.since)
        return Error{
            fmt::format("--since wants a duration (90s, 15m, 24h, 7d) or a time such as 2026-11-23T21:10:39Z, "
                        "not '{}'",
                        options.since)};
    if (*made.since >= made.clock.now)
        return Error{fmt::format("--since: {} is not before now ({}): the window is empty", time_text(*made.since),
                                 time_text(made.clock.now))};
    return made;
}

/// The file on this machine that a path of the log means; empty if there is none.
std::string file_here(const std::string& logged, const Prepared& prepared) {
    const std::string& root = prepared.run.user_files.root;
    std::vector<std::string> folders = {root};
    for (const CompileCommand& command : units_of(prepared))
        if (std::find(folders.begin(), folders.end(), command.directory) == folders.end())
            folders.push_back(command.directory);
    if (is_file(logged)) return real_path(logged);
    if (!logged.starts_with('/'))
        for (const std::string& folder : folders)
            if (const std::string path = absolute_path(logged, folder); is_file(path)) return real_path(path);
    for (std::size_t at = logged.find('/'); at != std::string::npos; at = logged.find('/', at + 1))
        if (const std::string path = absolute_path(logged.substr(at + 1), root); is_file(path)) return real_path(path);
    return "";
}

/// The units to look into for a file: itself, and those that the log names.
std::vector<CompileCommand> units_for(const std::string& file, const AwaitError& error, const Prepared& prepared) {
    std::vector<CompileCommand> units;
    const auto add = [&](const std::string& source) {
        for (const CompileCommand& command : units_of(prepared))
            if (real_path(command.file) == source) units.push_back(command);
    };
    add(file);
    for (const std::string& unit : error.units) add(file_here(unit, prepared));
    return units;
}

/// The finding at the place: at its column if the log has it, else the first one of the line.
const Finding* finding_at(const Report& report, const std::string& root, const std::string& file, const Place& place) {
    const Finding* found = nullptr;
    for (const Finding& finding : report.findings) {
        if (finding.suppressed || finding.span.line != place.line) continue;
        if (real_path(absolute_path(finding.span.file, root)) != file) continue;
        if (finding.span.column == place.column) return &finding;
        if (!found) found = &finding;
    }
    return found;
}

/// `file`: of the error's place, in this project.
void attach(const Report& analysed, const std::string& root, const std::string& file, AwaitError& error) {
    const Finding* finding = finding_at(analysed, root, file, error.place);
    error.is_analysed = analysed.complete || finding;
    if (finding) error.finding = *finding;
}

Result<bool> attach_findings(TriageReport& report, const Options& options) {
    Options selection = options;
    selection.paths.clear();
    selection.fail_on.clear();
    auto prepared = prepare(selection);
    if (!prepared) return prepared.error();
    std::vector<std::string> files(report.errors.size());
    std::vector<CompileCommand> units;
    bool is_any_elsewhere = false;
    for (std::size_t i = 0; i < report.errors.size(); ++i) {
        const AwaitError& error = report.errors[i];
        if (error.source != "build" || !error.place.is_known()) continue;
        files[i] = file_here(error.place.file, *prepared);
        if (files[i].empty()) continue;
        std::vector<CompileCommand> of_file = units_for(files[i], error, *prepared);
        is_any_elsewhere |= of_file.empty();
        for (CompileCommand& unit : of_file)
            if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(std::move(unit));
    }
    if (units.empty() && !is_any_elsewhere) return true;
    RunOptions& run_options = prepared->run;
    // Whatever else reads one of the files, where the log does not say what does.
    run_options.others = is_any_elsewhere ? units_of(*prepared) : std::vector<CompileCommand>();
    std::erase_if(run_options.others, [&](const CompileCommand& unit) {
        return std::find(units.begin(), units.end(), unit) != units.end();
    });
    run_options.commands = std::move(units);
    run_options.paths.clear();
    for (const std::string& file : files)
        if (!file.empty()) run_options.paths.push_back(file);
    run_options.on_progress = progress_printer(options);
    const Report analysed = run(run_options);
    for (std::size_t i = 0; i < files.size(); ++i)
        if (!files[i].empty()) attach(analysed, run_options.user_files.root, files[i], report.errors[i]);
    if (!analysed.complete && !options.quiet) say("the analysis is not complete: `awaitlint check` says why");
    return true;
}

Result<std::vector<std::string>> logs_of(const Options& options) {
    if (!options.paths.empty()) return options.paths;
    if (::isatty(STDIN_FILENO) != 0)
        return Error{"no log: name the files, or pipe one into it: ninja 2>&1 | awaitlint triage -"};
    return std::vector<std::string>{"-"};
}

Result<TriageReport> triaged(const Options& options) {
    if (auto outputs = check_outputs(options, formats()); !outputs) return outputs.error();
    const auto logs = logs_of(options);
    if (!logs) return logs.error();
    const auto triage_options = options_of(options);
    if (!triage_options) return triage_options.error();
    auto report = triage(*logs, *triage_options);
    if (!report) return report.error();
    report->version = AWAITLINT_VERSION;
    if (!options.build_dir.empty())
        if (const auto attached = attach_findings(*report, options); !attached) return attached.error();
    report->exit_code =
        decide_exit(*report, options.fail_on.empty() ? "await" : options.fail_on, options.allow_incomplete);
    return report;
}

int not_triaged(const Options& options, const std::string& message) {
    say_error(message);
    TriageReport report;
    report.version = AWAITLINT_VERSION;
    report.exit_code = exit_not_started;
    report.logs = options.paths.empty() ? std::vector<std::string>{"-"} : options.paths;
    report.problems = {message};
    const auto failure = [&](const std::string& format) -> Result<std::string> {
        return format == "json" ? triage_json(report) : printable_lines("awaitlint: error: " + message + "\n");
    };
    replace_outputs(options.outputs, failure, formats());
    return exit_not_started;
}

}  // namespace

int triage_command(const Options& options) {
    const auto report = triaged(options);
    if (!report) return not_triaged(options, report.error().message);
    int status = report->exit_code;
    const auto written = write_rendered(options, [&](const std::string& format) -> Result<std::string> {
        return format == "json" ? triage_json(*report) : triage_text(*report);
    });
    if (!written) status = not_triaged(options, written.error().message);
    for (const std::string& problem : report->problems) say_error(problem);
    if (!options.quiet && report->without_time > 0 && report->since)
        say(fmt::format("{} of the await errors have no time and count as in the window", report->without_time));
    say(triage_summary(*report));
    return status;
}

}  // namespace awaitlint
