// What a unit reads: see reads_of_unit in frontend.h. A scan of its directives (scan.h) as facts, so that it goes the
// way that facts go: by pipe, into the cache.
#include "frontend/frontend.h"
#include "frontend/read/scan.h"

namespace awaitlint {

llvm::Expected<UnitFacts> reads_of_unit(const UnitRequest& request, const Workbench& workbench) {
    Scanner own;
    Scanner& scanner = workbench.scanner ? *workbench.scanner : own;
    auto scan = scanner.scan_whole(request, workbench.recorder);
    if (!scan) return scan.takeError();
    UnitFacts facts = facts_of(request, *scan, "only its includes were looked at");
    if (scan->has_errors) facts.remarks.push_back(scan->first_error.empty() ? "it cannot be read" : scan->first_error);
    return facts;
}

}  // namespace awaitlint
