// Building a preamble: one parse of leading includes, and the bytes and words that come of it.
//
// In: a unit and the text that its preamble stands for. Out: the preamble without a name and a place of its own; none
// where the includes have an error or could not be recorded. Writes no file.
#pragma once

#include <memory>

#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringRef.h"

#include "awaitlint/unit.h"
#include "files/content_hashes.h"
#include "frontend/read/preamble.h"

namespace awaitlint {

/// `text`: with which the unit's file would begin; `bounds`: how much of it.
std::unique_ptr<Preamble> build_preamble(Reach reach, const UnitRequest& unit, llvm::StringRef text,
                                         clang::PreambleBounds bounds, ContentHashes& hashes);

}  // namespace awaitlint
