// Frames of Python's tracebacks: one line in, one place out; and which of a traceback's frames is the user's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/tally.h"

namespace awaitlint {

struct PythonFrame {
    Place place;
    std::string function;
};

/// `File "x", line 12, in f` at the start of the text.
std::optional<PythonFrame> python_frame_in(std::string_view text, const std::string& folder);

/// Places the sighting at the innermost frame that is not of an installed package; else at the innermost.
void place_at_users_frame(Sighting& sighting, const std::vector<PythonFrame>& frames);

/// Places a sighting that has no place where its record was written, unless that is in an installed package.
void place_where_logged(Sighting& sighting, const Place& place, const std::string& function, const std::string& folder);

}  // namespace awaitlint
