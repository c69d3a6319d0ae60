// Which standard libraries and which coroutine libraries the units of a project use, as far as profiles know them.
//
// In: a configuration with its profiles, and the facts of units, one after the other. Out: how many units use each, and
// the types of tasks that no profile knows. Prints nothing.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"

namespace awaitlint {

struct KnownLibraries {
    std::map<const LibraryProfile*, std::size_t> units;  // of Config::profiles
    std::set<std::string> unknown_tasks;
    std::map<std::string, std::size_t> toolchains;

    void look_at(const UnitFacts& facts, const Config& config);
};

}  // namespace awaitlint
