// One parse of one unit: flags in, a live AST out for as long as a callback runs, diagnostics and keywords with it.
//
// In: a unit, which files to show with other bytes (overlays), whether bodies outside the user's files are skipped.
// Out: the callback gets a ParsedUnit when the whole unit is parsed and Sema is still alive (so that it can be asked
// whether an expression would be awaitable). Writes no file and prints nothing. Knows nothing of facts.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "llvm/Support/Error.h"

#include "awaitlint/unit.h"
#include "frontend/read/parsed_unit.h"
#include "frontend/read/preamble.h"

namespace awaitlint {

class FileRecorder;
class StandingParse;

/// Where a parse is to stand still for trials, and what each of them does (standing_parse.h).
struct Standing {
    StandingParse* parse = nullptr;  // null: it is not to stand
    std::uint32_t from = 0, to = 0;  // behind the first token that begins in this stretch of the main file
    std::function<std::string(ParsedUnit&, const std::string& question)> begin;  // gives the main file's bytes
    std::function<std::string(ParsedUnit&)> answer;                              // at the end of the unit
};

struct ParseOptions {
    const UnitRequest* unit = nullptr;
    FileRecorder* recorder = nullptr;             // told of everything that is read, if there is one
    std::map<std::string, std::string> overlays;  // absolute path -> bytes to parse in its place
    FittingPreamble preamble;                     // fits the unit's bytes and the overlays
    bool skip_bodies = true;
    bool with_warnings = false;                // those of a proof are looked for, and kept
    Standing standing;                         // the main file is among the overlays, where it is to stand
    std::shared_ptr<void>* remains = nullptr;  // of the parse before, freed first; then of this one, which nobody needs
};

llvm::Error parse(const ParseOptions& options, const std::function<void(ParsedUnit&)>& visit);

}  // namespace awaitlint
