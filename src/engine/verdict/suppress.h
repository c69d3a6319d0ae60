// Suppressions: which findings a NOLINT comment takes out of the count, and which comments took out none.
//
// In: findings and the suppressions of the files they are in. Out: findings marked, each with the reason that the
// comment about its very line gives, else one around it; and the unused suppressions of rules of ours that ran. An
// NOLINTBEGIN without its END (or the other way round) suppresses nothing and is unused: a forgotten END must not
// silence the rest of a file.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "awaitlint/facts.h"
#include "awaitlint/finding.h"

namespace awaitlint {

/// `active_rules`: the rules that ran; names of others are left alone.
std::vector<Suppression> suppress(std::vector<Finding>& findings, const std::vector<Suppression>& suppressions,
                                  const std::set<std::string>& active_rules);

}  // namespace awaitlint
