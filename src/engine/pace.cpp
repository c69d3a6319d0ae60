// See pace.h.
#include "engine/pace.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace awaitlint {
namespace {

constexpr std::size_t most_slowest = 5;

}  // namespace

void Pace::has_spent(Phase phase, double seconds) {
    PhaseTime& time = phases_[static_cast<std::size_t>(phase)];
    ++time.times;
    time.seconds += seconds;
}

double Pace::seconds_so_far() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
}

std::optional<double> Pace::seconds_left() const {
    if (done_cost_ <= 0) return std::nullopt;
    return seconds_so_far() * (total_cost_ - done_cost_) / done_cost_;
}

RunTimes Pace::times(std::vector<UnitTime> units) const {
    RunTimes times;
    times.whole = seconds_so_far();
    for (const PhaseTime& phase : phases_)
        if (phase.times != 0) times.phases.push_back(phase);
    for (const UnitTime& unit : units) times.parses += unit.parses;
    times.slowest = std::move(units);
    std::sort(times.slowest.begin(), times.slowest.end(), [](const UnitTime& a, const UnitTime& b) {
        return std::tie(b.seconds, a.file) < std::tie(a.seconds, b.file);
    });
    times.slowest.resize(std::min(times.slowest.size(), most_slowest));
    return times;
}

}  // namespace awaitlint
