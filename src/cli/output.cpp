// See output.h.
#include "cli/output.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <unordered_map>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/result_file.h"
#include "cli/colour.h"
#include "cli/remedy.h"
#include "cli/rule_pages.h"
#include "cli/shown_paths.h"
#include "cli/unread.h"
#include "fix/source_files.h"
#include "project/paths.h"
#include "project/project.h"

namespace awaitlint {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t most_errors_shown = 3;
constexpr auto plain_interval = std::chrono::seconds(10);

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

/// The bytes of a file by its name in the report.
using OpenBytes = std::function<std::string(const std::string& file)>;

/// Reads lines of files, one file kept at a time: findings come ordered by file and line. Of a file of many
/// lines, only the place of the last one is known.
class SourceLines {
public:
    explicit SourceLines(OpenBytes open) : open_(std::move(open)) {}

    std::string_view line(const std::string& file, std::uint32_t wanted) {
        if (file_ != file) {
            file_ = file;
            bytes_ = open_(file);
            line_ = 0;
        }
        if (wanted < line_ || line_ == 0) {
            line_ = 1;
            at_ = 0;
        }
        for (; line_ < wanted && at_ < bytes_.size(); ++line_) at_ = end_of_line() + 1;
        if (wanted == 0 || at_ >= bytes_.size()) return {};
        std::string_view text = std::string_view(bytes_).substr(at_, end_of_line() - at_);
        if (text.ends_with('\r')) text.remove_suffix(1);
        return text;
    }

private:
    std::size_t end_of_line() const { return std::min(bytes_.find('\n', at_), bytes_.size()); }

    OpenBytes open_;
    std::string file_;
    std::string bytes_;
    std::uint32_t line_ = 0;
    std::size_t at_ = 0;  // where that line begins
};

std::string bytes_on_disk(const fs::path& path) {
    std::error_code unknown;
    if (!fs::is_regular_file(path, unknown)) return "";  // a pipe by now: nobody would end the waiting
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The bytes of the user's files as they were analysed, one file kept at a time. What is another file by now, or is
/// none of the user's, has none.
class AnalysedBytes {
public:
    AnalysedBytes(const Report& report, const UserFiles& user_files, const ShownPaths& shown)
        : files_(user_files, report.files) {
        for (const auto& [file, digest] : report.files) names_[shown.of(file)] = file;
    }

    /// `file`: as the report has it, or as it is shown, if `is_shown`.
    std::string_view of(const std::string& file, bool is_shown) {
        const auto name = is_shown ? names_.find(file) : names_.end();
        const std::string& own = name != names_.end() ? name->second : file;
        if (file_ == own) return bytes_;
        file_ = own;
        auto opened = files_.open(own);
        bytes_ = opened ? std::move(opened->bytes) : "";
        return bytes_;
    }

private:
    SourceFiles files_;
    std::unordered_map<std::string, std::string> names_;  // as shown -> as in the report
    std::string file_;
    std::string bytes_;
};

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

/// As a shell takes it.
std::string quoted(const std::string& word) {
    const bool is_plain = !word.empty() && word.find_first_not_of(
                                               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                               "0123456789_-+=./,:@%") == std::string::npos;
    if (is_plain) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

/// The command that does the same to this unit alone.
std::string reproduction(const UnitReport& unit, const Options& options, const Prepared& prepared) {
    std::vector<std::string> words = {"awaitlint", "check",
                                      ShownPaths(Options(), prepared.run.user_files.root).of(unit.file)};
    const auto add = [&](const char* option, const std::string& value) { words.insert(words.end(), {option, value}); };
    if (!options.root.empty()) add("--root", options.root);
    if (!options.build_dir.empty()) add("-p", options.build_dir);
    for (const std::string& argument : options.extra_arguments_before)
        words.push_back("--extra-arg-before=" + argument);
    for (const std::string& argument : options.extra_arguments) words.push_back("--extra-arg=" + argument);
    for (const std::string& glob : options.query_driver) add("--query-driver", glob);
    if (!options.config.empty()) add("--config", options.config);
    if (options.timeout != Options().timeout) add("--timeout", std::to_string(options.timeout));
    if (options.memory) add("--memory", std::to_string(options.memory));
    if (options.sandbox == Sandbox::off) add("--sandbox", "off");
    if (options.full_parse) words.emplace_back("--full-parse");
    if (options.has_flags) words.emplace_back("--");
    words.insert(words.end(), options.flags.begin(), options.flags.end());
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : " ") + quoted(word);
    return line;
}

/// The commands of a run by the names of their units: those of many units may be asked for.
class CommandsOfUnits {
public:
    explicit CommandsOfUnits(const Prepared& prepared) {
        // Of several commands for one file, the first.
        for (const auto* commands : {&prepared.run.commands, &prepared.run.others})
            for (const CompileCommand& command : *commands)
                commands_.try_emplace(relative_to_root(prepared.run.user_files, command.file), &command);
    }
    CompileCommand of(const UnitReport& unit) const {
        const auto found = commands_.find(unit.file);
        return found == commands_.end() ? CompileCommand() : *found->second;
    }

private:
    std::unordered_map<std::string, const CompileCommand*> commands_;
};

bool has_failed(const Report& report) {
    return std::any_of(report.units.begin(), report.units.end(),
                       [](const UnitReport& unit) { return unit.status == "failed"; });
}

void say_failed(const UnitReport& unit, const CommandsOfUnits& commands, const Options& options,
                const Prepared& prepared, const ShownPaths& shown) {
    say(fmt::format("failed: {}: {}", shown.of(unit.file), unit.reason));
    if (const std::string advice = remedy_for_reason(unit.reason, followed_by(options)); !advice.empty())
        say("  remedy: " + advice);
    if (unit.errors.empty() && !unit.is_cut_off)
        say(fmt::format("  to see it again: {}", reproduction(unit, options, prepared)));
    if (unit.errors.empty()) return;
    const auto say_error_of_unit = [&](const Note& error) {
        const Place& place = error.place;
        say(place.is_known()
                ? fmt::format("  {}:{}:{}: error: {}", shown.of(place.file), place.line, place.column, error.message)
                : fmt::format("  error: {}", error.message));
    };
    const Remedy remedy = remedy_for(unit.errors, commands.of(unit), followed_by(options));
    if (remedy.explains_all) return;  // the reason is the remedy, explain_failures has seen to that
    say_error_of_unit(unit.errors[remedy.cause]);
    if (!remedy.advice.empty()) say("  remedy: " + remedy.advice);
    std::size_t told = 1;
    for (std::size_t i = 0; i < unit.errors.size() && told < most_errors_shown; ++i) {
        if (i == remedy.cause) continue;
        say_error_of_unit(unit.errors[i]);
        ++told;
    }
    if (unit.errors.size() > told) say(fmt::format("  and {} more", unit.errors.size() - told));
}

/// A Ctrl-C may leave hundreds: they are one line.
void say_failures(const Report& report, const Options& options, const Prepared& prepared) {
    if (!has_failed(report)) return;
    const CommandsOfUnits commands(prepared);
    const ShownPaths shown(options, prepared.run.user_files.root);
    const UnitReport* first = nullptr;
    std::size_t cut_off = 0;
    for (const UnitReport& unit : report.units) {
        if (unit.status == "failed" && !unit.is_cut_off) say_failed(unit, commands, options, prepared, shown);
        if (!unit.is_cut_off) continue;
        if (!first) first = &unit;
        ++cut_off;
    }
    if (cut_off == 1) say_failed(*first, commands, options, prepared, shown);
    if (cut_off > 1)
        say(fmt::format("failed: {} units (first: {}): {}", cut_off, shown.of(first->file), first->reason));
}

void say_times(const RunTimes& times, const ShownPaths& shown) {
    say(fmt::format("time: {:.2f} s in all; of the workers, {}", times.whole, [&] {
        std::vector<std::string> phases;
        for (const PhaseTime& phase : times.phases)
            phases.push_back(fmt::format("{} {} times {:.2f} s", phase.name, phase.times, phase.seconds));
        return fmt::format("{}", fmt::join(phases, ", "));
    }()));
    for (const auto& [file, seconds] : times.slowest) say(fmt::format("  {:6.2f} s {}", seconds, shown.of(file)));
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

void explain_failures(Report& report, const Options& options, const Prepared& prepared) {
    if (!has_failed(report)) return;
    const CommandsOfUnits commands(prepared);
    for (UnitReport& unit : report.units) {
        if (unit.errors.empty()) continue;
        const Remedy remedy = remedy_for(unit.errors, commands.of(unit), followed_by(options));
        // What was dropped on the way stays told behind it.
        const std::size_t rest = std::min(unit.reason.find("; "), unit.reason.size());
        if (remedy.explains_all) unit.reason.replace(0, rest, remedy.advice);
    }
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
    if (options.stats) say_times(report.times, shown);
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

int not_started(const Options& options, const std::string& message) {
    say_error(message);
    Report report;
    report.version = AWAITLINT_VERSION;
    report.llvm_version = llvm_version();
    report.complete = false;
    report.exit_code = exit_not_started;
    report.error = message;
    report.rules = rule_texts();
    report.meta = options.meta;
    replace_outputs(options.outputs, [&](const std::string& format) { return render(format, report, nullptr); });
    return exit_not_started;
}

Result<bool> write_report(Report report, const Options& options, const UserFiles& user_files, Trust trust) {
    report.rules = rule_texts();
    const ShownPaths shown(options, user_files.root);
    const Report renamed = shown.in(report);
    AnalysedBytes analysed(report, user_files, shown);
    SourceLines sources([&](const std::string& file) {
        return trust == Trust::own ? bytes_on_disk(fs::path(shown.base()) / file)
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
    const auto written = write_report(report, options, prepared.run.user_files, Trust::own);
    const int status = written ? report.exit_code : not_started(options, written.error().message);
    say_what_was_analysed(report, options, prepared);
    return status;
}

std::function<void(const Progress&)> progress_printer(const Options& options) {
    if (options.quiet) return {};
    const bool is_terminal = ::isatty(STDERR_FILENO) != 0;
    auto last = std::make_shared<Clock::time_point>(Clock::now());
    auto least = std::make_shared<double>(std::numeric_limits<double>::max());  // a guess that climbs tells nothing
    return [=](const Progress& progress) {
        const Clock::time_point now = Clock::now();
        const bool is_over = progress.done == progress.total;
        const auto interval =
            is_terminal ? Clock::duration(std::chrono::milliseconds(100)) : Clock::duration(plain_interval);
        if (now - *last < interval && !(is_terminal && is_over)) return;
        *last = now;
        std::string line = fmt::format("[{}/{}] {} {}", progress.done, progress.total, progress.findings,
                                       progress.findings == 1 ? "finding" : "findings");
        if (progress.seconds_left) {
            *least = std::min(*least, *progress.seconds_left);
            const long seconds = std::lround(*least);
            line += fmt::format(", {}:{:02} to go", seconds / 60, seconds % 60);
        }
        if (is_terminal)
            fmt::print(stderr, "\r\033[K{}", is_over ? "" : line);
        else
            fmt::print(stderr, "{}\n", line);
        std::fflush(stderr);
    };
}

}  // namespace awaitlint
