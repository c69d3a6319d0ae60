// `awaitlint doctor`: why would analysis fail here? Looks at what a run needs, one line each, and tries a few units.
//
// Exit status: 0 all is well, 2 a run could not start, 3 a tried unit does not parse. Changes nothing.
#include <algorithm>

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
    return is_well ? exit_clean : exit_incomplete;
}

}  // namespace awaitlint
