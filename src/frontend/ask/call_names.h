// Where a call spells what it calls: the name, with its qualifier, and the closing parenthesis.
//
// In: a call and the unit's text. Out: the spans of a CallSite, unknown ones where the source does not spell it so (an
// operator, a function object, a macro).
#pragma once

#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// The spans of a call at a site: none that are in another file than the site. Of a call that stands in a macro's
/// argument whose body awaits it, the names are the argument's own.
void place_call(CallSite& at, const Site& site, const SourceText& text, const clang::CallExpr* call);

}  // namespace awaitlint
