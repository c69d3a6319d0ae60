// Values that Clang dropped together with what the compiler rejects around them: a `return`, a `static_cast`, an
// assertion.
//
// In: a unit's bytes with blanks, and the errors that nothing explains. Out: the awaitable values that would have been
// returned or cast, with the errors that this explains. The word before the operand is replaced by a cast to void of
// its length, and the unit is parsed once more: the operand is then in the AST. Only where there is such an error:
// sound units cost nothing.
#pragma once

#include <set>
#include <vector>

#include "llvm/Support/Error.h"

#include "awaitlint/facts.h"
#include "frontend/read/parse.h"
#include "frontend/recover/blanks.h"

namespace awaitlint {

class Asking;

struct LostOperands {
    const UnitRequest& request;
    Blanks::Texts texts;
    bool skip_bodies = true;
    std::vector<Diagnostic> errors;  // of the user's files
    std::set<SiteId> known;          // where the unit has values as it is, which no variable keeps
    FileRecorder* recorder = nullptr;
};

/// Facts with nothing but those values, their uses that an audit asks for, and the functions that they refer to.
llvm::Expected<UnitFacts> values_of_lost_operands(LostOperands lost, Asking& asking);

}  // namespace awaitlint
