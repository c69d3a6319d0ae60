// `awaitlint check` and `awaitlint audit`: analyse the selected units and deliver the report.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/setup.h"

namespace awaitlint {
namespace {

Result<Prepared> prepare_reported(const Options& options) {
    if (auto outputs = check_outputs(options); !outputs) return outputs.error();
    auto prepared = prepare(options);
    if (prepared) prepared->run.on_progress = progress_printer(options);
    return prepared;
}

}  // namespace

int check_command(const Options& options) {
    auto prepared = prepare_reported(options);
    if (!prepared) {
        say_error(prepared.error().message);
        return exit_not_started;
    }
    return deliver(run(prepared->run), options, *prepared);
}

int audit_command(const Options& options) {
    auto prepared = prepare_reported(options);
    if (!prepared) {
        say_error(prepared.error().message);
        return exit_not_started;
    }
    std::string symbol = options.symbol;
    if (symbol.starts_with("::")) symbol.erase(0, 2);
    prepared->run.audit = {symbol};
    Report report = run(prepared->run);
    const bool is_unknown = report.audit.empty();
    if (is_unknown && report.exit_code == exit_clean) report.exit_code = exit_not_started;
    if (is_unknown)
        say_error(fmt::format("no unit uses a function '{}': give its qualified name, as in netra::get_manager", symbol));
    return deliver(report, options, *prepared);
}

}  // namespace awaitlint
