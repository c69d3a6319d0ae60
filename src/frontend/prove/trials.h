// Trials: the unit with some candidates applied and every other site neutral, parsed once.
//
// In: the candidates of a request that are to be applied. Out: what is wrong then, in terms of the original text, and
// what the AST says against each candidate. Draws no conclusions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "llvm/Support/Error.h"

#include "awaitlint/edits.h"
#include "awaitlint/unit.h"
#include "frontend/around/sites.h"
#include "frontend/frontend.h"
#include "frontend/recover/asking.h"

namespace awaitlint {

/// What one parse with edits showed.
struct Trial {
    std::vector<Problem> problems;
    std::map<std::size_t, std::string> failures;  // candidate -> why, where the AST tells
};

class Trials {
public:
    /// All must outlive this. `texts`: the bytes on disk of all files with candidates, by absolute path.
    Trials(const ProofRequest& request, const Workbench& workbench, const std::map<std::string, std::string>& texts,
           const Sites& sites);

    /// The files with these candidates applied; nothing where their edits overlap.
    std::optional<std::map<std::string, EditedText>> edited(const std::vector<std::size_t>& applied) const;
    /// Their edits must not overlap.
    llvm::Expected<Trial> attempt(const std::vector<std::size_t>& applied, bool skip_bodies);

private:
    const Candidate& candidate(std::size_t index) const { return request_.candidates[index]; }
    Problem translate(const Diagnostic& diagnostic, const std::map<std::string, EditedText>& shown) const;

    const ProofRequest& request_;
    const std::map<std::string, std::string>& texts_;
    const Sites& sites_;
    FileRecorder* recorder_;
    Asking asking_;
    std::optional<std::uint32_t> first_change_;  // of the main file, among all that is ever tried
};

}  // namespace awaitlint
