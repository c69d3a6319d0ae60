// Progress on standard error, while a run goes on.
//
// In: how far the engine is. Out: a line that is rewritten on a terminal, a plain line every ten seconds elsewhere.
// Says nothing where `--quiet` is given.
#pragma once

#include <functional>

#include "awaitlint/engine.h"
#include "cli/options.h"

namespace awaitlint {

std::function<void(const Progress&)> progress_printer(const Options& options);

}  // namespace awaitlint
