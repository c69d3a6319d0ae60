// Reads a JSON file; its errors carry file, line and column.
//
// In: a path, a size limit, and who writes such files. Out: the parsed value, or an error for the user. Machines'
// files are strict JSON; in people's files comments are welcome and a key given twice is an error (the parser would
// keep the last one silently). What awaitlint writes and people merge is strict, and no key is there twice. A NUL byte,
// which would end the text for the parser, and brackets that nest deeper than anybody writes them, which would end the
// stack of code that copies the value, are errors. Knows nothing of what the values mean.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "awaitlint/result.h"

namespace awaitlint {

enum class Writer { machine, person, awaitlint };

Result<nlohmann::json> read_json_file(const std::string& path, std::uintmax_t max_bytes, Writer writer);

/// What a value is, for messages: "a number", "an array", ...
std::string_view json_kind(const nlohmann::json& value);

}  // namespace awaitlint
