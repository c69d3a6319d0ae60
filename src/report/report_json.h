// The JSON form as a value, for formats that carry it inside: awaitlint-report/1 as json.cpp builds it.
#pragma once

#include <nlohmann/json.hpp>

#include "awaitlint/report.h"

namespace awaitlint {

nlohmann::ordered_json report_json(const Report& report);

}  // namespace awaitlint
