// The local variable that a value is kept in: its name, its declaration, and whether anybody looks at it again.
//
// In: a value, its fate, the mentions of the unit's variables. Out: the fate Kept, with what a repair of the
// declaration needs. Refuses to say whether a variable that nobody looks at is a mistake.
#pragma once

#include <optional>

#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/around/fate.h"
#include "frontend/around/mentions.h"
#include "frontend/collect/values.h"

namespace awaitlint {

/// Of a value whose fate is Kept.
fate::Kept kept_in_variable(const ValueContext& around, Mentions& mentions, const Value& value,
                            const clang::Expr* expression, const FateOfValue& fate);

/// `all.push_back(load());`, where nothing else is ever done with the local container: kept there, and lost with it.
std::optional<fate::Kept> kept_in_lost_container(Mentions& mentions, const Value& value, const FateOfValue& fate);

}  // namespace awaitlint
