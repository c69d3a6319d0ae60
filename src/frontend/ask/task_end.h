// What becomes of a coroutine whose task is destroyed, by what the task's class says.
//
// In: the class. Out: whether its destructor ends the coroutine; and what that is asked with, the methods of a class as
// they are written. Looks at bodies that the unit has parsed, and no further.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Stmt.h"

namespace awaitlint {

/// What the method does, as it is written; null where that is not seen.
const clang::CompoundStmt* body_of(const clang::CXXMethodDecl* method);

/// Of this name, a template as well; null where there is none.
const clang::CXXMethodDecl* method_named(const clang::CXXRecordDecl* record, llvm::StringRef name);

/// The task's destructor destroys the coroutine, finished or not, or that of a member or base does. One that counts
/// references and cancels with the last does not: who else has one is not known, and in apple/foundationdb such tasks
/// are dropped on purpose.
bool ends_coroutine(const clang::CXXRecordDecl* task);

}  // namespace awaitlint
