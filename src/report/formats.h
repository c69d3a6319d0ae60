// The formats behind `render`, and what they share. One function per format: a report in, its bytes out.
// Nothing here is seen outside src/report; awaitlint/report.h is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "awaitlint/report.h"

namespace awaitlint {

std::string text_report(const Report& report, const SourceLine& source_line);
std::string json_report(const Report& report);
std::string markdown_report(const Report& report);

/// `printable`, with every line end and the white space around it as one space: for places that have one line.
std::string one_line(std::string_view text);

/// `one_line` of a text's beginning, with a mark where it goes on: for people, who read no more than that.
std::string brief(std::string_view text);

/// How many columns the text takes on a terminal. The text is printable and has no tabs.
std::size_t display_width(std::string_view text);

struct Verdicts {
    std::uint64_t right = 0, wrong = 0, maybe = 0;
};
Verdicts count_verdicts(const Report& report);

/// "1 use", "2 uses"
std::string counted(std::uint64_t number, std::string_view noun);

}  // namespace awaitlint
