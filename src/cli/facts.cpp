// `awaitlint facts`: the facts of the selected units as JSON, one object per unit. For people who write rules.
//
// They are what the rules get in a `check` of the same units, and come from a worker as they do there. Nothing cached.
#include <fmt/format.h>

#include "awaitlint/facts_json.h"
#include "awaitlint/printable.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/setup.h"

namespace awaitlint {

int facts_command(const Options& options) {
    auto prepared = prepare(options);
    if (!prepared) return not_started(options, prepared.error().message);
    RunOptions& run_options = prepared->run;
    run_options.only_facts = true;
    run_options.parse_all = true;
    run_options.cache = {};
    std::size_t seen = 0;
    run_options.on_facts = [&](const UnitFacts& facts) {
        ++seen;
        print(printable_json(nlohmann::json(facts).dump(2)) + "\n");
    };
    const Report report = run(run_options);
    say_failed_units(report, options, *prepared);
    return printed(seen == report.units.size() ? exit_clean : exit_incomplete);
}

}  // namespace awaitlint
