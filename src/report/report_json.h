// JSON forms as values, for formats that carry them inside: awaitlint-report/1 as json.cpp builds it.
#pragma once

#include <nlohmann/json.hpp>

#include "awaitlint/report.h"

namespace awaitlint {

nlohmann::ordered_json report_json(const Report& report);

/// A run of the history: awaitlint-history/1 as history.cpp writes it.
nlohmann::ordered_json history_json(const HistoryEntry& entry);

}  // namespace awaitlint
