// The front end: the only layer that includes Clang. Units in, facts and proofs out.
//
//   compile command -> driver arguments (flags) -> parse -> collect -> recover lost awaits -> facts
//   facts -> [rules, elsewhere] -> candidates -> prove -> proofs
//
// Clang drops a rejected co_await from the AST together with its operand. Every co_await token of the user's files
// without a node is therefore blanked (eight bytes for eight, `__extension__` by macro, an operator of the same
// precedence that changes nothing) and the unit parsed again, until what is left is only what the compiler rejects.
#pragma once

#include <memory>
#include <vector>

#include "llvm/Support/Error.h"

#include "awaitlint/facts.h"
#include "awaitlint/parses.h"
#include "awaitlint/unit.h"

namespace awaitlint {

class FileRecorder;
class Preambles;
class Scanner;
class StandingParse;

/// What a worker keeps from one unit to the next to save work, and who is told of what is read. All may be null.
struct Workbench {
    FileRecorder* recorder = nullptr;          // of this one request: is told of everything that the answer rests on
    Scanner* scanner = nullptr;                // without it no unit is skipped
    Preambles* preambles = nullptr;            // without it every parse begins at the first byte
    StandingParse* standing = nullptr;         // without it every trial is a parse of its own
    Parses* parses = nullptr;                  // of this one request: counts them, but for those of preambles
    std::shared_ptr<void>* remains = nullptr;  // what the last parse has built, to be freed when there is time, if ever
};

/// The facts of a unit. An error means that nothing could be parsed at all.
llvm::Expected<UnitFacts> analyse_unit(const UnitRequest& request, const Workbench& workbench = {});

/// What the unit reads, without parsing it: facts with the user's files, their digests and nothing else but a remark
/// where the preprocessor had an error.
llvm::Expected<UnitFacts> reads_of_unit(const UnitRequest& request, const Workbench& workbench);

/// One proof per candidate, in their order. A candidate is proven when, with its edits applied, the site's errors are
/// gone, no new one appeared, and the repaired call resolves to what was meant.
llvm::Expected<std::vector<Proof>> prove(const ProofRequest& request, const Workbench& workbench = {});

}  // namespace awaitlint
