// Uses of functions asked for by name (audit): every call and mention in the user's files, right or wrong.
//
// In: a parsed unit whose request names symbols. Out: Use facts of those functions and of functions with alike names
// beside them (the rules decide which are siblings). Gives no verdict.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "awaitlint/facts.h"
#include "frontend/around/enclosing.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// Functions that are called as a symbol of the request is, in whatever scope, as far as the user declares or uses
/// them: qualified names.
std::set<std::string> namesakes_of_symbols(ParsedUnit& unit);

std::vector<Use> collect_uses(ParsedUnit& unit, const SourceText& text, const FunctionBodies& bodies, Prober& prober);

}  // namespace awaitlint
