// `awaitlint fix`: analyse, apply the best proven repair of each finding, and analyse again.
//
// Standard output: what `check` would print after the repairs; with --diff, the patch and nothing else. All that was
// done, and what was left and why, is told on standard error. Asks before it writes anything, and writes at the end.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>
#include <unistd.h>

#include "awaitlint/printable.h"
#include "cli/asked_paths.h"
#include "cli/baseline_in_force.h"
#include "cli/commands.h"
#include "cli/conclude.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "cli/standard_input.h"
#include "engine/verdict/make_report.h"
#include "fix/apply.h"
#include "fix/source_files.h"
#include "fix/unified_diff.h"
#include "project/paths.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

// Code and names of files may have line ends, and each message is one line.

std::string told(const Repair& repair) {
    return one_line(fmt::format("{}: {} -> {} [{}]", place_of(repair.finding), repair.finding.current,
                                repair.suggestion.replacement, repair.finding.rule));
}

std::string counted(std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// "repaired 2 of 3 findings in 1 file"
std::string told_in_all(const char* verb, std::size_t repaired, std::size_t left, std::size_t files) {
    if (repaired + left == 0) return "nothing to repair: no findings";
    return fmt::format("{} {} of {} in {}", verb, repaired, counted(repaired + left, "finding"),
                       counted(files, "file"));
}

/// What patches call files: relative to where git would apply them.
class PatchNames {
public:
    explicit PatchNames(const std::string& root) : root_(root) {
        std::error_code failure;
        const fs::path here = fs::current_path(failure);
        for (fs::path folder = root; base_.empty(); folder = folder.parent_path()) {
            if (fs::exists(folder / ".git", failure)) base_ = folder.string();
            if (folder == folder.root_path()) break;
        }
        if (base_.empty()) base_ = real_path(here.string());
    }

    std::string of(const FileChange& change) const {
        const std::string& base = is_at_or_below(change.path, base_) ? base_ : root_;
        return fs::path(change.path).lexically_relative(base).string();
    }

private:
    std::string root_;
    std::string base_;
};

std::string patch_of(const RepairPlan& plan, const PatchNames& names) {
    std::string patch;
    for (const FileChange& change : plan.changes) patch += unified_diff(names.of(change), change.before, change.edits);
    return patch;
}

/// Asks about each repair. The end of the input stops the asking; what was agreed to by then stays agreed.
class Questions {
public:
    Questions(const OpenFile& open, const PatchNames& names) : open_(open), names_(names) {}

    void ask(ChosenRepairs& chosen) {
        std::vector<Repair> wanted;
        for (Repair& repair : chosen.repairs) {
            if (wants(repair))
                wanted.push_back(std::move(repair));
            else
                chosen.left.push_back({std::move(repair.finding), "it was not wanted"});
        }
        chosen.repairs = std::move(wanted);
    }

private:
    bool wants(const Repair& repair) {
        if (takes_rest_) return *takes_rest_;
        const RepairPlan plan = plan_repairs({repair}, open_);
        if (plan.changes.empty()) return true;  // the plan of all says why it cannot be
        say(fmt::format("{}: {} [{}]\n{}", place_of(repair.finding), repair.finding.message, repair.finding.rule,
                        patch_of(plan, names_)));
        while (true) {
            fmt::print(stderr, "{}? [y]es, [n]o, [a]ll from here, [q]uit asking: ",
                       printable_lines(one_line(repair.suggestion.title)));
            std::fflush(stderr);
            std::string answer;
            if (!std::getline(std::cin, answer)) {
                say("");
                answer = "q";
            }
            const auto is = [&](std::string_view word) { return answer == word || answer == word.substr(0, 1); };
            if (is("yes") || is("no")) return is("yes");
            if (is("all") || is("quit")) {
                takes_rest_ = is("all");
                return *takes_rest_;
            }
        }
    }

    const OpenFile& open_;
    const PatchNames& names_;
    std::optional<bool> takes_rest_;
};

void say_left(const std::vector<LeftFinding>& left) {
    for (const LeftFinding& finding : left)
        say(one_line(fmt::format("left {}: {} [{}]: {}", place_of(finding.finding), finding.finding.current,
                                 finding.finding.rule, finding.why)));
}

/// Behind everything, so that it is not lost among what was left for other reasons.
void say_unsafe(const std::vector<LeftFinding>& left) {
    const auto count = std::count_if(left.begin(), left.end(), [](const LeftFinding& each) { return each.is_unsafe; });
    if (count == 1) say("1 of these repairs is proven and unsafe: read it, then apply it with --unsafe");
    if (count > 1)
        say(fmt::format("{} of these repairs are proven and unsafe: read them, then apply them with --unsafe", count));
}

Applicable applicable_with(const Options& options) {
    return options.unsafe ? Applicable::safe_and_unsafe : Applicable::safe;
}

/// What repairs change outside the PATHs has to be proven in the units that read it there.
std::vector<std::string> files_beside(const Prepared& prepared, const std::vector<Repair>& repairs) {
    std::vector<std::string> beside;
    for (const Repair& repair : repairs)
        for (const Edit& edit : repair.suggestion.edits)
            if (!is_wanted(prepared.run, edit.file))
                beside.push_back(absolute_path(edit.file, prepared.run.user_files.root));
    return beside;
}

std::vector<Finding> findings_to_repair(const Report& report, const Options& options, const Prepared& prepared) {
    const std::vector<std::string> beside =
        files_beside(prepared, choose_repairs(report.findings, applicable_with(options)).repairs);
    if (beside.empty()) return report.findings;
    RunOptions wider = prepared.run;
    wider.paths.insert(wider.paths.end(), beside.begin(), beside.end());
    if (wider.changed)
        for (const std::string& file : beside)
            wider.changed->files.try_emplace(relative_to_root(wider.user_files, file));
    std::vector<Finding> findings = run(wider).findings;
    std::erase_if(findings, [&](const Finding& finding) { return !is_wanted(prepared.run, finding.span.file); });
    return findings;
}

int print_patch(const RepairPlan& plan, const PatchNames& names, Report& report, const Options& options,
                const Prepared& prepared) {
    const std::string patch = patch_of(plan, names);
    say_left(plan.left);
    say(told_in_all("would repair", plan.repairs.size(), plan.left.size(), plan.changes.size()));
    say_unsafe(plan.left);
    say_what_was_analysed(report, options, prepared);
    // Programs get it to the byte; a terminal gets what cannot do anything to it.
    print(::isatty(STDOUT_FILENO) != 0 ? printable_lines(patch) : patch);
    if (report.exit_code == exit_incomplete || report.exit_code == exit_not_started) return printed(report.exit_code);
    return printed(plan.changes.empty() ? exit_clean : exit_findings);
}

bool is_cut_off(const Report& report) {
    return std::any_of(report.units.begin(), report.units.end(),
                       [](const UnitReport& unit) { return unit.is_cut_off; });
}

}  // namespace

int fix_command(const Options& options) {
    if (is_about_standard_input(options)) return not_started(options, why_no_repair_of_standard_input());
    const auto outputs = check_outputs(options);
    if (!outputs) return not_started(options, outputs.error().message);
    auto prepared = prepare(options);
    if (!prepared) return not_started(options, prepared.error().message);
    if (auto used = use_baseline(options, *prepared); !used) return not_started(options, used.error().message);
    prepared->run.on_progress = progress_printer(options);
    prepared->run.prove_in_full = true;
    Report report = run(prepared->run);
    if (const std::string why = why_nothing_was_analysed(report, options, *prepared); !why.empty())
        return not_started(options, why);
    add_what_is_missing(report, options, *prepared);

    if (is_cut_off(report)) {
        say("the run ended before all was analysed: nothing is repaired");
        return deliver(report, options, *prepared);
    }

    const SourceFiles files(prepared->run.user_files, report.files);
    const OpenFile open = [&](const std::string& file) { return files.open(file); };
    const PatchNames names(prepared->run.user_files.root);
    ChosenRepairs chosen = choose_repairs(findings_to_repair(report, options, *prepared), applicable_with(options));
    if (options.interactive) Questions(open, names).ask(chosen);
    RepairPlan plan = plan_repairs(std::move(chosen.repairs), open);
    plan.left.insert(plan.left.end(), chosen.left.begin(), chosen.left.end());
    if (options.diff) return print_patch(plan, names, report, options, *prepared);

    const AppliedRepairs applied = apply_plan(plan);
    for (const Repair& repair : applied.repairs) say("repaired " + told(repair));
    say_left(applied.left);
    say(told_in_all("repaired", applied.repairs.size(), applied.left.size(), applied.files.size()));
    say_unsafe(applied.left);
    if (!applied.files.empty()) {
        // Repairs may add lines.
        if (auto found = find_changes(options, *prepared); !found) return not_started(options, found.error().message);
        report = run(prepared->run);
        add_what_is_missing(report, options, *prepared);
    }
    return deliver(report, options, *prepared);
}

}  // namespace awaitlint
