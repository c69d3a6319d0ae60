// A worker's answer, read: what it holds, or why there is nothing to read.
//
// In: a line of JSON as it came out of the pool. Out: its value by way of a function of the asker's. An answer that
// cannot be read is a failure in plain words, never an exception.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "awaitlint/parses.h"
#include "engine/cache/files_json.h"
#include "engine/workers/pool.h"

namespace awaitlint {

/// Why there is nothing to `take`; empty: it was taken.
std::string read_answer(const Answer& answer, const std::function<void(const nlohmann::json&)>& take);

/// What the answer rests on, if it was recorded.
std::optional<FilesInPieces> files_of(const nlohmann::json& answer);

/// How often the unit was parsed for it.
Parses parses_of(const nlohmann::json& answer);

}  // namespace awaitlint
