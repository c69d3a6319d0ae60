// A rule is a value: what it is called, what it says, and one pure function from facts to findings.
//
// Rules live in rules/<id>.cpp, include awaitlint/ only, read no file and never another rule; rules/all_rules.cpp
// lists them (no static registration: linkers drop it). The idea is that of golang.org/x/tools/go/analysis.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"
#include "awaitlint/finding.h"

namespace awaitlint {

/// Facts that cost time to find: looked for only where an active rule needs them.
enum class Need {
    nothing_more,
    calls,           // UnitFacts::calls
    blocking_calls,  // UnitFacts::blocking_calls
    held_locks,      // UnitFacts::held_locks
    stale_views,     // UnitFacts::stale_views
};

struct RuleInfo {
    std::string_view id;       // kebab-case, names the problem, reads well after "allow"
    std::string_view summary;  // one sentence without a final stop; the docs page repeats it verbatim
    Severity severity = Severity::error;
    std::span<const std::string_view> reasons;  // values of Finding::reason, or none
    Need needs = Need::nothing_more;
};

/// What a rule may look at. `unused_suppressions` is filled in for a second run, after suppressing, on an empty
/// unit: rules about code see no awaits then, and unused-suppression sees nothing before.
struct RuleInput {
    const UnitFacts& unit;
    const Config& config;
    std::span<const Suppression> unused_suppressions;
};

struct Rule {
    RuleInfo info;
    std::vector<Finding> (*check)(const RuleInput&);
};

/// Every rule, sorted by id.
std::span<const Rule* const> all_rules();

/// The rule with this id, or null.
const Rule* find_rule(std::string_view id);

}  // namespace awaitlint
