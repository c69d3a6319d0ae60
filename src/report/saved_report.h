// Reading a report back from its JSON: what `awaitlint report` stands on.
//
// In: a parsed document of anybody's, with which all may be wrong. Out: the report that it says, or what is wrong with
// it and where. Keys that are not known are left alone, as later versions may add some; what is not part of the JSON is
// empty. Believes nothing: numbers are checked, and names of files are names, which nobody has looked for.
#pragma once

#include <nlohmann/json.hpp>

#include "awaitlint/report.h"

namespace awaitlint {

Result<Report> report_of_json(const nlohmann::json& document);

}  // namespace awaitlint
