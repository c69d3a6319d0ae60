// `awaitlint report`: saved JSON reports in, one of them or all as one in any format out.
//
// Analyses nothing. A report may be anybody's: what it names is never opened, unless it is one of the user's files with
// the very bytes that the report speaks of. With --history a line for the run is appended to a file, and the trend
// told.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "awaitlint/render.h"
#include "base/descriptor.h"
#include "base/new_file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/setup.h"
#include "engine/verdict/merge_reports.h"
#include "project/json_file.h"
#include "project/paths.h"
#include "project/project.h"
#include "report/history.h"
#include "report/saved_report.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t most_report_bytes = std::uintmax_t{128} << 20;
constexpr std::size_t most_history_bytes = std::size_t{64} << 20;

Result<NamedReport> read_report(const std::string& path) {
    const auto document = read_json_file(path, most_report_bytes, Writer::machine);
    if (!document) return document.error();
    auto report = report_of_json(*document);
    if (!report) return Error{fmt::format("{}: {}", path, report.error().message)};
    return NamedReport{path, std::move(*report)};
}

Result<Report> read_reports(const Options& options) {
    std::vector<NamedReport> reports;
    for (const std::string& path : options.paths) {
        auto report = read_report(path);
        if (!report) return report.error();
        reports.push_back(std::move(*report));
    }
    auto merged = merge_reports(std::move(reports));
    if (!merged) return merged.error();
    for (const auto& [key, value] : options.meta) merged->meta[key] = value;
    return merged;
}

/// As `check` decides; what outranks findings stays.
void decide_again(Report& report, const std::string& fail_on) {
    if (fail_on.empty() || report.exit_code > exit_findings) return;
    report.exit_code = exit_clean;
    if (fail_on == "never") return;
    const Severity bar = severity_named(fail_on).value_or(Severity::warning);
    for (const Finding& finding : report.findings)
        if (is_told(finding) && finding.severity >= bar) report.exit_code = exit_findings;
    for (const AuditRow& row : report.audit)
        if (row.verdict == "wrong") report.exit_code = exit_findings;
}

Error of_history(const std::string& path, const std::string& what) {
    return {fmt::format("--history: {}: {}", path, what)};
}

Result<std::string> read_all(int file) {
    auto bytes = read_to_end(file, most_history_bytes);
    if (!bytes) return Error{std::strerror(errno)};
    if (bytes->size() > most_history_bytes)
        return Error{fmt::format("larger than {} MiB: begin another one", most_history_bytes >> 20)};
    return std::move(*bytes);
}

/// The file of a history, held so that two runs at once wait for each other, and the runs that it tells of.
struct OpenHistory {
    Descriptor file;
    std::size_t bytes = 0;
    std::vector<HistoryEntry> entries;
};

Result<OpenHistory> open_history(const std::string& path) {
    if (auto place = check_place_of_result(path); !place) return of_history(path, place.error().message);
    Descriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666));
    struct ::stat status = {};
    if (!file.is_open() || ::fstat(file.number(), &status) != 0)
        return of_history(path, errno == ELOOP ? "a symbolic link: name the file itself" : std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return of_history(path, "not a regular file");
    while (::flock(file.number(), LOCK_EX) != 0)
        if (errno != EINTR) return of_history(path, std::strerror(errno));
    const auto bytes = read_all(file.number());
    if (!bytes) return of_history(path, bytes.error().message);
    auto entries = history_of(*bytes);
    if (!entries) return of_history(path, entries.error().message);
    return OpenHistory{std::move(file), bytes->size(), std::move(*entries)};
}

/// A line that cannot be written in full is taken back.
Result<bool> append(const OpenHistory& history, const std::string& path, const HistoryEntry& entry) {
    if (auto written = NewFile::write_to(history.file.number(), history_line(entry)); !written) {
        static_cast<void>(::ftruncate(history.file.number(), static_cast<off_t>(history.bytes)));
        return of_history(path, written.error().message);
    }
    return true;
}

std::string told(const std::vector<HistoryEntry>& history, const std::string& path) {
    return fmt::format("{} in '{}', the last at the end:\n{}",
                       history.size() == 1 ? "1 run" : fmt::format("{} runs", history.size()), path, trend_of(history));
}

Result<UserFiles> user_files_of(const Options& options) {
    std::error_code failure;
    const std::string here = fs::current_path(failure).string();
    if (options.root.empty()) return UserFiles{real_path(find_project_root(here)), {}, {}};
    if (!fs::is_directory(options.root, failure)) return Error{fmt::format("--root: '{}' is no folder", options.root)};
    return UserFiles{real_path(fs::absolute(options.root, failure).string()), {}, {}};
}

}  // namespace

int report_command(const Options& options) {
    if (auto outputs = check_outputs(options); !outputs) return not_started(options, outputs.error().message);
    auto user_files = user_files_of(options);
    if (!user_files) return not_started(options, user_files.error().message);
    auto report = read_reports(options);
    if (!report) return not_started(options, report.error().message);
    decide_again(*report, options.fail_on);
    std::optional<OpenHistory> history;
    if (!options.history.empty()) {
        auto opened = open_history(options.history);
        if (!opened) return not_started(options, opened.error().message);
        history = std::move(*opened);
        report->history = history->entries;
        report->history.push_back(history_entry(*report));
    }
    const auto written = write_report(*report, options, *user_files, Trust::of_stranger);
    if (!written) return not_started(options, written.error().message);
    if (history)
        if (auto appended = append(*history, options.history, report->history.back()); !appended)
            return not_started(options, appended.error().message);
    if (!options.quiet)
        for (const std::string& remark : report->remarks) say(remark);
    for (const UnitReport& unit : report->units)
        if (unit.status == "failed") say(fmt::format("failed: {}: {}", unit.file, unit.reason));
    if (history) say(told(report->history, options.history));
    for (const std::string& line : {changed_line(*report), baseline_line(*report)})
        if (!line.empty()) say(line);
    say(summary_line(*report));
    return report->exit_code;
}

}  // namespace awaitlint
