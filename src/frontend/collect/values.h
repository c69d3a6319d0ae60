// The awaitable values that the user's code makes, and what becomes of each.
//
// In: a parsed unit, the operands of its co_awaits, what is around them. Out: Value facts, in source order. A value in
// a template is looked at as it is written: what depends on a template parameter is left out, and instantiations say
// nothing new. Refuses to say what is a mistake.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/around/enclosing.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// What the collector of values needs to know of its surroundings.
struct ValueContext {
    ParsedUnit& unit;
    const SourceText& text;
    const FunctionBodies& bodies;
    Prober& prober;
    const std::set<FileOffset>& lost_returns;  // see CollectOptions
    const std::set<FileOffset>& lost_casts;
    bool has_blanks = false;                             // some co_await of the unit is replaced
    bool bodies_skipped = false;                         // those of files that are not the user's
    std::set<std::string> files;                         // absolute: the unit's own and those with coroutine keywords
    std::vector<const clang::Expr*> awaited;             // operands of co_await, blanked ones too
    std::vector<const clang::FunctionDecl*> functions;   // definitions in the user's files
    std::vector<const clang::FunctionDecl*> coroutines;  // those of them

    /// Other files of the user may stand in a preamble, and what a unit says must not depend on that.
    bool looks_at(clang::SourceLocation location) const {
        return unit.is_users(location) && files.count(unit.file_offset(location).file) != 0;
    }
};

struct CollectedValues {
    std::vector<Value> values;
    /// An assertion out of a library's macro takes an awaitable of any type: what its skipped body makes of it may be
    /// an error.
    bool may_hide_errors = false;
};

CollectedValues collect_values(const ValueContext& context);

}  // namespace awaitlint
