// The file of a baseline, `awaitlint-baseline/1`: one entry per line, sorted, so that a review shows what is added.
//
// In: a path, or entries. Out: entries in order, or an error that names the file and says what to do; the text of the
// file. A baseline is a stranger's: sizes, depth and numbers are bounded, and what is unknown, malformed or there twice
// is an error, as an entry that is read wrongly would hide a finding. docs/schema/baseline.schema.json describes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/baseline.h"
#include "awaitlint/result.h"

namespace awaitlint {

inline constexpr std::string_view baseline_name = ".awaitlint-baseline.json";

Result<std::vector<BaselineEntry>> read_baseline(const std::string& path);

/// The entries are in order.
std::string baseline_text(const std::vector<BaselineEntry>& entries);

}  // namespace awaitlint
