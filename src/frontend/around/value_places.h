// Where an awaitable value stands in its file, and what makes it: the parts of a Value fact that need no analysis.
//
// In: expressions of the AST. Out: fields of a Value. Knows nothing of what becomes of a value.
#pragma once

#include <optional>
#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"

#include "awaitlint/facts.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// In a class template Clang calls `load()` dependent because of `this`; what it declares is known all the same.
clang::QualType type_of(const clang::Expr* expression);

/// `(a || b)` as it is written: a co_await goes in front of the parentheses that are there.
const clang::Expr* with_parentheses(clang::ASTContext& ast, const clang::Expr* expression);

/// Span, text and macro of a site; where a macro makes it, the span is the macro's use.
Site site_of(const clang::Expr* expression, const SourceText& source);

/// The function that returns it, a constructor, or another await.
void describe_maker(Value& value, ParsedUnit& unit, const clang::Expr* expression);

/// The text in front of a value's site that drops it; unknown where that has an end behind it, too.
Span in_front_of(const Site& site, const SourceText& source, const clang::Expr* dropping);

/// It is misused as the object of a member access.
bool is_accessed(const Value& value);

/// `load().size()`, `load()->next`, `load()[0]`: co_await binds less tightly. The member's name, or nothing for
/// an operator.
std::optional<std::string> accessed_member(const Site& site, const SourceText& source);

/// `co_await box.name().size()`: the keyword in front of the access, where it was meant for the value, box.name().
void place_keyword_before(Value& value, clang::ASTContext& ast, const SourceText& source,
                          const clang::Expr* expression);

/// `co_await a() || b()`, where the value is b(): both operands, which may have been meant to be awaited together.
void place_operands(Value& value, clang::ASTContext& ast, const SourceText& source, const clang::Expr* expression);

/// `*__begin` of a range-based for, which nobody wrote.
bool is_step_of_loop(const clang::Expr* named);

}  // namespace awaitlint
