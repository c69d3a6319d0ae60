// `awaitlint baseline write|prune|show`: the list of findings that a project lives with for now.
//
// write puts all findings of now into it, prune takes out what is no longer found and calls what has moved by its new
// place, show prints it. Entries that the run could not look at stay. Refuses to write after an incomplete run unless
// told to, and to write over a file that is no baseline. Exit status: 0 written or shown, 2 not, 3 the run was
// incomplete.
#include <fmt/format.h>

#include "awaitlint/printable.h"
#include "base/result_file.h"
#include "baseline/baseline_file.h"
#include "baseline/entry.h"
#include "cli/asked_paths.h"
#include "cli/baseline_in_force.h"
#include "cli/commands.h"
#include "cli/failures.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

int refused(const std::string& message) {
    say_error(message);
    return exit_not_started;
}

std::string line_of(const BaselineEntry& entry) {
    const std::string function = entry.function.empty() ? "" : fmt::format(" in '{}'", entry.function);
    const std::string times = entry.count == 1 ? "" : fmt::format(" ({} times)", entry.count);
    const std::string reason = entry.reason.empty() ? "" : ": " + entry.reason;
    return printable(fmt::format("{}: {} [{}]{}{}{}", entry.file, entry.code, entry.rule, function, times, reason));
}

int show(const Options& options, const Baseline& baseline) {
    if (options.format == "json") {
        print(printable_json(baseline_text(baseline.entries)));
        return printed(exit_clean);
    }
    std::string lines;
    for (const BaselineEntry& entry : baseline.entries) lines += line_of(entry) + "\n";
    print(printable_lines(lines));
    say(fmt::format("baseline {}: {} in {}", baseline.file, counted(findings_of(baseline.entries), "known finding"),
                    baseline.entries.size() == 1 ? "1 entry" : fmt::format("{} entries", baseline.entries.size())));
    return printed(exit_clean);
}

/// What the file is to hold after the run.
std::vector<BaselineEntry> entries_after(const Report& report, bool takes_new) {
    std::vector<BaselineEntry> entries = report.baseline->not_looked_at;
    for (const Finding& finding : report.findings) {
        const bool is_wanted = finding.baseline_state == BaselineState::known || takes_new;
        if (!finding.suppressed && is_wanted) entries.push_back(entry_of(finding));
    }
    return in_order(std::move(entries));
}

/// What changes, as a review would say it.
void say_changes(const BaselineOutcome& outcome, bool takes_new) {
    for (const BaselineEntry& entry : outcome.stale) say("taken out: " + line_of(entry));
    std::string line = fmt::format("baseline {}: {}", outcome.file, counted(outcome.known, "known finding"));
    line += fmt::format(", {} {}", outcome.added, takes_new ? "added" : "new and not in it");
    line += fmt::format(", {} taken out", findings_of(outcome.stale));
    const std::uint64_t kept = findings_of(outcome.not_looked_at);
    say(kept == 0 ? line : line + fmt::format(", {} not looked at and kept", kept));
}

/// Why the file stays as it is; empty: it need not.
std::string why_not_written(const Report& report) {
    if (!report.error.empty()) return report.error;
    if (report.exit_code != exit_incomplete) return "";
    return fmt::format(
        "the run was incomplete: '{}' stays as it is (with --allow-incomplete it is written, and entries of "
        "what was not looked at are kept)",
        report.baseline->file);
}

int write(const Options& options, Prepared& prepared, const std::string& path) {
    if (!prepared.run.baseline) prepared.run.baseline = Baseline{baseline_shown(options, prepared), {}};
    prepared.run.on_progress = progress_printer(options);
    Report report = run(prepared.run);
    if (const std::string why = why_nothing_was_analysed(report, options, prepared); !why.empty()) return refused(why);
    refuse_unread_paths(report, options, prepared);
    explain_failures(report, options, prepared);
    int status = exit_clean;
    if (const std::string why = why_not_written(report); !why.empty()) {
        if (report.error.empty()) say_error(why);  // else it has been said
        status = report.exit_code;
    } else {
        const bool takes_new = options.baseline_action == "write";
        const std::string text = printable_json(baseline_text(entries_after(report, takes_new)));
        if (auto written = write_result(path, text); !written) return refused(written.error().message);
        say_changes(*report.baseline, takes_new);
    }
    report.baseline.reset();  // that has been said
    say_what_was_analysed(report, options, prepared);
    return status;
}

}  // namespace

int baseline_command(const Options& options) {
    auto prepared = prepare(options);
    if (!prepared) return refused(prepared.error().message);
    const std::string path = baseline_path(options, *prepared);
    if (!has_entry(path) && options.baseline_action != "write")
        return refused(fmt::format("there is no baseline '{}'\n  `awaitlint baseline write` makes it", path));
    if (has_entry(path))
        if (auto used = use_baseline(options, *prepared); !used) return refused(used.error().message);
    return options.baseline_action == "show" ? show(options, *prepared->run.baseline) : write(options, *prepared, path);
}

}  // namespace awaitlint
