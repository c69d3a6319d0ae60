// What an argument refers to: a temporary, a local variable, a parameter; and how the function that gets it refers to
// it.
//
// In: an argument and the type of its parameter, or the object of a member function's call. Out: the object that the
// function is given a reference, a pointer or a view of, where that object is seen to die with the full expression, a
// block or the function around. What it is told by a call in between is believed by attributes
// ([[clang::lifetimebound]]) and by what Clang knows of the standard library. All else is nothing: what stands behind a
// reference or a pointer lives elsewhere, and an object without any member cannot be read after its end.
#pragma once

#include <optional>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

#include "awaitlint/facts.h"

namespace awaitlint {

struct Lent {
    Lender lender = Lender::temporary;
    Hold hold = Hold::reference;
    const clang::VarDecl* variable = nullptr;  // null for a temporary
    const clang::Expr* object = nullptr;       // the expression that names or makes it
    clang::QualType type;                      // its
};

/// The lambda that an argument makes, through whatever converts it; or null.
const clang::LambdaExpr* lambda_in(const clang::Expr* argument);

/// The argument that a call hands on in its result, by what is said of its parameters; or null.
const clang::Expr* handed_on(const clang::CallExpr* call);

/// What a parameter of this type is given to keep.
std::optional<Lent> lent_to(clang::QualType parameter, const clang::Expr* argument);

/// What a glvalue is or is a part of.
std::optional<Lent> lent_by(const clang::Expr* glvalue);

/// What a `std::unique_ptr` points to that is a local variable, and with which nothing else is done: `*client`, and the
/// pointer in `client->run()`.
std::optional<Lent> lent_by_owner(const clang::Expr* pointed_to);

/// What the lambda refers to: each variable that it captures by reference, and that lives no longer than a block.
std::vector<Lent> lent_to_captures(const clang::LambdaExpr* lambda);

}  // namespace awaitlint
