// Whether a local variable that keeps something lives longer than another, and is looked at when that is gone.
//
// In: two local variables of a function. Out: yes only where the first one is declared in a block around the second
// one's, is mentioned behind that block, and where within the block things are put into it and nothing else is done:
// there, somebody may wait for what it keeps. Knows nothing of tasks.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

namespace awaitlint {

bool outlives(clang::ASTContext& ast, const clang::VarDecl* keeper, const clang::VarDecl* kept);

}  // namespace awaitlint
