// `awaitlint facts`: the facts of the selected units as JSON, one object per unit. For people who write rules.
#include <fmt/format.h>

#include "awaitlint/facts_json.h"
#include "awaitlint/suggest.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/setup.h"
#include "frontend/frontend.h"

namespace awaitlint {

int facts_command(const Options& options) {
    auto prepared = prepare(options);
    if (!prepared) {
        say_error(prepared.error().message);
        return exit_not_started;
    }
    int status = exit_clean;
    for (const CompileCommand& command : prepared->run.commands) {
        UnitRequest request;
        request.command = command;
        request.user_files = prepared->run.user_files;
        request.naming = async_namings(prepared->run.config);
        request.full_parse = options.full_parse;
        auto facts = analyse_unit(request);
        if (facts) {
            fmt::print("{}\n", nlohmann::json(*facts).dump(2));
            continue;
        }
        say_error(llvm::toString(facts.takeError()));
        status = exit_incomplete;
    }
    return status;
}

}  // namespace awaitlint
