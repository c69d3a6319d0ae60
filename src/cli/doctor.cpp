// `awaitlint doctor`: why would analysis fail here? Looks at what a run needs, one line each, tries a few units, and
// says which library profiles know their tasks.
//
// Exit status: 0 all is well, 2 a run could not start, 3 a tried unit does not parse. Changes nothing.
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

#include "awaitlint/engine.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/setup.h"
#include "frontend/flags.h"

namespace awaitlint {
namespace {

constexpr std::size_t units_tried = 5;

/// What takes several lines stands below its verdict.
void tell(const char* verdict, const std::string& what) {
    std::string_view rest(what);
    for (std::size_t end = 0; end != std::string_view::npos; verdict = "") {
        end = rest.find('\n');
        fmt::print("{:<5} {}\n", verdict, printable(rest.substr(0, end)));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
}

std::string hint_for(const std::string& message) {
    if (message.find("file not found") != std::string::npos)
        return "a header is missing: build the project first if it is generated, else install its package";
    if (message.find("coroutine") != std::string::npos && message.find("std") != std::string::npos)
        return "compile with -std=c++20 or later";
    return "";
}

/// Which libraries' tasks the tried units know, and which tasks no profile does.
struct Libraries {
    const Config& config;
    std::map<const LibraryProfile*, std::size_t> units;
    std::set<std::string> unknown;

    void look_at(const UnitFacts& facts) {
        std::set<const LibraryProfile*> seen;
        for (const Await& await : facts.awaits) {
            for (const std::string& type : {await.enclosing.task_type, await.operand_type_full})
                if (const LibraryProfile* library = find_library_of_type(config, type)) seen.insert(library);
            const Enclosing& enclosing = await.enclosing;
            const bool is_task = enclosing.can_be_coroutine && !enclosing.task_type.empty();
            if (is_task && !find_library_of_type(config, enclosing.task_type)) unknown.insert(enclosing.task_type);
        }
        for (const LibraryProfile* library : seen) ++units[library];
    }

    void report(std::size_t tried) const {
        for (const LibraryProfile& profile : config.profiles) {
            const std::string name =
                profile.file.empty() ? profile.name : fmt::format("{} ({})", profile.name, profile.file);
            const auto seen = units.find(&profile);
            if (seen != units.end())
                tell("ok", fmt::format("library profile {}: its types are in {} of these {} units", name, seen->second,
                                       tried));
            else if (!profile.file.empty())
                tell("note", fmt::format("library profile {}: none of its types is in these {} units", name, tried));
        }
        for (const std::string& type : unknown)
            tell("note", fmt::format("no library profile knows the tasks of type '{}'", type));
    }
};

}  // namespace

int doctor_command(const Options& options) {
    if (auto folder = find_resource_dir()) {
        tell("ok", fmt::format("Clang's builtin headers: {}", *folder));
    } else {
        tell("FAIL", llvm::toString(folder.takeError()));
        return exit_not_started;
    }
    auto prepared = prepare(options);
    if (!prepared) {
        tell("FAIL", prepared.error().message);
        return exit_not_started;
    }
    RunOptions& run_options = prepared->run;
    tell("ok", fmt::format("project root: {}", run_options.user_files.root));
    tell("ok",
         prepared->database.empty() ? "flags from the command line" : fmt::format("database: {}", prepared->database));
    for (const std::string& remark : prepared->remarks) tell("note", remark);
    tell("ok", fmt::format("{} units selected", run_options.commands.size()));
    if (run_options.commands.size() > units_tried) run_options.commands.resize(units_tried);
    run_options.ignore = rule_ids();
    Libraries libraries{run_options.config, {}, {}};
    run_options.on_facts = [&](const UnitFacts& facts) { libraries.look_at(facts); };
    run_options.parse_all = true;
    run_options.cache = {};
    const Report report = run(run_options);
    bool is_well = true;
    for (const UnitReport& unit : report.units) {
        const bool is_failed = unit.status == "failed";
        is_well &= !is_failed;
        tell(is_failed ? "FAIL" : "ok", fmt::format("{} {}{}{}", is_failed ? "cannot analyse" : "parsed", unit.file,
                                                    unit.reason.empty() ? "" : ": ", unit.reason));
        for (const Note& error : unit.errors) {
            tell("", fmt::format("  {}:{}: {}", error.place.file, error.place.line, error.message));
            if (const std::string hint = hint_for(error.message); !hint.empty()) tell("", "  " + hint);
        }
    }
    libraries.report(run_options.commands.size());
    return is_well ? exit_clean : exit_incomplete;
}

}  // namespace awaitlint
