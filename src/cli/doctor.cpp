// `awaitlint doctor`: why would analysis fail here? Looks at what a run needs, one line each, tries a few units, and
// says which library profiles know their tasks and which files no unit reads. Of a unit that fails, the cause comes
// first and what to do about it.
//
// Exit status: 0 all is well, 2 a run could not start, 3 a tried unit does not parse. Changes nothing.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "awaitlint/printable.h"
#include "cli/asked_paths.h"
#include "cli/baseline_in_force.h"
#include "cli/commands.h"
#include "cli/known_libraries.h"
#include "cli/output.h"
#include "cli/remedy.h"
#include "cli/setup.h"
#include "cli/unread.h"

namespace awaitlint {
namespace {

constexpr std::size_t units_tried = 5;
constexpr std::size_t most_named = 3;

/// What takes several lines stands below its verdict.
void tell(const char* verdict, const std::string& what) {
    std::string_view rest(what);
    for (std::size_t end = 0; end != std::string_view::npos; verdict = "") {
        end = rest.find('\n');
        print(printable_lines(fmt::format("{:<5} {}\n", verdict, rest.substr(0, end))));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
}

std::string counted(std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// "g++ (12 units), clang++ (1 unit)", the most used one first.
std::string compilers_of(const std::vector<CompileCommand>& commands) {
    std::map<std::string, std::size_t> units;
    for (const CompileCommand& command : commands)
        if (!command.argv.empty()) ++units[command.argv[0]];
    std::vector<std::pair<std::string, std::size_t>> ordered(units.begin(), units.end());
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
        return std::tuple(b.second, a.first) < std::tuple(a.second, b.first);
    });
    std::vector<std::string> told;
    for (const auto& [compiler, count] : ordered)
        told.push_back(fmt::format("{} ({})", compiler, counted(count, "unit")));
    if (told.size() > most_named) {
        const std::size_t others = told.size() - most_named;
        told.resize(most_named);
        told.push_back(counted(others, "other"));
    }
    return fmt::format("{}", fmt::join(told, ", "));
}

/// What the configuration changes, and where it stands.
void tell_configuration(const Prepared& prepared) {
    const Config& config = prepared.run.config;
    if (prepared.configuration.empty()) return tell("ok", "configuration: none, the defaults hold");
    std::vector<std::string> parts;
    for (const auto& [rule, severity] : config.rules)
        parts.push_back(fmt::format("{}: {}", rule, severity_name(severity)));
    if (!config.factories.empty()) parts.push_back(counted(config.factories.size(), "pair") + " of factories");
    const auto list = [&](const char* name, const std::vector<std::string>& values) {
        if (!values.empty()) parts.push_back(fmt::format("{} {}", name, fmt::join(values, " ")));
    };
    list("naming", config.naming);
    list("include", config.include);
    list("exclude", config.exclude);
    if (config.prefer != Config().prefer) parts.push_back("prefer " + config.prefer);
    tell("ok", fmt::format("configuration: {}{}{}", prepared.configuration, parts.empty() ? "" : ": ",
                           fmt::join(parts, "; ")));
}

/// Of folders with a configuration of their own.
void tell_folders(const std::vector<FolderConfig>& folders) {
    std::vector<std::string> names;
    for (const FolderConfig& folder : folders)
        names.push_back(folder.folder + (folder.config.is_root ? " (which ends the search)" : ""));
    if (!names.empty())
        tell("ok", fmt::format("folders with a configuration of their own: {}", fmt::join(names, ", ")));
}

/// A run would go on without it.
void tell_remote_cache(const std::optional<RemoteAddress>& address) {
    if (!address) return;
    const auto there = is_remote_cache_there(*address);
    const std::string shown = address->shown() + (address->is_read_only ? ", read only" : "");
    tell(there ? "ok" : "note", there ? fmt::format("remote cache: {}", shown)
                                      : fmt::format("remote cache: {} gives no answer ({}): runs go on without it",
                                                    shown, there.error().message));
}

/// All of them: this command is asked for them. Which headers are read only a run over all units knows.
void tell_unread(Report& report, bool has_read_all) {
    if (!report.unread) return;
    if (!has_read_all) std::erase_if(*report.unread, [](const UnreadFile& file) { return file.is_header; });
    const char* const files = has_read_all ? "files" : "source files";
    if (unread_line(report).empty())
        return tell("ok", fmt::format("coverage: all {} that mention coroutines are in a unit", files));
    tell("note",
         fmt::format("coverage: these {} mention coroutines and are in no unit, so nobody looks at them:", files));
    for (const UnreadFile& file : *report.unread)
        if (file.mentions_coroutines) tell("", "  " + file.file);
    tell("", "add them to the build and configure again, or exclude them in .awaitlint.json");
}

/// The cause first, then what is to be done, then what follows from the cause.
void tell_failed(const UnitReport& unit, const CompileCommand& command, const Followed& followed) {
    tell("FAIL", fmt::format("cannot analyse {}: {}", unit.file, unit.reason));
    const auto tell_error = [](const Note& error) {
        tell("", fmt::format("  {}:{}: {}", error.place.file, error.place.line, error.message));
    };
    const Remedy remedy = remedy_for(unit.errors, command, followed);
    if (!unit.errors.empty()) tell_error(unit.errors[remedy.cause]);
    const std::string advice = unit.errors.empty() ? remedy_for_reason(unit.reason, followed) : remedy.advice;
    if (!advice.empty()) tell("", "  remedy: " + advice);
    if (remedy.explains_all) return;
    std::size_t told = 0;
    for (std::size_t at = 0; at < unit.errors.size() && told < most_named; ++at)
        if (at != remedy.cause) {
            tell_error(unit.errors[at]);
            ++told;
        }
    if (unit.errors.size() > told + 1) tell("", fmt::format("  and {} more", unit.errors.size() - told - 1));
}

/// True if all of them can be analysed.
bool tell_units(const Report& report, const RunOptions& options, const Followed& followed) {
    bool is_well = true;
    for (const UnitReport& unit : report.units) {
        if (unit.status != "failed") {
            tell("ok", fmt::format("parsed {}{}{}", unit.file, unit.reason.empty() ? "" : ": ", unit.reason));
            continue;
        }
        is_well = false;
        const auto of_unit =
            std::find_if(options.commands.begin(), options.commands.end(), [&](const CompileCommand& command) {
                return relative_to_root(options.user_files, command.file) == unit.file;
            });
        tell_failed(unit, of_unit == options.commands.end() ? CompileCommand() : *of_unit, followed);
    }
    return is_well;
}

void tell_libraries(const KnownLibraries& libraries, const Config& config, std::size_t tried) {
    for (const auto& [toolchain, count] : libraries.toolchains)
        tell("ok", fmt::format("standard library: {} ({})", toolchain, counted(count, "unit")));
    for (const LibraryProfile& profile : config.profiles) {
        const std::string name =
            profile.file.empty() ? profile.name : fmt::format("{} ({})", profile.name, profile.file);
        const auto seen = libraries.units.find(&profile);
        if (seen != libraries.units.end())
            tell("ok",
                 fmt::format("library profile {}: its types are in {} of these {} units", name, seen->second, tried));
        else if (!profile.file.empty())
            tell("note", fmt::format("library profile {}: none of its types is in these {} units", name, tried));
    }
    for (const std::string& type : libraries.unknown_tasks)
        tell("note", fmt::format("no library profile knows the tasks of type '{}'", type));
}

/// Where the units come from, which ones there are, and what is not looked at.
void tell_units_of(const Prepared& prepared) {
    const RunOptions& run_options = prepared.run;
    if (run_options.baseline)
        tell("ok", fmt::format("baseline: {}, {}", run_options.baseline->file,
                               counted(findings_of(run_options.baseline->entries), "known finding")));
    if (!run_options.user_files.build_folders.empty())
        tell("ok", fmt::format("build folders, nothing in them is yours: {}",
                               fmt::join(run_options.user_files.build_folders, " ")));
    tell("ok",
         prepared.database.empty() ? "flags from the command line" : fmt::format("database: {}", prepared.database));
    for (const std::string& remark : prepared.remarks) tell("note", remark);
    for (const LeftOut& entry : prepared.left_out) tell("note", fmt::format("left out {}: {}", entry.file, entry.why));
    if (run_options.commands.empty() && folder_of_others(prepared).empty())
        tell("note", fmt::format("no unit lies in the places that were asked about: looking for those of {} elsewhere "
                                 "that read something there",
                                 counted(run_options.others.size(), "unit")));
    else if (!run_options.commands.empty())
        tell("ok", fmt::format("{} selected, compiled by {}", counted(run_options.commands.size(), "unit"),
                               compilers_of(run_options.commands)));
}

/// The units that are tried stay in the run; the others become `untried`.
void leave_few_units(Prepared& prepared) {
    std::vector<CompileCommand>& commands = prepared.run.commands;
    std::vector<CompileCommand>& others = prepared.run.others;
    const std::size_t tried = std::min(commands.size(), units_tried);
    prepared.untried.assign(commands.begin() + static_cast<std::ptrdiff_t>(tried), commands.end());
    commands.resize(tried);
    if (prepared.untried.empty()) return;
    prepared.untried.insert(prepared.untried.end(), others.begin(), others.end());
    others.clear();
}

}  // namespace

int doctor_command(const Options& options) {
    if (auto folder = builtin_headers()) {
        tell("ok", fmt::format("Clang's builtin headers: {}", *folder));
    } else {
        tell("FAIL", folder.error().message);
        return printed(exit_not_started);
    }
    auto prepared = prepare(options);
    if (!prepared) {
        tell("FAIL", prepared.error().message);
        return printed(exit_not_started);
    }
    if (const auto sandbox = sandbox_in_force(options.sandbox))
        tell(sandbox->is_as_wanted ? "ok" : "note", fmt::format("sandbox: {}", sandbox->what));
    RunOptions& run_options = prepared->run;
    tell("ok", fmt::format("project root: {}", run_options.user_files.root));
    tell_configuration(*prepared);
    tell_folders(run_options.folders);
    tell_remote_cache(run_options.cache.remote);
    if (auto used = use_baseline(options, *prepared); !used) {
        tell("FAIL", used.error().message);
        return printed(exit_not_started);
    }
    tell_units_of(*prepared);
    leave_few_units(*prepared);
    run_options.only_facts = true;
    KnownLibraries libraries;
    run_options.on_facts = [&](const UnitFacts& facts) { libraries.look_at(facts, run_options.config); };
    run_options.parse_all = true;
    run_options.cache = {};
    Report report = run(run_options);
    if (const std::string why = why_nothing_was_analysed(report, options, *prepared); !why.empty()) {
        tell("FAIL", why);
        return printed(exit_not_started);
    }
    const bool is_well = tell_units(report, run_options, followed_by(options));
    look_for_unread_files(report, options, *prepared);
    tell_unread(report, prepared->untried.empty());
    tell_libraries(libraries, run_options.config, run_options.commands.size());
    return printed(is_well ? exit_clean : exit_incomplete);
}

}  // namespace awaitlint
