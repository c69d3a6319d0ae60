// `awaitlint init`: proposes a configuration for a project, learnt from its code.
//
// Analyses the units once. Standard output is the proposed `.awaitlint.json`; with --write it is put into the root,
// where there is none. What it rests on, and what to do next, is told on standard error. Proposes only what was seen:
// names of siblings that occur more than once, and folders of others' code that units read. Exit status: 0, 2 if the
// run could not start or there is a configuration already, 3 if it was incomplete.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "awaitlint/naming.h"
#include "awaitlint/printable.h"
#include "awaitlint/suggest.h"
#include "base/result_file.h"
#include "cli/asked_paths.h"
#include "cli/baseline_in_force.h"
#include "cli/commands.h"
#include "cli/known_libraries.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

using Json = nlohmann::ordered_json;

/// How projects name siblings of what is called and not awaited; those that hold everywhere are tried anyway. Of what
/// is awaited and cannot be, whatever is named alike is looked at.
constexpr std::array<const char*, 18> possible_namings = {
    "{}_later", "begin_{}", "start_{}", "{}_task", "{}_awaitable", "{}_aw",  "{}_co",    "coro_{}",   "{}Coro",
    "co{}",     "{}Task",   "{}Later",  "begin{}", "do_{}",        "{}_aio", "await_{}", "{}_future", "{}Aw"};
/// Where the code of others is kept.
constexpr std::array<std::string_view, 8> folders_of_others = {"third_party", "thirdparty", "3rdparty", "vendor",
                                                               "external",    "extern",     "deps",     "subprojects"};

/// What the code says of the project.
struct Learnt {
    KnownLibraries libraries;
    std::map<std::string, std::set<std::string>>
        pairs;  // pattern -> the synchronous functions that have such a sibling

    void look_at(const UnitFacts& facts, const Config& config) {
        libraries.look_at(facts, config);
        for (const Await& await : facts.awaits)
            if (await.call) look_at_siblings(*await.call, await.operand_type_full);
        for (const Call& call : facts.calls) look_at_siblings(call.call, call.result_type);
        for (const AsyncFunction& function : facts.async_functions) look_at_declaration(function);
    }

    /// Whether or not anybody calls it.
    void look_at_declaration(const AsyncFunction& function) {
        const std::string_view name = last_name(function.qualified_name);
        const std::string pattern = pattern_between(function.beside, name);
        const std::string scope = function.qualified_name.substr(0, function.qualified_name.size() - name.size());
        if (!pattern.empty()) pairs[pattern].insert(scope + function.beside);
    }

    /// Another name alone says little: `get` and `get_all` may both be there. A sibling takes the same arguments, and
    /// what is awaited of it is what the function returns.
    void look_at_siblings(const CallSite& call, const std::string& result) {
        for (const Sibling& sibling : call.siblings) {
            if (sibling.is_awaitable != Certainty::yes || sibling.awaited_type != result) continue;
            const std::string pattern = pattern_between(call.callee.name, sibling.symbol.name);
            if (!pattern.empty()) pairs[pattern].insert(call.callee.qualified_name);
        }
    }
};

std::vector<std::string> learnt_namings(const Learnt& learnt, const Config& built_in) {
    const std::vector<std::string> known = async_namings(built_in);
    std::vector<std::string> namings;
    for (const auto& [pattern, functions] : learnt.pairs)
        if (functions.size() > 1 && std::find(known.begin(), known.end(), pattern) == known.end())
            namings.push_back(pattern);
    return namings;
}

std::vector<std::string> others_folders(const Report& report) {
    std::set<std::string> found;
    for (const auto& [file, digest] : report.files)
        for (const std::filesystem::path& step : std::filesystem::path(file).parent_path())
            if (std::find(folders_of_others.begin(), folders_of_others.end(), step.string()) != folders_of_others.end())
                found.insert(step.string());
    return {found.begin(), found.end()};
}

void say_what_was_learnt(const Learnt& learnt, const std::vector<std::string>& namings,
                         const std::vector<std::string>& excluded) {
    for (const auto& [profile, units] : learnt.libraries.units)
        say(fmt::format("library profile {} knows tasks in {}", profile->name, counted(units, "unit")));
    for (const std::string& type : learnt.libraries.unknown_tasks)
        say(fmt::format(
            "no library profile knows the tasks of type '{}': docs/library-profiles.md says how to write one", type));
    for (const std::string& pattern : namings)
        say(fmt::format("naming {}: so are the siblings of {} named", pattern,
                        counted(learnt.pairs.at(pattern).size(), "function")));
    for (const std::string& folder : excluded) say(fmt::format("exclude {}: it is where others' code is kept", folder));
}

}  // namespace

int init_command(const Options& options) {
    auto prepared = prepare(options);
    if (!prepared) return not_started(options, prepared.error().message);
    const std::string& root = prepared->run.user_files.root;
    const std::string file = root + "/.awaitlint.json";
    if (has_entry(file)) return not_started(options, fmt::format("there is a configuration already: '{}'", file));
    const Config built_in = prepared->run.config;
    for (const char* pattern : possible_namings) prepared->run.config.naming.emplace_back(pattern);
    Learnt learnt;
    prepared->run.on_progress = progress_printer(options);
    prepared->run.on_facts = [&](const UnitFacts& facts) { learnt.look_at(facts, prepared->run.config); };
    const Report report = run(prepared->run);
    if (const std::string why = why_nothing_was_analysed(report, options, *prepared); !why.empty())
        return not_started(options, why);
    const std::vector<std::string> namings = learnt_namings(learnt, built_in);
    const std::vector<std::string> excluded = others_folders(report);
    Json proposed = Json::object();
    if (!namings.empty()) proposed["naming"] = namings;
    if (!excluded.empty()) proposed["exclude"] = excluded;
    proposed["fail_on"] = "warning";
    const std::string text = printable_json(proposed.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
    print(text);
    say_what_was_learnt(learnt, namings, excluded);
    const Counts counts = count(report);
    if (counts.findings != 0)
        say(fmt::format("up to {} now: `awaitlint baseline write` lets them pass, and fails what is new",
                        counted(counts.findings, "finding")));
    if (options.write) {
        if (auto written = write_result(file, text); !written) return not_started(options, written.error().message);
        say(fmt::format("written to '{}'", file));
    } else {
        say("`awaitlint init --write` puts it into the project's root");
    }
    say_what_was_analysed(report, options, *prepared);
    return printed(report.complete ? exit_clean : exit_incomplete);
}

}  // namespace awaitlint
