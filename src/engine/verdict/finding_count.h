// How many findings there are by now, counted as the report will: for progress.
//
// In: units that are done, one after the other. Out: a number. Each place counts once, however many units read it, and
// only where it was asked about, is not suppressed, and is proven where it must be. What the end of a run adds (unused
// suppressions) or takes (units that disagree) it does not know.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <tuple>

#include "engine/verdict/make_report.h"

namespace awaitlint {

class FindingCount {
public:
    void add(const RunOptions& options, const std::set<std::string>& active, const UnitResult& unit);
    std::size_t count() const { return places_.size(); }

private:
    std::set<std::tuple<std::string, std::uint32_t, std::uint32_t, std::string>> places_;  // file, stretch, rule
};

}  // namespace awaitlint
