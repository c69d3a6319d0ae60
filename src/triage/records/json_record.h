// One JSON value in, records out: usually one, more where the value holds entries with times of their own.
//
// Looks at keys, not at layouts: time, service, message, exception and frames are found at any depth, in strings that
// hold JSON again, in lists of numbers (journald's way to write bytes) and in structured tracebacks, which become text
// as Python prints it. Refuses what is nested more than 200 deep. Pure; uses nlohmann's streaming parser, no tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "triage/records/record.h"

namespace awaitlint {

/// False if the text is no JSON. Bytes that are not UTF-8 are replaced.
bool read_json_records(std::string_view text, const Clock& clock, std::vector<Record>& records);

}  // namespace awaitlint
