// Objects that outlive a call and that others reach as well: members, what a parameter refers to, globals; and which of
// them a local reference, pointer, iterator or view refers into.
//
// In: expressions. Out: the way to the object, or what a value is borrowed from: an element of such an object, a
// variable of the thread, another local. What functions hand on is believed by attributes and by what Clang knows of
// the standard library (lenders.h). What stands behind a pointer of its own, as in a vector of std::unique_ptr, is none
// of the object's elements. Follows no flow: what a local refers to just then, who asks has to know.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace awaitlint {

/// `sessions_`; `state_`, `sessions`: members of the object that a function is called on or is given a reference to,
/// from the outermost on, or a variable of static storage and members of that.
using ObjectPath = std::vector<const clang::ValueDecl*>;

/// Empty where it is none.
ObjectPath path_to(const clang::Expr* expression);
/// "state_.sessions"
std::string name_of(const ObjectPath& path);

/// What a value refers to: one of three.
struct Borrowed {
    ObjectPath object;                     // a part of an element of it
    std::string of_thread;                 // a variable of the thread, or a part of it, by the variable's name
    const clang::VarDecl* view = nullptr;  // what this local refers to
    bool is_iterator = false;              // into `object`; made of a local: a copy of that
};

/// The local variable; of a structured binding, what is taken apart. Null for everything else.
const clang::VarDecl* local_named(const clang::ValueDecl* named);

/// What an initialiser gives to a variable of this type.
std::optional<Borrowed> borrowed_by(clang::QualType variable, const clang::Expr* init);

}  // namespace awaitlint
