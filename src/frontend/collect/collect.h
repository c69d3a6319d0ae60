// The collector: one walk over a parsed unit with AST matchers, from Clang's nodes to facts.
//
// In: a parsed unit, some of whose co_await may be blanked. Out: facts, plus what the recovery of lost awaits needs to
// know to decide whether to parse again. The only place that turns nodes into facts. Follows the house rule "facts
// first": it records, it does not judge.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "awaitlint/facts.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// What became of one blanked co_await, now that its operand is in the AST.
enum class Verdict { rejected, awaitable, unresolved };

struct Collected {
    UnitFacts facts;
    std::vector<TokenKey> lost;              // co_await keywords without a node
    std::map<FileOffset, Verdict> blanked;   // by where the keyword is spelled
    std::map<TokenKey, std::uint32_t> seen;  // co_await keywords with a node: end offset of the operand
    std::vector<TokenKey> refused;           // accepted by the compiler, but not what was meant
    // An await looks accepted by a promise, or a value by an assertion, whose bodies were skipped.
    bool needs_full_parse = false;
    bool has_values = false;  // values and calls were looked for
};

struct CollectOptions {
    std::map<std::string, std::string> originals;  // bytes on disk of the files with blanks
    bool bodies_skipped = true;
    bool with_values = false;
    bool is_last = false;               // values are wanted although awaits are lost
    std::set<FileOffset> lost_returns;  // `return` and `co_return` that are replaced by a cast to void
    std::set<FileOffset> lost_casts;    // `static_cast` and assertions that are
};

Collected collect(ParsedUnit& unit, const CollectOptions& options);

}  // namespace awaitlint
