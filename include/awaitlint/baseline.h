// A baseline: findings that a project knows of and has agreed to live with for now, as plain values.
//
// Read from and written to `.awaitlint-baseline.json` by src/baseline/baseline_file.h, compared with the findings of a
// run by src/baseline/match.h. An entry names code, not a line: it stays true when lines move.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace awaitlint {

/// So many findings of one rule that look alike, in one function. Ordered as the file is.
struct BaselineEntry {
    std::string file;      // relative to the root
    std::string rule;      // its id
    std::string function;  // qualified name of the function around, or empty
    std::string code;      // the flagged code without comments and needless white space (normalised_code)
    std::uint64_t count = 1;
    std::string reason = {};  // why it may stay, by who has agreed. NOLINT(readability-redundant-member-init)
    friend auto operator<=>(const BaselineEntry& a, const BaselineEntry& b) = default;
};

struct Baseline {
    std::string file;  // its name, to be told: relative to the root where it lies below
    std::vector<BaselineEntry> entries;
};

/// What a baseline says of the findings of one run.
struct BaselineOutcome {
    std::string file;  // as Baseline::file
    std::uint64_t known = 0;
    std::uint64_t added = 0;                   // findings that it does not know
    std::vector<BaselineEntry> stale;          // that nothing fits any more, although their places were looked at
    std::vector<BaselineEntry> not_looked_at;  // that nothing fits, of which this run can say nothing
};

/// How many findings they stand for.
inline std::uint64_t findings_of(const std::vector<BaselineEntry>& entries) {
    std::uint64_t sum = 0;
    for (const BaselineEntry& entry : entries) sum += entry.count;
    return sum;
}

}  // namespace awaitlint
