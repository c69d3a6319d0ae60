// How often Clang has read a unit: what most of the time of a run goes to. A plain value that crosses the pipe from a
// worker as JSON (facts_json.h) and ends in what --stats prints.
#pragma once

#include <cstdint>

namespace awaitlint {

struct Parses {
    std::uint32_t analysing = 0;   // the unit as it stands
    std::uint32_t recovering = 0;  // once more, to see what the first time was lost
    std::uint32_t proving = 0;     // with repairs applied
    std::uint32_t preambles = 0;   // of leading includes alone, to be kept
    std::uint32_t resumed = 0;     // of those that recover and prove: they went on from where a parse stood

    std::uint32_t in_all() const { return analysing + recovering + proving + preambles; }
    Parses& operator+=(const Parses& more) {
        analysing += more.analysing;
        recovering += more.recovering;
        proving += more.proving;
        preambles += more.preambles;
        resumed += more.resumed;
        return *this;
    }
    friend bool operator==(const Parses& a, const Parses& b) = default;
};

}  // namespace awaitlint
