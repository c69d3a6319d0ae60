// What becomes of a value where it is made: one walk from its expression outward to what decides.
//
// In: an expression and the expressions that are awaited. Out: its fate (facts.h) with what decided it: the variable
// that keeps it, the function that gets it, the form that drops it. The only walk that answers this, for rules, audits
// and repairs alike. Looks no further than the full expression: what happens to a variable later is asked elsewhere.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/StmtCXX.h"

#include "awaitlint/facts.h"
#include "frontend/read/parse.h"

namespace awaitlint {

struct FateOfValue {
    Fate fate;                    // of Kept and Misused, without what is known of the variable and the errors
    bool is_awaited = false;      // it is the operand of a co_await, or part of the machinery of one
    bool is_unevaluated = false;  // nothing is made there
    const clang::VarDecl* variable = nullptr;        // that keeps it, or would if it were not misused
    const clang::VarDecl* capture = nullptr;         // of a lambda, that it initialises
    bool is_sole_initialiser = false;                // of the variable: not an arm, an element or a member of it
    const clang::FieldDecl* field = nullptr;         // the variable's member that keeps it, when it is an aggregate
    const clang::FunctionDecl* taker = nullptr;      // that it is passed to, or the constructor that converts it
    const clang::Expr* passing = nullptr;            // the call of that
    const clang::Expr* dropping = nullptr;           // the cast or assignment that discards it, when there is one
    const clang::CoreturnStmt* returning = nullptr;  // that returns it
    bool is_unpacked = false;                        // initialises a structured binding
    bool is_unpacked_in_place = false;               // one by reference, to which no result of a co_await there binds
    bool is_operand = false;                         // of an operator or a member access

    template <class Kind>
    bool is() const {
        return std::holds_alternative<Kind>(fate);
    }
    /// `event;`, without a cast that would say that this is meant.
    bool is_bare_statement() const {
        const auto* discarded = std::get_if<fate::Discarded>(&fate);
        return discarded && discarded->form == fate::Discarded::Form::statement && !is_awaited;
    }
};

/// `awaited` holds the operands of every co_await, with all that the compiler wraps around them.
FateOfValue fate_of(clang::ASTContext& context, const clang::Expr* value, const std::set<const clang::Stmt*>& awaited);

/// True if the mention of a variable does nothing: `(void)x;`, `x;`, `std::ignore = x;`.
bool is_idle_mention(clang::ASTContext& context, const clang::DeclRefExpr* mention,
                     const std::set<const clang::Stmt*>& awaited);

/// The mention with the std::move around it, if there is one.
const clang::Expr* with_move(clang::ASTContext& context, const clang::Expr* mention);

/// The variable that a mention overwrites without looking at it: `x = ...`.
bool is_overwritten_by(clang::ASTContext& context, const clang::DeclRefExpr* mention);

}  // namespace awaitlint
