// How people see the names of files: relative to where they are, so that an editor opens them.
//
// In: names as reports have them (relative to the root, absolute outside it), and `--paths`. Out: the same report or
// name with other names. What programs read keeps the names of the report, or does unless the user says otherwise:
// each format says so itself (PathStyle).
#pragma once

#include <string>

#include "awaitlint/report.h"
#include "cli/options.h"

namespace awaitlint {

class ShownPaths {
public:
    /// `root`: absolute, real.
    ShownPaths(const Options& options, std::string root);

    std::string of(const std::string& file) const;
    /// All places in it.
    Report in(Report report) const;
    /// What names from `of` are relative to.
    const std::string& base() const { return base_; }

private:
    std::string root_;
    std::string base_;  // empty: absolute
};

}  // namespace awaitlint
