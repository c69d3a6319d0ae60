// `awaitlint check` and `awaitlint audit`: analyse the selected units, or the text on standard input, and deliver
// the report.
//
// What was asked for and not looked at is told and fails the run: a gate that checks nothing must not pass.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/asked_paths.h"
#include "cli/baseline_in_force.h"
#include "cli/commands.h"
#include "cli/conclude.h"
#include "cli/document_run.h"
#include "cli/in_force.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "cli/shards.h"
#include "cli/standard_input.h"

namespace awaitlint {
namespace {

Result<Prepared> prepare_reported(const Options& options) {
    if (auto outputs = check_outputs(options); !outputs) return outputs.error();
    auto prepared = prepare(options);
    if (!prepared) return prepared;
    prepared->run.on_progress = progress_printer(options);
    if (auto used = use_baseline(options, *prepared); !used) return used.error();
    if (auto kept = keep_asked_shard(options, *prepared); !kept) return kept.error();
    return prepared;
}

/// A symbol without its scope is answered with the scopes that there are.
std::string why_no_use(const Report& report, const std::string& symbol) {
    constexpr std::size_t most = 8;
    const std::string what = fmt::format("no unit uses a function '{}'", symbol);
    std::vector<std::string> names = report.namesakes;
    std::erase(names, symbol);
    if (names.empty()) return what + ": give its qualified name, as in netra::get_manager";
    const std::size_t more = names.size() - std::min(names.size(), most);
    names.resize(names.size() - more);
    return fmt::format("{}: give its qualified name\n  this code has: {}{}", what, fmt::join(names, ", "),
                       more ? fmt::format(" and {} more", more) : "");
}

/// With its bytes in the place of those on disk. Who asks has changed it, and will do so again.
Report run_on(const UnsavedFile& file, Prepared& prepared) {
    prepared.run.unsaved = {file};
    prepared.run.expects_edits = true;
    RunOptions run = prepared.run;
    if (auto report = run_on_document(run, file.path)) return std::move(*report);
    run.commands.clear();
    run.others.clear();
    return awaitlint::run(run);
}

int analyse(const Options& options, const UnsavedFile* input = nullptr) {
    auto prepared = prepare_reported(options);
    if (!prepared) return not_started(options, prepared.error().message);
    const std::string symbol = options.symbol.starts_with("::") ? options.symbol.substr(2) : options.symbol;
    if (!options.symbol.empty()) prepared->run.audit = {symbol};
    Report report = input ? run_on(*input, *prepared) : run(prepared->run);
    if (const std::string why = why_nothing_was_analysed(report, options, *prepared); !why.empty() && !report.shard)
        return not_started(options, why);
    if (report.is_audit && report.audit.empty()) refuse(report, why_no_use(report, symbol));
    return conclude(std::move(report), options, *prepared);
}

}  // namespace

int check_command(const Options& options) {
    if (!options.show_config.empty() || options.list_files) return tell_what_is_in_force(options);
    if (!is_about_standard_input(options)) return analyse(options);
    const auto input = read_standard_input(options);
    if (!input) return not_started(options, input.error().message);
    Options of_file = options;
    of_file.paths = {input->path};
    return analyse(of_file, &*input);
}

int audit_command(const Options& options) {
    return analyse(options);
}

}  // namespace awaitlint
