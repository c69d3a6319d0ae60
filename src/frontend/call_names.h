// Where a call spells what it calls: the name, with its qualifier, and the closing parenthesis.
//
// In: a call and the unit's text. Out: Spans, unknown ones where the source does not spell it so (an operator, a
// function object, a macro).
#pragma once

#include <cstdint>

#include "clang/AST/Expr.h"

#include "awaitlint/place.h"
#include "frontend/source_text.h"

namespace awaitlint {

struct CallNames {
    Span name;
    Span qualified_name;
    Span close;
    std::uint32_t argument_count = 0;  // written ones
};

CallNames names_of_call(const SourceText& text, const clang::CallExpr* call);

}  // namespace awaitlint
