// How a task outlives what it refers to, and what the rules that flag it say alike.
//
// In: one Loan and the configuration. Out: what lets the task live on, if that is certain, a finding with
// everything filled in but its message, and repairs. Pure functions on facts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awaitlint/config.h"
#include "awaitlint/facts.h"
#include "awaitlint/finding.h"
#include "awaitlint/rule.h"

namespace awaitlint {

/// What lets a task live on behind the end of what it refers to.
enum class Escape {
    kept,      // a variable keeps it, and it is looked at later
    returned,  // to the caller, which awaits it
    stored,    // in a member, a container, a lambda
    started,   // it runs by itself
};

/// None where the task is gone by then, has looked for the last time, or where either is not certain.
std::optional<Escape> escape_of(const Loan& loan, const Config& config);

/// Finding::reason of an escape.
std::string_view reason_name(Escape escape);

/// "is gone when 'loading' runs": that it ends, and when the task looks at it. A parameter by value only may be gone by
/// then.
std::string end_of(const Loan& loan, Escape escape);

/// Best first; none where the loan's facts say of none that it would mean the same.
std::vector<Suggestion> suggestions_for(const Loan& loan, Escape escape);

Finding finding_at(const Loan& loan, Escape escape, const RuleInfo& rule, const RuleInput& input);

}  // namespace awaitlint
