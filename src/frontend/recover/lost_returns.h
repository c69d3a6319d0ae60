// Returned values that Clang dropped together with their statement, because the compiler rejects them.
//
// In: a unit's bytes with blanks, and the errors that nothing explains. Out: the values that would have been returned
// and are awaitable, with the errors that this explains. `return` and `co_return` around an error are replaced by a
// cast to void of their length, and the unit is parsed once more: the operand is then in the AST. Only where there is
// such an error: sound units cost nothing.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/Support/Error.h"

#include "awaitlint/facts.h"
#include "frontend/read/parse.h"
#include "frontend/recover/blanks.h"

namespace awaitlint {

class Asking;

struct LostReturns {
    const UnitRequest& request;
    Blanks::Texts texts;
    bool skip_bodies = true;
    std::vector<Diagnostic> errors;  // of the user's files
    FileRecorder* recorder = nullptr;
};

/// Facts with nothing but those values, their uses that an audit asks for, and the functions that they refer to.
llvm::Expected<UnitFacts> values_of_lost_returns(LostReturns lost, Asking& asking);

}  // namespace awaitlint
