// See output.h.
#include "cli/output.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "awaitlint/printable.h"
#include "awaitlint/render.h"
#include "base/result_file.h"
#include "cli/colour.h"
#include "cli/failures.h"
#include "cli/report_sources.h"
#include "cli/rule_pages.h"
#include "cli/shown_paths.h"
#include "cli/stats.h"
#include "cli/unread.h"
#include "project/paths.h"
#include "project/project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

std::pair<std::string, std::string> split_output(const std::string& output) {
    const std::size_t colon = output.find(':');
    if (colon == std::string::npos) return {"", output};
    return {output.substr(0, colon), output.substr(colon + 1)};
}

/// What is not flushed may still fail.
Result<bool> put(std::string_view text, bool flush) {
    const bool is_put = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (is_put && (!flush || std::fflush(stdout) == 0)) return true;
    return Error{fmt::format("cannot write to standard output: {}", std::strerror(errno))};
}

/// A link that a stranger has committed must not choose the folder: one that leads out of the project is not followed.
Result<bool> check_folder(const std::string& path) {
    const fs::path folder = fs::absolute(path).lexically_normal().parent_path();
    if (!fs::is_directory(folder)) return Error{fmt::format("the folder '{}' does not exist", folder.string())};
    const std::string root = find_project_root(fs::current_path().string());
    const std::string real = real_path(folder.string());
    if (is_at_or_below(folder.string(), root) && !is_at_or_below(real, root))
        return Error{
            fmt::format("'{}' leads out of the project by a link: if that is meant, name '{}'", folder.string(), real)};
    return true;
}

bool is_known(const std::string& format, const std::vector<std::string>& known) {
    return std::find(known.begin(), known.end(), format) != known.end();
}

/// The same remark for many units is one line.
void say_remarks(const Report& report, const Options& options, const Prepared& prepared) {
    const ShownPaths shown(options, prepared.run.user_files.root);
    for (const std::string& remark : prepared.remarks) say(remark);
    for (const std::string& remark : report.remarks) say(remark);
    std::map<std::string, std::vector<std::string>> units;
    for (const UnitReport& unit : report.units)
        if (unit.status != "failed" && !unit.reason.empty()) units[unit.reason].push_back(shown.of(unit.file));
    for (const auto& [remark, files] : units)
        say(files.size() == 1 ? fmt::format("{}: {}", files[0], remark)
                              : fmt::format("{} units (first: {}): {}", files.size(), files[0], remark));
}

}  // namespace

Result<bool> check_place_of_result(const std::string& path) {
    return check_folder(path);
}

void say(const std::string& message) {
    const std::string lines = printable_lines(message) + "\n";
    std::fwrite(lines.data(), 1, lines.size(), stderr);
}

void hold_standard_streams() {
    // Whatever is opened first would take the place of a closed one, and get what is meant for the terminal.
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(stream, F_GETFD) < 0) static_cast<void>(::open("/dev/null", O_RDONLY));
}

void say_error(const std::string& message) {
    say("awaitlint: error: " + message);
}

Result<bool> check_outputs(const Options& options, const std::vector<std::string>& known) {
    for (const std::string& output : options.outputs) {
        const auto [format, path] = split_output(output);
        if (format.empty() || path.empty())
            return Error{fmt::format("--output wants FORMAT:FILE, for instance json:report.json, not '{}'", output)};
        if (!is_known(format, known))
            return Error{
                fmt::format("--output: there is no format '{}'; known are {}", format, fmt::join(known, ", "))};
        if (auto folder = check_folder(path); !folder) return Error{"--output: " + folder.error().message};
    }
    return true;
}

void refuse(Report& report, const std::string& message) {
    say_error(message);
    if (report.error.empty()) report.error = message;
    report.complete = false;
    if (report.exit_code != exit_incomplete) report.exit_code = exit_not_started;
}

void refuse_differing_cache(Report& report) {
    for (const std::string& unit : report.cache_differences)
        say_error(fmt::format(
            "the cached results of '{}' were wrong: please report this, and run `awaitlint cache clean`", unit));
    if (!report.cache_differences.empty()) report.exit_code = exit_incomplete;
}

namespace {

/// Most are none of an analysis' business (C, assembler), but nobody has looked at them.
void say_left_out(const Report& report, const ShownPaths& shown) {
    constexpr std::size_t most = 3;
    if (report.left_out.empty()) return;
    std::vector<std::string> told;
    for (const LeftOut& entry : report.left_out)
        if (told.size() < most) told.push_back(fmt::format("{}: {}", shown.of(entry.file), entry.why));
    const std::size_t count = report.left_out.size();
    say(fmt::format("left out {} of the database: {}{}", count == 1 ? "1 entry" : fmt::format("{} entries", count),
                    fmt::join(told, ", "),
                    count > most ? fmt::format(" and {} more (the JSON report lists all)", count - most) : ""));
}

}  // namespace

void say_failed_units(const Report& report, const Options& options, const Prepared& prepared) {
    Report failed;
    for (const UnitReport& unit : report.units)
        if (unit.status == "failed" && unit.errors.empty()) failed.units.push_back(unit);
    if (!options.quiet) say_remarks(failed, options, prepared);
    say_failures(failed, options, prepared);
}

void say_what_was_analysed(const Report& report, const Options& options, const Prepared& prepared) {
    if (!options.quiet) say_remarks(report, options, prepared);
    say_failures(report, options, prepared);
    const ShownPaths shown(options, prepared.run.user_files.root);
    say_left_out(report, shown);
    if (options.stats) say_stats(report.times, shown);
    say_unread_files(shown.in(report), options);
    for (const std::string& line : {changed_line(report), baseline_line(report)})
        if (!line.empty()) say(line);
    say(summary_line(report));
}

void print(std::string_view text) {
    if (std::ferror(stdout) != 0) return;  // that has been said
    if (const auto done = put(text, /*flush=*/false); !done) say_error(done.error().message);
}

int printed(int status) {
    if (std::ferror(stdout) != 0) return exit_not_started;
    const auto done = put("", /*flush=*/true);
    if (done) return status;
    say_error(done.error().message);
    return exit_not_started;
}

Result<bool> write_rendered(const Options& options, const Rendering& rendering) {
    for (const std::string& output : options.outputs) {
        const auto [format, path] = split_output(output);
        auto bytes = rendering(format);
        if (!bytes) return bytes.error();
        if (auto written = write_result(path, *bytes); !written) return written.error();
    }
    auto bytes = rendering(options.format);
    if (!bytes) return bytes.error();
    if (options.format == "text" && wants_colour(options)) *bytes = coloured(*bytes);
    return put(*bytes, /*flush=*/true);
}

void replace_outputs(const std::vector<std::string>& outputs, const Rendering& failure,
                     const std::vector<std::string>& known) {
    for (const std::string& output : outputs) {
        const auto [format, path] = split_output(output);
        if (path.empty() || !is_known(format, known) || !check_folder(path) || !is_replaced_by_result(path)) continue;
        const auto bytes = failure(format);
        if (!bytes || !write_result(path, *bytes)) remove_result(path);
    }
}

int not_started(const Options& options, const std::string& message, int status) {
    say_error(message);
    Report report;
    report.version = AWAITLINT_VERSION;
    report.llvm_version = llvm_version();
    report.complete = false;
    report.exit_code = status;
    report.error = message;
    report.rules = rule_texts();
    report.meta = options.meta;
    replace_outputs(options.outputs, [&](const std::string& format) { return render(format, report, nullptr); });
    return status;
}

Result<bool> write_report(Report report, const Options& options, const UserFiles& user_files, Trust trust,
                          const std::vector<UnsavedFile>& unsaved) {
    report.rules = rule_texts();
    const ShownPaths shown(options, user_files.root);
    const Report renamed = shown.in(report);
    AnalysedBytes analysed(report, user_files, shown, unsaved);
    SourceLines sources([&](const std::string& file) {
        if (const std::string* bytes = analysed.unsaved(file, /*is_shown=*/true)) return *bytes;
        return trust == Trust::own ? bytes_on_disk((fs::path(shown.base()) / file).string())
                                   : std::string(analysed.of(file, /*is_shown=*/true));
    });
    const SourceLine lines = [&](const std::string& file, std::uint32_t line) { return sources.line(file, line); };
    return write_rendered(options, [&](const std::string& format) {
        const PathStyle style = path_style(format);
        const bool is_renamed =
            style == PathStyle::of_user || (style == PathStyle::on_request && options.path_style != "working");
        const SourceBytes bytes = [&](const std::string& file) { return analysed.of(file, is_renamed); };
        return render(format, is_renamed ? renamed : report, lines, bytes);
    });
}

int deliver(Report report, const Options& options, const Prepared& prepared) {
    report.meta = options.meta;
    const auto written = write_report(report, options, prepared.run.user_files, Trust::own, prepared.run.unsaved);
    const int status = written ? report.exit_code : not_started(options, written.error().message);
    say_what_was_analysed(report, options, prepared);
    return status;
}

}  // namespace awaitlint
