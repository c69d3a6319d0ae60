// Which calls leave the references and the iterators into a container of the standard library without an object.
//
// In: functions. Out: what their call does to what refers to the elements. By the classes and the words of the
// standard: what it does not promise to survive counts as lost. A call that may do it, as clear() of what is empty,
// does it. Knows nothing of objects.
#pragma once

#include "clang/AST/DeclCXX.h"

namespace awaitlint {

enum class Loses {
    nothing,
    iterators,  // references and pointers to elements stay as they are
    all,
};

/// `sessions.erase(id)`, `sessions = {}`: of the object that it is called on.
Loses lost_by(const clang::CXXMethodDecl* method);

/// `std::erase_if(sessions, is_old)`: of its first argument.
bool erases_from_first(const clang::FunctionDecl* function);

/// By its name: of a container.
bool puts_in(const clang::CXXMethodDecl* method);

/// It is no question, but gives an iterator or a reference to the element that it has just put in.
bool gives_new_element(const clang::CXXMethodDecl* method);

}  // namespace awaitlint
