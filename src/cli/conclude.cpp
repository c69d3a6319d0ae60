// See conclude.h.
#include "cli/conclude.h"

#include <utility>

#include "cli/asked_paths.h"
#include "cli/failures.h"
#include "cli/output.h"
#include "cli/unread.h"

namespace awaitlint {

void add_what_is_missing(Report& report, const Options& options, Prepared& prepared) {
    // A shard has a part of the units: what none of its own reads may be another's.
    if (!prepared.run.shard) refuse_unread_paths(report, options, prepared);
    refuse_differing_cache(report);
    explain_failures(report, options, prepared);
    add_left_out(report, prepared);
}

int conclude(Report report, const Options& options, Prepared& prepared) {
    add_what_is_missing(report, options, prepared);
    const bool is_whole = !prepared.run.shard;
    if (is_whole) look_for_unread_files(report, options, prepared);
    if (is_whole) doubt_include(report, prepared);
    return deliver(std::move(report), options, prepared);
}

}  // namespace awaitlint
