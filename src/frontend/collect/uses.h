// Uses of functions asked for by name (audit): every call and mention in the user's files, right or wrong.
//
// In: a parsed unit whose request names symbols, and the facts that it has given. Out: Use facts of those functions and
// of functions with alike names beside them (the rules decide which are siblings), each at the site of the Await, Value
// or Call that is there, so that a finding there is one about the use. Gives no verdict.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/collect/values.h"

namespace awaitlint {

/// Functions that are called as a symbol of the request is, in whatever scope, as far as the user declares or uses
/// them: qualified names.
std::set<std::string> namesakes_of_symbols(ParsedUnit& unit);

struct AwaitedOperand {
    const clang::Expr* operand;
    Site site;                 // of its await
    bool is_accepted = false;  // by the compiler
};

/// Values and missing returns have been found before.
std::vector<Use> collect_uses(const ValueContext& around, const std::vector<AwaitedOperand>& awaited,
                              const UnitFacts& facts);

}  // namespace awaitlint
