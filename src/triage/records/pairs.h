// Names and texts as a JSON object: how shapes that are flat reach the reader that knows what names mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace awaitlint {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string json_of_pairs(const Pairs& pairs);

/// `time=... level=error msg="a \"text\""`: at least two pairs, and nothing else. None if the line is something else.
std::optional<Pairs> pairs_of_logfmt(std::string_view line);

/// One record of comma-separated values, with the separator of its table. Quotes are doubled inside quotes.
std::vector<std::string> cells_of(std::string_view record, char separator);

}  // namespace awaitlint
