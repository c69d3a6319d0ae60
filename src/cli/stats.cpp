// See stats.h.
#include "cli/stats.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/output.h"
#include "report/formats.h"

namespace awaitlint {
namespace {

std::string time_line(const RunTimes& times) {
    std::vector<std::string> phases;
    for (const PhaseTime& phase : times.phases)
        phases.push_back(fmt::format("{} {} times {:.2f} s", phase.name, phase.times, phase.seconds));
    if (phases.empty()) return fmt::format("time: {:.2f} s in all; no worker was asked", times.whole);
    return fmt::format("time: {:.2f} s in all; of the workers, {}", times.whole, fmt::join(phases, ", "));
}

/// By what they were for, as far as there were any.
std::string parses_line(const Parses& parses) {
    const struct {
        std::uint32_t number;
        const char* purpose;
    } phases[] = {{parses.analysing, "to analyse"},
                  {parses.recovering, "more to recover awaits"},
                  {parses.proving, "to try repairs"},
                  {parses.preambles, "of leading includes to be kept"}};
    std::vector<std::string> told;
    for (const auto& phase : phases)
        if (phase.number != 0) told.push_back(fmt::format("{} {}", phase.number, phase.purpose));
    if (told.empty()) return "parses: none";
    const std::string resumed =
        parses.resumed == 0 ? "" : fmt::format("; {} of them went on from where one stood", parses.resumed);
    return fmt::format("parses: {}{}", fmt::join(told, ", "), resumed);
}

}  // namespace

void say_stats(const RunTimes& times, const ShownPaths& shown) {
    say(time_line(times));
    say(parses_line(times.parses));
    for (const UnitTime& unit : times.slowest)
        say(fmt::format("  {:6.2f} s {} ({})", unit.seconds, shown.of(unit.file),
                        counted(unit.parses.in_all(), "parse")));
}

}  // namespace awaitlint
