// See unread.h.
#include "cli/unread.h"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "cli/output.h"
#include "engine/verdict/make_report.h"
#include "project/coverage.h"
#include "project/paths.h"

namespace awaitlint {
namespace {

constexpr std::size_t most_named = 3;

std::vector<std::string> unread_with_coroutines(const Report& report) {
    std::vector<std::string> names;
    if (!report.unread) return names;
    for (const UnreadFile& file : *report.unread)
        if (file.mentions_coroutines) names.push_back(file.file);
    return names;
}

/// Absolute.
std::vector<std::string> changed_files(const RunOptions& run) {
    std::vector<std::string> files;
    for (const auto& [file, lines] : run.changed->files)
        if (is_wanted(run, file)) files.push_back(absolute_path(file, run.user_files.root));
    return files;
}

}  // namespace

void look_for_unread_files(Report& report, const Options& options, const Prepared& prepared) {
    if (options.has_flags) return;
    Looked looked;
    looked.paths = prepared.run.paths;
    if (prepared.run.changed) looked.paths = changed_files(prepared.run);
    if (looked.paths.empty() && prepared.run.changed) return;
    for (const auto& [file, digest] : report.files) looked.read.insert(file);
    looked.read.insert(report.files_of_others.begin(), report.files_of_others.end());
    // One that failed is told already, and one that was not asked for is in a unit.
    for (const UnitReport& unit : report.units) looked.read.insert(unit.file);
    for (const auto* commands : {&prepared.run.commands, &prepared.run.others, &prepared.untried}) {
        for (const CompileCommand& command : *commands)
            looked.read.insert(relative_to_root(prepared.run.user_files, command.file));
        looked.system_folders.merge(system_folders(*commands));
    }
    report.unread = find_unread_files(prepared.run.user_files, looked);
    const std::string& root = prepared.run.user_files.root;
    const bool is_everywhere = std::any_of(looked.paths.begin(), looked.paths.end(),
                                           [&](const std::string& path) { return is_at_or_below(root, path); });
    for (const std::string& path : looked.paths)
        if (!is_everywhere) report.looked_below.push_back(relative_to_root(prepared.run.user_files, path));
    const bool is_lacking = options.require_coverage && !unread_with_coroutines(report).empty();
    if (is_lacking && report.exit_code != exit_not_started) report.exit_code = exit_incomplete;
}

void doubt_include(Report& report, const Prepared& prepared) {
    const UserFiles& users = prepared.run.user_files;
    const auto& paths = prepared.run.paths;
    const bool is_narrowed = std::none_of(paths.begin(), paths.end(),
                                          [&](const std::string& path) { return is_at_or_below(users.root, path); });
    if (users.include.empty() || is_narrowed || prepared.run.changed || !report.unread) return;
    std::set<std::string> known = report.files_of_others;
    for (const auto& [file, digest] : report.files) known.insert(file);
    for (const UnreadFile& file : *report.unread) known.insert(file.file);
    for (const UnitReport& unit : report.units) known.insert(unit.file);
    for (const std::string& glob : users.include) {
        const UserFiles of_glob{users.root, {glob}, {}};
        const bool fits = std::any_of(known.begin(), known.end(), [&](const std::string& file) {
            return is_users_file(of_glob, absolute_path(file, users.root));
        });
        if (!fits) report.remarks.push_back(fmt::format("`include` in the configuration: '{}' fits no file", glob));
    }
}

void add_left_out(Report& report, const Prepared& prepared) {
    report.left_out = prepared.left_out;
    for (LeftOut& entry : report.left_out) entry.file = relative_to_root(prepared.run.user_files, entry.file);
}

std::string unread_line(const Report& report) {
    std::vector<std::string> names = unread_with_coroutines(report);
    if (names.empty()) return "";
    const std::size_t count = names.size();
    names.resize(std::min(count, most_named));
    return fmt::format(
        "{} {} in no unit: {}{}", count, count == 1 ? "file with coroutines is" : "files with coroutines are",
        fmt::join(names, ", "),
        count > most_named ? fmt::format(" and {} more (the JSON report lists all)", count - most_named) : "");
}

void say_unread_files(const Report& report, const Options& options) {
    const std::string line = unread_line(report);
    if (line.empty()) return;
    say(options.require_coverage
            ? line + " (--require-coverage): add them to the build, or exclude them in .awaitlint.json"
            : line);
}

}  // namespace awaitlint
