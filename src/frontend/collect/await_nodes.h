// One co_await of the source: the nodes that Clang has of it, and how it is written.
//
// In: a node that may stand for a co_await, blanked or not; the nodes of one keyword. Out: keyword and operand; the
// Await fact with its places and texts, before anything is known of how the compiler takes it. Refuses to judge.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceLocation.h"

#include "awaitlint/facts.h"
#include "frontend/ask/protocol.h"
#include "frontend/read/parse.h"
#include "frontend/read/source_text.h"

namespace awaitlint {

/// The nodes of one co_await of the source: those of the template as written and of its instantiations.
struct AwaitNodes {
    clang::SourceLocation token;
    const clang::Expr* expression = nullptr;  // the node as written, else the first instantiation's
    const clang::Expr* operand = nullptr;
    const clang::FunctionDecl* function = nullptr;
    bool is_blanked = false;
    bool is_accepted_node = false;  // a CoawaitExpr: the compiler took it
    std::vector<std::pair<const clang::Expr*, const clang::FunctionDecl*>> instantiated_operands;
    bool accepted_in_instantiation = false;
};

/// What one node says of its co_await.
struct AwaitNode {
    clang::SourceLocation token;  // invalid: the node stands for no co_await of the source
    const clang::Expr* operand = nullptr;
    bool is_blanked = false;
};
/// Of a co_await, a dependent one, or a cast or `__extension__` that may stand for a blanked one; nothing for those
/// that Clang has made up.
std::optional<AwaitNode> await_node(const clang::Expr* expression, const SourceText& text);

/// In a class template Clang calls `count()` dependent because of `this`; what it declares is known all the same.
OperandShape shape_of(const clang::Expr* operand);

/// The fact without an outcome.
Await await_as_written(const ParsedUnit& unit, const SourceText& text, const AwaitNodes& nodes);

/// `co_await c ? a() : b()` awaits c alone, and makes a task of the other two.
void add_awaited_choice(Await& await, const AwaitNodes& nodes, const ParsedUnit& unit, const SourceText& text,
                        Prober& prober);

}  // namespace awaitlint
