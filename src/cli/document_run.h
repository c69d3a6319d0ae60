// A run about one file that is open somewhere: with the bytes that it has there, by as few units as say what is in it.
//
// In: a prepared run whose only PATH is the file, all units of the database in it. Out: the report; none where no unit
// reads the file. A file with a compile command of its own is analysed by that, any other by one unit that includes it:
// a header may be included by hundreds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "awaitlint/engine.h"

namespace awaitlint {

/// `file`: absolute and real. `readers`: files of units that have read it before, best first. `run` is left with the
/// commands that were analysed.
std::optional<Report> run_on_document(RunOptions& run, const std::string& file,
                                      const std::vector<std::string>& readers = {});

}  // namespace awaitlint
