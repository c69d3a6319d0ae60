// What a run can say of a place that it has found nothing at: that nothing is wrong there, or nothing at all.
//
// In: the options of a run and its units. Out: for an entry of a baseline, whether the run has looked where it points.
// What a failed unit may have found, what was not selected and what no unit reads was not looked at. Asks the file
// system whether files are there.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "awaitlint/engine.h"
#include "baseline/match.h"
#include "engine/verdict/make_report.h"

namespace awaitlint {

class BaselineSight {
public:
    BaselineSight(const RunOptions& options, const std::set<std::string>& active, const std::vector<UnitResult>& units);

    Sight of(const BaselineEntry& entry) const;

private:
    bool is_there(const std::string& file) const;

    const RunOptions& options_;
    const std::set<std::string>& active_;
    bool is_any_blind_ = false;       // a unit failed, and nobody knows what it reads
    std::set<std::string> doubtful_;  // files that a unit with errors reads
    std::set<std::string> read_;
    mutable std::map<std::string, bool> there_;  // many entries are of one file
};

}  // namespace awaitlint
