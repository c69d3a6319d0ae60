// What holds of the triage of any log: the report is bounded by the log, fit for a terminal, and JSON.
#pragma once

#include <string_view>

namespace awaitlint::fuzz {

void check_triage(std::string_view log);

}  // namespace awaitlint::fuzz
