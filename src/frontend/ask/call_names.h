// Where a call spells what it calls: the name, with its qualifier, and the closing parenthesis.
//
// In: a call and the unit's text. Out: Spans, unknown ones where the source does not spell it so (an operator, a
// function object, a macro).
#pragma once

#include <cstdint>

#include "clang/AST/Expr.h"

#include "awaitlint/place.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

struct CallNames {
    Span name;
    Span qualified_name;
    Span close;
    Span last_argument;
    std::uint32_t argument_count = 0;  // written ones
};

CallNames names_of_call(const SourceText& text, const clang::CallExpr* call);

/// The names into a fact whose `macro` and `span` are known: an Await, a Value or a Call. Of a call that stands in a
/// macro's argument whose body awaits it, the names are the argument's own.
template <class Fact>
void place_names(Fact& fact, const CallNames& names) {
    if (names.name.file != fact.span.file) return;
    fact.callee_name = names.name;
    fact.callee_qualified_name = names.qualified_name;
    fact.call_close = names.close;
    fact.last_argument = names.last_argument;
    fact.argument_count = names.argument_count;
}

template <class Fact>
void place_callee(Fact& fact, const SourceText& text, const clang::CallExpr* call) {
    place_names(fact, names_of_call(text, call));
}

}  // namespace awaitlint
