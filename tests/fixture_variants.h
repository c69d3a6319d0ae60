// Variants of a fixture: all findings suppressed, all awaits removed, all repairs applied.
//
// In: a fixture and what was found in it. Out: edited fixtures, and what must hold for what is found in them then.
// Texts only: running is fixture_run's business. Directives in the comments of a variant mean nothing any more.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "awaitlint/edits.h"
#include "fixture_run.h"

namespace awaitlint::fixtures {

enum class SuppressedBy { same_line, line_before };

/// Each finding silenced by a comment of its own line, or of the line before it.
Fixture suppressed(const Fixture& fixture, const Outcome& outcome, SuppressedBy by);
std::vector<std::string> complaints_when_suppressed(const Outcome& before, const Outcome& after);

/// No co_await is left.
Fixture without_awaits(const Fixture& fixture);
std::vector<std::string> complaints_without_awaits(const Outcome& after);

/// What `awaitlint fix` makes of the fixture.
struct Repaired {
    Fixture fixture;
    std::map<std::string, EditedText> edited;  // file -> its new text and the way back
    std::vector<Finding> applied;
    std::vector<Finding> left;  // proven, but overlapping with another repair

    bool changed() const { return !applied.empty(); }
};
Repaired repaired(const Fixture& fixture, const Outcome& outcome);
std::vector<std::string> complaints_when_repaired(const Outcome& before, const Repaired& repair, const Outcome& after);

}  // namespace awaitlint::fixtures
