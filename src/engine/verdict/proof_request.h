// What is to be proven of a unit's findings, and what a proof makes of their suggestions.
//
// In: a unit's request, its facts and findings. Out: the request for a worker, with the suggestions that it asks for,
// in the order of its candidates; later, those suggestions proven, or with the reason why not. Asks nobody itself.
#pragma once

#include <string>
#include <vector>

#include "awaitlint/facts.h"
#include "awaitlint/finding.h"
#include "awaitlint/unit.h"

namespace awaitlint {

/// `asked`: the suggestions that the candidates stand for; they point into the findings. No candidates: nothing to ask.
ProofRequest proof_request(const UnitRequest& unit, const UnitFacts& facts, std::vector<Finding>& findings,
                           std::vector<Suggestion*>& asked);

/// A repair of it is.
bool is_proven(const Finding& finding);

/// `failure`: why proofs are missing, where some are.
void take_proofs(const std::vector<Suggestion*>& asked, const std::vector<Proof>& proofs, const std::string& failure);

/// After their proofs: leaves out those about a value that share all of their errors with others whose repair is
/// proven. `co_spawn(executor, load())` that is rejected for its executor says nothing against the task.
void drop_misblamed(std::vector<Finding>& findings, const UnitFacts& facts);

/// What all proven repairs together end needs no other explanation: these are no longer errors of the unit.
void explain_ended(UnitFacts& facts, const std::vector<Proof>& proofs);

/// The run has ended first: `why` in plain words.
void give_up_proofs(const std::vector<Suggestion*>& asked, const std::string& why);

/// Of a unit whose proof has failed. A finding may stand or fall with its repairs: without them, the unit is not done.
std::string why_unit_failed(const std::string& proof_failure);

}  // namespace awaitlint
