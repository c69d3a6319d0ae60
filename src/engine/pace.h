// How fast a run goes: what it has spent so far, on what, and how long the rest will take.
//
// In: expected costs of units, and seconds of workers as their answers come. Out: a guess of the seconds left, and the
// times that `--stats` prints. Only ever told to people: no result depends on a clock.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <vector>

#include "awaitlint/report.h"

namespace awaitlint {

/// What workers are asked.
enum class Phase { analyse, prove, read };

class Pace {
public:
    /// The run expects another unit, or has done one, of this cost.
    void expects(double cost) { total_cost_ += cost; }
    void has_done(double cost) { done_cost_ += cost; }
    /// Cached units, which are done by now, say nothing about how long the others take.
    void start() { done_cost_ = 0; }
    void has_spent(Phase phase, double seconds);

    /// Nothing, until there is something to guess from.
    std::optional<double> seconds_left() const;
    /// `units`: those that workers have spent time on.
    RunTimes times(std::vector<UnitTime> units) const;

private:
    double seconds_so_far() const;

    double done_cost_ = 0;
    double total_cost_ = 0;
    std::array<PhaseTime, 3> phases_ = {PhaseTime{"analyse"}, PhaseTime{"prove"}, PhaseTime{"read"}};
    const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace awaitlint
