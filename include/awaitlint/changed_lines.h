// Which lines a change touches: those that differ from a base, by file, as plain values.
//
// Found by src/project/changed_lines.h, asked by the engine: with them, findings on other lines are not told.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace awaitlint {

/// Both lines belong to it.
struct LineRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    friend bool operator==(const LineRange& a, const LineRange& b) = default;
};

struct ChangedLines {
    std::string revision;                                 // as it was named
    std::string base;                                     // the commit that the files are compared with
    std::map<std::string, std::vector<LineRange>> files;  // relative to the root
    std::vector<std::string> remarks;                     // what the comparison cannot tell

    bool has_file(const std::string& file) const { return files.count(file) != 0; }
    /// Whether one of these lines is among them.
    bool touches(const std::string& file, std::uint32_t first, std::uint32_t last) const {
        const auto found = files.find(file);
        return found != files.end() &&
               std::any_of(found->second.begin(), found->second.end(),
                           [&](const LineRange& range) { return range.first <= last && first <= range.last; });
    }
};

}  // namespace awaitlint
