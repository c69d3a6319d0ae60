// Running fixtures: from files in fixtures/rules to what awaitlint finds in them, and in edited versions of them.
//
// In: fixtures read from disk, or made of strings by a test. Out: one outcome per fixture, with file names as in the
// fixture. Each fixture is copied, with the headers beside it that it includes, to a folder of its own below one
// temporary root; one run of the engine analyses a whole batch. Stand-in headers (fixtures/lib) are system headers.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "awaitlint/finding.h"
#include "awaitlint/report.h"
#include "fixture_language.h"

namespace awaitlint::fixtures {

struct Fixture {
    std::string name;  // "await-on-non-awaitable/basic.cpp"; the unit is its last part
    Settings settings;
    std::map<std::string, std::string> files;  // name -> text: the unit and its headers
    std::string config;                        // text of its configuration, or empty

    std::string unit() const;
};

struct Outcome {
    std::vector<Finding> findings;  // ordered by file and place; unused suppressions included
    UnitReport unit;
};

/// Reads a fixture and, recursively, the headers beside it. Missing files show as compile errors later.
Fixture load_fixture(const std::filesystem::path& folder, const std::string& name);

/// One outcome per fixture, in their order.
std::vector<Outcome> run_fixtures(const std::vector<Fixture>& fixtures);

/// The flags of a fixture, as a user would type them at the top of the repository.
std::string flags_of(const Settings& settings);

/// Everything that is wrong with a fixture and what was found in it, ready to be printed. Empty: all as it says.
std::vector<std::string> complaints(const Fixture& fixture, const Outcome& outcome);

}  // namespace awaitlint::fixtures
